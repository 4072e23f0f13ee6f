"""Words of provisions are read by the clause reader only where both sides follow their document closely."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rule_cases import NEW, OLD, Case, rows_of, state

OPEN = {"area": "evaluation", "modality": "will"}
BEFORE = "Acme publishes the results within 30 days of release."
AFTER = "Acme publishes the results, where appropriate, within 60 days of release."


def pair(old: dict[str, object], new: dict[str, object]) -> Case:
    """Two states of one provision as a case without expectations."""
    import datetime as dt

    return Case(
        "none", Path(__file__).stem, "provision", state("provision", {**OPEN, **old}, OLD),
        state("provision", {**OPEN, **new}, NEW), (), "none", False, dt.date(2026, 1, 1), None,
    )  # fmt: skip


def test_close_statements_are_read():
    """A hedge and a longer deadline in the words alone are labelled, with the text tier and less than certainty."""
    rows = rows_of(pair({"statement": BEFORE, "wording": "close"}, {"statement": AFTER, "wording": "close"}))
    labels = {label.rule: label for row in rows for label in row.labels}

    assert {"hedge-added", "deadline-extended"} <= labels.keys()
    assert {"weaken"} == {row.direction for row in rows}
    assert "text" == labels["hedge-added"].tier
    assert labels["hedge-added"].confidence < 1


@pytest.mark.parametrize("sides", [("free", "close"), ("close", "free"), ("free", "free")])
def test_free_statements_prove_nothing(sides):
    """Our own paraphrase may change without anything having changed at the lab."""
    rows = rows_of(pair({"statement": BEFORE, "wording": sides[0]}, {"statement": AFTER, "wording": sides[1]}))

    assert "hedge-added" not in {label.rule for row in rows for label in row.labels}


def test_a_typed_field_is_not_said_twice():
    """Where the modality is a field of both sides, the words do not repeat it."""
    old = {"statement": "Acme will pause training.", "wording": "close"}
    new = {"statement": "Acme may pause training.", "wording": "close", "modality": "may"}
    fired = [label.rule for row in rows_of(pair(old, new)) for label in row.labels]

    assert 1 == fired.count("modality-weakened")


def test_the_clause_reader_waits_until_it_is_asked():
    """Labelling records loads nothing of the reading of clauses: few steps have words to read."""
    asked = "import sys, labledger.label.engine; print('labledger.clause.compare' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert "False" == done.stdout.strip()
