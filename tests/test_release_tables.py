"""Tables hold every field of the model, lead to one another, and are described as they are."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
from pydantic_core import PydanticUndefined
from release_case import build, make, verify

from labledger.dates import Window
from labledger.diff.fold import fold
from labledger.diff.steps import steps
from labledger.ids import Kind
from labledger.label.engine import apply
from labledger.label.predicates import Context
from labledger.label.rule import rules
from labledger.model import commitment, fact, framework, instrument, question, source
from labledger.model.kinds import MODELS
from labledger.release.encode import digest
from labledger.release.schemas import DATE_PATTERN, table_schema
from labledger.release.table import Typed, plain
from labledger.release.tables import BY_NAME, TABLES, Tabled
from labledger.release.views import VIEWS
from labledger.store.load import load
from labledger.store.tree import FolderTree

ROOT = Path(__file__).resolve().parent.parent
DAY = dt.date(2026, 11, 21)
PARTS = {
    "provisions": framework.Provision, "facts": fact.Value, "answers": question.Answer, "assessments": question.Score,
    "duties": instrument.Duty, "signatures": instrument.Signature, "captures": source.Capture,
}  # fmt: skip
ELSEWHERE = {
    "id", "tombstone", "citations", "provisions", "values", "answers", "scores", "duties", "signatures", "captures",
    "scope", "document", "account", "resolution",
}  # fmt: skip
"""Fields of a record that are tables or several columns of their own."""
PAIRED = {commitment.Claim: ("resolution",), framework.Version: ("document", "account")}


@pytest.fixture(scope="module")
def tabled() -> Tabled:
    dataset, _ = load(FolderTree(ROOT / "dataset"), bare=Typed)
    return Tabled(dataset, DAY)


@pytest.mark.parametrize("table", [t for t in TABLES if t.kind is not None], ids=lambda t: t.name)
def test_every_field_of_the_model_is_a_column(table):
    """A field that a record or part has is a column of its table, or stands in a table of its own."""
    model = PARTS.get(table.name, MODELS[table.kind])
    columns = {(column.source or column.name).partition(".")[0] for column in table.columns}
    inner = {outer for outers in PAIRED.values() for outer in outers} | {"scope"}

    assert set() == set(model.model_fields) - columns - (ELSEWHERE - inner)


@pytest.mark.parametrize("table", [t for t in TABLES if t.kind is not None], ids=lambda t: t.name)
def test_defaults_are_those_of_the_model(table):
    """Where a record leaves a field out, the column says what the model says."""
    fields = PARTS.get(table.name, MODELS[table.kind]).model_fields
    for column in table.columns:
        info = fields.get(column.source or column.name)
        default = None if info is None or info.default in (PydanticUndefined, None, (), frozenset()) else info.default
        default = default if isinstance(default, bool) or default is None else str(default)

        assert column.default == default, column.name


def test_keys_are_unique_and_needed_cells_are_there(tabled):
    """No two rows share a key; columns that are said to be filled are."""
    for table in TABLES:
        rows = tabled.rows(table.name)
        keys = [tuple(row[table.names.index(name)] for name in table.key) for row in rows]
        empty = [c.name for at, c in enumerate(table.columns) if c.needed and any(row[at] is None for row in rows)]

        assert rows
        assert len(keys) == len(set(keys)), table.name
        assert [] == empty, table.name


def test_rows_satisfy_their_schemas(tabled):
    """Each row as a JSON object is what the schema of its table says."""
    for table in TABLES:
        validator = jsonschema.Draft202012Validator(table_schema(table))
        for row in tabled.rows(table.name)[:200]:
            assert [] == [e.message for e in validator.iter_errors(dict(zip(table.names, row, strict=True)))], (
                table.name
            )


def test_no_row_is_lost(tabled):
    """Tables have as many rows as there are records, or parts of records."""
    dataset = tabled.dataset
    for table in (t for t in TABLES if t.kind is not None):
        records = [record for _, record in dataset.of_kind(table.kind)]
        count = sum(len(r.get(table.each) or ()) for r in records) if table.each else len(records)

        assert count == len(tabled.rows(table.name)), table.name


def test_references_that_lead_somewhere_are_kept(tabled):
    """In sound data no reference is emptied, except where somebody is no lab."""
    for table in TABLES:
        for at, column in enumerate(table.columns):
            if (
                table.kind is None
                or not column.refers
                or column.name == "lab"
                or (column.source or "@").startswith("@")
            ):
                continue
            stated = [r for _, r in tabled.dataset.of_kind(table.kind) if r.get(column.source or column.name)]
            if not table.each and "." not in (column.source or ""):
                assert len(stated) == sum(row[at] is not None for row in tabled.rows(table.name)), column.name


def test_changes_are_those_of_the_labelled_diff(tabled):
    """Rows of version steps have the directions that the diff over all time gives them."""
    window = Window(dt.date(1990, 1, 1), dt.date(2100, 12, 31))
    rows = apply(rules(), fold(steps(tabled.dataset, window)), Context(DAY))
    expected = sorted((r.subject, r.step, r.direction, r.disclosure) for r in rows if r.step)
    names = BY_NAME["changes"].names
    found = [dict(zip(names, row, strict=True)) for row in tabled.rows("changes")]

    assert len(expected) > 300
    assert expected == sorted((r["subject"], r["step"], r["direction"], r["disclosure"]) for r in found if r["step"])
    assert len(tabled.rows("change_values")) >= len(found)


def test_typed_scalars_become_numbers_and_truth_values():
    """Numbers and truth values of YAML are those of JSON, quoted or not."""
    record = {"a": Typed("5"), "b": Typed("0.5"), "c": Typed("true"), "d": "5", "e": [{"f": Typed("-1")}]}

    assert {"a": 5, "b": 0.5, "c": True, "d": "5", "e": [{"f": -1}]} == plain(record)
    assert isinstance(Typed("5"), str)


def test_a_digest_tells_rows_apart_and_not_their_store():
    """The same rows as lists or tuples have one digest; another order or cell has another."""
    assert digest([[1, "a"], [2, None]]) == digest(iter([(1, "a"), (2, None)]))
    assert 4 == len({digest(rows) for rows in ([[1]], [["1"]], [[1], [1]], [])})


def test_there_are_ten_views_and_each_answers(tabled):
    """Every view runs on the real data and has rows."""
    from labledger.release.database import filled

    with filled(tabled) as connection:
        counts = {view.name: len(connection.execute(f"select * from {view.name}").fetchall()) for view in VIEWS}

    assert 10 == len(counts)
    assert 0 not in counts.values(), counts


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    return build(make(tmp_path_factory.mktemp("tables") / "repo"), tmp_path_factory.mktemp("o") / "o")


def test_the_database_is_sound(release):
    """No damaged page, no row that refers to none, and full-text search finds words."""
    database = sqlite3.connect(release / "labledger.sqlite")

    assert [("ok",)] == database.execute("pragma integrity_check").fetchall()
    assert [] == database.execute("pragma foreign_key_check").fetchall()
    assert database.execute("select count(*) from records_fts where records_fts match 'acme'").fetchone()[0]


def test_descriptions_name_every_table_and_column(release):
    """Frictionless, Croissant, schema.org and Datasette tell of the same tables and columns."""
    read = {name: json.loads((release / name).read_bytes()) for name in
            ("datapackage.json", "croissant.json", "dataset.jsonld", "datasette.json")}  # fmt: skip
    columns = {table.name: list(table.names) for table in TABLES}
    package = {r["name"]: [f["name"] for f in r["schema"]["fields"]] for r in read["datapackage.json"]["resources"]}
    croissant = {r["@id"]: [f["name"] for f in r["field"]] for r in read["croissant.json"]["recordSet"]}
    served = read["datasette.json"]["databases"]["labledger"]["tables"]

    assert columns == package == croissant
    assert columns == {name: list(part["columns"]) for name, part in served.items() if "columns" in part}
    assert {view.name for view in VIEWS} == served.keys() - columns.keys()
    assert {f"tables/{name}.csv" for name in columns} < {d["name"] for d in read["dataset.jsonld"]["distribution"]}
    assert all(
        (release / part["path"]).stat().st_size == part["bytes"] for part in read["datapackage.json"]["resources"]
    )


def test_the_citation_is_valid(release):
    """CITATION.cff has what citing needs."""
    import yaml

    citation = yaml.safe_load((release / "CITATION.cff").read_text("utf-8"))

    assert {"cff-version", "message", "title", "authors", "version", "date-released", "license"} <= citation.keys()
    assert "2024.6.1" == citation["version"]
    assert "2024-06-15" == citation["date-released"]


def test_the_card_can_be_read_by_a_hub(release):
    """The front matter names each table's file."""
    import yaml

    front = yaml.safe_load((release / "README.md").read_text("utf-8").split("---")[1])

    assert {table.name for table in TABLES} == {part["config_name"] for part in front["configs"]}
    assert all((release / part["data_files"]).is_file() for part in front["configs"])


