"""Whoever holds a document can mark its passages and find them again; the passages are never kept."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from archive_case import RULES, policy, record_all
from click.testing import CliRunner
from repository import TESTS

from labledger.archive.quotes import in_text
from labledger.archive.texts import in_folder
from labledger.cli.main import cli
from labledger.errors import LedgerError
from labledger.label.witness import passage_in
from labledger.model.framework import Version
from labledger.model.record import Bare
from labledger.store import canonical, codec
from labledger.text.shingles import passage_shingles

PAUSE = "Acme considers a pause of all training runs whenever a safeguard of the second kind is missing."
COLOURS = ["red", "blue", "green", "white", "grey", "brown", "black", "gold"]
PLACES = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal"]
COLOURS = ["red", "blue", "green", "white", "grey", "brown", "black", "gold"]
PLACES = ["Ada", "Bo", "Cy", "Dee", "Eli", "Fay", "Gus", "Hal"]
FILLER = " ".join(
    f"The {colour} house of {place} keeps its own archive and opens it to every visitor from the {place} road."
    for colour, place in zip(COLOURS, PLACES, strict=True)
)
BODY = f"{PAUSE}\nThe board is told of every exception.\n\n{FILLER} {FILLER.replace('own', 'old')}"
TEXT = f"# Scaling Policy\n\n{BODY}\n"
MARK = ("texts", "shingles", "acme/rsp/v2#pause", "--from", "considers a pause", "--texts")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A dataset whose second version has the hash of a text, and a folder that holds the text."""
    shutil.copytree(TESTS / "cases" / "inputs" / "sound", tmp_path / "dataset")
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "policy.md").write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    for path in (tmp_path / "dataset").rglob("*v2.yaml"):
        path.write_text(path.read_text("utf-8").replace(f"'{'2' * 64}'", digest), "utf-8")
    return tmp_path


def ask(place: Path, *words: object):
    """The answer of the command on the dataset of a place."""
    data = () if words[0] == "archive" else ("--data", str(place / "dataset"))
    return CliRunner().invoke(cli, [*map(str, words), *data], standalone_mode=False)


def version(place: Path) -> Path:
    """The file of the second version."""
    return next((place / "dataset").rglob("versions/v2.yaml"))


def marked(place: Path) -> None:
    """Mark the provision about pausing."""
    assert ask(place, *MARK, place / "texts").exception is None


def test_a_passage_is_marked_and_not_kept(place):
    """The citation gets the shingles of the sentence, in canonical form; no word of it is written."""
    before = version(place).read_text("utf-8")
    marked(place)
    record, _ = codec.read(version(place).read_bytes(), "v2.yaml", Bare)
    (citation,) = record["provisions"][0]["citations"]

    assert set(citation["shingles"]) == passage_shingles(PAUSE)
    assert citation["source"] == "sources/acme/rsp-v2"
    assert version(place).read_bytes() == canonical.dump(record, Version)
    assert "second kind" not in version(place).read_text("utf-8")
    assert "second kind" not in before
    assert "0 errors" in ask(place, "check").output


def test_marking_again_changes_nothing(place):
    """The same passage gives the same file."""
    marked(place)
    once = version(place).read_bytes()
    marked(place)

    assert once == version(place).read_bytes()


def test_a_dry_run_writes_nothing(place):
    """The shingles are printed and the file stays."""
    before = version(place).read_bytes()
    done = ask(place, *MARK, place / "texts", "--dry-run")

    assert set(done.stdout.split()) == passage_shingles(PAUSE)
    assert before == version(place).read_bytes()


def test_an_archive_may_hold_the_document(place):
    """A passage is marked from the text in force on a day."""
    record_all(place / "a", policy(), policy(body=RULES.replace("30", "300")))
    done = ask(place, "texts", "shingles", "acme/rsp/v2#board", "--archive", place / "a", "--document",
               "Acme/Privacy Policy", "--on", "2025-05-02", "--from", "kind gamma", "--dry-run")  # fmt: skip
    sentence = RULES.split("\n\n")[2]

    assert set(done.stdout.split()) == passage_shingles(sentence.replace("30", "300"))
    assert set(done.stdout.split()) != passage_shingles(sentence)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("acme/rsp/v2#pause", "--from", "considers a pause"), 2),
        (("acme/rsp/v2#pause", "--texts", "{t}", "--from", "never said"), 2),
        (("acme/rsp/v2#pause", "--texts", "{t}", "--from", "every visitor"), 2),
        (("acme/rsp/v2#pause", "--texts", "{t}", "--from", "The board is told"), 2),
        (("acme/rsp/v2#none", "--texts", "{t}", "--from", "considers a pause"), 2),
        (("acme/rsp/v2#pause", "--texts", "{t}"), 2),
        (("acme/rsp/v1#pause", "--texts", "{t}", "--from", "considers a pause"), 3),
        (("acme/rsp/v9", "--texts", "{t}", "--from", "considers a pause"), 3),
        (("acme/rsp/v2#pause", "--texts", "/nonexistent", "--from", "considers a pause"), 3),
    ],
)
def test_slips_are_told_in_words(place, words, code):
    """A passage that is not there, too short or meant twice, and a document that is not held, are refused."""
    done = ask(place, "texts", "shingles", *(word.format(t=place / "texts") for word in words))

    assert isinstance(done.exception, LedgerError), done.output
    assert code == done.exception.exit_code


