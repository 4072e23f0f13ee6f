"""The redline of two versions tells every passage once, the same in each form, and no form runs what it shows."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from archive_case import DOCUMENT, RULES, policy, record_all
from click.testing import CliRunner

from labledger.archive.difference import of_texts
from labledger.cli.archive_verb import command
from labledger.errors import LedgerError
from labledger.report.difference import as_view
from labledger.report.difference_page import as_page
from labledger.report.difference_text import as_lines, as_markdown

FIRST, SECOND, *REST = RULES.split("\n\n")
EDITED = RULES.replace("within 30 days", "within 300 days")
MOVED = "\n\n".join([*REST, FIRST, SECOND])
NASTY = "We keep <script>alert(1)</script> and [it](javascript:alert) for *ever* @everyone \u202e\x1b[31m closes #1."


class _Page(HTMLParser):
    """The tags of a page, and the text that a screen reader reads."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        """Note what is read."""
        self.text += data


def ask(*words):
    """The command's answer."""
    return CliRunner().invoke(command, ["diff", *map(str, words)], catch_exceptions=True)


def view_of(old, new):
    """The difference of two texts as data."""
    return as_view(of_texts("policy.md", old.encode(), new.encode()), ())


def lines_of(view):
    """The difference as lines of a terminal."""
    return ["".join(span.text for span in line) for line in as_lines(view)]


def test_one_word_is_one_edit_and_the_rest_is_folded(tmp_path):
    """The edited passage is shown word by word with its label; kept ones are counted; the date that stood is told."""
    record_all(tmp_path / "a", policy(), policy(body=EDITED))
    told = json.loads(ask(tmp_path / "a", DOCUMENT, "2025-05-01", "2025-05-02", "--format", "json").stdout)
    (edited,) = [passage for passage in told["passages"] if passage["state"] != "kept"]

    assert ("substantive", True) == (told["class"], told["quiet"])
    assert [{"kind": "delete", "text": "30"}, {"kind": "insert", "text": "300"}] == [
        span for span in edited["spans"] if span["kind"] != "keep"
    ]
    assert edited["labels"]
    assert ["updated 2025-05-01"] == told["still"][0]["new"]
    assert told["counts"]["kept"] == len(told["passages"]) - 1


@pytest.mark.parametrize("words", [("2025-05-01", "2025-05-03"), ("2025-05-03",)])
def test_the_text_in_force_on_a_day(tmp_path, words):
    """A day names the last text recorded by its end; without OLD the version before is taken."""
    record_all(tmp_path / "a", policy(), policy(body=EDITED), policy())
    told = json.loads(ask(tmp_path / "a", "Acme/Privacy Policy", *words, "--format", "json").stdout)

    assert words[-1] == told["new"]["date"]
    assert ("2025-05-01" if len(words) == 2 else "2025-05-02") == told["old"]["date"]
    assert (len(words) == 2) is (set(told["counts"]) == {"kept"})


def test_revisions(tmp_path):
    """A shortened hash names the version as of that commit."""
    archive = record_all(tmp_path / "a", policy(), policy(body=EDITED))
    first, second = archive.git("rev-parse", "HEAD~1"), archive.git("rev-parse", "HEAD")
    told = json.loads(ask(tmp_path / "a", DOCUMENT, first[:9], second[:9], "--format", "json").stdout)

    assert [first, second] == [told["old"]["commit"], told["new"]["commit"]]


def test_moved_passages_are_not_removed():
    """Passages that only changed their place are told as moved."""
    counts = view_of(policy(), policy(body=MOVED))["counts"]

    assert counts["moved"] == 2
    assert {"added", "removed"}.isdisjoint(counts)


def test_old_and_new_can_be_read_back():
    """Kept and cut spans together are the old passage, kept and put-in ones the new one."""
    for passage in view_of(policy(), policy("Last updated: 2 May 2025", EDITED))["passages"]:
        old = "".join(span["text"] for span in passage["spans"] if span["kind"] != "insert")
        new = "".join(span["text"] for span in passage["spans"] if span["kind"] != "delete")

        assert [passage["old"].split(), passage["new"].split()] == [old.split(), new.split()]


