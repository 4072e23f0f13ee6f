"""Versions compared: which provision is which, what moved, and what is concluded from a hole."""

from __future__ import annotations

from typing import Any

import pytest

from labledger.diff.change import Action, Change
from labledger.diff.facets import compare_facets
from labledger.diff.fold import fold
from labledger.diff.pair import pair, proposals
from labledger.diff.versions import compare_versions, union
from labledger.text.sequence import longest_run

BASE = {"area": "evaluation", "modality": "will", "statement": "Acme tests models for dangerous abilities."}
V1 = {"id": "acme/rsp/v1", "label": "1", "title": "Policy", "published": "2025-01-01", "coverage": "full"}
V2 = {"id": "acme/rsp/v2", "label": "2", "title": "Policy", "published": "2025-07-01", "coverage": "full"}


def prov(slug: str, **fields: Any) -> dict[str, Any]:
    return {"slug": slug, **BASE, **fields}


def step(old: list[Any], new: list[Any], **fields: Any) -> list[Change]:
    """The folded changes of the provisions of one step."""
    changes = fold(compare_versions({**V1, "provisions": old}, {**V2, "provisions": new, **fields}))
    return [change for change in changes if change.kind == "provision"]


def acts(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(change.subject.partition("#")[2], change.field, str(change.action)) for change in changes]


def test_one_slug_is_one_provision() -> None:
    """A slug pairs, whatever the order and the words."""
    assert [] == acts(step([prov("a"), prov("b")], [prov("b", statement="Other words."), prov("a")]))


def test_a_declared_heir_is_no_removal() -> None:
    """A provision that continues another under a new slug is the same one; its facets are compared."""
    found = step([prov("a")], [prov("b", continues=["a"], modality="may")])

    assert [("b", "modality", "changed")] == acts(found)
    assert ("will", "may") == (found[0].old, found[0].new)


def test_likeness_only_proposes() -> None:
    """The same words under another slug are a removal, an addition and a question, never a pairing."""
    found = step([prov("a")], [prov("b")])

    assert [("a", "", "removed"), ("a", "identity", "changed"), ("b", "", "added")] == acts(found)
    assert ["b"] == next(change.new for change in found if change.field == "identity")


def test_proposals_are_ranked_and_cut_off() -> None:
    """The nearest comes first, three at most, and what shares less than half of its words is not proposed."""
    old = prov("old", statement="safety tests before every external release")
    near = [prov(f"n{count}", statement=" ".join(["safety", "tests", "external", "release"][:count]) + " alpha beta")
            for count in (1, 2, 3, 4)]  # fmt: skip
    ((_, candidates),) = proposals([old], [*near, prov("same", statement=old["statement"])])

    assert ["same", "n4", "n3"] == candidates
    assert [] == proposals([old], [prov("far", statement="weights kept from theft by insiders")])


def test_a_split_claims_the_addition_of_its_parts() -> None:
    """One old and two new provisions are one act; a facet that no part carries is still told."""
    found = step([prov("a", elements=["x", "y"])], [prov("a", elements=["x"]), prov("b", continues=["a"])])

    assert [("a", "", "split"), ("a", "elements", "changed")] == acts(found)
    assert (["a"], ["a", "b"]) == (found[0].old, found[0].new)
    assert [("a", "", "split")] == acts(step([prov("a")], [prov("a"), prov("b", continues=["a"])]))


def test_a_merger_claims_the_removal_of_its_parts() -> None:
    """Two old provisions and one new one are one act; what only one of them had must still be there."""
    old = [prov("a", elements=["x"]), prov("b", elements=["y"], modality="must")]

    assert [("c", "", "merged")] == acts(
        step(old, [prov("c", continues=["a", "b"], elements=["x", "y"], modality="must")])
    )
    assert [("c", "", "merged"), ("c", "elements", "changed"), ("c", "modality", "changed")] == acts(
        step(old, [prov("c", continues=["a", "b"], elements=["x"])])
    )


@pytest.mark.parametrize("coverage", ["selected", "none"])
def test_nothing_is_concluded_from_a_hole(coverage: str) -> None:
    """Where not all provisions are recorded, what is missing or first seen says nothing; what is paired does."""
    found = step([prov("a"), prov("b")], [prov("b", modality="may"), prov("c")], coverage=coverage)

    assert [("b", "modality", "changed")] == acts(found)
    read = acts(step([prov("a"), prov("b")], [prov("b", modality="may"), prov("c")], coverage="changed"))

    assert {("a", "", "removed"), ("a", "identity", "changed"), ("c", "", "added")} == {*read} - {*acts(found)}


def test_a_slug_that_does_not_exist_continues_nothing() -> None:
    """A declared parent that the predecessor does not have pairs nothing."""
    pairing = pair([prov("a")], [prov("b", continues=["ghost"])])

    assert ([], ["a"], ["b"]) == (
        list(pairing.pairs), [p["slug"] for p in pairing.removed], [p["slug"] for p in pairing.added],
    )  # fmt: skip


