"""What documents state about themselves is read in many orders and languages, and nothing else is taken for it."""

from __future__ import annotations

import datetime as dt

import pytest

from labledger.archive.calendar import agree, canonical
from labledger.archive.stated import stamps

DAY = dt.date(2025, 6, 10)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Last updated: May 1, 2025", ["updated 2025-05-01"]),
        ("Effective 12 January 2026Previous Version", ["effective 2026-01-12"]),
        ("UpdatedNovember 14, 2025", ["updated 2025-11-14"]),
        ("Last Updated: November 2025", ["updated 2025-11"]),
        ("Last Updated: April 20th, 2025", ["updated 2025-04-20"]),
        ("Effective date: 02-03-2024", ["effective 2024-02-03|2024-03-02"]),
        ("Last modified: 3/25/2024", ["updated 2024-03-25"]),
        ("Published June 9, 2026, effective July 9, 2026.", ["published 2026-06-09", "effective 2026-07-09"]),
        ("Gültig ab 12. November 2025", ["effective 2025-11-12"]),
        ("Stand: 01.12.2025", ["updated 2025-01-12|2025-12-01"]),
        ("Dernière mise à jour : 3 mars 2025", ["updated 2025-03-03"]),
        ("Última actualización: 5 de mayo de 2025", ["updated 2025-05-05"]),
        ("更新日期：2024年01月05日", ["updated 2024-01-05"]),
        ("2025年1月1日改定", ["updated 2025-01-01"]),
        ("Updated: 14 days ago", ["updated ago:14:1"]),
        ("Zuletzt aktualisiert vor 3 Tagen", ["updated ago:3:1"]),
        ("Updated yesterday", ["updated ago:1:1"]),
        ("Version 2.3", ["version 2.3"]),
        ("Version: October 28, 2025 (Latest)", ["updated 2025-10-28"]),
        ("May 12, 2023: Updated various typos.", []),
        ("As of April 1, 2024, we are proud to announce it.", []),
        ("We may update it. On January 1, 2026 the law changed.", []),
        ("Previous version, effective May 1, 2024", []),
        ("Last updated: February 30, 2025", []),
        ("We delete records within 30 days.", []),
    ],
)  # fmt: skip
def test_stamps(text, stated):
    """A word and a date beside it are a statement; a date in a sentence is not."""
    assert stated == [f"{stamp.kind} {stamp.value}" for stamp in stamps(text)]


def test_halves():
    """A line with only the word, or only the date, is half a statement."""
    assert [("updated", "")] == [(stamp.kind, stamp.value) for stamp in stamps("Last updated")]
    assert [("", "2025-06-05")] == [(stamp.kind, stamp.value) for stamp in stamps("June 5, 2025")]


@pytest.mark.parametrize(
    ("one", "day", "other", "after", "same"),
    [
        ("ago:6:1", 0, "ago:7:1", 1, True),
        ("ago:6:1", 0, "ago:1:1", 1, False),
        ("ago:3:1", 0, "2025-06-07", 1, True),
        ("2025-03", 0, "2025-03-20", 9, True),
        ("2025-03", 0, "2025-04", 9, False),
        ("2025-02-03|2025-03-02", 0, "2025-03-02", 9, True),
        ("ago:2:3", 0, "ago:2:3", 14, True),
    ],
)
def test_agreement(one, day, other, after, same):
    """Two written dates agree when they may mean one day, counted from their captures."""
    assert same is agree(one, DAY + dt.timedelta(day), other, DAY + dt.timedelta(after))


def test_dates_in_text_have_one_form():
    """The order in which a date is written makes no difference to the words around it."""
    assert canonical("from May 1, 2025 on").split() == canonical("from 1 May 2025 on").split()
