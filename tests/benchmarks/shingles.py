"""How often shingles say "present" or "altered" of a passage that is not there, and "altered" of one that is.

    PYTHONPATH=tools python tests/benchmarks/shingles.py ARCHIVE.bundle ... [--pairs 200000] [--seed 1]

Passages are sentences and paragraphs of one service's documents; each is looked for in documents of other services.
A sentence that stands there word for word is no false find; it is counted by itself.
Then one word of each passage is replaced, dropped or put in, and the passage is looked for in its own document.
The archives are cloned into a temporary folder. Their text is not printed. Without archives the answer is "skipped".
"""

from __future__ import annotations

import argparse
import random
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from labledger.text.language import is_english
from labledger.text.markdown import plain
from labledger.text.paragraphs import paragraphs
from labledger.text.sentences import sentences
from labledger.text.shingles import overlap, passage_shingles, present, shingles
from labledger.text.words import words

LEAST = 8
"""Words of the shortest passage looked for."""
WIDTHS = (4, 5, 6, 8)
BANDS = ((8, 12), (13, 20), (21, 40), (41, 10_000))
SHARES = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


class Document(NamedTuple):
    """A document of an archive, its words as one text for looking up, its passages and its shingles by width."""

    service: str
    joined: str
    passages: list[str]
    shingles: dict[int, frozenset[str]]


def documents(bundles: list[Path], folder: Path) -> Iterator[Document]:
    """Every English document at the head of each archive."""
    for bundle in bundles:
        place = folder / bundle.stem
        subprocess.run(["git", "clone", "--quiet", str(bundle), str(place)], check=True, capture_output=True)
        for path in sorted(place.glob("*/*.md")):
            text = plain(path.read_text(encoding="utf-8", errors="replace"))
            if not is_english(text):
                continue
            blocks = list(paragraphs(text))
            units = dict.fromkeys([*blocks, *(found for block in blocks for found in sentences(block))])
            passages = [unit for unit in units if len(words(unit)) >= LEAST]
            found = {width: shingles(text, width) for width in WIDTHS}
            yield Document(path.parent.name, f" {' '.join(words(text))} ", passages, found)


def unrelated(found: list[Document], pairs: int, chance: random.Random) -> None:
    """Passages in documents of other services: verdicts, and shares above each threshold."""
    verdicts: Counter[str] = Counter()
    shares: Counter[tuple[int, float]] = Counter()
    verbatim = false = done = 0
    while done < pairs:
        here, there = chance.sample(found, 2)
        if here.service == there.service or not here.passages:
            continue
        done += 1
        passage = chance.choice(here.passages)
        if f" {' '.join(words(passage))} " in there.joined:
            verbatim += 1
            continue
        verdict = present(passage_shingles(passage), there.shingles[5])
        verdicts[verdict] += 1
        false += verdict == "present"
        for width in WIDTHS:
            share = overlap(passage_shingles(passage, width), there.shingles[width])
            shares.update((width, least) for least in SHARES if share >= least)
            shares[width, 1.0] += share == 1.0
    print(f"{pairs} pairs of passage and unrelated document, {verbatim} word for word there")
    print(f"false present: {false} ({false / pairs:.6f}); verdicts of the rest: {dict(sorted(verdicts.items()))}")
    for width in WIDTHS:
        cells = "  ".join(f">={least}: {shares[width, least] / pairs:.6f}" for least in (*SHARES, 1.0))
        print(f"width {width}  {cells}")


def edited(passage: str, strange: list[str], chance: random.Random) -> str:
    """A passage with one word replaced by another, dropped, or put in."""
    found = words(passage)
    at = chance.randrange(len(found))
    kind = chance.choice(("replace", "drop", "insert"))
    other = chance.choice([word for word in (chance.choice(strange) for _ in range(4)) if word != found[at]] or ["x"])
    middle = {"replace": [other], "drop": [], "insert": [other, found[at]]}[kind]
    return " ".join([*found[:at], *middle, *found[at + 1 :]])


def one_word(found: list[Document], pairs: int, chance: random.Random) -> None:
    """Passages with one word changed, looked for in their own document, by length of the passage."""
    strange = sorted({word for document in found for word in document.joined.split()})
    verdicts: Counter[tuple[tuple[int, int], int, str]] = Counter()
    whole: Counter[str] = Counter()
    kept = 0
    for _ in range(pairs):
        document = chance.choice([one for one in found if one.passages])
        passage = chance.choice(document.passages)
        whole[present(passage_shingles(passage), document.shingles[5])] += 1
        other = edited(passage, strange, chance)
        if f" {other} " in document.joined:
            continue
        size = len(words(passage))
        band = next(band for band in BANDS if band[0] <= size <= band[1])
        kept += len(passage_shingles(passage))
        for width in WIDTHS:
            verdicts[band, width, present(passage_shingles(other, width), document.shingles[width])] += 1
    print(f"unchanged passages in their own document: {dict(whole)}; shingles kept of one: {kept / pairs:.1f}")
    for band in BANDS:
        for width in WIDTHS:
            total = sum(verdicts[band, width, verdict] for verdict in ("present", "altered", "missing"))
            told = {verdict: verdicts[band, width, verdict] for verdict in ("present", "altered", "missing")}
            print(f"one word changed, {band[0]}-{band[1]} words, width {width}, of {total}: {told}")


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundles", nargs="*", type=Path)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    bundles = [bundle for bundle in given.bundles if bundle.is_file()]
    if not bundles:
        print("skipped: no archive given or found")
        return
    with tempfile.TemporaryDirectory() as folder:
        found = list(documents(bundles, Path(folder)))
    print(f"{len(found)} documents, {sum(len(document.passages) for document in found)} passages")
    chance = random.Random(given.seed)
    unrelated(found, given.pairs, chance)
    one_word(found, given.pairs // 10, chance)


if __name__ == "__main__":
    main()
