"""Random contributions to a dataset, each with a test of whether it is still there after a merge."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from labledger.ids import kind_of
from labledger.model.kinds import MODELS
from labledger.model.record import Bare
from labledger.store import canonical, codec, layout

Files = Mapping[str, bytes]
Holds = Callable[[Files], bool]


@dataclass(frozen=True)
class Contribution:
    """Files that differ from the base, what they were meant to do, and whether a tree still holds it."""

    files: Files
    told: tuple[str, ...]
    holds: tuple[Holds, ...]


def read(files: Files, record_id: str) -> Any:
    """A record of a tree as plain data."""
    return codec.read(files[layout.path_of(record_id)], "test", Bare)[0]


def write(record: Mapping[str, Any]) -> bytes:
    """A record as the bytes of its file."""
    kind = kind_of(record["id"])
    assert kind is not None
    return canonical.dump(record, MODELS[kind])


class Contributor:
    """Makes contributions to one dataset, by a seed: mostly to a few records, so that people meet."""

    def __init__(self, base: Files, seed: int, lab: str) -> None:
        self.base = base
        self.dice = random.Random(seed)
        ids = sorted(filter(None, map(layout.id_of, base)))
        own = [name for name in ids if name.split("/")[0] == lab]
        self.lab = lab
        self.facts = [name for name in own if "/facts/" in name][:1]
        self.events = [name for name in own if "/events/" in name][:1]
        self.versions = [name for name in own if str(kind_of(name)) == "version" and read(base, name).get("provisions")]
        self.questions = [name for name in ids if name.startswith("questions/")][:1]
        self.sources = [name for name in ids if name.startswith(f"sources/{lab}/")][:1]
        self.count = 0

    def contribution(self) -> Contribution:
        """One to three acts, as one request would hold them."""
        files, told, holds = dict[str, bytes](), list[str](), list[Holds]()
        for _ in range(self.dice.randint(1, 3)):
            act = self.dice.choice(
                (self.new_event, self.new_version, self.new_value, self.new_answer, self.new_capture, self.new_source,
                 self.new_citation, self.new_provision, self.edit_field, self.edit_facet, self.review)
            )  # fmt: skip
            record, holds_it = act({**self.base, **files})
            files[layout.path_of(record["id"])] = write(record)
            told.append(f"{act.__name__} {record['id']}")
            holds.append(holds_it)
        own = {**self.base, **files}
        # A later act of the same contributor may have written over an earlier one.
        return Contribution(files, tuple(told), tuple(one for one in holds if one(own)))

    def word(self) -> str:
        self.count += 1
        return f"w{self.dice.randrange(1 << 32):08x}{self.count}"

    def cited(self) -> list[dict[str, str]]:
        return [{"source": self.dice.choice(self.sources), "locator": f"p.{self.dice.randint(1, 9)}"}]

    def new_event(self, tree: Files) -> tuple[Any, Holds]:
        day = f"2026-0{self.dice.randint(1, 9)}-1{self.dice.randint(0, 9)}"
        name = f"{self.lab}/events/{day}-{self.word()}"
        record = {"id": name, "date": day, "kind": "other", "title": self.word(), "statement": "Something happened.",
                  "citations": self.cited()}  # fmt: skip
        return record, lambda after: read(after, name) == record

    def new_source(self, tree: Files) -> tuple[Any, Holds]:
        name = f"sources/{self.lab}/{self.word()}"
        record = {"id": name, "title": "A page", "publisher": "A publisher", "grade": "secondary"}
        return record, lambda after: read(after, name) == record

    def new_version(self, tree: Files) -> tuple[Any, Holds]:
        framework = "/".join(self.dice.choice(self.versions).split("/")[:2])
        chain = [name for name in self.versions if name.startswith(f"{framework}/")]
        last = max(chain, key=lambda name: str(read(tree, name)["published"]))
        name = f"{framework}/v9.{self.dice.randint(0, 3)}"
        record = {"id": name, "label": "v9", "title": self.word(), "published": "2026-10-01", "supersedes": last,
                  "coverage": "none", "citations": self.cited()}  # fmt: skip
        return record, lambda after: read(after, name)["title"] == record["title"]

    def part(self, tree: Files, name: str, field: str, part: dict[str, Any], key: str) -> tuple[Any, Holds]:
        record = dict(read(tree, name))
        record[field] = [*record.get(field, []), part]
        return record, lambda after: any(part[key] == other.get(key) for other in read(after, name)[field])

    def new_value(self, tree: Files) -> tuple[Any, Holds]:
        part = {"name": self.word(), "statement": "Holds.", "start": "2026-10", "citations": self.cited()}
        return self.part(tree, self.dice.choice(self.facts), "values", part, "name")

    def new_answer(self, tree: Files) -> tuple[Any, Holds]:
        part = {"lab": self.lab, "date": f"2026-10-{self.dice.randint(10, 28)}", "state": "partly",
                "capacity": "company", "statement": self.word(), "citations": self.cited()}  # fmt: skip
        return self.part(tree, self.dice.choice(self.questions), "answers", part, "statement")

    def new_capture(self, tree: Files) -> tuple[Any, Holds]:
        part = {"date": "2026-10-01", "sha256": f"{self.dice.getrandbits(256):064x}"}
        return self.part(tree, self.dice.choice(self.sources), "captures", part, "sha256")

    def new_citation(self, tree: Files) -> tuple[Any, Holds]:
        part = {"source": self.dice.choice(self.sources), "locator": self.word()}
        return self.part(tree, self.dice.choice(self.events), "citations", part, "locator")

    def new_provision(self, tree: Files) -> tuple[Any, Holds]:
        part = {"slug": self.word(), "section": "9", "area": "governance", "bearer": "lab", "modality": "may",
                "statement": "Something may be done."}  # fmt: skip
        return self.part(tree, self.dice.choice(self.versions[:1]), "provisions", part, "slug")

    def edit_field(self, tree: Files) -> tuple[Any, Holds]:
        name = self.dice.choice([*self.facts, *self.events, *self.sources])
        field = self.dice.choice(("title", "notes", "confidence"))
        text = self.dice.choice(("medium", "low")) if field == "confidence" else self.word()
        record = {**read(tree, name), field: text}
        return record, lambda after: read(after, name)[field] == text

    def edit_facet(self, tree: Files) -> tuple[Any, Holds]:
        name = self.dice.choice(self.versions[:1])
        record = dict(read(tree, name))
        at = self.dice.randrange(min(4, len(record["provisions"])))
        field = self.dice.choice(("section", "notes", "statement"))
        text, slug = self.word(), record["provisions"][at]["slug"]
        edited = {**record["provisions"][at], field: text}
        record["provisions"] = [*record["provisions"][:at], edited, *record["provisions"][at + 1 :]]
        return (
            record,
            lambda after: (
                text
                in [provision.get(field) for provision in read(after, name)["provisions"] if provision["slug"] == slug]
            ),
        )

    def review(self, tree: Files) -> tuple[Any, Holds]:
        name = self.dice.choice([*self.facts, *self.events])
        record = {**read(tree, name), "reviewed": "two"}
        return record, lambda after: read(after, name).get("reviewed") == "two"
