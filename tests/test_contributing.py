"""The way in: the pages' own commands run as they stand; each slip is answered with the next step; ids are kept."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from repository import BOARD, SOUND, V1, Repository, labledger, settings

from labledger.check.explain import explain, explanations
from labledger.errors import UsageError
from labledger.ids import Kind
from labledger.report.editor import pattern_of
from labledger.store import codec, layout

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / ".github" / "CONTRIBUTING.md"
EVENT = "acme/events/2026-09-01-chair-leaves"
NEW = ("new", "event", EVENT, "--set", "kind=departure", "--set", "title=The chair leaves", "--set", "statement=Left.")


@pytest.fixture
def place(tmp_path: Path) -> Repository:
    """The sound records in a repository."""
    made = Repository(tmp_path / "repo")
    made.commit("2026-01-01", SOUND)
    return made


def ask(place: Repository, *words: str, code: int = 0) -> tuple[str, str]:
    """Output and complaints of the command."""
    done = labledger(*words, cwd=place.place)
    assert code == done.returncode, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout, done.stderr


def record(place: Repository, record_id: str) -> dict[str, object]:
    return codec.read((place.data / layout.path_of(record_id)).read_bytes())[0]


# -- the page ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone that holds the dataset of this checkout."""
    made = Repository(tmp_path_factory.mktemp("newcomer") / "repo")
    data = ROOT / "dataset"
    files = {path.relative_to(data).as_posix(): path.read_text("utf-8") for path in data.rglob("*") if path.is_file()}
    made.commit("2026-01-01", {path: text for path, text in files.items() if path.endswith(".yaml")})
    return made.place


