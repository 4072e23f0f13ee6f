"""The command line: every verb, option and format answers; every slip is told with the next step and its exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from repository import BOARD, LAB, SOUND, SOURCE2, TESTS, V1, V2, Repository, git, lab, labledger, settings

from labledger.cli import main
from labledger.cli.main import VERBS, cli
from labledger.ids import Kind, framework_of, kind_of, lab_of
from labledger.report.escape import html
from labledger.store import layout

DATASET = TESTS.parent / "dataset"
YEAR = ("diff", "2025-01-01", "2025-12-31", "--today", "2026-01-01")
EVENT = "labs/acme/events/2024-01-10-chair-leaves.yaml"
CHAIR = """\
id: acme/events/2024-01-10-chair-leaves
title: The chair leaves
kind: departure
date: '2024-01-10'
statement: The chair of the board left.
citations:
  - source: sources/acme/rsp-v1
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository on `main` that holds the dataset of this checkout."""
    made = Repository(tmp_path_factory.mktemp("checkout") / "repo")
    files = {
        path.relative_to(DATASET).as_posix(): path.read_text("utf-8") for path in DATASET.rglob("*") if path.is_file()
    }
    made.commit("2026-01-01", {path: text for path, text in files.items() if path.endswith((".yaml", ".json"))})
    made.commit("2026-01-02", files)
    return made


@pytest.fixture(scope="module")
def clocks(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A revision `old`, and a later one in which the lab acted, we learned late, and we were wrong."""
    made = Repository(tmp_path_factory.mktemp("clocks") / "repo")
    made.commit("2024-06-01", {path: text for path, text in SOUND.items() if path not in (V2, SOURCE2)})
    made.git("tag", "old")
    corrected = SOUND[V1].replace("modality: will", "modality: must")
    made.commit("2025-04-10", {V2: SOUND[V2], SOURCE2: SOUND[SOURCE2], EVENT: CHAIR, V1: corrected})
    return made


