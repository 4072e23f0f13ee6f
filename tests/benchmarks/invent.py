"""Invent records of the project's own kinds from a seeded source of chance.

Every record passes `labledger check`: references lead somewhere, versions form chains, dates are in order.
"""

from __future__ import annotations

import copy
import datetime as dt
from random import Random
from typing import Any

Plain = dict[str, Any]

START = dt.date(2021, 1, 4)
PER_LAB = 40
_SOURCES, _FRAMEWORKS, _VERSIONS, _FACTS = 5, 2, 14, 8
NOUNS = (  # noqa: SIM905
    "access account alert audit board breach capability capture chain check committee cyber deadline decision defence "
    "developer domain drill duty effort estimate evaluation evidence exercise expert finding forecast guardrail harm "
    "hazard incident insider interval layer level limit log margin misuse model monitor notice officer outcome panel "
    "partner pause plan probe process programme record redaction release report reserve response review risk safeguard "
    "scope secret signal staff stage standard summary system target team test threat threshold tool training update "
    "weight window witness workforce"
).split()
_LINKS = "of for before after under within beyond across against and with without on in to by".split()  # noqa: SIM905
_AREAS = ("threshold", "evaluation", "safeguard", "security", "deployment", "governance", "transparency")
MODALITIES = ("must", "will", "should", "aims", "may")
STATUSES = ("draft", "beta", "final")
_COUNTRIES = ("Norway", "Japan", "Kenya", "Canada", "Chile", "France", "India", "Korea")
_EVENTS = ("departure", "appointment", "team-change", "release", "evaluation", "incident", "publication", "other")
_FACTS_OF = ("membership", "role", "powers", "stake", "mission", "agreement", "state")


def sentence(chance: Random, low: int = 8, high: int = 16) -> str:
    """A sentence that reads like nothing in particular."""
    words = [chance.choice(_LINKS if k % 3 == 1 else NOUNS) for k in range(chance.randint(low, high))]
    return " ".join(words).capitalize() + "."


def title(chance: Random) -> str:
    """A heading."""
    return sentence(chance, 3, 5).rstrip(".")


def slug(chance: Random) -> str:
    """Two words as a slug."""
    return f"{chance.choice(NOUNS)}-{chance.choice(NOUNS)}"


def _day(chance: Random, first: int, span: int) -> str:
    return (START + dt.timedelta(days=first + chance.randrange(span))).isoformat()


def later(chance: Random, day: str, span: int = 60) -> str:
    """A day after another one, never past the end of the invented years."""
    moved = dt.date.fromisoformat(day) + dt.timedelta(days=chance.randint(1, span))
    return min(moved, dt.date(2025, 12, 31)).isoformat()


def cite(chance: Random, lab: str) -> Plain:
    """A place in one of the sources of a lab."""
    return {"source": f"sources/{lab}/doc-{chance.randint(1, _SOURCES)}", "locator": f"p.{chance.randint(1, 60)}"}


def digits(chance: Random) -> str:
    """What looks like a SHA-256."""
    return f"{chance.getrandbits(256):064x}"


