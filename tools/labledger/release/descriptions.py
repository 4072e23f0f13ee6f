"""Descriptions of a release for the tools of others: Frictionless, Croissant, schema.org, Datasette; and the card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from labledger.ids import Kind
from labledger.release import card
from labledger.release.database import key_of
from labledger.release.encode import pretty
from labledger.release.schemas import DATE_PATTERN, meaning
from labledger.release.table import Column, Table
from labledger.release.tables import TABLES
from labledger.release.views import VIEWS

if TYPE_CHECKING:
    from labledger.release.contents import Bundle

TITLE = "LabLedger: what AI labs bound themselves to, and what they changed"
ABOUT = (
    "What frontier-AI labs have bound themselves to (safety frameworks, promises, governance facts) as versioned "
    "records, with every change between versions labelled: in which direction it went, and whether the lab said so."
)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
KEYWORDS = ("AI safety", "AI governance", "frontier safety frameworks", "policy change", "commitments")
_CORPUS = "https://github.com/louisyzhu/frontier-safety-framework-corpus"
_FRICTIONLESS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"}, "date": {"type": "string"}, "integer": {"type": "integer"},
    "number": {"type": "number"}, "list": {"type": "array"}, "data": {"type": "any"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
}  # fmt: skip
_CROISSANT = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}
_CSV_NOTE = (
    "In CSV, text that a spreadsheet would run as a formula follows an apostrophe, line breaks are spaces, and lists "
    "and structured cells are JSON; the other forms hold every text whole."
)


def files(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every description; the files described have been made before."""
    yield "datapackage.json", pretty(frictionless(bundle))
    yield "croissant.json", pretty(croissant(bundle))
    yield "dataset.jsonld", pretty(schema_org(bundle))
    yield "datasette.json", pretty(datasette(bundle))
    yield "CITATION.cff", card.citation(bundle.edition, TITLE, KEYWORDS, _CORPUS).encode()
    yield "ATTRIBUTION.md", card.attribution(bundle.edition, _publishers(bundle), _CORPUS).encode()
    yield "README.md", card.card(bundle.edition, TITLE, ABOUT, bundle.counts, _CSV_NOTE).encode()


def _publishers(bundle: Bundle) -> Mapping[str, int]:
    return Counter(str(source["publisher"]) for _, source in bundle.dataset.of_kind(Kind.SOURCE))


