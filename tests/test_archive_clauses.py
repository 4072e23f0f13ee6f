"""Each passage of a change becomes a clause: searched before it is called gone, labelled, and capped in words."""

from __future__ import annotations

import json

import pytest
from archive_case import DOCUMENT, RULES, TextArchive, policy, record_all
from repository import labledger

from labledger.archive.clauses import LABELLED
from labledger.archive.elsewhere import find

EDITED = RULES.replace("within 30 days", "within 300 days")
PROMISE = "We will tell the public about every serious incident within thirty days, and we will publish its causes."
ALTERED = (
    "We will tell the public about every serious incident within ninety days, and we will publish its causes in full."
)
SIBLING = "Acme/Usage Policy.md"
OTHER = "Bolt/Terms.md"


@pytest.fixture
def ask(tmp_path):
    """The rows of an archive in the test's folder."""

    def rows(*options: str) -> list[dict]:
        run = labledger("archive", "changes", str(tmp_path / "a"), "--format", "jsonl", *options, cwd=tmp_path)
        assert 0 == run.returncode, run.stderr
        return [json.loads(line) for line in run.stdout.splitlines()]

    return rows


def moved_between(place, here: str, there: str, text: str = PROMISE) -> None:
    """A promise leaves one document and stands, in these words, in another one on the same day."""
    archive = TextArchive(place)
    archive.record("2025-05-01", {here: policy(body=f"{RULES}\n\n{PROMISE}"), there: policy(body=RULES)})
    archive.record("2025-05-02", {here: policy()})
    archive.record("2025-05-02", {there: policy(body=f"{RULES}\n\n{text}")})


def clauses(rows, document=DOCUMENT):
    """The clauses of the last row of a document."""
    return [row for row in rows if row["document"] == document][-1]["clauses"]


def test_an_edited_clause_is_labelled(tmp_path, ask):
    """Both wordings, what was done, labels, direction and confidence; the row has the labels of all clauses."""
    record_all(tmp_path / "a", policy(), policy(body=EDITED))
    row = ask()[-1]
    (clause,) = row["clauses"]

    assert ("edited", "weaken") == (clause["state"], clause["direction"])
    assert "within 300 days" in clause["new"]
    assert "deadline-extended" in clause["labels"]
    assert row["labels"] == clause["labels"]
    assert 0 < clause["confidence"] <= 1


def test_a_clause_that_is_gone_is_called_removed(tmp_path, ask):
    """It stands nowhere else."""
    record_all(tmp_path / "a", policy(body=f"{RULES}\n\n{PROMISE}"), policy())
    (clause,) = clauses(ask())

    assert ("removed", PROMISE, None) == (clause["state"], clause["old"], clause["new"])
    assert "removed" in clause["labels"]


@pytest.mark.parametrize(("text", "state"), [(PROMISE, "moved"), (ALTERED, "moved-edited")])
def test_a_clause_in_a_sibling_is_moved(tmp_path, ask, text, state):
    """A passage that the service's other document has since the same day is not called removed, nor added there."""
    moved_between(tmp_path / "a", DOCUMENT, SIBLING, text)
    rows = ask()
    (gone,), (come,) = clauses(rows), clauses(rows, SIBLING)

    assert (state, SIBLING, text) == (gone["state"], gone["elsewhere"], gone["new"])
    assert (state, DOCUMENT, PROMISE) == (come["state"], come["elsewhere"], come["old"])
    assert not {"removed", "added"} & {*gone["labels"], *come["labels"]}
    assert "moved" in gone["labels"]


def test_a_clause_under_another_name_is_found_by_the_map(tmp_path, ask):
    """Documents of two services are siblings only when one is declared to be the other."""
    moved_between(tmp_path / "a", DOCUMENT, OTHER)

    assert "removed" == clauses(ask())[0]["state"]
    assert ("moved", OTHER) == tuple(clauses(ask("--map", "Acme=Bolt"))[0][name] for name in ("state", "elsewhere"))