def ask(place: Repository, *words: str, code: int = 0, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command, which must end with a given code and no traceback."""
    done = labledger(*words, cwd=place.place, **environment)
    assert code == done.returncode, done.stderr
    assert "Traceback" not in done.stderr
    return done


def data(place: Repository, *words: str, code: int = 0) -> Any:
    return json.loads(ask(place, *words, code=code).stdout)


Asked = Callable[..., tuple[int, str, str]]


@pytest.fixture
def told(checkout: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Asked:
    """Ask within this process, in the checkout or another place: exit code, output and complaints."""
    monkeypatch.setenv("LABLEDGER_CACHE", "off")

    def ask_here(*words: str, place: Repository = checkout) -> tuple[int, str, str]:
        monkeypatch.chdir(place.place)
        monkeypatch.setattr(sys, "argv", ["labledger", *words])
        code = main._guarded()
        return code, *capsys.readouterr()

    return ask_here


# -- help and its examples -------------------------------------------------------------------------------------------


def examples_of(words: list[str]) -> list[str]:
    page = CliRunner().invoke(cli, [*words, "--help"], prog_name="labledger").output
    found = page.partition("Examples:\n")[2].partition("\n\n")[0]
    return [line.strip() for line in found.splitlines() if line.strip()]


EXAMPLES = [line for words in ([], *([verb] for verb in sorted(VERBS))) for line in examples_of(words)]


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_help_ends_with_two_examples(verb: str) -> None:
    """The help of every verb ends with two commands of that verb."""
    assert [verb, verb] == [line.split()[1] for line in examples_of([verb])]


POLICY = "We will never release a model that has not been tested. We test every model before release.\n"


def provide(place: Path, line: str) -> None:
    """Put beside the dataset what an example names and no checkout holds: a policy, an article, texts, an archive."""
    if "archive.git" in line or "a.bundle" in line:
        kept = Repository(place.parent / "kept")
        kept.commit("2025-01-01", {"Acme/Terms.md": POLICY}, "First record of Acme Terms")
        kept.commit("2025-02-01", {"Acme/Terms.md": POLICY.replace("never", "not")}, "Record new changes")
        git(place, "clone", "-q", "--bare", str(kept.place), "archive.git")
        git(kept.place, "bundle", "create", "-q", str(place / "a.bundle"), "--all")
    if "texts/" in line or "policy.md" in line:
        (place / "texts").mkdir()
        (place / "texts" / "policy.md").write_text(POLICY, encoding="utf-8")
        (place / "policy.md").write_text(POLICY, encoding="utf-8")
        (place / "article.md").write_text(f"They wrote: “{POLICY.partition('. ')[0]}.”\n", encoding="utf-8")
    if line == "labledger release verify out":
        subprocess.run(
            [sys.executable, "-m", "labledger", "release", "build", "-o", "out"], cwd=place, check=True,
            capture_output=True, env=settings(HOME=str(place.parent)),
        )  # fmt: skip


@pytest.mark.parametrize("line", EXAMPLES)
def test_examples_run(checkout: Repository, tmp_path: Path, line: str) -> None:
    """Every example is a command that runs as it is written, on the dataset of this checkout."""
    git(tmp_path, "clone", "-q", str(checkout.place), "repo")
    (tmp_path / ".zfunc").mkdir()
    if line.startswith("labledger new "):
        (tmp_path / "repo" / "dataset" / layout.path_of(line.split()[3])).unlink(missing_ok=True)
    provide(tmp_path / "repo", line)
    command = f'labledger() {{ {shlex.quote(sys.executable)} -m labledger "$@"; }}; {line}'
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path / "repo",
        env=settings(HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == done.returncode, done.stderr
    assert done.stdout or ">" in line or line.split()[1] in ("check", "fmt", "release")


def test_help_lists_every_verb() -> None:
    """The main help page names each verb with its sentence, and the exit codes."""
    page = CliRunner().invoke(cli, ["--help"]).output

    assert all(re.search(rf"^  {verb} +{re.escape(told[:30])}", page, re.MULTILINE) for verb, told in VERBS.items())
    assert "Exit codes: 0 done; 1 findings, or a gate was reached; 2 wrong usage;" in page


def test_help_is_plain_and_fits() -> None:
    """Help pages are at most a hundred columns wide and have no traces of markup."""
    for words in ([], *([verb] for verb in VERBS)):
        page = CliRunner().invoke(cli, [*words, "--help"], terminal_width=100).output
        assert [] == [
            line for line in page.splitlines() if len(line) > 100 and not line.strip().startswith("labledger")
        ]
        assert "\b" not in page


# -- slips -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        ("chekc", 2, "Did you mean check?"),
        ("show anthropc", 3, "did you mean anthropic"),
        ("show anthropic/rps", 3, "did you mean anthropic/rsp"),
        ("show anthropic/rsp#eval-cadense", 3, "did you mean eval-cadence"),
        ("log anthropic/rps", 3, "did you mean anthropic/rsp"),
        ("diff anthropic/rsp/v2.1 anthropic/rsp/v9.2", 3, "did you mean anthropic/rsp/v"),
        ("diff mian HEAD", 3, "did you mean main?"),
        ("diff anthropic/rsp/v2.1 HEAD", 2, "labledger log anthropic/rsp/v2.1"),
        ("list versoin", 2, "did you mean version?"),
        ("list version --lab opneai", 3, "did you mean openai"),
        ("new verzion acme/rsp/v1", 2, "did you mean version?"),
        ("new version acme/rsp", 2, "it would be a framework (like anthropic/rsp/v2.2)"),
        ("new lab ../../etc", 2, "it is no id"),
        ("new lab bolt --set nmae=Bolt", 2, "did you mean name"),
        ("new version anthropic/rsp/v9 --from anthropic/rsp/v3.44", 3, "did you mean anthropic/rsp/v3.4"),
        ("rules cadence-slow", 3, "did you mean cadence-slowed?"),
        ("rules --direction weakn", 2, "did you mean weaken?"),
        ("schema versoin", 2, "did you mean version?"),
        ("search pause --kind provison", 2, "did you mean provision?"),
        ("search pause --lab opneai", 3, "did you mean openai"),
        ("compare anthropic opneai", 3, "did you mean openai"),
        ("compare anthropic", 2, "compare needs two labs or more"),
        ("compare anthropic openai --area evaluatoin", 2, "did you mean evaluation?"),
        ("diff 2025 --lab antropic", 2, "did you mean anthropic?"),
        ("diff HEAD~1 HEAD --lab antropic", 2, "did you mean anthropic?"),
        ("diff 2025 --framework rps", 2, "framework rps is not known"),
        ("diff 2025 --kind provison", 2, "did you mean provision?"),
        ("diff 2025 --area evaluatoin", 2, "did you mean evaluation?"),
        ("diff 2025 --label scope-narowed", 2, "did you mean scope-narrowed"),
        ("diff 2025 --rule cadence-slow", 2, "did you mean cadence-slowed"),
        ("diff 2025 --direction weakn", 2, "did you mean weaken?"),
        ("diff 2025 --severity eror", 2, "did you mean error?"),
        ("diff 2025 --disclosure anounced", 2, "did you mean announced?"),
        ("diff 2025 --fail-on weakn", 2, "did you mean weaken?"),
        ("diff 2025 --fail-on label:scope-narowed", 2, "did you mean scope-narrowed"),
        ("diff 2025 --fail-on rule:nothing-at-all-like-it", 2, "run: labledger rules"),
        ("diff 2025 --fail-on colour:red", 2, "FIELD:VALUE"),
        ("diff 2025 --format pdf", 2, "'pdf' is not one of"),
        ("diff 2025 --frob", 2, "No such option '--frob'"),
        ("diff", 2, "Missing argument 'OLD'"),
        ("diff 2025 --raw", 2, "--raw compares records or revisions"),
        ("diff HEAD~1 HEAD --raw --lab anthropic", 2, "--raw shows everything"),
        ("diff HEAD~1 HEAD --as-of 2026", 2, "--as-of goes with two dates or two records"),
        ("diff 2025 --data nowhere", 3, "--data nowhere is not a folder"),
        ("diff 2025 --repo nowhere", 3, "--repo nowhere is not a folder"),
        ("fmt acme", 1, "acme:0:0: R-NONE"),
        ("search xyzzyxyzzy", 1, "nothing found"),
    ],
)
def test_slips_are_told(told: Asked, words: str, code: int, hint: str) -> None:
    """A word that means nothing is answered with the words that look like it, on standard error."""
    found, out, complaint = told(*words.split())

    assert (code, "") == (found, out), complaint
    assert hint in complaint


@pytest.mark.parametrize(
    "words",
    [
        "diff 2025-13 2026",
        "diff 2024-02-30 2024-03-01",
        "diff 1200 2025",
        "diff 2025-12-31 2025-01-01",
        "diff 2026 2025",
        "show anthropic --on 2024-02-30",
        "show anthropic --on yesterday",
        "show anthropic --as-of 2024-02-30",
        "diff 2025 --today soon",
        "diff 2025 --as-of 2024-13",
        "list lab --as-of 2023-02-29",
        "check --today 2026-1-1",
        "check --at 2024-00",
        "compare anthropic openai --on 2024/01/01",
        "diff 2024-5-1 2024-06-01",
        "diff yesterday HEAD",
        "log --at 2024-02-30",
    ],
)
def test_days_that_do_not_exist(told: Asked, words: str) -> None:
    """D15, D16: a day that is not in the calendar, in another form, or after the later one is wrong usage."""
    code, out, complaint = told(*words.split())

    assert (2, "") == (code, out)
    assert re.search(
        r"not in the calendar|YYYY, YYYY-MM or YYYY-MM-DD|outside 1990 to 2100|put the earlier date first", complaint
    )


def test_dangerous_words_come_back_harmless(told: Asked) -> None:
    """O5: escape sequences in what was typed are printed as text."""
    for words in (
        ["\x1b[31mred"],
        ["show", "\x1b[31mred"],
        ["diff", "2025", "--\x1b[31m"],
        ["diff", "a\u202eb", "HEAD"],
        ["list", "\x9b31m"],
        ["diff", "2025", "--data", "\x1b]0;x\x07"],
        ["new", "lab", "\x1b[2J"],
    ):
        code, _, complaint = told(*words)

        assert code in (2, 3)
        assert "" == "".join(c for c in complaint if not c.isprintable() and c != "\n")


def test_slips_name_each_fault(clocks: Repository, tmp_path: Path) -> None:
    """A dataset with faults stops an answer with every fault and its place, and exit code 1."""
    git(tmp_path, "clone", "-q", str(clocks.place), "repo")
    for path in (LAB, BOARD):
        (tmp_path / "repo" / "dataset" / path).write_text("id: [a]\n")
    done = labledger("show", "acme/rsp", cwd=tmp_path / "repo")

    assert 1 == done.returncode
    assert [f"dataset/{BOARD}:1:5:", f"dataset/{LAB}:1:5:"] == [
        line.split(" ")[0] for line in done.stderr.splitlines()[:2]
    ]


def test_a_record_without_its_fields_is_a_finding(tmp_path: Path) -> None:
    """What does not fit its schema stops a comparison of revisions with findings, not as a fault of the program."""
    made = Repository(tmp_path / "repo")
    made.commit("2024-01-01", SOUND)
    made.commit("2024-01-02", {V2: SOUND[V2].replace("  - slug: board\n    area", "  - area")})
    made.commit("2024-01-03", {V2: SOUND[V2]})
    done = ask(made, "diff", "HEAD~1", "HEAD~2", code=1)

    assert f"dataset/{V2}" in done.stderr
    assert "" == done.stdout


# -- the two clocks --------------------------------------------------------------------------------------------------


def test_what_differs_between_revisions_is_told_apart(clocks: Repository) -> None:
    """Between two revisions the lab acted (amendment), we learned late (backfill), or we were wrong (correction)."""
    report = data(clocks, "diff", "old", "HEAD", "--json")
    origins = {row["subject"]: row["origin"] for row in report["rows"]}

    assert {
        "acme/rsp/v2": "amendment",
        "acme/rsp#pause": "amendment",
        "sources/acme/rsp-v2": "amendment",
        "acme/events/2024-01-10-chair-leaves": "backfill",
        "acme/rsp/v1#pause": "correction",
    } == origins
    assert "record" == report["question"]["clock"]


def test_a_rewritten_published_version_is_called_out(clocks: Repository) -> None:
    """What we say differently of a version already published is named in a note, in every format for reading."""
    told = "what was recorded of versions already published was rewritten: acme/rsp/v1"

    assert told in data(clocks, "diff", "old", "HEAD", "--json")["notes"]
    assert f"note: {told}" in ask(clocks, "diff", "old", "HEAD").stdout
    assert f"> {told}" in ask(clocks, "diff", "old", "HEAD", "--format", "markdown").stdout
    assert told not in ask(clocks, "diff", "2024-07-01", "2025-05-01").stdout


def test_the_same_question_on_the_clock_of_records(clocks: Repository) -> None:
    """A day and a revision, or a day alone with HEAD, ask what the dataset had recorded by then."""
    by_name = data(clocks, "diff", "old", "HEAD", "--json", "--today", "2025-05-01")
    by_day = data(clocks, "diff", "2024-12-31", "HEAD", "--json", "--today", "2025-05-01")
    by_year = data(clocks, "diff", "2024", "HEAD", "--json", "--today", "2025-05-01")

    assert by_name["rows"] == by_day["rows"] == by_year["rows"]
    assert by_day["question"]["old"].startswith("2024-12-31 (")
    assert [note for note in by_day["notes"] if note.startswith("2024-12-31 is read as a date: ")]


def test_the_world_as_it_was_known(clocks: Repository) -> None:
    """Two days with --as-of ask what happened then, as far as it had been recorded by a revision or day."""
    now = data(clocks, "diff", "2024-01-01", "2025-12-31", "--json")
    then = [
        data(clocks, "diff", "2024-01-01", "2025-12-31", "--json", "--as-of", name) for name in ("old", "2024-12-31")
    ]

    assert "acme/rsp/v2" in {step["new"] for step in now["steps"]}
    assert [["acme/rsp/v1"]] * 2 == [[step["new"] for step in report["steps"]] for report in then]
    assert "acme/events/2024-01-10-chair-leaves" not in {row["subject"] for row in then[0]["rows"]}
    assert then[0]["question"]["as_of"].startswith("old (")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("2025",), 1),
        (("2025-03",), 1),
        (("2025-03-01",), 1),
        (("2025-02",), 0),
        (("2024", "2025"), 2),
        (("2025-02", "2025-03"), 1),
    ],
)
def test_partial_dates_are_spans(clocks: Repository, words: tuple[str, ...], expected: int) -> None:
    """A year or month means all its days; one date asks for itself."""
    report = data(clocks, "diff", *words, "--json")

    assert expected == len(report["steps"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", report["question"]["old"])


def test_nothing_happened_in_words(clocks: Repository) -> None:
    """D16: no change is said in words, with exit code 0, in every format for reading."""
    assert "no changes" in ask(clocks, "diff", "1999-01-01", "1999-01-01").stdout
    assert "No changes." in ask(clocks, "diff", "1999", "--format", "markdown").stdout
    assert "no change passes the filters" in ask(clocks, "diff", "2025", "--direction", "strengthen").stdout


def test_branches_that_look_like_records(clocks: Repository, tmp_path: Path) -> None:
    """Two branches with a slash are compared as revisions; ids of records that exist come first."""
    made = Repository.clone(clocks.place, tmp_path / "repo")
    made.git("branch", "feature/one", "HEAD~1")
    made.git("branch", "feature/two", "HEAD")
    made.git("branch", "acme/rsp/v1", "HEAD")

    assert "record" == data(made, "diff", "feature/one", "feature/two", "--json")["question"]["clock"]
    assert "pair" == data(made, "diff", "acme/rsp/v1", "acme/rsp/v2", "--json")["question"]["clock"]


# -- filters and gates -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def year(checkout: Repository) -> Any:
    """The report of 2025, whole."""
    return data(checkout, *YEAR, "--json")


def test_every_filter_keeps_its_rows_and_counts_the_rest(told: Asked, year: Any) -> None:
    """Each filter keeps just the rows that have the word, and the report counts those it leaves out."""
    rows = year["rows"]
    asked = {
        "lab": (rows[0]["lab"], lambda row: row["lab"] == rows[0]["lab"]),
        "framework": ("anthropic/rsp", lambda row: row["framework"] == "anthropic/rsp"),
        "kind": ("provision", lambda row: row["kind"] == "provision"),
        "area": ("evaluation", lambda row: row["area"] == "evaluation"),
        "label": ("weakened", lambda row: "weakened" in row["plain_labels"]),
        "rule": ("modality-weakened", lambda row: any("modality-weakened" == label["rule"] for label in row["labels"])),
        "direction": ("weaken", lambda row: row["direction"] == "weaken"),
        "severity": ("info", lambda row: row["severity"] == "info"),
        "disclosure": ("silent", lambda row: row["disclosure"] == "silent"),
    }
    for name, (word, keeps) in asked.items():
        found = json.loads(told(*YEAR, f"--{name}", word, "--json")[1])
        expected = [row["subject"] for row in rows if keeps(row)]

        assert expected == [row["subject"] for row in found["rows"]], name
        assert len(rows) - len(expected) == found["counts"]["all"]["hidden"]


def test_filters_add_up(told: Asked, year: Any) -> None:
    """One filter twice keeps either, two filters keep both; a short name of a framework is one."""
    found = json.loads(
        told(*YEAR, "--direction", "weaken", "--direction", "strengthen", "--framework", "rsp", "--json")[1]
    )

    assert [
        row["subject"]
        for row in year["rows"]
        if row["framework"] == "anthropic/rsp" and row["direction"] in ("weaken", "strengthen")
    ] == [row["subject"] for row in found["rows"]]


@pytest.mark.parametrize(
    ("gate", "code"),
    [
        ("weaken", 1),
        ("direction:strengthen", 1),
        ("severity:error", 1),
        ("label:weakened", 1),
        ("lab:openai", 1),
        ("rule:modality-weakened", 1),
        ("framework:fsf", 1),
        ("kind:waiver", 0),
        ("area:evaluation", 1),
    ],
)
def test_gates(told: Asked, year: Any, gate: str, code: int) -> None:
    """--fail-on makes the exit code 1 when a row has the word; the report is printed all the same."""
    found, out, _ = told(*YEAR, "--fail-on", gate, "--json")

    assert (code, year) == (found, json.loads(out))


def test_a_gate_sees_what_the_filters_leave(checkout: Repository) -> None:
    """A row that a filter leaves out reaches no gate."""
    ask(checkout, *YEAR, "--direction", "strengthen", "--fail-on", "weaken", "--fail-on", "direction:unclear")


# -- formats ---------------------------------------------------------------------------------------------------------


def schema(checkout: Repository, name: str) -> jsonschema.Draft202012Validator:
    found = json.loads(ask(checkout, "schema", name).stdout)
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


REPORTS = [
    YEAR,
    ("diff", "HEAD~1", "HEAD"),
    ("diff", "anthropic/rsp/v2.1", "anthropic/rsp/v3.0"),
    ("diff", "1999"),
    ("diff", "anthropic/rsp", "openai/pf"),
]


@pytest.mark.parametrize("words", REPORTS)
def test_reports_follow_their_schema(checkout: Repository, words: tuple[str, ...]) -> None:
    """A JSON report is sound by `schema report`, and each line of JSON lines by `schema report-row`."""
    report = data(checkout, *words, "--json")
    lines = ask(checkout, *words, "--format", "jsonl").stdout.splitlines()
    row = schema(checkout, "report-row")

    assert [] == [error.message for error in schema(checkout, "report").iter_errors(report)]
    assert [] == [error.message for line in lines for error in row.iter_errors(json.loads(line))]
    assert [subject["subject"] for subject in report["rows"]] == [json.loads(line)["subject"] for line in lines]


def test_a_report_between_revisions_follows_its_schema(clocks: Repository) -> None:
    """Amendments, backfills and corrections are sound by `schema report`."""
    report = data(clocks, "diff", "old", "HEAD", "--json")

    assert [] == [error.message for error in schema(clocks, "report").iter_errors(report)]


def test_every_format_tells_the_same(checkout: Repository, year: Any) -> None:
    """CSV has the changes of the JSON report, one a line; text and Markdown name every provision that moved."""
    table = list(csv.DictReader(io.StringIO(ask(checkout, *YEAR, "--format", "csv").stdout)))
    text = ask(checkout, *YEAR).stdout
    changes = [(row["subject"], change["field"], change["key"]) for row in year["rows"] for change in row["changes"]]

    assert changes == [(line["subject"], line["field"], line["key"]) for line in table]
    assert ask(checkout, *YEAR, "--format", "json").stdout == ask(checkout, *YEAR, "--json").stdout
    for row in year["rows"]:
        if row["kind"] == "provision" and row["direction"] == "weaken":
            assert row["subject"].partition("#")[2].replace("-", " ") in text


def test_totals_are_those_of_the_rows(checkout: Repository, year: Any) -> None:
    """O15: every total of a report can be counted from its rows."""
    told = [row for row in year["rows"] if row["kind"] != "version"]

    for name in ("direction", "severity", "disclosure", "origin"):
        assert year["counts"][name] == {word: sum(row[name] == word for row in told) for word in year["counts"][name]}
        assert len(told) == sum(year["counts"][name].values())
    assert len(told) == year["counts"]["all"]["rows"]
    assert f"{len(told)} changes: " in ask(checkout, *YEAR).stdout


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("check --json", "findings"),
        ("list --json", "list"),
        ("list version --json", "list"),
        ("search pause --json", "search"),
        ("show anthropic/rsp --json", "record"),
        ("show anthropic/rsp#eval-cadence --json", "provision"),
        ("compare anthropic openai --json", "comparison"),
        ("rules --json", "rules"),
        ("rules cadence-slowed --json", "rules"),
        ("diff 2025 --json", "report"),
        ("diff anthropic/rsp/v2.1 anthropic/rsp/v2.2 --raw", "raw"),
        ("diff HEAD~1 HEAD --raw", "raw"),
        ("diff HEAD WORKTREE --json", "report"),
        ("log --json", "log"),
        ("log anthropic/rsp --json", "log"),
    ],
)
def test_documents_name_their_schema(told: Asked, words: str, name: str) -> None:
    """Every JSON document parses and says which shape it has; those of a log are one a line."""
    out = told(*words.split())[1]
    documents = [json.loads(line) for line in out.splitlines()] if name == "log" else [json.loads(out)]

    assert {f"labledger/{name}/1"} == {document["schema"] for document in documents}


def test_json_is_harmless_in_a_terminal(tmp_path: Path) -> None:
    """O5, O6: control and direction characters stand in JSON as escapes, and mean the same."""
    made = Repository(tmp_path / "repo")
    odd = "Ac\u202eme \u200b \U000e0041 ü 漢"
    made.commit("2024-01-01", {LAB: lab(odd)})
    done = ask(made, "show", "acme", "--json")

    assert odd == json.loads(done.stdout)["record"]["name"]
    assert "" == "".join(c for c in done.stdout if not c.isprintable() and c != "\n")
    assert "ü 漢" in done.stdout


@pytest.mark.parametrize("kind", sorted(Kind))
def test_records_follow_their_schema(checkout: Repository, kind: Kind) -> None:
    """Every file of the dataset, as JSON, is sound by the schema of its kind."""
    validator = schema(checkout, kind)
    paths = [path for path in sorted(DATASET.rglob("*.yaml")) if _kind(path) is kind]

    assert [] == [
        f"{path.name}: {error.message}"
        for path in paths
        for error in validator.iter_errors(yaml.safe_load(path.read_text()))
    ]


def test_a_schema_refuses_what_the_check_refuses(checkout: Repository) -> None:
    """An unknown field, a missing one and a word that is none of the known are faults by the schema as well."""
    version = yaml.safe_load(SOUND[V1])
    validator = schema(checkout, "version")
    wrong = [
        {**version, "colour": "red"},
        {k: v for k, v in version.items() if k != "title"},
        {**version, "coverage": "x"},
    ]

    assert validator.is_valid(version)
    assert [False] * 3 == [validator.is_valid(one) for one in wrong]


def _kind(path: Path) -> Kind | None:
    found = layout.id_of(path.relative_to(DATASET).as_posix())
    return kind_of(found) if found else None


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif"])
def test_findings_in_every_format(tmp_path: Path, format_: str) -> None:
    """Findings are printed in each format, errors make the exit code 1, and paths with odd letters stay paths."""
    made = Repository(tmp_path / "repo")
    made.write(SOUND | {"labs/ac me%/lab.yaml": "id: x\n", V1: SOUND[V1].replace("coverage: full", "coverage: some")})
    done = ask(made, "check", "--format", format_, "--today", "2025-06-01", code=1)

    assert V1 in done.stdout
    if format_ == "sarif":
        results = json.loads(done.stdout)["runs"][0]["results"]
        uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
        assert "dataset/labs/ac%20me%25/lab.yaml" in uris
    if format_ == "github":
        assert all(
            re.match(r"::(error|warning) file=[^:]+,line=\d+,col=\d+,title=", line) for line in done.stdout.splitlines()
        )


def test_warnings_do_not_fail(tmp_path: Path) -> None:
    """A dataset with warnings only is sound."""
    made = Repository(tmp_path / "repo")
    made.write(SOUND | {"labs/acme/notes.txt": "x"})
    done = ask(made, "check", "--today", "2025-06-01")

    assert "[warning]" in done.stdout
    assert re.search(r"records checked: sound, 0 errors, \d+ warnings", done.stderr)
    assert "" == ask(made, "check", "--today", "2025-06-01", "-q").stderr


# -- output files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "jsonl", "csv"])
def test_a_file_holds_what_the_terminal_shows(clocks: Repository, tmp_path: Path, format_: str) -> None:
    """-o writes the bytes that standard output would get."""
    target = tmp_path / "report"
    words = ("diff", "old", "HEAD", "--format", format_, "--today", "2025-05-01")
    shown = ask(clocks, *words).stdout
    done = ask(clocks, *words, "-o", str(target))

    assert shown.encode() == target.read_bytes()
    assert ("", f"wrote {target}\n") == (done.stdout, done.stderr)
    assert shown == ask(clocks, *words, "-o", "-").stdout


def test_what_an_output_may_not_be(clocks: Repository, tmp_path: Path) -> None:
    """O13: no folder, link, device or record is written to, and no file unasked."""
    kept = tmp_path / "kept"
    kept.write_text("kept")
    (tmp_path / "link").symlink_to(kept)
    record = clocks.data / LAB
    refused = {
        str(tmp_path): "is a folder",
        str(tmp_path / "link"): "is a link",
        "/dev/null": "is not a regular file",
        str(record): "would pass for a record",
    }
    for name, told in refused.items():
        for force in ((), ("--force",)):
            assert told in ask(clocks, "diff", "old", "HEAD", "-o", name, *force, code=2).stderr

    assert "--force" in ask(clocks, "diff", "old", "HEAD", "-o", str(kept), code=2).stderr
    assert "kept" == kept.read_text()
    assert SOUND[LAB] == record.read_text()


def test_force_replaces_a_file(clocks: Repository, tmp_path: Path) -> None:
    """O13: --force replaces a file and keeps its mode; a check does likewise."""
    target = tmp_path / "report"
    target.write_text("old")
    target.chmod(0o600)
    ask(clocks, "diff", "old", "HEAD", "-o", str(target), "--force")

    assert target.read_text().startswith("What changed")
    assert 0o600 == target.stat().st_mode & 0o777


def test_a_failed_run_writes_no_file(clocks: Repository, tmp_path: Path) -> None:
    """What stops the work leaves no file behind."""
    ask(clocks, "diff", "nothing", "HEAD", "-o", str(tmp_path / "report"), code=3)

    assert [] == list(tmp_path.iterdir())


# -- terminals and machines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("diff", "2020", "2026"),
        ("rules",),
        ("diff", "2020", "2026", "--json"),
        ("list", "source"),
        ("diff", "2020", "2026", "--color", "always"),
        ("schema", "version"),
    ],
)
def test_a_closed_pipe(checkout: Repository, words: tuple[str, ...]) -> None:
    """O11: when the reader goes away, the command ends with 0 or 141 and says nothing."""
    with subprocess.Popen(
        [sys.executable, "-m", "labledger", *words],
        cwd=checkout.place,
        env=settings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        told = process.stderr.read()
        code = process.wait()

    assert "" == told
    assert code in (0, 141)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize(
    "words",
    [
        ("diff", "2025"),
        ("diff", "2025", "--color", "always"),
        ("diff", "2025", "--format", "markdown"),
        ("show", "anthropic"),
    ],
)
def test_output_that_is_not_utf8(checkout: Repository, encoding: str, words: tuple[str, ...]) -> None:
    """O12: letters that the output does not have are written out, or the output is UTF-8; nothing crashes."""
    done = ask(checkout, *words, PYTHONUTF8="0", PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONCOERCECLOCALE="0")

    assert done.stdout


def test_the_locale_c(checkout: Repository) -> None:
    """O12: with LANG=C and nothing else set, the answer is whole."""
    done = ask(checkout, *YEAR, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    assert len(ask(checkout, *YEAR).stdout.splitlines()) == len(done.stdout.splitlines())


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {}, True),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
    ],
)
def test_colour(clocks: Repository, words: tuple[str, ...], environment: dict[str, str], coloured: bool) -> None:
    """Colour is for terminals, or where it is asked for; it changes no letter."""
    out = ask(clocks, "diff", "2025", *words, **environment).stdout

    assert coloured == ("\x1b[" in out)
    assert ask(clocks, "diff", "2025").stdout == re.sub(r"\x1b\[[0-9;]*m", "", out)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_a_terminal_gets_colour(clocks: Repository, environment: dict[str, str], coloured: bool) -> None:
    """On a terminal there is colour, unless NO_COLOR is set or the terminal has none."""
    import pty

    leader, follower = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "labledger", "diff", "2025"],
        cwd=clocks.place,
        stdout=follower,
        check=True,
        env=settings(TERM="xterm") | environment,
    )
    os.close(follower)
    shown = os.read(leader, 65536).decode()
    os.close(leader)

    assert coloured == ("\x1b[" in shown)


@pytest.mark.parametrize(("kind", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_interrupted(large: Repository, kind: signal.Signals, code: int) -> None:
    """C12: an interrupted command ends with 130, a terminated one with 143, without a traceback."""
    with subprocess.Popen(
        [sys.executable, "-m", "labledger", "fmt"],
        cwd=large.place,
        env=settings(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.send_signal(kind)
        process.stdout.read()
        told = process.stderr.read()
        ended = process.wait()

    assert (code, "") == (ended, told.strip())


@pytest.fixture
def large(tmp_path: Path) -> Repository:
    """Many records in need of a canonical form."""
    made = Repository(tmp_path / "repo")
    made.write({f"labs/lab{n}/lab.yaml": f'id: lab{n}\nname: "Lab {n}"\n' for n in range(400)})
    return made


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "America/St_Johns", "LC_ALL": "tr_TR.UTF-8"},
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "77", "LANG": "C"},
        {"PYTHONOPTIMIZE": "2"},
        {"COLUMNS": "40"},
    ],
)
def test_the_same_bytes_everywhere(clocks: Repository, environment: dict[str, str]) -> None:
    """C15, C17: time zone, locale, hash seed, width and -O change no byte of a report."""
    for format_ in ("text", "markdown", "json"):
        words = ("diff", "old", "HEAD", "--format", format_, "--today", "2025-05-01")

        assert ask(clocks, *words, PYTHONHASHSEED="0").stdout == ask(clocks, *words, **environment).stdout


def test_the_day_comes_from_the_environment(clocks: Repository) -> None:
    """Without --today the report is of the day of SOURCE_DATE_EPOCH."""
    done = labledger("diff", "2025", "--json", cwd=clocks.place, SOURCE_DATE_EPOCH="1735689600")

    assert "2025-01-01" == json.loads(done.stdout)["question"]["today"]


def test_a_fault_of_ours_is_one_line(clocks: Repository, tmp_path: Path) -> None:
    """A fault of the program is exit code 70 in two lines; --debug shows where."""
    broken = tmp_path / "labledger_broken.py"
    broken.write_text(
        "import sys\nimport labledger.cli.place as place\n"
        "def find(*_): raise ZeroDivisionError('\\x1b[31mboom')\n"
        "place.find = find\nfrom labledger.cli.main import main\nmain()\n"
    )
    told = [
        subprocess.run(
            [sys.executable, str(broken), *words, "list"],
            cwd=clocks.place,
            env=settings(),
            capture_output=True,
            text=True,
            check=False,
        )
        for words in ((), ("--debug",))
    ]

    assert [70, 70] == [one.returncode for one in told]
    assert (
        "labledger: this is a fault of the program: ZeroDivisionError: \\x1b[31mboom" == told[0].stderr.splitlines()[0]
    )
    assert [False, True] == ["Traceback" in one.stderr for one in told]


def test_a_heading_in_a_fold_is_plain() -> None:
    """O4: within a tag nothing takes backslashes away, so none are put; markup, mentions and numbers stay harmless."""
    assert "Policy (beta) v2_1 &lt;b&gt; &amp; @\u200ball #\u200b1" == html("Policy (beta) v2_1 <b> & @all #1")
    assert r"a\b" == html(r"a\b")


# -- verbs that have more to say -------------------------------------------------------------------------------------


def test_a_record_shown_as_of_a_revision(clocks: Repository) -> None:
    """show, list, search and check can look at what had been recorded earlier."""
    assert "must" == data(clocks, "show", "acme/rsp#pause", "--json")["versions"][0]["provision"]["modality"]
    earlier = data(clocks, "show", "acme/rsp#pause", "--json", "--as-of", "2024-12-31")["versions"]
    assert ["will"] == [version["provision"]["modality"] for version in earlier]
    assert ["acme/rsp/v1  Scaling Policy"] == ask(clocks, "list", "version", "--as-of", "old").stdout.splitlines()
    assert 0 == data(clocks, "search", "chair", "--json", "--as-of", "old", code=1)["total"]
    ask(clocks, "check", "--at", "old", "--today", "2025-06-01")


def test_a_log_on_both_clocks(clocks: Repository) -> None:
    """A log tells first what happened in the world and then what we recorded; --limit counts commits."""
    lines = [json.loads(line) for line in ask(clocks, "log", "acme/rsp/v1", "--json").stdout.splitlines()]
    recorded = [line for line in lines if line["clock"] == "record"]

    assert ["2025-04-10", "2024-06-01"] == [line["day"] for line in recorded]
    assert [["provisions.pause.modality"], []] == [line["fields"] for line in recorded]
    assert "2024-03-01" in [line["date"] for line in lines if line["clock"] == "world"]
    assert {"2025-04-10"} == {
        json.loads(line)["day"] for line in ask(clocks, "log", "--limit", "1", "--json").stdout.splitlines()
    }
    assert {"2024-06-01"} == {
        json.loads(line)["day"] for line in ask(clocks, "log", "--at", "2024", "--json").stdout.splitlines()
    }


def test_a_log_without_a_repository(tmp_path: Path) -> None:
    """Without a repository the world's side of a log is told, and that there is no other."""
    made = Repository(tmp_path / "repo")
    made.write(SOUND)
    made.data.rename(tmp_path / "dataset")
    done = labledger("log", "acme/rsp", "--data", "dataset", cwd=tmp_path)

    assert 0 == done.returncode
    assert "acme/rsp/v2" in done.stdout
    assert "no git repository" in done.stderr


def test_fmt_writes_what_check_asks_for(large: Repository) -> None:
    """fmt --check names what fmt writes, and nothing after it; faults are told once."""
    before = ask(large, "fmt", "--check", code=1).stdout.splitlines()
    written = ask(large, "fmt").stdout.splitlines()
    large.write({LAB: "id: acme\nname: [x]\n"})
    after = ask(large, "fmt", "--check", code=1)

    assert 400 == len(before)
    assert [line.removeprefix("would write ") for line in before] == [line.removeprefix("wrote ") for line in written]
    assert 1 == after.stderr.count(LAB)
    assert "" == after.stdout


@pytest.mark.parametrize("kind", sorted(Kind))
def test_a_new_record_of_each_kind(told: Asked, tmp_path: Path, kind: Kind) -> None:
    """new writes a canonical file where its id says, and never over another."""
    from labledger.cli.new_verb import _SHAPES

    made = Repository(tmp_path / "repo")
    made.write(SOUND)
    record_id = _SHAPES[kind].removeprefix("like ")
    for holder in (lab_of(record_id), framework_of(record_id)):
        if holder not in (None, record_id) and kind is not Kind.ASSESSMENT:
            assert 0 == told("new", kind_of(holder), holder, place=made)[0]
    shown = told("new", kind, record_id, "--dry-run", place=made)[1]
    made_code = told("new", kind, record_id, place=made)[0]
    again_code, _, complaint = told("new", kind, record_id, place=made)

    assert (0, 2) == (made_code, again_code)
    assert shown == (made.data / layout.path_of(record_id)).read_text()
    assert "exists already" in complaint
    assert (0, "", "") == told("fmt", record_id, "--check", place=made)


@pytest.mark.parametrize("record_id", ["acne/events/2026-01-01-release", "acme/rps/v3"])
def test_a_new_record_of_nobody_is_refused(told: Asked, clocks: Repository, tmp_path: Path, record_id: str) -> None:
    """A slip in the lab or framework is told at once, with the name that looks like it, and nothing is written."""
    made = Repository.clone(clocks.place, tmp_path / "repo")
    code, _, complaint = told("new", kind_of(record_id), record_id, place=made)

    assert 3 == code
    assert "did you mean acme" in complaint
    assert not (made.data / layout.path_of(record_id)).exists()


def test_a_new_version_from_the_one_before(clocks: Repository, tmp_path: Path) -> None:
    """new --from copies the provisions, marks them inherited, and names the predecessor."""
    made = Repository.clone(clocks.place, tmp_path / "repo")
    ask(made, "new", "version", "acme/rsp/v3", "--from", "acme/rsp/v2", "--set", "published=2026-01-01")
    record = data(made, "show", "acme/rsp/v3", "--json")["record"]

    assert ("acme/rsp/v2", "2026-01-01") == (record["supersedes"], record["published"])
    assert {"true"} == {provision["inherited"] for provision in record["provisions"]}


def test_completion_knows_the_verbs() -> None:
    """The completion scripts ask the command itself, which answers with its verbs."""
    for shell in ("bash", "zsh", "fish"):
        assert "_LABLEDGER_COMPLETE" in CliRunner().invoke(cli, ["completion", shell]).output


def test_the_package_finds_a_dataset_anywhere(tmp_path: Path) -> None:
    """Outside any checkout the dataset beside the program is read."""
    done = labledger("list", "lab", cwd=tmp_path)

    assert 0 == done.returncode
    assert "anthropic" in done.stdout
