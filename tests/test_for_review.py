"""The comment on a request: findings first, every row there, and nothing that a stranger wrote does anything."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from contributions import write
from repository import BOARD, SOUND, V1, V2, Repository, labledger

from labledger.report.for_review import MARKER
from labledger.report.harmless import cell, code, words

EVENT = "labs/acme/events/2024-01-10-{}.yaml"
WORDS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</details><h1>", "<!-- hidden", "| a | b |",
    "@everyone", "@acme/team", "#1", "GH-12", "acme/repo#3", "[a](https://evil.example)", "![x](//evil.example/x)",
    "https://evil.example", "www.evil.example", "mail@evil.example", "javascript:alert(1)", "`code`", "``` fence",
    "**bold**", "~~gone~~", "$x^2$", ":tada:", "[^1]", "- [ ] task", "&#64;everyone", "\\@everyone", "a\u202eb\u2066c",
    "zero\u200bwidth", "\x1b[31m", "x" * 5_000, "e" + "\u0301" * 300, "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "4b825dc642cb6eb9a060e54bf8d69288fbee4904", "line\nbreak", "tab\tbreak", "trailing \\", "| --- |", "# heading",
    "[ref]: https://evil.example", "<https://evil.example>", "{{ x }}", "${{ x }}",
)  # fmt: skip


def as_github(text: str) -> str:
    """The page that GitHub makes of a comment: its own renderer with its extensions."""
    return str(cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE))


class Page(HTMLParser):
    """The tags, rows and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        self.links += [str(value) for name, value in attributes if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


OURS = {"h2", "h3", "h4", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "details", "summary", "blockquote"}


@pytest.mark.parametrize("text", WORDS, ids=range(len(WORDS)))
def test_a_cell_renders_nothing(text: str) -> None:
    """In a table of two columns each hostile text is one cell, plain, and links, mentions and shows nothing."""
    page = as_github(f"| a | b |\n|---|---|\n| {cell(text, 300)} | {code(text, 300)} |\n| last | row |\n")
    found = Page(page)
    plain = re.sub(r"<code>.*?</code>", "", page)

    assert {"table", "thead", "tbody", "tr", "th", "td", "code"} >= found.tags
    assert [] == found.links
    assert [2, 2, 2] == [len(row) for row in found.rows]
    assert ["last", "row"] == [text.strip() for text in found.rows[-1]]
    assert not re.search(r"@[\w/]|#\d|GH-\d|https?:/|(?<!`)\bwww\.|\bjavascript:|:tada:", html.unescape(plain))
    assert not set("\u202e\u2066\x1b\u200d") & set(page)


@pytest.mark.parametrize("text", WORDS, ids=range(len(WORDS)))
def test_a_heading_and_a_note_render_nothing(text: str) -> None:
    """The same where text stands outside of a table."""
    found = Page(as_github(f"## {words(text, 300)}\n\n> {words(text, 300)}\n\nafter\n"))

    assert {"h2", "blockquote", "p"} >= found.tags
    assert [] == found.links


def test_a_long_word_is_cut_and_what_follows_stays() -> None:
    """A word of 5,000 letters takes no more room than any other, and hides nothing behind it."""
    told = cell("x" * 5_000 + " and then", 300)

    assert len(told) < 80
    assert "and then" in told


def test_an_address_can_be_copied() -> None:
    """Addresses stand letter for letter in a code span, without the scheme that would make them a link."""
    assert "`www.example.org/a_b-c/d.pdf?x=1&y=2`" == code("https://www.example.org/a_b-c/d.pdf?x=1&y=2", 300)


@pytest.fixture
def base(tmp_path: Path) -> Repository:
    """A repository on main with the sound records but the second version, and a branch for a request."""
    made = Repository(tmp_path / "repo")
    made.commit("2024-02-01", {path: text for path, text in SOUND.items() if path != V2})
    made.git("checkout", "-q", "-b", "request")
    return made


def comment(made: Repository, *more: str, code: int = 0) -> str:
    """The comment on the branch."""
    return comment_of(made, "main", "request", *more, code=code)


def comment_of(made: Repository, *words: str, code: int = 0) -> str:
    """The comment on what changed between two revisions."""
    done = labledger("diff", *words, "--format", "markdown", "--for-review", cwd=made.place)
    assert code == done.returncode, done.stderr
    return done.stdout


def event(name: str, **fields: str) -> dict[str, str]:
    """The file of an event."""
    record = {
        "id": f"acme/events/2024-01-10-{name}", "date": "2024-01-10", "kind": "departure", "title": "The chair leaves",
        "statement": "The chair left.", "citations": [{"source": "sources/acme/rsp-v1", "locator": "p.3"}], **fields,
    }  # fmt: skip
    return {EVENT.format(name): write(record).decode()}


def test_findings_come_first_then_changes_then_sources(base: Repository) -> None:
    """A reviewer reads what is wrong, what changes, with direction, origin and both values, and what to open."""
    board = SOUND[BOARD].replace("Jane Roe sits", "Jane Roe sat")
    base.commit("2024-02-02", {**event("chair"), V2: SOUND[V2], BOARD: board})
    told = comment(base)
    heads = re.findall(r"^(#{2,3}) (.*)$", told, re.MULTILINE)
    row = next(line for line in told.splitlines() if "Jane Roe sat" in line)

    assert told.startswith(f"{MARKER}\n## sound, ")
    assert ["Findings", "Changes", "What a reviewer should open"] == [text for mark, text in heads if mark == "###"]
    assert "None: every record is sound" in told
    assert "correction" in row
    assert "Jane Roe sits on the board." in row
    assert "amendment" in told or "backfill" in told
    assert "sources/acme/rsp-v2" in told.partition("What a reviewer should open")[2]
    assert "p.3" in told.partition("What a reviewer should open")[2]


def test_a_broken_file_hides_nothing_of_the_others(base: Repository) -> None:
    """Its findings stand first with a path in the repository; the other records are compared all the same."""
    files = {**event("a"), EVENT.format("b"): "id: acme/events/2024-01-10-b\ntitle: {\n", **event("c", kind="TODO")}
    base.commit("2024-02-02", files)
    told = comment(base, code=1)
    findings, _, changes = told.partition("### Changes")

    assert f"dataset/{EVENT.format('b')}:2" in findings
    assert "V-TODO" in findings
    assert "Not told, because of the findings above: acme/events/2024-01-10-b, acme/events/2024-01-10-c" in changes
    assert "#### acme/events/2024-01-10-a" in changes
    assert f"dataset/{EVENT.format('a')}" not in findings


def test_a_dataset_that_is_the_whole_repository(tmp_path: Path) -> None:
    """Paths are those of the repository, with or without a folder for the dataset."""
    made = Repository(tmp_path / "repo")
    for path, text in SOUND.items():
        (made.place / path).parent.mkdir(parents=True, exist_ok=True)
        (made.place / path).write_text(text, "utf-8")
    made.git("add", "-A")
    made.git("commit", "-q", "-m", "records")
    (made.place / BOARD).write_text(SOUND[BOARD].replace("kind: membership", "kind: member"), "utf-8")
    made.git("commit", "-q", "-a", "-m", "a slip")
    told = comment_of(made, "HEAD~1", "HEAD", "--repo", ".", code=1)

    assert f"| {BOARD}:3 | V-WORD" in told


def test_findings_of_the_base_are_not_repeated(base: Repository) -> None:
    """A request answers for what it brings."""
    base.git("checkout", "-q", "main")
    base.commit("2024-02-01", event("old", kind="TODO"))
    base.git("checkout", "-q", "-B", "request")
    base.commit("2024-02-02", event("new"))
    told = comment(base)

    assert "1 findings were there before" in told
    assert "2024-01-10-old" not in told


def test_what_vanished_is_a_finding(base: Repository) -> None:
    """A record that a request deletes stands among the findings."""
    base.commit("2024-02-02", {BOARD: None})

    assert "I-LOST" in comment(base, code=1)


def test_hostile_records_render_as_text(base: Repository) -> None:
    """Records made of hostile texts: the page has our own tags and rows, no link, no picture, no mention."""
    shown = [text for text in WORDS if text.isprintable() and "\n" not in text and len(text) < 200]
    files: dict[str, str] = {}
    for number, text in enumerate(shown):
        files.update(event(f"n{number}", title=text, statement=f"{text} and more"))
    base.commit("2024-02-02", files)
    told = comment(base)
    page = as_github(told)
    found = Page(page)
    events = [row for row in found.rows if len(row) == 6 and "person-departed" in row[5]]

    assert OURS >= found.tags
    assert [] == found.links
    assert len(shown) == len(events)
    assert {2, 3, 6} >= {len(row) for row in found.rows}
    assert not re.search(r"@[\w/]|#\d", html.unescape(re.sub(r"<code>.*?</code>|<!--.*?-->", "", page)))


def test_file_names_are_text_as_well(base: Repository) -> None:
    """A file whose name is markup stands in the findings as it is called."""
    base.commit("2024-02-02", {"labs/acme/events/@everyone ![x](y) <b>.yaml": "id: x\n"})
    found = Page(as_github(comment(base, code=1)))

    assert OURS >= found.tags
    assert any("![x](y)" in row[0] for row in found.rows)


def test_the_comment_fits_and_counts_what_it_leaves_out(base: Repository) -> None:
    """Ten times what fits: the comment stays below GitHub's limit in letters and bytes, and counts the rest."""
    files: dict[str, str] = {}
    for number in range(700):
        files.update(event(f"n{number}", title=f"{number} " + "很" * 120, statement="很 " * 900))
    base.commit("2024-02-02", files)
    told = comment(base, "--link", "https://github.com/acme/x/actions/runs/1")
    shown = told.count("person-departed")
    left = int(re.search(r"…and (\d+) more rows", told)[1])

    assert len(told) <= len(told.encode()) <= 60_000
    assert 700 == shown + left
    assert told.count("[the whole report](https://github.com/acme/x/actions/runs/1)") >= 1
    assert "### What a reviewer should open" in told


def test_what_is_grave_is_not_pushed_out(base: Repository) -> None:
    """However much is added around it, the row that says weaker stands at the top."""
    files: dict[str, str] = {}
    for number in range(700):
        files.update(event(f"a{number}", statement="x " * 900))
    base.commit("2024-02-02", {**files, V2: SOUND[V2]})
    told = comment(base)
    rows = [line for line in told.splitlines() if line.startswith(("| ▼", "| ▲", "| ◆", "| •", "| –"))]

    assert rows
    assert rows[0].startswith("| ▼ weaker")
    assert "more rows" in told


def test_many_findings_are_counted(base: Repository) -> None:
    """Findings have a limit as well, and never push the changes out."""
    files: dict[str, str] = {}
    for number in range(120):
        files.update(event(f"n{number}", kind="TODO"))
    base.commit("2024-02-02", {**files, **event("sound")})
    told = comment(base, code=1)

    assert "…and 80 more findings" in told
    assert "#### acme/events/2024-01-10-sound" in told


def test_a_rewritten_published_version_is_called_out(base: Repository) -> None:
    """What we said of a published text may not change quietly."""
    base.commit("2024-02-02", {V1: SOUND[V1].replace("modality: will", "modality: may", 1)})

    assert "versions already published was rewritten: acme/rsp/v1" in comment(base)


@pytest.mark.parametrize(
    "more", [("--fail-on", "weaken"), ("--lab", "acme"), ("--link", "javascript:alert(1)"), ("--raw",)]
)
def test_it_goes_with_nothing_else(base: Repository, more: tuple[str, ...]) -> None:
    """Filters would hide rows from a reviewer, and a link is an address."""
    base.commit("2024-02-02", event("a"))

    assert "" == comment(base, *more, code=2)


def test_the_files_as_they_are(base: Repository) -> None:
    """Before anything is committed the same is told of the files on disk."""
    base.write(event("here"))
    done = labledger("diff", "main", "WORKTREE", "--format", "markdown", "--for-review", cwd=base.place)

    assert 0 == done.returncode
    assert "acme/events/2024-01-10-here" in done.stdout
