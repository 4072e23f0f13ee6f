"""Two people change one record: different fields merge, the same field stops, nothing is lost."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import pytest
from contributions import Contributor, read, write
from repository import BOARD, SOUND, V1, Repository, labledger

from labledger.check.suite import check
from labledger.cli.merge_driver_verb import _merged
from labledger.model.fact import Fact
from labledger.model.framework import Version
from labledger.model.question import Question
from labledger.model.source import Source
from labledger.store.merge import marked, merge
from labledger.store.tree import DictTree

DATASET = Path(__file__).resolve().parent.parent / "dataset"
DRIVER = f"{sys.executable} -m labledger merge-driver %O %A %B %P"
DAY = dt.date(2026, 12, 1)


def both_ways(base: Any, ours: Any, theirs: Any, model: Any) -> Any:
    """The merged record, which must be the same whichever side is called ours, without a conflict."""
    merged, turned = merge(base, ours, theirs, model), merge(base, theirs, ours, model)

    assert () == merged.conflicts == turned.conflicts
    assert merged.ours == merged.theirs == turned.ours
    return merged.ours


VALUE = {"name": "roe", "statement": "Roe sits on the board.", "citations": [{"source": "sources/a/b"}]}
FACT = {"id": "a/facts/board", "title": "Board", "kind": "membership", "values": [VALUE]}


def test_different_fields_merge() -> None:
    """A title from one side and a note from the other stand together."""
    merged = both_ways(FACT, {**FACT, "title": "The board"}, {**FACT, "notes": "Checked."}, Fact)

    assert ("The board", "Checked.") == (merged["title"], merged["notes"])


def test_different_fields_of_one_value_merge() -> None:
    """Within one part of a list fields merge as well."""
    ours, theirs = ({**FACT, "values": [{**VALUE, **new}]} for new in ({"start": "2024"}, {"end": "2025"}))

    assert [{**VALUE, "start": "2024", "end": "2025"}] == both_ways(FACT, ours, theirs, Fact)["values"]


def test_two_values_stand_in_order_of_date() -> None:
    """Both sides add a value; a list kept in order of date stays so."""
    base = {**FACT, "values": [{**VALUE, "start": "2023"}]}
    added = [{**VALUE, "name": name, "start": start} for name, start in (("late", "2026"), ("early", "2024"))]
    merged = both_ways(base, *({**base, "values": [*base["values"], one]} for one in added), Fact)

    assert ["roe", "early", "late"] == [value["name"] for value in merged["values"]]


def test_what_one_side_adds_together_stays_in_its_order() -> None:
    """Provisions follow the document; those of one side are neither sorted nor mixed with the other's."""
    parts = {name: {"slug": name, "statement": name} for name in ("first", "z", "y", "b")}
    base = {"id": "a/b/v1", "provisions": [parts["first"]]}
    ours = {**base, "provisions": [parts["first"], parts["z"], parts["y"]]}
    theirs = {**base, "provisions": [parts["first"], parts["b"]]}
    merged = both_ways(base, ours, theirs, Version)

    assert ["first", "b", "z", "y"] == [provision["slug"] for provision in merged["provisions"]]


def test_sets_take_and_give() -> None:
    """Added by either is in, removed by either is out."""
    base = {"id": "questions/q", "recipients": ["a", "b", "c"]}
    ours, theirs = {**base, "recipients": ["a", "c", "d"]}, {**base, "recipients": ["a", "b"]}

    assert ["a", "d"] == both_ways(base, ours, theirs, Question)["recipients"]


def test_answers_of_one_lab_on_two_days_are_two() -> None:
    """A lab may answer twice; two answers are told apart by lab and day."""
    base = {"id": "questions/q", "answers": [{"lab": "a", "date": "2024", "statement": "no"}]}
    added = [{"lab": "a", "date": day, "statement": day} for day in ("2025", "2026")]
    merged = both_ways(base, *({**base, "answers": [*base["answers"], one]} for one in added), Question)

    assert ["2024", "2025", "2026"] == [answer["date"] for answer in merged["answers"]]


@pytest.mark.parametrize(
    ("ours", "theirs", "where", "why"),
    [
        ({"title": "One"}, {"title": "Two"}, ("title",), "both sides changed it"),
        ({"values": [{**VALUE, "start": "2024"}]}, {"values": [{**VALUE, "start": "2025"}]}, ("values", "roe", "start"),
         "both sides changed it"),
        ({"values": []}, {"values": [{**VALUE, "start": "2025"}]}, ("values", "roe"), "one side removed it"),
        ({"values": [{**VALUE, "name": "one"}]}, {"values": [{**VALUE, "name": "two"}]}, ("values",),
         "both sides replaced one element"),
        ({"reviewed": "two"}, {"title": "Two"}, ("reviewed",), "one side checked the record while the other"),
        ({"title": None}, {"title": "Two"}, ("title",), "both sides changed it"),
    ],
)  # fmt: skip
def test_the_same_field_stops(ours: Any, theirs: Any, where: Any, why: str) -> None:
    """A field that both changed needs a person; the conflict says which, both ways round."""
    sides = [{**FACT, **new} for new in (ours, theirs)]
    there, back = merge(FACT, *sides, Fact).conflicts, merge(FACT, *reversed(sides), Fact).conflicts

    assert [where] == [conflict.path for conflict in there] == [conflict.path for conflict in back]
    assert why in str(there[0])
    assert str(there[0]).startswith(f"{'.'.join(where)}: ")


def test_the_same_change_is_no_conflict() -> None:
    """Two people who say the same agree."""
    capture = {"date": "2026-10-01", "sha256": "0" * 64}
    base = {"id": "sources/a/b", "title": "A", "captures": []}
    side = {**base, "captures": [capture], "title": "B"}

    assert side == both_ways(base, side, dict(side), Source)


