"""How good are the labels? Score them on every set of labelled clause pairs, beside a peer, and write the report.

    PYTHONPATH=tools python tests/benchmarks/labels.py                     print the report
    ... labels.py -o tests/benchmarks/labels.md                            write it, labels.json and the README's table
    ... labels.py --render -o tests/benchmarks/labels.md                   the same from labels.json, measuring nothing
    ... labels.py --misses facets                                          what is got wrong in an open set
    ... labels.py --governdiff ITS/ENVIRONMENT/bin/python                  the peer as well, which has its own

Sets beside the repository (`../shared/gold`) are left out, with a word, where they are not. `clause_scores.py` says how
is counted, `label_systems.py` how the peer is read.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import label_report
from clause_scores import Mark, judged, mark, reliability, scores
from clause_sets import GOLD, ROOT, SHARED, Case, CaseSet, case_sets
from label_systems import Answer, Sureness, added_and_removed, calibrated_sureness, governdiff, ours, raw_sureness
from rapidfuzz import fuzz

from labledger.clause.passage import Passage
from labledger.label.clauses import label_clauses

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "labels.json"
PAIRS = 10_000
HEADLINES = ("macro_f1", "macro_f1_interval", "direction", "balanced", "balanced_interval", "over_labelled", "traps",
             "undisclosed", "unclear")  # fmt: skip


def results(peer: Path | None, pairs: int = PAIRS) -> dict[str, Any]:
    """Every figure, fit for JSON."""
    sets = case_sets()
    marks = {one.name: [mark(case, ours(case)) for case in one.cases] for one in sets}
    return {
        "python": platform.python_version(),
        "absent": [name for name in GOLD if name not in marks],
        "sets": {one.name: _set(one, marks[one.name], peer) for one in sets},
        "reliability": {
            f"{word}, {when}": _reliable([marks[one.name] for one in sets if one.held_out is held], sureness)
            for word, held in (("open", False), ("held-out", True))
            for when, sureness in (("raw", raw_sureness), ("calibrated", calibrated_sureness))
        },
        "speed": {
            "own pairs": speed([case for one in sets if not one.gold for case in one.cases], pairs),
            **{f"{one.name} pairs": speed(one.cases, pairs) for one in sets if one.name == "real_dev"},
        },
        "peer": _peer_speed(peer, [case for one in sets if not one.gold for case in one.cases]),
    }


def _reliable(sets: Iterable[Sequence[Mark]], sureness: Sureness) -> list[dict[str, Any]]:
    return reliability([pair for marks in sets for pair in judged(marks, sureness)])


def _set(one: CaseSet, marks: Sequence[Mark], peer: Path | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "held_out": one.held_out,
        "gold": one.gold,
        "ours": scores(marks),
        "added and removed": _headlines(one.cases, added_and_removed),
    }
    if one.gold:
        agree(found["ours"], scorer(one))
    if peer:
        run = governdiff(peer, one.cases)
        found["governdiff"] = _headlines(one.cases, lambda case: run.paired[case.id])
        found["governdiff, as documents"] = _headlines(one.cases, lambda case: run.documents[case.id])
    return found


def _headlines(cases: Iterable[Case], system: Callable[[Case], Answer]) -> dict[str, Any]:
    found = scores([mark(case, system(case)) for case in cases])
    return {name: found[name] for name in HEADLINES}


def scorer(one: CaseSet) -> dict[str, float]:
    """The last line of the scorer beside the gold sets, run on our answers: macro-F1, direction and two counts."""
    lines = (json.dumps(_line(case)) + "\n" for case in one.cases)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.jsonl"
        out.write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(SHARED / "score_clauses.py"), "--gold", str(one.path), "--out", str(out)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    numbers = re.search(r"macro-F1 ([\d.]+)  direction ([\d.]+)  over-labelled (\d+)/\d+  traps (\d+)/", told)
    assert numbers, told
    return dict(zip(("macro_f1", "balanced", "over_labelled", "traps"), map(float, numbers.groups()), strict=True))


def _line(case: Case) -> dict[str, Any]:
    said = ours(case)
    findings = [{"rule": f.rule, "labels": sorted(f.labels), "direction": f.direction} for f in said.findings]
    return {"id": case.id, "direction": said.direction, "findings": findings}


def agree(mine: dict[str, Any], theirs: dict[str, float]) -> None:
    """Nothing, or SystemExit where our counting and that of the scorer differ."""
    for name, value in theirs.items():
        own = mine[name][0] if isinstance(mine[name], list) else mine[name]
        if abs(own - value) > 0.0011:
            raise SystemExit(f"{name}: {own} here, {value} by the scorer")


def speed(cases: Sequence[Case], count: int) -> dict[str, float]:
    """Seconds of processor for so many pairs, the cases again and again, and those of two lower bounds in the run.

    What the modules remember of texts is dropped before each round, so that no pair gains from having been seen.
    """
    pairs = [(case.old, case.new) for case in cases]
    jobs = {"ours": label_clauses, "tokens": _tokens, "rapidfuzz": _ratio}
    spent = dict.fromkeys(jobs, 0.0)
    done = 0
    while done < count:
        batch = pairs[: count - done]
        for name, job in jobs.items():
            _forget()
            start = time.process_time()
            for old, new in batch:
                job(old, new)
            spent[name] += time.process_time() - start
        done += len(batch)
    words = sum(len(Passage(side or "").tokens) for pair in pairs for side in pair) / len(pairs)
    return {**{name: round(seconds, 4) for name, seconds in spent.items()}, "words": round(words, 1)}


def _tokens(old: str | None, new: str | None) -> int:
    return len(Passage(old or "").tokens) + len(Passage(new or "").tokens)


def _ratio(old: str | None, new: str | None) -> float:
    return fuzz.ratio(old or "", new or "")


def _forget() -> None:
    """Empty every bounded memory of texts; word lists, which are read once, stay."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("labledger.")]
    for remembered in _memories(modules):
        remembered.cache_clear()