@pytest.mark.skipif(find_spec("frictionless") is None, reason="frictionless is not installed")
def test_frictionless_finds_the_package_valid(release):
    """Its own validator accepts the package, and a wrong cell is told with row and field."""
    import frictionless

    report = frictionless.validate(release / "datapackage.json")

    assert report.valid, report.flatten(["message"])


@pytest.mark.skipif(find_spec("mlcroissant") is None, reason="mlcroissant is in the extra `validators`")
def test_croissant_loads_every_record_set(release):
    """Its own loader reads every table."""
    done = verify(release)

    assert 0 == done.returncode, done.stdout
    assert "mlcroissant was not run" not in done.stderr


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="pyarrow is in the extra `parquet`")
def test_parquet_says_what_the_database_says(tabled):
    """Rows that were written as Parquet are read as they were."""
    from labledger.release.parquet import parquet, parquet_rows

    for table in TABLES:
        data = parquet(table, tabled.rows(table.name))

        assert data == parquet(table, tabled.rows(table.name))
        assert digest(tabled.stored(table.name)) == digest(parquet_rows(table, data)), table.name


def test_dates_of_schemas_are_those_of_the_model():
    """The pattern of a partial date is the one of the record schemas."""
    from labledger.report.schema import schema_of

    assert DATE_PATTERN in json.dumps(schema_of(str(Kind.EVENT)))