def test_chains_of_lineage_make_one_group() -> None:
    """Provisions that share parents and children belong to one act."""
    pairing = pair([prov("a"), prov("b")], [prov("c", continues=["a", "b"]), prov("d", continues=["b"])])

    assert [(["a", "b"], ["c", "d"])] == [
        ([p["slug"] for p in group.old], [p["slug"] for p in group.new]) for group in pairing.pairs
    ]


def numbered(*slugs: str) -> list[dict[str, Any]]:
    return [prov(slug, section=str(number)) for number, slug in enumerate(slugs, 1)]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        ("abcd", {}),
        ("bcd", {"b": "renumbered", "c": "renumbered", "d": "renumbered"}),
        ("dabc", {"d": "moved", "a": "renumbered", "b": "renumbered", "c": "renumbered"}),
        ("bacd", {"b": "moved", "a": "renumbered"}),
        ("axbcd", {"b": "renumbered", "c": "renumbered", "d": "renumbered"}),
    ],
)
def test_a_neighbours_removal_is_not_a_move(new: str, expected: dict[str, str]) -> None:
    """Only what left the longest run that kept its order has moved; the others are renumbered."""
    found = {change.subject.partition("#")[2]: str(change.action) for change in step(numbered(*"abcd"), numbered(*new))
             if change.field == "section"}  # fmt: skip

    assert expected == found


def test_the_longest_run_keeps_its_order() -> None:
    """One longest increasing run is found, of several equal ones always the same."""
    assert frozenset() == longest_run([])
    assert frozenset({1, 2, 3}) == longest_run([3, 0, 1, 2])
    assert 3 == len(longest_run([5, 1, 4, 2, 3]))


def test_paraphrase_is_not_a_change() -> None:
    """Our statement counts only where both sides follow the document's own words."""
    free, close = prov("a", statement="x"), prov("a", statement="y", wording="close")

    assert [] == list(compare_facets(free, close))
    assert ["statement"] == [path for path, *_ in compare_facets({**free, "wording": "close"}, close)]


def test_prose_inside_a_named_part_is_not_a_change() -> None:
    """The statement of an exception is ours; its kind and safeguards are the document's."""
    ways = [prov("a", exceptions=[{"name": "w", "kind": "emergency", "statement": text}]) for text in ("x", "y")]

    assert [] == list(compare_facets(*ways))


def test_defaults_are_not_changes() -> None:
    """A default that one file writes out and the other leaves out is the same."""
    assert [] == list(compare_facets(prov("a"), prov("a", polarity="duty", bearer="lab", container="normative")))


def test_status_left_out_is_final() -> None:
    """A version that drops its beta mark went from beta to final."""
    changes = compare_versions({**V1, "status": "beta"}, V2)
    (found,) = [change for change in changes if change.field == "status"]

    assert ("beta", "final", "changed") == (found.old, found.new, found.action)


@pytest.mark.parametrize(
    ("facet", "words", "strongest"),
    [
        ("modality", ["may", "will"], "will"),
        ("consequence", ["note", "mitigate"], "mitigate"),
        ("container", ["companion", None], "normative"),
        ("polarity", ["permission", None], "duty"),
        ("bearer", ["users", None], "lab"),
        ("detail", ["conclusion", "redacted"], "redacted"),
    ],
)
def test_united_provisions_bind_as_the_strongest_of_them(facet: str, words: list[Any], strongest: str) -> None:
    """A merger is measured against the strongest of what it merges, what is left out counting as its default."""
    parts = [{"slug": "a", "statement": "x", "modality": "will", **({facet: word} if word else {})} for word in words]

    assert strongest == union(parts)[facet] == union(parts[::-1])[facet]


def test_united_provisions_lose_nothing_and_trust_least() -> None:
    """Equal parts once, parts that share a name and differ both; the least confidence, all lineage."""
    three, six = ({"name": "review", "every": every, "unit": "months"} for every in ("3", "6"))
    parts = [
        prov("a", cadences=[three], continues=["x"]),
        prov("b", cadences=[three, six], confidence="low", continues=["y"]),
    ]
    united = union(parts)

    assert [three, six] == united["cadences"]
    assert "low" == united["confidence"]
    assert ["x", "y"] == united["continues"]


def test_folding_keeps_the_facets_of_what_it_claims() -> None:
    """A split drops the addition of its part and nothing else, and only in its own step."""
    split = Change("acme/rsp#a", "provision", "", Action.SPLIT, ["a"], ["a", "b"], "2025", "s")
    added = Change("acme/rsp#b", "provision", "", Action.ADDED, None, "x", "2025", "s")
    facet = Change("acme/rsp#b", "provision", "modality", Action.CHANGED, "will", "may", "2025", "s")

    assert (split, facet) == fold([facet, added, split])
    assert 3 == len(fold([split, facet, added.at(step="t")]))
    assert fold([facet, added, split]) == fold([split, added, facet])