def test_the_commands_of_the_page_run(newcomer: Path) -> None:
    """Every `labledger new` of CONTRIBUTING runs as it stands, in order, and what they make is sound."""
    lines = re.findall(r"^    (labledger new \w+ \S+/.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    for line in lines:
        done = labledger(*shlex.split(line)[1:], cwd=newcomer)

        assert 0 == done.returncode, f"{line}\n{done.stderr}"
    done = labledger("check", "--since", "main", "--today", "2026-12-01", cwd=newcomer)
    kinds = [line.split()[2] for line in lines]

    assert ["source", "event", "source", "version", "answer"] == kinds
    assert "" == done.stdout
    assert 0 == done.returncode, done.stderr


def test_the_page_names_what_there_is() -> None:
    """Every verb and option of the page exists, every file it links to is there."""
    text = PAGE.read_text("utf-8")
    from labledger.cli.main import VERBS, cli

    for verb, rest in re.findall(r"labledger ([a-z-]+)((?: [^`\n]*)?)", text):
        assert verb in VERBS, verb
        command = cli.get_command(None, verb)  # type: ignore[arg-type]
        options = {option for parameter in command.params for option in parameter.opts}

        assert set(re.findall(r"(?<= )--[a-z-]+", rest.partition(" && ")[0].partition("#")[0])) <= options, verb
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (PAGE.parent / target).exists()
    assert text.index("## Data") < text.index("## Rules and code")


# -- scaffolds ----------------------------------------------------------------------------------------------------


def test_a_scaffold_says_what_is_left(place: Repository) -> None:
    """The file is canonical, without comments; every blank is named with its meaning, and the next command."""
    _, told = ask(place, "new", "event", EVENT, "--source", "sources/acme/rsp-v1")
    text = (place.data / layout.path_of(EVENT)).read_text("utf-8")
    findings, _ = ask(place, "check", code=1)

    assert "date: '2026-09-01'" in text
    assert "#" not in text
    assert "kind: What sort of thing. (departure, appointment," in told
    assert "next: labledger check" in told
    assert 3 == findings.count("V-TODO")
    assert "V-TODO kind still says TODO (one of: departure, appointment" in findings


def test_a_whole_event_is_sound_at_once(place: Repository) -> None:
    """With every field given nothing is left to do."""
    _, told = ask(place, *NEW, "--source", "sources/acme/rsp-v1", "--locator", "p.3")
    ask(place, "check", "--since", "main")

    assert "TODO" not in told


def test_a_new_version_marks_what_nobody_has_read(place: Repository) -> None:
    """Every provision is copied and marked; the step from one to the other yields no change of the lab's yet."""
    words = ("new", "version", "acme/rsp/v3", "--from", "acme/rsp/v2", "--set", "published=2025-12-01")
    _, told = ask(place, *words, "--source", "sources/acme/rsp-v2")
    ask(place, "check")
    made = record(place, "acme/rsp/v3")

    assert "provisions copied and marked inherited" in told
    assert {"true"} == {provision["inherited"] for provision in made["provisions"]}
    assert [p["slug"] for p in record(place, "acme/rsp/v2")["provisions"]] == [p["slug"] for p in made["provisions"]]


def test_asking_leads_to_a_sound_record(place: Repository) -> None:
    """Five slips on the way, each answered with what to write; the file is sound at the end."""
    answers = ["acm", "acme", "1 September 2026", "2026-09-01", "Chair leaves!", "departur", "departure",
               "The chair leaves", "The chair left.", "sources/acme/rsp-v9", "acme", "sources/acme/rsp-v1",
               "p.3"]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "labledger", "new", "event"], cwd=place.place, env=settings(), capture_output=True,
        text=True, check=False, input="\n".join(answers) + "\n", timeout=60,
    )  # fmt: skip

    assert 0 in (done.returncode, labledger("check", cwd=place.place).returncode), done.stderr
    for hint in (
        "did you mean acme?",
        "write '2026-09-01'",
        "did you mean departure?",
        "sources/acme/rsp-v1",
        "new source",
    ):
        assert hint in done.stderr
    assert {"date", "kind", "title", "statement", "citations", "id"} == set(record(place, EVENT))


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("new", "evnt", EVENT), 2, "did you mean event"),
        (("new", "event", "acme/event/2026-chair"), 2, "like openai/events/"),
        ((*NEW[:3], "--set", "kind=departur"), 2, "did you mean departure?"),
        ((*NEW[:3], "--set", "date=1.9.2026"), 2, "is not a date"),
        ((*NEW[:3], "--set", "titel=x"), 2, "did you mean title?"),
        ((*NEW[:3], "--set", "title"), 2, "has no ="),
        ((*NEW, "--source", "sources/acme/rsp-v11"), 3, "did you mean sources/acme/rsp-v1"),
        ((*NEW, "--source", "acme/rsp"), 2, "is no source"),
        (("new", "version", "acme/rsp/v3", "--from", "acme/rsp/v22"), 3, "did you mean acme/rsp/v2"),
        (("new", "fact", "acme/facts/x", "--from", "acme/rsp/v2"), 2, "--from goes with versions"),
        (("new", "answer", "questions/pause", "--set", "lab=acme"), 3, "no record questions/pause"),
        (("new", "lab", "acme"), 2, "exists already"),
        (("withdraw", "acme/fact/board", "--reason", "x"), 3, "no record acme/fact/board"),
        (("withdraw", "acme/facts/bord", "--reason", "x"), 3, "did you mean acme/facts/board?"),
        (("rename", "acme/facts/board", "acme/events/2026-x"), 2, "is not the id of a fact"),
        (("rename", "acme/rsp", "acme/rsp2"), 2, "records lie below"),
        (("rename", "acme/rsp/v1#nothing", "x"), 3, "has no provision nothing"),
        (("check", "--explain", "R-NON"), 2, "did you mean R-NONE"),
        (("check", "--watch", "--at", "main"), 2, "--watch looks at the files as they are"),
    ],
)
def test_slips_are_answered(place: Repository, words: tuple[str, ...], code: int, hint: str) -> None:
    """Each says what is wrong and what to write instead, and leaves the files as they were."""
    assert hint in ask(place, *words, code=code)[1]
    assert "" == place.git("status", "--porcelain")


# -- findings that teach -----------------------------------------------------------------------------------------------


def test_every_code_is_explained() -> None:
    """A code that some check can give has a sentence, a reason and a fix; no other code has."""
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "tools" / "labledger").rglob("*.py"))
    given = set(re.findall(r'"([DEFIPRVY]-[A-Z]{2,})"', sources))
    known = explanations()

    assert given == set(known)
    assert all(told.says.endswith(".") and told.why.endswith(".") and len(told.fix) > 10 for told in known.values())


def test_an_explanation_is_found_in_any_case() -> None:
    """What a code means is told on the command line; a code that does not exist is answered with one that does."""
    assert explain("r-none") == explanations()["R-NONE"]
    with pytest.raises(UsageError, match="did you mean V-TODO"):
        explain("V-TODOS")


def test_the_end_of_a_check_names_the_way_on(place: Repository) -> None:
    """Who sees a finding is told where its meaning stands."""
    place.write({V1: SOUND[V1].replace("modality: will", "modality: wil", 1)})
    out, told = ask(place, "check", code=1)

    assert "V-WORD" in out
    assert "labledger check --explain V-WORD" in told


