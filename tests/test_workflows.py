"""The workflows without a runner: their form, their safety, and the very scripts of their jobs run here."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from contributions import write
from markdown_it import MarkdownIt
from repository import BOARD, SOUND, V2, Repository, settings

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").rglob("action.yml"))
FORMS = sorted(path for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
NEEDS_SCHEMAS = pytest.mark.skipif(
    importlib.util.find_spec("check_jsonschema") is None, reason="check-jsonschema is not installed"
)
ZIZMOR = shutil.which("zizmor", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
NEEDS_ZIZMOR = pytest.mark.skipif(ZIZMOR is None, reason="zizmor is not installed")
EVENT = "labs/acme/events/2024-01-10-chair-leaves.yaml"
HOSTILE = write(
    {
        "id": "acme/events/2024-01-10-chair-leaves",
        "date": "2024-01-10",
        "kind": "departure",
        "title": "<img src=x onerror=alert(1)> @everyone | ![x](https://evil.example/x.png) [a](javascript:1) closes #1",  # noqa: E501
        "statement": "The chair of the board left.",
        "citations": [{"source": "sources/acme/rsp-v1"}],
    }
).decode()


def load(path: Path) -> Any:
    """A workflow as data; `on` stays a word."""
    return yaml.load(path.read_text("utf-8"), yaml.BaseLoader)


def steps(path: Path) -> list[dict[str, Any]]:
    """Every step of a workflow or action."""
    data = load(path)
    jobs = data["jobs"].values() if "jobs" in data else [data["runs"]]
    return [step for job in jobs for step in job.get("steps", ())]


def step(path: Path, name: str) -> dict[str, Any]:
    """The step whose name starts with some words."""
    return next(one for one in steps(path) if one.get("name", "").startswith(name))


# -- form and safety -------------------------------------------------------------------------------------------------


@NEEDS_SCHEMAS
@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-actions", ACTIONS),
        ("vendor.github-issue-forms", FORMS),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ],
)
def test_files_follow_githubs_schemas(schema: str, paths: list[Path]) -> None:
    """Each file has the form that GitHub asks for; jobs have a time limit."""
    assert paths
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == done.returncode, done.stdout


@NEEDS_ZIZMOR
def test_the_analysis_finds_nothing() -> None:
    """The static analysis of workflows is content; what it is told to ignore says why."""
    done = subprocess.run(
        [str(ZIZMOR), "--offline", "--no-progress", "--format", "json", str(GITHUB)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    told = "".join(path.read_text("utf-8") for path in WORKFLOWS)

    assert [] == [finding["ident"] for finding in json.loads(done.stdout)], done.stdout
    assert 0 == done.returncode
    assert all(len(reason) > 30 for reason in re.findall(r"zizmor: ignore\[[a-z-]+\](.*)", told))


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: path.stem)
def test_actions_are_pinned_by_hash(path: Path) -> None:
    """Whatever comes from elsewhere is named by its full hash, with its version beside it."""
    lines = re.findall(r"uses: *(\S+)(.*)", path.read_text("utf-8"))
    foreign = [(name, rest) for name, rest in lines if not name.startswith("./")]

    assert [] == [name for name, rest in foreign if not re.search(r"@[0-9a-f]{40}\Z", name) or " # v" not in rest]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_nothing_is_allowed_that_no_job_asks_for(path: Path) -> None:
    """A workflow starts with no permission; each job names its own."""
    data = load(path)

    assert {} == data["permissions"] or "{}" == data["permissions"]
    assert all("permissions" in job for job in data["jobs"].values())


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: path.stem)
def test_no_script_holds_an_expression(path: Path) -> None:
    """Values reach scripts by the environment, never as text of the script."""
    assert [] == [one["run"] for one in steps(path) if "${{" in one.get("run", "")]


def test_requests_get_a_token_that_reads() -> None:
    """What runs on a request may read the repository and nothing else, and takes its tool from the base."""
    path = GITHUB / "workflows" / "data.yml"
    (job,) = load(path)["jobs"].values()
    checkout = step(path, "Take the tool")["with"]

    assert {"contents": "read"} == job["permissions"]
    assert "false" == checkout["persist-credentials"]
    assert checkout["ref"].endswith("base.sha }}")
    assert ["pull_request"] == list(load(path)["on"])


def test_the_privileged_job_takes_nothing_but_an_artifact() -> None:
    """It has no checkout, uses no action, and names no text of the request in a script."""
    path = GITHUB / "workflows" / "comment.yml"

    assert [] == [one["uses"] for one in steps(path) if "uses" in one]
    assert "checkout" not in path.read_text("utf-8").replace("no checkout", "")
    assert ["workflow_run"] == list(load(path)["on"])


# -- the scripts, run ------------------------------------------------------------------------------------------------


@pytest.fixture
def fork(tmp_path: Path) -> tuple[Repository, str, str]:
    """A clone of the base, as a runner has it, beside an origin with a request from a fork; base and head."""
    origin = Repository(tmp_path / "origin")
    base = origin.commit("2024-02-01", {path: text for path, text in SOUND.items() if path != V2})
    clone = Repository.clone(origin.place, tmp_path / "runner")
    origin.git("checkout", "-q", "-b", "request")
    head = origin.commit("2024-02-02", {EVENT: HOSTILE, BOARD: SOUND[BOARD].replace("Jane Roe sits", "Jane Roe sat")})
    origin.git("update-ref", "refs/pull/7/head", head)
    origin.git("checkout", "-q", "main")
    return clone, base, head


def tools(place: Path, scripts: Mapping[str, str]) -> str:
    """A folder of commands, first in the path."""
    place.mkdir(exist_ok=True)
    for name, text in scripts.items():
        (place / name).write_text(text, "utf-8")
        (place / name).chmod(0o755)
    return f"{place}{os.pathsep}{os.environ['PATH']}"


LABLEDGER = f'#!/bin/sh\nexec {sys.executable} -m labledger "$@"\n'


def run(one: dict[str, Any], cwd: Path, path: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as a runner does: bash with -e and pipefail, or Python."""
    shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", one["run"]]
    command = [sys.executable, "-c", one["run"]] if one.get("shell") == "python" else shell
    known = settings(PATH=path, **environment)
    return subprocess.run(command, cwd=cwd, env=known, capture_output=True, text=True, check=False, timeout=60)


