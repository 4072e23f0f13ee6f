"""Texts of a release for people: the dataset card, the citation and the credits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labledger.release.edition import Edition
from labledger.release.tables import TABLES
from labledger.release.views import VIEWS
from labledger.report.escape import markdown


def citation(edition: Edition, title: str, keywords: Sequence[str], corpus: str) -> str:
    """CITATION.cff of the release."""
    words = "\n".join(f"  - {word}" for word in keywords)
    return f"""\
cff-version: 1.2.0
message: Cite the dataset with the version you used.
type: dataset
title: '{title}'
authors:
  - name: The LabLedger contributors
version: '{edition.version}'
commit: {edition.revision.commit}
date-released: '{edition.revision.day.isoformat()}'
license: CC-BY-4.0
keywords:
{words}
references:
  - type: dataset
    title: Frontier Safety Framework Corpus
    authors:
      - family-names: Zhu
        given-names: Louis Yiven
    year: 2026
    url: {corpus}
    license: CC-BY-4.0
"""


def attribution(edition: Edition, publishers: Mapping[str, int], corpus: str) -> str:
    """Whom to credit, and whose documents the records rest on."""
    lines = [
        "# Attribution",
        "",
        "Data: CC BY 4.0. Credit it as:",
        "",
        f"> The LabLedger contributors: LabLedger, version {edition.version}, {edition.revision.day.isoformat()}, "
        "CC BY 4.0.",
        "",
        f"Dates and hashes of many versions come from Louis Yiven Zhu's [Frontier Safety Framework Corpus]({corpus}) "
        "(2026, CC BY 4.0).",
        "",
        "Statements are our own words. Titles, names and quotations of at most eight words belong to the publishers of "
        "the documents; their sentences are not here.",
        "",
        "| publisher | documents |",
        "|---|---|",
        *(f"| {markdown(name)} | {count} |" for name, count in sorted(publishers.items())),
    ]
    return "\n".join(lines) + "\n"


def card(edition: Edition, title: str, about: str, counts: Mapping[str, Any], csv_note: str) -> str:
    """README.md of the release: a dataset card that hubs can read, and what a person needs to begin."""
    return "\n".join([*_front(title), *_body(edition, title, about, counts, csv_note)]) + "\n"


def _front(title: str) -> Iterator[str]:
    yield "---"
    yield from ("license: cc-by-4.0", "language:", "  - en", f"pretty_name: '{title}'", "tags:", "  - ai-safety",
                "  - governance", "  - policy", "configs:")  # fmt: skip
    for table in TABLES:
        default = "\n    default: true" if table.name == "changes" else ""
        yield f"  - config_name: {table.name}\n    data_files: tables/{table.name}.csv{default}"
    yield "---"
    yield ""


def _body(edition: Edition, title: str, about: str, counts: Mapping[str, Any], csv_note: str) -> Iterator[str]:
    yield f"# {title}"
    yield ""
    yield about
    yield f"Version {edition.version}, of {edition.revision.day.isoformat()}, commit `{edition.revision.commit}`."
    yield ""
    yield "## Tables"
    yield ""
    yield "| table | rows | what a row is |"
    yield "|---|---|---|"
    for table in TABLES:
        yield f"| [{table.name}](tables/{table.name}.csv) | {counts['tables'][table.name]} | {table.meaning} |"
    yield ""
    yield "`labledger.sqlite` holds all of them with keys, full-text search and a view for each of these questions:"
    yield ""
    for view in VIEWS:
        yield f"- `{view.name}`: {view.question}"
    yield ""
    yield from _use(csv_note)


def _use(csv_note: str) -> Iterator[str]:
    yield from (
        "## Use",
        "",
        "```python",
        "import labledger",
        "",
        'data = labledger.load(path=".")',
        'changes = data.table("changes").to_pandas()',
        "```",
        "",
        "    datasette labledger.sqlite --metadata datasette.json",
        "    labledger query --db labledger.sqlite 'select * from weakenings limit 5'",
        "    labledger release verify .",
        "",
        f"Dates are as exact as they are known: `2024`, `2024-05` or `2024-05-17`. {csv_note}",
        "`schemas/` says what each field means; `MANIFEST.json` has counts and hashes; `CHANGES.md` what is new.",
        "",
        "## Limits",
        "",
        "Statements are paraphrases, and facets are what people read out of the documents; labels follow from the "
        "facets by rule and are not legal findings. Nothing is concluded from what is not recorded: see the column "
        "`coverage` of `versions`. Directions are as seen by those whom a promise protects.",
        "",
        "## Licence and citation",
        "",
        "CC BY 4.0: see [LICENSE](LICENSE), [ATTRIBUTION.md](ATTRIBUTION.md) and [CITATION.cff](CITATION.cff).",
    )