def test_every_form_tells_the_same():
    """Words cut and put in, labels and counts are in each form."""
    view = view_of(policy(), policy("Last updated: 2 May 2025", EDITED))
    page = _Page()
    page.feed(as_page(view))
    forms = ["\n".join(lines_of(view)), as_markdown(view).replace("\\", ""), page.text]
    told = [label for passage in view["passages"] for label in passage["labels"]]

    assert told
    for form in forms:
        assert all(word in form for word in ("300", view["class"], *told))
        assert f"{view['counts']['kept']} kept" in form


def test_a_page_loads_and_runs_nothing():
    """Hostile text stands in the page as text; edits are tags with words for those who do not see them."""
    page = _Page()
    text = as_page(view_of(policy(body=FIRST), policy(body=f"{FIRST}\n\n{NASTY}")))
    page.feed(text)

    assert {"script", "a", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert {"src", "href", "style", "onerror"}.isdisjoint(name for name, _ in page.attributes)
    assert "default-src 'none'" in text
    assert "ins" in page.tags
    assert re.search(r"put in: .*end of put in", page.text)
    assert not {"\u202e", "\x1b"} & set(text)


def test_markdown_is_harmless():
    """No tag, link, mention or reference of a text works in Markdown."""
    told = as_markdown(view_of(policy(body=FIRST), policy(body=f"{FIRST}\n\n{NASTY}")))

    assert "<script" not in told
    assert "](javascript" not in told
    assert "@everyone" not in told
    assert "#1" not in told
    assert not {"\u202e", "\x1b"} & set(told)
    assert "\x1b" not in "".join(lines_of(view_of(policy(body=FIRST), policy(body=NASTY))))


def test_what_is_not_known_is_in_every_form(tmp_path):
    """A stretch without captures between the two versions is told in each form."""
    archive = record_all(tmp_path / "a", policy(body=FIRST), policy(body=SECOND), policy(), policy(body=EDITED))
    archive.record("2025-09-01", {DOCUMENT: policy(body=RULES)})
    for form in ("text", "markdown", "html", "json"):
        done = ask(tmp_path / "a", DOCUMENT, "2025-05-04", "2025-09-01", "--format", form)

        assert re.search(r"no capture of anything from 2025.{0,2}05.{0,2}04", done.stdout), form


def test_two_files(tmp_path):
    """Two files need no archive, and nothing is claimed of the time between."""
    for name, text in (("old.md", policy()), ("new.md", policy(body=EDITED))):
        (tmp_path / name).write_text(text, "utf-8")
    done = ask(tmp_path / "old.md", tmp_path / "new.md")

    assert "[-30-]{+300+}" in done.stdout
    assert "not known" in done.stdout


def test_equal_texts_have_only_kept_passages():
    """A text against itself has no edit."""
    view = view_of(policy(), policy())

    assert {"kept"} == set(view["counts"])
    assert "format-only" == view["class"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("{a}",), 2),
        (("{a}", "Acme/None", "2025-05-01"), 2),
        (("{a}", DOCUMENT, "2024-01-01"), 2),
        (("{a}", DOCUMENT, "2025-05-01"), 2),
        (("{a}", DOCUMENT, "nowhere"), 3),
        (("/nonexistent/x", DOCUMENT, "2025-05-02"), 3),
        (("/nonexistent/x", "/nonexistent/y"), 3),
    ],
)
def test_wrong_questions_are_told_in_words(tmp_path, words, code):
    """Each slip ends in an error with its exit code and never in a traceback."""
    record_all(tmp_path / "a", policy(), policy(body=EDITED))
    done = ask(*(word.format(a=tmp_path / "a") for word in words))

    assert isinstance(done.exception, LedgerError)
    assert code == done.exception.exit_code


def test_what_is_no_text_is_refused():
    """Bytes of a picture or a PDF are not compared as words."""
    with pytest.raises(LedgerError):
        of_texts("policy.pdf", b"%PDF-1.4\0\1", policy().encode())