def frictionless(bundle: Bundle) -> dict[str, Any]:
    """A data package after Frictionless: each table as CSV with its schema, keys, size and hash."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "labledger",
        "title": TITLE,
        "description": f"{ABOUT} {_CSV_NOTE}",
        "version": bundle.edition.version,
        "created": bundle.edition.revision.recorded.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "keywords": list(KEYWORDS),
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0"}],
        "contributors": [{"title": "The LabLedger contributors", "roles": ["author"]}],
        "sources": [{"title": "Frontier Safety Framework Corpus, Louis Yiven Zhu, 2026, CC BY 4.0", "path": _CORPUS}],
        "resources": [_resource(bundle, table) for table in TABLES],
    }


def _resource(bundle: Bundle, table: Table) -> dict[str, Any]:
    path = f"tables/{table.name}.csv"
    entry = bundle.entries[path]
    return {
        "name": table.name, "title": table.title, "description": table.meaning, "path": path, "type": "table",
        "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": entry.bytes,
        "hash": f"sha256:{entry.sha256}", "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {"fields": [column.name], "reference": {
                    "resource": "" if column.refers == table.name else column.refers, "fields": [key_of(column)]}}
                for column in table.columns if column.refers
            ],
            "missingValues": [""],
        },
    }  # fmt: skip


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.needed else {}
    if column.type == "date":
        constraints["pattern"] = DATE_PATTERN
    field = {"name": column.name, **_FRICTIONLESS[column.type], "description": meaning(column)}
    return {**field, "constraints": constraints} if constraints else field


_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/", "citeAs": "cr:citeAs", "column": "cr:column", "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty", "samplingRate": "cr:samplingRate",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
}  # fmt: skip


def _described(bundle: Bundle) -> dict[str, Any]:
    """What Croissant and schema.org both say of the dataset as a whole."""
    edition = bundle.edition
    return {
        "name": "labledger", "alternateName": TITLE, "description": f"{ABOUT} {_CSV_NOTE}", "license": LICENCE,
        "version": edition.version, "datePublished": edition.revision.day.isoformat(),
        "keywords": list(KEYWORDS), "inLanguage": "en", "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "The LabLedger contributors"}, "isBasedOn": _CORPUS,
    }  # fmt: skip


def croissant(bundle: Bundle) -> dict[str, Any]:
    """The release after Croissant 1.0: each table as a file and a record set with its fields."""
    edition = bundle.edition
    return {
        "@context": _CONTEXT, "@type": "sc:Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0",
        **_described(bundle), "citeAs": f"The LabLedger contributors: {TITLE}, version {edition.version}.",
        "distribution": [_file_object(bundle, table) for table in TABLES],
        "recordSet": [_record_set(table) for table in TABLES],
    }  # fmt: skip


def _file_object(bundle: Bundle, table: Table) -> dict[str, Any]:
    path = f"tables/{table.name}.csv"
    entry = bundle.entries[path]
    return {
        "@type": "cr:FileObject", "@id": path, "name": path, "description": table.meaning, "contentUrl": path,
        "contentSize": f"{entry.bytes} B", "encodingFormat": "text/csv", "sha256": entry.sha256,
    }  # fmt: skip


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet", "@id": table.name, "name": table.name, "description": table.meaning,
        "key": [{"@id": f"{table.name}/{name}"} for name in table.key],
        "field": [_croissant_field(table, column) for column in table.columns],
    }  # fmt: skip


def _croissant_field(table: Table, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field", "@id": f"{table.name}/{column.name}", "name": column.name,
        "description": meaning(column), "dataType": _CROISSANT.get(column.type, "sc:Text"),
        "source": {"fileObject": {"@id": f"tables/{table.name}.csv"}, "extract": {"column": column.name}},
    }  # fmt: skip


def schema_org(bundle: Bundle) -> dict[str, Any]:
    """The release as a schema.org Dataset with every file of a table and the database as a download."""
    wanted = [path for path in bundle.entries if path.startswith("tables/") or path.endswith(".sqlite")]
    formats = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet", "sqlite": "application/vnd.sqlite3"}
    return {
        "@context": "https://schema.org/", "@type": "Dataset", **_described(bundle),
        "variableMeasured": [{"@type": "PropertyValue", "name": f"{table.name}.{column.name}", "unitText": column.unit,
                              "description": column.meaning} for table in TABLES for column in table.columns
                             if column.unit],
        "distribution": [
            {"@type": "DataDownload", "name": path, "contentUrl": path, "sha256": bundle.entries[path].sha256,
             "contentSize": f"{bundle.entries[path].bytes} B",
             "encodingFormat": formats[path.rpartition(".")[2]]}
            for path in sorted(wanted)
        ],
    }  # fmt: skip


def datasette(bundle: Bundle) -> dict[str, Any]:
    """Metadata with which Datasette shows titles, meanings, units and links: `datasette labledger.sqlite -m FILE`."""
    tables = {
        table.name: {
            "title": table.title, "description": table.meaning,
            "columns": {column.name: meaning(column) for column in table.columns},
            **({"label_column": label} if (label := _label(table)) else {}),
        }
        for table in TABLES
    }  # fmt: skip
    views = {view.name: {"title": view.question, "description": "A view."} for view in VIEWS}
    return {
        "title": TITLE, "description": f"{ABOUT} Version {bundle.edition.version}.", "license": "CC BY 4.0",
        "license_url": LICENCE, "source": "Frontier Safety Framework Corpus and the sources named in each row",
        "source_url": _CORPUS, "databases": {"labledger": {"tables": {**tables, **views}}},
    }  # fmt: skip


def _label(table: Table) -> str:
    return next((name for name in ("name", "title", "label", "slug") if name in table.names), "")