def report(fork: tuple[Repository, str, str], tmp_path: Path) -> tuple[subprocess.CompletedProcess[str], str, str]:
    """Run the job of a data request; what it did, the comment, the outputs."""
    clone, base, head = fork
    path = tools(tmp_path / "bin", {"labledger": LABLEDGER})
    fetched = run(step(GITHUB / "workflows" / "data.yml", "Fetch the request"), clone.place, path, NUMBER="7")
    assert 0 == fetched.returncode, fetched.stderr
    files = {name: str(tmp_path / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    done = run(step(ACTIONS[0], "Check and compare"), clone.place, path, BASE=base, HEAD=head, FOLDER="report", **files)
    outputs = (tmp_path / "GITHUB_OUTPUT").read_text("utf-8") if done.returncode == 0 else ""
    told = (clone.place / "report" / "review.md").read_text("utf-8") if outputs else ""
    return done, told, outputs


def test_a_request_from_a_fork_is_told(fork: tuple[Repository, str, str], tmp_path: Path) -> None:
    """The jobs' own scripts check the request and write the comment; nothing of it lies on disk."""
    done, told, outputs = report(fork, tmp_path)

    assert 0 == done.returncode, done.stderr
    assert "sound=true" in outputs
    assert "acme/events/2024-01-10-chair-leaves" in told
    assert "Jane Roe sat on the board" in told
    assert told == (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8")
    assert not (fork[0].data / EVENT).exists()


def test_a_broken_request_is_told_and_stops(fork: tuple[Repository, str, str], tmp_path: Path) -> None:
    """Findings become annotations on files of the repository; the last step fails."""
    clone, base, _ = fork
    origin = tmp_path / "origin"
    broken = Repository.clone(origin, tmp_path / "fork")
    head = broken.commit("2024-02-03", {EVENT: HOSTILE.replace("departure", "departur")})
    broken.git("push", "-q", "origin", "HEAD:refs/pull/7/head", "--force")
    done, told, outputs = report((clone, base, head), tmp_path)
    last = run(step(GITHUB / "workflows" / "data.yml", "Stop where"), tmp_path, os.environ["PATH"], SOUND="false")

    assert 0 == done.returncode, done.stderr
    assert f"::error file=dataset/{EVENT},line=3" in done.stdout
    assert "sound=false" in outputs
    assert "did you mean departure?" in told
    assert 1 == last.returncode


def test_what_cannot_be_read_never_passes_for_sound(fork: tuple[Repository, str, str], tmp_path: Path) -> None:
    """A commit that is not there stops the job."""
    clone, base, _ = fork
    done, _, _ = report((clone, base, "0" * 40), tmp_path)

    assert 0 != done.returncode


GH = f"""#!{sys.executable}
import json, os, sys
from pathlib import Path
place = Path(os.environ["RUNNER_TEMP"])
words = sys.argv[1:]
with (place / "asked").open("a") as file:
    file.write(json.dumps(words) + "\\n")
told = " ".join(words)
if "/pulls" in told:
    print((place / "pulls").read_text(), end="")
elif told.endswith("/zip"):
    sys.stdout.buffer.write((place / "artifact").read_bytes())
elif "/artifacts" in told:
    print(41)
elif told.startswith("api --paginate"):
    print((place / "comments").read_text(), end="")
for word in words:
    if word.startswith("body=@"):
        (place / "posted").write_text(Path(word[6:]).read_text("utf-8"), "utf-8")
"""


def post(tmp_path: Path, text: str, pulls: str = "7\n", comments: str = "", name: str = "review.md") -> str:
    """Run every step of the job that posts; the comment, or which step failed."""
    place = tmp_path / "temp"
    place.mkdir(exist_ok=True)
    for file, content in (("pulls", pulls), ("comments", comments)):
        (place / file).write_text(content, "utf-8")
    with zipfile.ZipFile(place / "artifact", "w") as archive:
        archive.writestr(name, text)
    path = tools(tmp_path / "bin", {"gh": GH})
    environment = {
        "RUNNER_TEMP": str(place), "GH_REPO": "labledger/labledger", "OWNER": "stranger", "BRANCH": '"; rm -rf ~; "',
        "HEAD": "a" * 40, "RUN": "99", "URL": "https://github.com/labledger/labledger/actions/runs/99",
    }  # fmt: skip
    for one in steps(GITHUB / "workflows" / "comment.yml"):
        done = run(one, tmp_path, path, **environment)
        if done.returncode:
            return f"failed: {one['name']}"
    return (place / "posted").read_text("utf-8")


MARK = "<!-- labledger:review -->\n"


def test_the_comment_is_posted_as_it_was_made(fork: tuple[Repository, str, str], tmp_path: Path) -> None:
    """What our own program writes loses nothing on the way."""
    _, told, _ = report(fork, tmp_path)
    posted = post(tmp_path, told)
    asked = [json.loads(line) for line in (tmp_path / "temp" / "asked").read_text("utf-8").splitlines()]

    assert posted.replace("\u200b", "").startswith(told.rstrip("\n").replace("\u200b", ""))
    assert posted.endswith("Checks decide, this text informs.\n")
    assert ["api", "--silent", "--method", "POST", "repos/labledger/labledger/issues/7/comments"] == asked[-1][:5]


def test_the_old_comment_is_renewed(tmp_path: Path) -> None:
    """There is one comment a request."""
    post(tmp_path, f"{MARK}## sound\n", comments="5\n8\n")
    asked = [json.loads(line) for line in (tmp_path / "temp" / "asked").read_text("utf-8").splitlines()]

    assert ["api", "--silent", "--method", "PATCH", "repos/labledger/labledger/issues/comments/8"] == asked[-1][:5]


FORGED = """\
# Sound @everyone &#64;maintainers closes #1 GH-2 owner/repo#3
<script>alert(1)</script> <img src="https://evil.example/t.png"> <!-- the rest is hidden
![x](https://evil.example/x.png) [a](javascript:alert(1)) [b][ref] <https://evil.example>
[ref]: https://evil.example/ref
`https://evil.example/` www.evil.example mail@evil.example :tada: $x$
[c\\\\]: https://evil.example/c
[c\\\\]
```mermaid
graph TD
```
"""


def test_a_forged_artifact_is_made_harmless(tmp_path: Path) -> None:
    """Whatever the request's own run put into the artifact: no markup of its own, no link, no picture, no mention."""
    posted = post(tmp_path, MARK + FORGED)
    own = posted.partition("\n---\n")[0].removeprefix(MARK)
    tokens = MarkdownIt("commonmark").enable("table").parse(own)
    kinds = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
    text = MarkdownIt("commonmark").render(own)

    assert set() == kinds & {"link_open", "image", "html_block", "html_inline", "fence"}
    assert not re.search(r"@\w|#\d|GH-\d|https?://|(?<!`)www\.|<script|<img", text.replace("<code>", "`"))


@pytest.mark.parametrize(
    ("text", "pulls", "name", "failed"),
    [
        ("no mark\n", "7\n", "review.md", "Make it harmless"),
        (MARK, "7\n", "../review.md", "Make it harmless"),
        (MARK + "x" * 80_000, "7\n", "review.md", "Make it harmless"),
        (MARK, "", "review.md", "Find the request"),
        (MARK, "7\n8\n", "review.md", "Find the request"),
        (MARK, "7; rm -rf ~\n", "review.md", "Find the request"),
    ],
)
def test_what_is_not_expected_is_not_posted(tmp_path: Path, text: str, pulls: str, name: str, failed: str) -> None:
    """Another file, a file too large, no request of this commit, or several: nothing is posted."""
    assert post(tmp_path, text, pulls, name=name).startswith(f"failed: {failed}")


def watched(tmp_path: Path, texts: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    """Run the jobs that read an archive and open a proposal, on one whose last texts are of today."""
    archive = Repository(tmp_path / "archive")
    for number, text in enumerate(texts):
        page = archive.place / "Acme" / "Usage Policy.md"
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, "utf-8")
        archive.git("add", "-A")
        day = dt.datetime.now(dt.UTC) - dt.timedelta(days=1, hours=-number)
        archive.git("commit", "-q", "-m", "Record new changes", date=day.strftime("%Y-%m-%dT%H:%M:%SZ"))
    temp = tmp_path / "temp"
    temp.mkdir()
    path = tools(tmp_path / "bin", {"labledger": LABLEDGER, "gh": GH})
    known = {"RUNNER_TEMP": str(temp), "ARCHIVE": str(archive.place), "GIT_ALLOW_PROTOCOL": "file", "GH_REPO": "a/b"}
    for name in ("Clone the archive", "Tell what changed", "Post it"):
        if name == "Post it":
            (tmp_path / "got").mkdir()
            shutil.copytree(tmp_path / "proposal", tmp_path / "got" / "proposal")
        done = run(step(GITHUB / "workflows" / "watch.yml", name), tmp_path, path, **known)
        if done.returncode:
            return done
    return done


POLICY = "# Usage policy\n\nWe will not use customer data for training.\n\n" + "".join(
    f"## Section {number}\n\nUsers must not use the service for purpose number {number}, nor help others to do so, "
    f"and we will look into each report of such use within {number + 10} days and answer whoever made it.\n\n"
    for number in range(12)
)


def test_watching_an_archive_opens_a_proposal(tmp_path: Path) -> None:
    """A text that changed becomes an issue: plain text in a block that it cannot leave."""
    changed = POLICY.replace("will not", "may") + "\n``` @everyone\n"
    done = watched(tmp_path, (POLICY, changed))
    assert 0 == done.returncode, done.stdout + done.stderr
    told = (tmp_path / "proposal" / "proposal.md").read_text("utf-8")
    asked = [json.loads(line) for line in (tmp_path / "temp" / "asked").read_text("utf-8").splitlines()]
    tokens = MarkdownIt("commonmark").parse(told)

    assert 0 == done.returncode, done.stderr
    assert "Usage Policy" in told
    assert ["fence"] == [token.type for token in tokens if token.type == "fence"]
    assert ["issue", "create"] == asked[-1][:2]


def test_watching_an_archive_in_which_nothing_changed(tmp_path: Path) -> None:
    """Nothing is proposed, and nothing fails."""
    done = watched(tmp_path, (POLICY,))

    assert 0 == done.returncode, done.stderr
    assert not (tmp_path / "proposal" / "proposal.md").exists()
    assert not (tmp_path / "temp" / "asked").exists()


# -- furniture -------------------------------------------------------------------------------------------------------


def test_every_lab_has_its_owners() -> None:
    """CODEOWNERS names somebody for each lab, and no lab that is not there."""
    told = re.findall(r"^/dataset/labs/([^/]+)/ @", (GITHUB / "CODEOWNERS").read_text("utf-8"), re.MULTILINE)

    assert sorted(path.name for path in (ROOT / "dataset" / "labs").iterdir()) == sorted(told)


def test_hooks_call_commands_that_exist() -> None:
    """What other repositories take over are real commands."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))

    assert {"labledger check", "labledger fmt"} == {hook["entry"] for hook in hooks}
    assert all(not hook["pass_filenames"] and hook["language"] == "python" for hook in hooks)


def test_the_request_template_asks_four_things() -> None:
    """Short enough to be answered."""
    text = (GITHUB / "PULL_REQUEST_TEMPLATE.md").read_text("utf-8")

    assert 4 == text.count("?**")
    assert "primary" in text
    assert "read the source yourself" in text


def test_scripts_are_no_programs_of_their_own() -> None:
    """Nothing below .github can be run by itself: what jobs run stands in the workflows or in the tool."""
    files = [path for path in GITHUB.rglob("*") if path.is_file()]

    assert [] == [path.name for path in files if path.stat().st_mode & stat.S_IXUSR or path.suffix in (".py", ".sh")]