@pytest.mark.parametrize(
    ("edit", "found", "code"),
    [
        (str, "present", 0),
        (lambda text: text.replace(" ", "\n").replace("second", "SECOND"), "present", 0),
        (lambda text: text.replace("considers", "may consider"), "altered", 1),
        (lambda text: text.replace(PAUSE, "We say nothing of this."), "missing", 1),
    ],
)
def test_verifying(place, edit, found, code):
    """A passage is present whatever the line breaks, altered when a word differs, missing when it is gone."""
    marked(place)
    (place / "texts" / "policy.md").write_text(edit(TEXT), "utf-8")
    digest = hashlib.sha256(edit(TEXT).encode()).hexdigest()
    for path in (place / "dataset").rglob("*v2.yaml"):
        path.write_text(path.read_text("utf-8").replace(hashlib.sha256(TEXT.encode()).hexdigest(), digest), "utf-8")
    done = ask(place, "texts", "verify", "--texts", place / "texts", "--json")

    assert {found: 1, "not checked": 1} == json.loads(done.stdout)["counts"]
    assert code == done.return_value


def test_without_texts_nothing_is_checked(place):
    """What has no text is told as not checked, and never as present."""
    marked(place)
    done = ask(place, "texts", "verify")

    assert "2 quotations and passages: 2 not checked" in done.stdout
    assert "present" not in done.stdout
    assert done.return_value == 0


def test_a_missing_passage_is_labelled_in_the_diff(place):
    """With the texts at hand, the step to a version whose text lacks a recorded provision says so; without, not."""
    marked(place)
    (place / "texts" / "policy.md").write_text(TEXT.replace(PAUSE, ""), "utf-8")
    digest = hashlib.sha256(TEXT.replace(PAUSE, "").encode()).hexdigest()
    for path in (place / "dataset").rglob("*v2.yaml"):
        path.write_text(path.read_text("utf-8").replace(hashlib.sha256(TEXT.encode()).hexdigest(), digest), "utf-8")
    asked = ("diff", "2025-01-01", "2025-12-31", "--today", "2026-01-01", "--format", "jsonl")

    assert "commitment-missing-from-text" in ask(place, *asked, "--texts", place / "texts").stdout
    assert "commitment-missing-from-text" not in ask(place, *asked).stdout


def test_a_pdf_is_read_from_the_text_beside_it(tmp_path):
    """The hash is that of the document; its words are those of the file beside it."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\0")
    (tmp_path / "a.pdf.txt").write_text("Words of it.", "utf-8")
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4\0\1")
    (tmp_path / "c.html").write_text("<script>no()</script><p>Said <b>here</b>.</p>", "utf-8")
    held = {one.name: one for one in in_folder(tmp_path)}

    assert (hashlib.sha256(b"%PDF-1.4\0").hexdigest(), "Words of it.") == (held["a.pdf"].sha256, held["a.pdf"].text)
    assert ("", True) == (held["b.pdf"].text, bool(held["b.pdf"].why))
    assert ["Said", "here."] == held["c.html"].text.split()


def test_an_unrelated_policy_has_no_passage():
    """The passages of one policy are not found in another on the same matter."""
    other = RULES.replace("keep", "store").replace("delete", "erase").replace("kind", "sort")

    assert {"missing"} == {passage_in(passage_shingles(line), other)[0] for line in (PAUSE, *FILLER.split(". ")[:5])}


def test_quotations_of_a_text():
    """What stands in quotation marks is read in every style of mark, names and scruples are not."""
    text = 'He said “we will publish it soon” and "they never told us why", a «so-called» rule, „wir sagen es allen“.'

    assert ["we will publish it soon", "they never told us why", "wir sagen es allen"] == list(in_text(text))


@pytest.mark.parametrize(
    ("what", "code", "told"),
    [
        ("it says: “Acme considers a pause of all training runs”", 0, "1 exact"),
        ("it says: “Acme rejects a pause of all training runs”", 1, "'rejects' stands for 'considers'"),
        ("it says: “Acme considers no pause of all training runs”", 1, "meaning-reversed"),
        ("it says: “the dog slept under the old oak tree”", 1, "1 not-found"),
    ],
)
def test_the_quotes_command(place, what, code, told):
    """A text's quotations are graded, of the original only differing words are printed, and findings set the code."""
    (place / "article.md").write_text(what, "utf-8")
    done = CliRunner().invoke(cli, ["quotes", str(place / "article.md"), "--original", str(place / "texts")],
                              standalone_mode=False)  # fmt: skip

    assert told in done.stdout
    assert code == done.return_value
    assert "missing" not in done.stdout.replace("not-found", "")


def test_a_diff_says_what_it_did_not_check(place):
    """Without the texts, the report names how many passages were not checked; with them it does not."""
    marked(place)
    asked = ("diff", "2025-01-01", "2025-12-31", "--today", "2026-01-01", "--format", "json")
    without = ask(place, *asked).stdout
    texts = ask(place, *asked, "--texts", place / "texts").stdout

    assert "quotations and passages not checked: 1" in without
    assert "not checked" not in texts
