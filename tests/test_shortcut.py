"""The quick reader of canonical form: whatever it returns, the parser returns too."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from labledger.model.record import Bare
from labledger.store import codec
from labledger.store.shortcut import read_canonical

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "dataset").rglob("*.yaml")) + sorted((ROOT / "tools").rglob("*.yaml"))
TEXTS = [path.read_text(encoding="utf-8") for path in FILES]
PIECES = [
    "- ", "-", " ", "  ", ":", ": ", "#", " #", "'", "''", '"', ">-", "|-", ">", "null", "~", "yes", "1.0",
    "2024-01-01", "\n", "\n\n", "? ", "&a ", "*a", "!x ", "{", "[", "---\n", "...\n", "%", "\u00e9", "\u201c",
    "\t", "\r", "<<: ", "a: b", "a:", "- a", "- a: b", "key: 'x'", "key: ''", "- ''", "- >-\n",
]  # fmt: skip


def parsed(text: str) -> str:
    """What the parser makes of a text; asking for marks leaves the quick reader out."""
    return repr(codec.read(text.encode(), bare=Bare, marks={})[0])


def quick(text: str) -> str | None:
    record = read_canonical(text, Bare, codec.looks_typed)
    return None if record is None else repr(record)


def damaged(chance: random.Random, text: str) -> str:
    """A text of at most forty lines with up to three odd edits."""
    lines = text.split("\n")[:40]
    for _ in range(chance.randint(0, 3)):
        at = chance.randrange(len(lines))
        line, piece = lines[at], chance.choice(PIECES)
        cut = chance.randrange(len(line) + 1)
        lines[at] = chance.choice(
            [line[:cut] + piece + line[cut:], line[:cut] + line[cut + 2 :], " " * chance.randint(1, 3) + line, line[1:],
             line.split(":")[0] + ": " + piece, f"{line}\n{line}", f"{' ' * chance.randint(0, 6)}{piece}\n{line}"]
        )  # fmt: skip
    return "\n".join(lines).rstrip("\n") + "\n"


@pytest.mark.parametrize("text", TEXTS, ids=[path.stem for path in FILES])
def test_files_read_alike(text):
    """Every file of the dataset and of the rules reads the same either way."""
    assert quick(text) in (None, parsed(text))


def test_most_files_are_read_quickly():
    """The shortcut is worth its lines: nearly all files of the dataset take it."""
    taken = sum(quick(text) is not None for text in TEXTS)

    assert taken > 0.9 * len(TEXTS)


@pytest.mark.parametrize("seed", range(20))
def test_damaged_files_read_alike(seed):
    """After odd edits the quick reader gives up, or returns just what the parser returns."""
    chance = random.Random(seed)
    for _ in range(200):
        text = damaged(chance, chance.choice(TEXTS))
        record = quick(text)

        assert record is None or parsed(text) == record
