"""Queries read and do nothing else, within a limit of time and memory."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from release_case import FORMULA, build, make
from repository import Repository, labledger


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return make(tmp_path_factory.mktemp("query") / "repo")


@pytest.fixture(scope="module")
def release(repo: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(repo, tmp_path_factory.mktemp("o") / "o")


def ask(repo, *words):
    return labledger("query", *words, cwd=repo.place)


def test_the_embedded_database_answers_as_the_released_one(repo, release):
    """The dataset's own tables and those of its release say the same."""
    sql = "select subject, direction, labels from changes where kind <> 'question' order by subject, id"
    here = ask(repo, sql, "--json", "--today", "2024-06-15")
    there = ask(repo, sql, "--json", "--db", str(release))
    file = ask(repo, sql, "--json", "--db", str(release / "labledger.sqlite"))

    assert json.loads(here.stdout)["rows"]
    assert here.stdout == there.stdout == file.stdout


def test_forms_of_the_answer(repo):
    """Text, CSV, JSON, JSON lines and Markdown; a formula is harmless in CSV and whole in JSON."""
    sql = "select id, title, 1 as one, null as empty from events"
    told = {form: ask(repo, sql, "--format", form).stdout for form in ("text", "csv", "json", "jsonl", "markdown")}
    ((row,), (line,)) = json.loads(told["json"])["rows"], [json.loads(t) for t in told["jsonl"].splitlines()]

    assert FORMULA == row["title"] == line["title"]
    assert f"'{FORMULA}" == next(csv.DictReader(io.StringIO(told["csv"])))["title"]
    assert "(1 row)" in told["text"]
    assert 3 == len(told["markdown"].splitlines())


WRITES = (
    "insert into labs (id, name) values ('x', 'x')", "update labs set name = ''", "delete from labs", "drop table labs",
    "create table x (a)", "attach database ':memory:' as other", "pragma writable_schema = 1", "vacuum", "begin",
    "pragma user_version", "select load_extension('x')", "create temp table x (a)", "reindex", "analyze",
    "insert into labs_fts (labs_fts) values ('rebuild')",
)  # fmt: skip


@pytest.mark.parametrize("sql", WRITES)
def test_whatever_does_more_than_read_is_refused(repo, release, sql):
    """One line, exit code 2, and the file as it was."""
    before = (release / "labledger.sqlite").read_bytes()
    done = ask(repo, sql, "--db", str(release))

    assert 2 == done.returncode, done.stderr
    assert 1 == done.stderr.count("\n")
    assert before == (release / "labledger.sqlite").read_bytes()
    assert ["labledger.sqlite"] == [path.name for path in release.glob("labledger.sqlite*")]


@pytest.mark.parametrize("sql", ["", " ", ";", "selec", "select", "select 1; select 2", "select nothing", "select '"])
def test_a_wrong_statement_is_one_line(repo, release, sql):
    """Exit code 2, no traceback."""
    done = ask(repo, sql, "--db", str(release))

    assert 2 == done.returncode
    assert 1 == done.stderr.count("\n")


ENDLESS = (
    "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n",
    "with recursive n(x) as (select 1 union all select x + 1 from n) select x from n order by x desc",
    "select count(*) from records a, records b, records c, records d, records e, records f, records g, records h",
)


@pytest.mark.parametrize("sql", ENDLESS)
def test_a_query_without_end_is_stopped(repo, release, sql):
    """After the time it may take, in words."""
    done = ask(repo, sql, "--db", str(release), "--seconds", "0.3")

    assert 3 == done.returncode
    assert "took longer than 0.3 s" in done.stderr


def test_a_cell_without_bounds_is_refused(repo, release):
    """Memory has a limit as well."""
    done = ask(repo, "select length(hex(zeroblob(900000000)))", "--db", str(release))

    assert 3 == done.returncode
    assert "more memory than it may have" in done.stderr


def test_full_text_search_is_reading(repo):
    """The search tables can be asked."""
    done = ask(repo, "select count(*) as n from provisions_fts where provisions_fts match 'acme OR model'", "--json")

    assert 0 == done.returncode, done.stderr


def test_what_is_no_database_is_one_line(repo, release, tmp_path):
    """A text, a damaged file, a missing one, and one that a newer tool made."""
    (tmp_path / "text").write_text("not a database at all")
    (tmp_path / "damaged").write_bytes((release / "labledger.sqlite").read_bytes()[:3000])
    (tmp_path / "newer").write_bytes((release / "labledger.sqlite").read_bytes())
    with sqlite3.connect(tmp_path / "newer") as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    for name in ("text", "damaged", "newer", "missing"):
        done = ask(repo, "select count(*) from labs", "--db", str(tmp_path / name))

        assert 3 == done.returncode, done.stderr
        assert 1 == done.stderr.count("\n")


def test_tables_are_explained(repo):
    """All of them, one of them, a view, and a name that is none."""
    everything, one, view, none = (
        labledger("tables", *words, cwd=repo.place) for words in ((), ("provisions",), ("weakenings",), ("provision",))
    )
    data = json.loads(labledger("tables", "--json", cwd=repo.place).stdout)

    assert "  weakenings " in everything.stdout
    assert "modality" in one.stdout
    assert "select" in view.stdout
    assert 2 == none.returncode
    assert "provisions" in none.stderr
    assert 21 == len(data["tables"])
    assert all(column["meaning"] for table in data["tables"] for column in table["columns"])