def test_marks_stand_around_what_differs_and_nothing_else() -> None:
    """The lines both sides share stand once."""
    assert b"a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\nd\n" == marked(b"a\nb\nd\n", b"a\nc\nd\n")


def test_what_is_sound_apart_and_not_together_stops() -> None:
    """A measure with a value from one side and a phrase from the other fits no schema."""
    path = "labs/acme/facts/board.yaml"
    measure = {"name": "share", "comparator": "about"}
    base = {**FACT, "id": "acme/facts/board"}
    value = {**VALUE, "citations": [{"source": "sources/acme/rsp-v1"}]}
    texts = [
        write({**base, "values": [{**value, "measures": [{**measure, **one}]}]})
        for one in ({"value": "1", "unit": "percent"}, {"phrase": "a little"})
    ]
    merged, told = _merged(write({**base, "values": [value]}), *texts, path)

    assert b"<<<<<<<" in merged
    assert 1 == len(told)


def test_random_contributions_lose_nothing() -> None:
    """Pairs of random contributions give the same tree both ways, with all they hold, or a conflict in words."""
    base = {path.relative_to(DATASET).as_posix(): path.read_bytes() for path in DATASET.rglob("*.yaml")}
    maker = Contributor(base, 20, "anthropic")
    met = conflicts = 0
    for number in range(60):
        one, other = maker.contribution(), maker.contribution()
        trees, told = [], []
        for ours, theirs in ((one, other), (other, one)):
            tree = {**base, **ours.files, **theirs.files}
            for path in ours.files.keys() & theirs.files.keys():
                tree[path], why = _merged(base.get(path, b""), ours.files[path], theirs.files[path], path)
                told.extend(why)
            trees.append(tree)
        met += bool(one.files.keys() & other.files.keys())
        conflicts += bool(told)
        if told:
            continue
        lost = [(one.told, other.told) for side in (one, other) for holds in side.holds if not holds(trees[0])]

        assert trees[0] == trees[1]
        assert [] == lost
        if number % 12 == 0:
            assert {"R-FORK", "R-GAP"} >= {
                f.code for f in check(DictTree(trees[0]), DAY).findings if f.level == "error"
            }
    assert met >= 10
    assert 0 < conflicts < met


@pytest.fixture
def shared_repository(tmp_path: Path) -> Repository:
    """A repository that git merges by our driver, with the sound records."""
    made = Repository(tmp_path / "repo")
    attributes = (DATASET / ".gitattributes").read_text("utf-8")
    made.commit("2024-01-01", {**SOUND, ".gitattributes": attributes})
    made.git("config", "merge.labledger.driver", DRIVER)
    return made


def branches(made: Repository, one: dict[str, str], other: dict[str, str]) -> str:
    """Commit both on branches of their own, merge the second into the first; what git said."""
    made.git("checkout", "-q", "-b", "other")
    made.commit("2024-01-02", other)
    made.git("checkout", "-q", "main")
    made.commit("2024-01-03", one)
    return made.git("merge", "-q", "-m", "merge", "other", fails=True)


def test_git_merges_by_the_driver(shared_repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that touch and fields that differ: git alone would stop, the driver does not."""
    monkeypatch.setenv("PYTHONPATH", str(DATASET.parent / "tools"))
    record = read({path: text.encode() for path, text in SOUND.items()}, "acme/facts/board")
    value = record["values"][-1]
    sides = [
        {BOARD: write({**record, "values": [*record["values"], {**value, "name": name}]}).decode()}
        for name in ("one", "two")
    ]
    branches(shared_repository, *sides)
    merged = shared_repository.data / BOARD
    names = [value["name"] for value in read({BOARD: merged.read_bytes()}, "acme/facts/board")["values"]]

    assert "" == shared_repository.git("status", "--porcelain")
    assert {"one", "two"} <= set(names)
    assert 0 == labledger("check", "--quiet", cwd=shared_repository.place).returncode


def test_git_stops_at_the_same_field(shared_repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file keeps both values between marks, the check finds them, and the rest of the record is merged."""
    monkeypatch.setenv("PYTHONPATH", str(DATASET.parent / "tools"))
    sides = [{V1: SOUND[V1].replace("modality: will", f"modality: {word}", 1)} for word in ("may", "must")]
    branches(shared_repository, *sides)
    text = (shared_repository.data / V1).read_text("utf-8")
    done = labledger("check", "--quiet", cwd=shared_repository.place)

    assert "UU dataset/" + V1 == shared_repository.git("status", "--porcelain")
    assert 1 == text.count("<<<<<<<")
    assert "modality: may" in text
    assert "modality: must" in text
    assert "Y-CONFLICT" in done.stdout


def test_a_file_that_cannot_be_read_keeps_both_sides(tmp_path: Path) -> None:
    """Nothing is merged by guess: the lines of both stand side by side, and the message says why."""
    merged, told = _merged(b"id: acme\nname: A\n", b"id: acme\nname: {\n", b"id: acme\nname: B\n", "labs/acme/lab.yaml")

    assert b"name: {" in merged
    assert b"name: B" in merged
    assert "cannot be read" in told[0]


def test_the_driver_asks_for_its_names() -> None:
    """Called by hand without names it says how git is told of it."""
    done = labledger("merge-driver", cwd=DATASET)
    setup = labledger("merge-driver", "--setup", cwd=DATASET)

    assert 2 == done.returncode
    assert "labledger merge-driver --setup" in done.stderr
    assert "%O %A %B %P" in setup.stdout
