"""Ids: each is spelled from a path, each path from an id, and nothing else is an id."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labledger.ids import ID_LIMIT, Kind, framework_of, is_segment, kind_of, lab_of, provision_id
from labledger.store.layout import id_of, path_of

PLACES = [
    ("acme", Kind.LAB, "labs/acme/lab.yaml"),
    ("acme/rsp", Kind.FRAMEWORK, "labs/acme/frameworks/rsp/framework.yaml"),
    ("acme/rsp/v2.2", Kind.VERSION, "labs/acme/frameworks/rsp/versions/v2.2.yaml"),
    ("acme/rsp/framework", Kind.VERSION, "labs/acme/frameworks/rsp/versions/framework.yaml"),
    ("acme/rsp/v2.0+2024-11-01", Kind.VERSION, "labs/acme/frameworks/rsp/versions/v2.0+2024-11-01.yaml"),
    ("acme/rsp/reviews/v1..v2", Kind.REVIEW, "labs/acme/frameworks/rsp/reviews/v1..v2.yaml"),
    ("acme/commitments/compute", Kind.COMMITMENT, "labs/acme/commitments/compute.yaml"),
    ("acme/claims/pause", Kind.CLAIM, "labs/acme/claims/pause.yaml"),
    ("acme/facts/board", Kind.FACT, "labs/acme/facts/board.yaml"),
    ("acme/events/2024-05-14-x-leaves", Kind.EVENT, "labs/acme/events/2024-05-14-x-leaves.yaml"),
    ("assessments/fli/2025/acme", Kind.ASSESSMENT, "assessments/fli/2025/acme.yaml"),
    ("questions/pause", Kind.QUESTION, "questions/pause.yaml"),
    ("instruments/us-ca/sb-53", Kind.INSTRUMENT, "instruments/us-ca/sb-53.yaml"),
    ("sources/acme/rsp-v1", Kind.SOURCE, "sources/acme/rsp-v1.yaml"),
    ("waivers/one", Kind.WAIVER, "waivers/one.yaml"),
]
SEGMENTS = st.from_regex(r"[a-z0-9][a-z0-9.+-]{0,9}", fullmatch=True) | st.sampled_from(
    ["labs", "facts", "reviews", "versions", "frameworks", "framework", "lab", "sources", "v1..v2"]
)


@pytest.mark.parametrize(("record_id", "kind", "path"), PLACES)
def test_an_id_has_one_kind_and_one_path(record_id: str, kind: Kind, path: str) -> None:
    """Kind and path follow from the id, and the id from the path."""
    assert kind is kind_of(record_id)
    assert path == path_of(record_id)
    assert record_id == id_of(path)


def test_every_kind_has_a_place() -> None:
    """The table above leaves no kind out."""
    assert set(Kind) == {kind for _, kind, _ in PLACES}


@pytest.mark.parametrize(
    "text",
    [
        "", "/", "acme/", "/acme", "acme//rsp", "Acme", "аcme", "ac\u200bme", "acme\n", " acme", "ac me", "..",
        "../acme",
        "acme/..", ".acme", "-acme", "+acme", "acme/rsp#pause", "%2e%2e", "c:", "c:/acme", "acme\\rsp", "labs",
        "schemas",
        "sources", "sources/acme", "sources/acme/a/b", "questions", "questions/a/b", "acme/facts", "acme/facts/a/b",
        "acme/frameworks", "acme/versions/v1", "acme/reviews/v1", "acme/rsp/reviews", "acme/rsp/reviews/v1",
        "acme/rsp/v1/x",
        "assessments/fli/2025", "x" * (ID_LIMIT + 1),
    ],
)  # fmt: skip
def test_what_is_no_id(text: str) -> None:
    """Capitals, look-alikes, dots that climb, folder words and wrong depths name no record."""
    assert kind_of(text) is None
    with pytest.raises(ValueError, match="not a record id"):
        path_of(text)


@pytest.mark.parametrize(
    "path",
    [
        "lab.yaml", "labs/acme.yaml", "labs/acme/lab.yml", "labs/Acme/lab.yaml", "labs/acme/other.yaml", "acme.yaml",
        "labs/acme/frameworks/rsp.yaml", "labs/acme/frameworks/rsp/v1.yaml",
        "labs/acme/frameworks/rsp/versions/a/b.yaml",
        "labs/acme/facts/a/b.yaml", "sources/acme.yaml", "labs/../lab.yaml", "labs/sources/lab.yaml",
        "labs/acme/lab.yaml\n",
        "labs/acme/frameworks/facts/framework.yaml", "acme/rsp/v1.yaml", "labs/labs/lab.yaml", "README.md",
    ],
)  # fmt: skip
def test_where_no_record_lives(path: str) -> None:
    """A path that is not the one way to spell an id holds no record."""
    assert id_of(path) is None


@given(st.lists(SEGMENTS, min_size=1, max_size=5).map("/".join))
@settings(max_examples=300, deadline=None)
def test_paths_and_ids_are_two_spellings_of_one_thing(text: str) -> None:
    """Whatever is an id has a path that spells it back, and no path is spelled twice."""
    if kind_of(text) is not None:
        assert text == id_of(path_of(text))
    back = id_of(f"{text}.yaml")
    if back is not None:
        assert f"{text}.yaml" == path_of(back)


@given(st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_segments_are_plain(text: str) -> None:
    """What passes as part of an id is lowercase ASCII without a slash."""
    if is_segment(text):
        assert text.isascii()
        assert text == text.lower().strip()
        assert not {"/", "#", "\\", ":", "%", "\n"} & set(text)


@pytest.mark.parametrize(
    ("record_id", "lab", "framework"),
    [
        ("acme", "acme", None),
        ("acme/rsp", "acme", "acme/rsp"),
        ("acme/rsp#pause", "acme", "acme/rsp"),
        ("acme/rsp/v1#pause", "acme", "acme/rsp"),
        ("acme/rsp/reviews/v1..v2", "acme", "acme/rsp"),
        ("acme/facts/board", "acme", None),
        ("assessments/fli/2025/acme", "acme", None),
        ("sources/acme/rsp-v1", None, None),
        ("Acme", None, None),
    ],
)
def test_whose_record_it_is(record_id: str, lab: str | None, framework: str | None) -> None:
    """The lab and the framework follow from the id."""
    assert lab == lab_of(record_id)
    assert framework == framework_of(record_id)


def test_a_provision_joins_a_slug_to_its_owner() -> None:
    """A provision is named within a version or through all versions."""
    assert "acme/rsp/v1#pause" == provision_id("acme/rsp/v1", "pause")
    assert "acme/rsp#pause" == provision_id("acme/rsp", "pause")