def test_documents_of_the_same_commit_are_siblings(tmp_path, ask):
    """What two services changed in one commit is looked through."""
    archive = TextArchive(tmp_path / "a")
    archive.record("2025-05-01", {DOCUMENT: policy(body=f"{RULES}\n\n{PROMISE}"), OTHER: policy()})
    archive.record("2025-05-02", {DOCUMENT: policy(), OTHER: policy(body=f"{RULES}\n\n{PROMISE}")})

    assert ("moved", OTHER) == tuple(clauses(ask())[0][name] for name in ("state", "elsewhere"))


def test_headings_are_not_read_as_promises(tmp_path, ask):
    """A heading that came is told as added and says nothing by itself."""
    record_all(tmp_path / "a", policy(), policy(body=f"{RULES}\n\n## Notices for teachers here"))
    (clause,) = clauses(ask())

    assert (["added"], "neutral") == (clause["labels"], clause["direction"])


def test_what_stands_elsewhere_in_the_document_is_moved(tmp_path, ask):
    """A passage that went into a longer paragraph, and one that only changed its place."""
    longer = f"For everything that happens on our platform this holds. {PROMISE} It holds for partners too."
    first, *rest = RULES.split("\n\n")
    record_all(
        tmp_path / "a",
        policy(body=f"{RULES}\n\n{PROMISE}\n\n{longer}"),
        policy(body="\n\n".join([*rest, first, longer, ALTERED.replace("public", "board")])),
    )
    states = {clause["state"]: clause for clause in clauses(ask())}

    assert first == states["moved"]["old"] == states["moved"]["new"]
    assert ["moved"] == states["moved"]["labels"]


def test_other_languages_are_noted(tmp_path, ask):
    """Rules for English words say nothing of other languages, and say so."""
    german = "Wir werden die Daten der Nutzer nach {} Tagen löschen, und das gilt auch für die Daten der Kinder."
    body = "\n\n".join(german.format(number) for number in range(10, 19))
    record_all(tmp_path / "a", policy(body=body), policy(body=body.replace("werden", "dürfen", 1)))
    (clause,) = clauses(ask())

    assert ([], None) == (clause["labels"], clause["direction"])
    assert clause["note"].startswith("not English")


def test_work_on_one_change_is_capped_and_says_so(tmp_path, ask):
    """Beyond the cap clauses are listed without labels, and the row counts them."""
    many = [f"We will keep record number {n} of the kind {chr(97 + n % 26) * 3} for {n + 10} days." for n in range(30)]
    fewer = [line.replace("We will", "We may") for line in many]
    record_all(tmp_path / "a", policy(body="\n\n".join(many)), policy(body="\n\n".join(fewer)))
    row = ask()[-1]

    assert 30 == len(row["clauses"])
    assert LABELLED == sum(bool(clause["labels"]) for clause in row["clauses"])
    assert {"labels": 30 - LABELLED} == row["left_out"]


def test_labels_can_be_left_out(tmp_path, ask):
    """Without labels the rows are the same but for clauses."""
    record_all(tmp_path / "a", policy(), policy(body=EDITED))
    with_labels, without = ask()[-1], ask("--no-labels")[-1]

    assert without["clauses"] == without["labels"] == []
    assert {k: v for k, v in with_labels.items() if k not in ("clauses", "labels")} == {
        k: v for k, v in without.items() if k not in ("clauses", "labels")
    }


def test_the_search_knows_what_it_looks_for():
    """Word for word in any typography and markup, altered by most of its words, and never by a few common ones."""
    there = (
        b"# Terms\n\n* **We will** tell [the public](https://a.org) about every serious incident within thirty days,"
    )
    there += b" and we will publish its causes.\n\nWe will tell the board.\n"
    texts = [("a", b"We will tell the public about the weather, and we will publish it.\n"), ("b", there)]

    assert ("b", True) == (find(PROMISE, texts).name, find(PROMISE, texts).exact)
    assert ("b", False) == (find(ALTERED, texts).name, find(ALTERED, texts).exact)
    assert find(PROMISE, texts[:1]) is None
    assert find("We will tell", texts) is None
    assert find("", []) is None