def _memories(modules: Iterable[ModuleType]) -> Iterator[Any]:
    for module in modules:
        for value in vars(module).values():
            if hasattr(value, "cache_parameters") and value.cache_parameters()["maxsize"] is not None:
                yield value


def _peer_speed(peer: Path | None, cases: Sequence[Case]) -> dict[str, float] | None:
    """Seconds of processor of the peer and of ours for the same pairs, once each."""
    if not peer:
        return None
    _forget()
    start = time.process_time()
    for case in cases:
        label_clauses(case.old, case.new)
    spent = time.process_time() - start
    return {"pairs": len(cases), "ours": round(spent, 2), "theirs": round(governdiff(peer, cases).cpu, 2)}


def misses(one: CaseSet) -> Iterator[str]:
    """A line for each case that is got wrong: id, kind, directions, labels that are missing and wrong ones."""
    for case in one.cases:
        found = mark(case, ours(case))
        if not found.right or found.missing or found.wrong:
            missing, wrong = (", ".join(sorted(labels)) or "-" for labels in (found.missing, found.wrong))
            turned = f"{case.direction} as {found.answer.direction}"
            yield "\t".join((case.id, case.kind, turned, f"missing {missing}", f"wrong {wrong}"))


def write(found: dict[str, Any], output: Path) -> None:
    """The report, and the README's table from the same figures."""
    output.write_text(label_report.report(found), encoding="utf-8")
    readme = ROOT / "README.md"
    readme.write_text(label_report.into(readme.read_text(encoding="utf-8"), found), encoding="utf-8")


def main() -> None:
    """Measure, or only render, or only list misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--render", action="store_true", help="from labels.json, measuring nothing")
    parser.add_argument("--governdiff", type=Path, metavar="PYTHON", help="interpreter of an environment that has it")
    parser.add_argument("--misses", metavar="NAME")
    parser.add_argument("--held-out", action="store_true", help="let --misses open a held-out set")
    chosen = parser.parse_args()
    if chosen.misses:
        sets = {one.name: one for one in case_sets()}
        if chosen.misses not in sets:
            raise SystemExit(f"no set {chosen.misses!r}; there are {', '.join(sets)}")
        if sets[chosen.misses].held_out and not chosen.held_out:
            raise SystemExit("a held-out set is not read while rules are written; --held-out opens it")
        print("\n".join(misses(sets[chosen.misses])))
        return
    found = json.loads(RESULTS.read_bytes()) if chosen.render else results(chosen.governdiff)
    if not chosen.output:
        print(label_report.report(found), end="")
        return
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    write(found, chosen.output)


if __name__ == "__main__":
    main()