def test_watching_checks_again_when_a_file_changes(place: Repository) -> None:
    """The same findings as a run of the check, each time something was saved, until somebody stops it."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "labledger", "check", "--watch"], cwd=place.place, env=settings(),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        until(process, "sound, 0 errors")
        time.sleep(0.3)
        place.write({BOARD: SOUND[BOARD].replace("kind: membership", "kind: member")})
        seen = until(process, "not sound")
        place.write({BOARD: SOUND[BOARD]})
        until(process, "sound, 0 errors")
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(20)

    assert "did you mean membership?" in seen
    assert 130 == code


def until(process: subprocess.Popen[str], words: str) -> str:
    """What a process prints up to a line that holds some words."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


# -- permanence ----------------------------------------------------------------------------------------------------


def test_a_withdrawn_record_stays(place: Repository) -> None:
    """It keeps its file and id, no longer counts, and cannot be withdrawn twice."""
    ask(place, "withdraw", "acme/facts/board", "--reason", "Asked twice.", "--today", "2026-02-01")
    ask(place, "check", "--since", "main")
    shown, _ = ask(place, "show", "acme/facts/board", "--json")
    _, again = ask(place, "withdraw", "acme/facts/board", "--reason", "x", code=2)

    assert {"date": "2026-02-01", "reason": "Asked twice."} == record(place, "acme/facts/board")["tombstone"]
    assert "Asked twice." in shown
    assert "was withdrawn on 2026-02-01" in again


def test_a_renamed_record_is_continued(place: Repository) -> None:
    """The new id continues the old, which keeps a tombstone; what referred to it follows; nothing is lost."""
    place.commit("2026-01-02", {})
    ask(place, "rename", "sources/acme/rsp-v1", "sources/acme/first-policy", "--today", "2026-02-01")
    ask(place, "check", "--since", "main")
    new, old = record(place, "sources/acme/first-policy"), record(place, "sources/acme/rsp-v1")
    texts = "".join(path.read_text("utf-8") for path in (place.data / "labs").rglob("*.yaml"))

    assert ["sources/acme/rsp-v1"] == new["continues"]
    assert "sources/acme/first-policy" == old["tombstone"]["successor"]
    assert "sources/acme/rsp-v1" not in texts


def test_a_renamed_provision_is_continued(place: Repository) -> None:
    """From a version on it bears the new slug, which continues the old; earlier versions keep theirs."""
    slugs = [provision["slug"] for provision in record(place, "acme/rsp/v2")["provisions"]]
    both = [p["slug"] for p in record(place, "acme/rsp/v1")["provisions"] if p["slug"] in slugs]
    ask(place, "rename", f"acme/rsp/v2#{both[0]}", "renamed", "--today", "2026-02-01")
    ask(place, "check", "--since", "main")
    provision = next(p for p in record(place, "acme/rsp/v2")["provisions"] if p["slug"] == "renamed")

    assert [both[0]] == provision["continues"]
    assert both[0] in [p["slug"] for p in record(place, "acme/rsp/v1")["provisions"]]
    assert f"provision {both[0]} of this record is called renamed" in record(place, "acme/rsp/v2")["notes"]


# -- editors ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(Kind))
def test_editors_find_the_schema_of_each_file(kind: Kind) -> None:
    """The pattern of a kind matches its own files of the dataset and no others."""
    from labledger.ids import kind_of

    data = ROOT / "dataset"
    matched = {path.relative_to(data).as_posix() for path in data.glob(pattern_of(kind))}
    own = {
        path.relative_to(data).as_posix()
        for path in data.rglob("*.yaml")
        if (found := layout.id_of(path.relative_to(data).as_posix())) and kind_of(found) == kind
    }

    assert own == matched


def test_the_driver_of_the_page_is_the_one_of_the_command() -> None:
    """What CONTRIBUTING tells git is what the command says, and the attributes name the driver."""
    setup = labledger("merge-driver", "--setup", cwd=ROOT).stdout

    assert "git config merge.labledger.driver 'labledger merge-driver %O %A %B %P'" in setup
    assert "git config merge.labledger.driver 'labledger merge-driver %O %A %B %P'" in PAGE.read_text("utf-8")
    assert "merge=labledger" in (ROOT / "dataset" / ".gitattributes").read_text("utf-8")