class World:
    """All records of the synthetic dataset as they stand now."""

    def __init__(self, chance: Random, files: int) -> None:
        self.chance = chance
        self.records: dict[str, Plain] = {}
        self.heads: dict[str, str] = {}
        self.ids: list[str] = []
        self.labs = -(-files // PER_LAB)
        self.serial = 0
        for number in range(files):
            self.add(self._numbered(f"lab-{number // PER_LAB:04d}", number % PER_LAB))

    def add(self, record: Plain) -> Plain:
        """Take a record in."""
        self.records[record["id"]] = record
        self.ids.append(record["id"])
        return record

    def drop(self, at: int) -> None:
        """Let go of the record at a place in the list of ids."""
        del self.records[self.ids[at]]
        self.ids[at] = self.ids[-1]
        self.ids.pop()

    def _numbered(self, lab: str, slot: int) -> Plain:
        """The record in one slot of a lab; what others refer to comes first."""
        chance = self.chance
        if slot == 0:
            return {"id": lab, "name": title(chance), "country": chance.choice(_COUNTRIES),
                    "homepage": f"https://{lab}.example", "summary": sentence(chance)}  # fmt: skip
        slot -= 1
        if slot < _SOURCES:
            return self._source(lab, slot + 1)
        slot -= _SOURCES
        if slot < _FRAMEWORKS:
            return self._framework(lab, slot + 1)
        slot -= _FRAMEWORKS
        if slot < _VERSIONS:
            return self.version(f"{lab}/frame-{slot % _FRAMEWORKS + 1}")
        return self.fact(lab) if slot - _VERSIONS < _FACTS else self.event(lab)

    def _source(self, lab: str, number: int) -> Plain:
        chance = self.chance
        published = _day(chance, 0, 300)
        captures = [{"date": later(chance, published), "sha256": digits(chance)} for _ in range(2)]
        return {
            "id": f"sources/{lab}/doc-{number}", "title": title(chance), "publisher": title(chance),
            "published": published, "address": f"https://{lab}.example/doc/{number}",
            "archives": [f"https://archive.example/{chance.getrandbits(40):x}"], "grade": "primary",
            "captures": captures, "known_errors": [sentence(chance)], "notes": sentence(chance),
        }  # fmt: skip

    def _framework(self, lab: str, number: int) -> Plain:
        chance = self.chance
        return {
            "id": f"{lab}/frame-{number}", "title": title(chance), "kind": "safety-framework",
            "aliases": sorted({title(chance), title(chance)}), "address": f"https://{lab}.example/frame",
            "summary": f"{sentence(chance)} {sentence(chance)}", "citations": [cite(chance, lab)],
        }  # fmt: skip

    def version(self, framework: str) -> Plain:
        """The next version of a framework: its predecessor's provisions, some of them edited."""
        chance, lab = self.chance, framework.split("/")[0]
        old = self.records.get(self.heads.get(framework, ""))
        number = int(old["label"].split(".")[0]) + 1 if old else 1
        published = later(chance, old["published"], 120) if old else _day(chance, 0, 200)
        source = f"sources/{lab}/doc-{chance.randint(1, _SOURCES)}"
        kept = [copy.deepcopy(provision) for provision in old["provisions"][:1]] if old else []
        record = {
            "id": f"{framework}/v{number}.0", "label": f"{number}.0", "title": title(chance), "published": published,
            "document": {"source": source, "sha256": self.records[source]["captures"][0]["sha256"]},
            "summary": f"{sentence(chance)} {sentence(chance)}", "coverage": "full",
            "citations": [cite(chance, lab)], "provisions": [*kept, provision(chance)] if kept else
            [provision(chance), provision(chance)],
        }  # fmt: skip
        if old:
            record["supersedes"] = old["id"]
            record["provisions"][0]["statement"] = reworded(chance, kept[0]["statement"])
        separate(record["provisions"])
        self.heads[framework] = record["id"]
        return record

    def fact(self, lab: str) -> Plain:
        """A fact with two dated values."""
        chance = self.chance
        self.serial += 1
        return {"id": f"{lab}/facts/{slug(chance)}-{self.serial}", "title": title(chance),
                "kind": chance.choice(_FACTS_OF), "values": [value(chance, lab), value(chance, lab)],
                "notes": sentence(chance)}  # fmt: skip

    def event(self, lab: str) -> Plain:
        """An event about one of the lab's frameworks."""
        chance = self.chance
        self.serial += 1
        return {
            "id": f"{lab}/events/{slug(chance)}-{self.serial}", "date": _day(chance, 0, 1700),
            "kind": chance.choice(_EVENTS), "title": title(chance),
            "statement": f"{sentence(chance)} {sentence(chance)}",
            "people": sorted({title(chance), title(chance)}), "about": [f"{lab}/frame-1"],
            "citations": [cite(chance, lab), cite(chance, lab)], "notes": sentence(chance),
        }  # fmt: skip


def provision(chance: Random) -> Plain:
    """A provision with a few facets."""
    name = slug(chance)
    return {
        "slug": f"{name}-{chance.randint(1, 999)}", "section": f"{chance.randint(1, 9)}.{chance.randint(1, 9)}",
        "area": chance.choice(_AREAS), "modality": chance.choice(MODALITIES),
        "statement": f"{sentence(chance)} {sentence(chance)}",
        "elements": sorted({slug(chance), slug(chance)}),
        "cadences": [{"name": name, "every": str(chance.randint(1, 12)), "unit": "months"}],
    }  # fmt: skip


def value(chance: Random, lab: str) -> Plain:
    """A dated value of a fact."""
    start = _day(chance, 0, 900)
    return {"name": f"{slug(chance)}-{chance.randint(1, 999)}", "statement": sentence(chance), "start": start,
            "end": later(chance, start, 600), "citations": [cite(chance, lab)]}  # fmt: skip


def separate(provisions: list[Plain]) -> None:
    """No slug twice in one version."""
    seen: set[str] = set()
    for part in provisions:
        while part["slug"] in seen:
            part["slug"] += "-b"
        seen.add(part["slug"])


def reworded(chance: Random, text: str) -> str:
    """The same sentences with one to three words exchanged."""
    words = text.split(" ")
    for _ in range(chance.randint(1, 3)):
        words[chance.randrange(1, len(words) - 1)] = chance.choice(NOUNS)
    return " ".join(words)


def kind(record: Plain) -> str:
    """The kind of a record, told by the fields that only it has."""
    telling = {"provisions": "version", "values": "fact", "captures": "source", "people": "event", "kind": "framework"}
    return next((found for field, found in telling.items() if field in record), "lab")
