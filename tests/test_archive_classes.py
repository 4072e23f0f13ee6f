"""Each kind of recorded change gets its class, and only edits under a date that stood still are quiet."""

from __future__ import annotations

import pytest
from archive_case import RULES, policy, read, record_all

from labledger.archive.weight import weigh

EDITED = RULES.replace("within 30 days", "within 300 days")
LOCAL = RULES.replace("epsilon is needed", "epsilon is organised at our centre")
ERROR = "This page isn’t available\n-------------------------\n\nAn unexpected error has occurred.\n"
NUMBERED = "\n\n".join(f"{n}\\. {line}" for n, line in enumerate(RULES.split("\n\n"), 1))
TABLE = "| Name | Place |\n| --- | --- |\n" + "\n".join(f"| Processor number{n} Limited | Ireland |" for n in range(14))


def last(place, *texts):
    """The last change of an archive with these texts."""
    record_all(place, *texts)
    return read(place)[-1]


@pytest.mark.parametrize(
    ("new", "name", "quiet"),
    [
        (policy(body=EDITED), "substantive", True),
        (policy("Last updated: May 2, 2025", EDITED), "substantive", False),
        (policy(body=RULES.replace("needed", "neded")), "minor", True),
        (policy("Last updated: 2 May 2025"), "date-only", False),
        (policy("Last updated: 1 May 2025"), "date-format", False),
        (policy("**Last Updated:** 2025-05-01"), "date-format", False),
        (policy(body=RULES.replace("alpha", "**alpha**")), "format-only", False),
        (policy(body=RULES.replace(" and we", ". And we")), "format-only", False),
        (policy(body=f"Table of contents\n\n{RULES}\n\n_close_"), "format-only", False),
        (policy(body=RULES.replace("\n\n", " ")), "format-only", False),
        (policy(body=NUMBERED), "format-only", False),
        (ERROR, "capture-error", False),
        ("Redirecting to [legal.acme.org](https://legal.acme.org)\n", "capture-error", False),
        (policy(body=""), "capture-error", False),
        (policy() + RULES + "\n", "capture-error", False),
    ],
)  # fmt: skip
def test_classes(tmp_path, new, name, quiet):
    """A change is told by the highest tier in which the texts differ."""
    change = last(tmp_path, policy(), new)

    assert (name, quiet) == (change.name, change.quiet)


def test_numbers_that_change_are_content(tmp_path):
    """A reference to another section is an edit; numbers that come or go before every clause are not."""
    change = last(
        tmp_path, policy(body=f"{RULES}\n\nSee section 8 of it."), policy(body=f"{RULES}\n\nSee section 9 of it.")
    )

    assert ("substantive", True) == (change.name, change.quiet)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("[rules](https://acme.org/a)", "[rules](https://acme.org/b)", "link-only"),
        ("[rules](https://acme.org/a)", "[rules](https://www.acme.org/a/?utm_source=x&sid=8fj2k)", "format-only"),
        ("[rules](https://acme.org/a?id=1)", "[rules](https://acme.org/a?id=2)", "link-only"),
        ("[rules](/en-gb/a)", "[rules](/en-us/a)", "format-only"),
        ("![logo](/a.png) rules", "![mark](/b.png) rules", "format-only"),
        ("write to a@acme.org", "write to b@acme.org", "substantive"),
        ("at 12 Main Street", "at 14 Main Street", "substantive"),
    ],
)
def test_links_and_addresses(tmp_path, old, new, name):
    """Trackers and sessions are not targets; targets are not words; addresses and mail boxes are content."""
    assert name == last(tmp_path, policy(body=f"{RULES}\n\n{old}"), policy(body=f"{RULES}\n\n{new}")).name


def test_relative_dates_tick(tmp_path):
    """A date that is told by its distance stands still while it ticks, and moves when it starts anew."""
    stamps = ["Updated: 6 days ago", "Updated: 7 days ago", "Updated: 1 day ago"]
    record_all(tmp_path, *map(policy, stamps), policy("Updated: 2 days ago", EDITED))

    assert ["first", "date-format", "date-only", "substantive"] == [change.name for change in read(tmp_path)]
    assert read(tmp_path)[-1].quiet


def test_a_return_is_a_revert(tmp_path):
    """The words of an earlier version under the same date are a revert; nothing new was said."""
    record_all(tmp_path, policy(), policy(body=EDITED), policy())

    assert ["first", "substantive", "revert"] == [change.name for change in read(tmp_path)]


def test_a_return_that_moves_the_date_back_is_a_rollback(tmp_path):
    """The words and the date of an earlier version are a rollback."""
    record_all(tmp_path, policy(), policy("Last updated: May 2, 2025", EDITED), policy())

    assert ["first", "substantive", "rollback"] == [change.name for change in read(tmp_path)]


def test_recovery_tells_what_changed_meanwhile(tmp_path):
    """After an error page the text is compared with the last sound one, so no edit hides behind the page."""
    record_all(tmp_path, policy(), ERROR, policy(), ERROR, policy(body=EDITED))
    found = read(tmp_path)

    assert ["first", "capture-error", "recovery", "capture-error", "recovery"] == [change.name for change in found]
    assert found[2].hidden is None
    assert found[4].hidden is not None
    assert ("substantive", True) == (found[4].hidden.name, found[4].hidden.quiet)


def test_a_list_cut_at_ten_is_no_removal(tmp_path):
    """A table of which exactly the first ten rows are left is a page that turned, and the rows come back."""
    cut = "\n".join(TABLE.split("\n")[:12])
    record_all(tmp_path, policy(body=TABLE), policy(body=cut), policy(body=TABLE))

    assert ["first", "capture-error", "recovery"] == [change.name for change in read(tmp_path)]


def test_a_list_that_loses_rows_otherwise_is_a_removal(tmp_path):
    """Rows that go from the middle, or leave another number, were removed."""
    lines = TABLE.split("\n")
    record_all(tmp_path, policy(body=TABLE), policy(body="\n".join(lines[:4] + lines[6:])))

    assert "substantive" == read(tmp_path)[-1].name


def test_another_language_is_a_broken_capture(tmp_path):
    """A text that turns up in another language is the wrong page."""
    german = "\n\n".join(
        f"Wir bewahren die Daten der Art {name} nur so lange auf, wie es nötig ist, und löschen sie danach."
        for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
    )

    assert ("language",) == last(tmp_path, policy(), policy(body=german)).reasons


def test_spelling_of_another_place(tmp_path):
    """British for American spelling is another edition of the page, not an edit."""
    american = LOCAL.replace("organised", "organized").replace("centre", "center")
    change = last(tmp_path, policy(body=LOCAL), policy(body=american))

    assert ("format-only", False) == (change.name, change.quiet)


@pytest.mark.parametrize(
    "added",
    [
        "> **Privacy Policy Updated**\n>\n> We have updated our policy to explain it better.",
        "We use cookies to help us.\n\nAccept all\n\nReject all",
        "[Products](/p)[Blog](/b)[Careers](/c)\n\n[Contact Sales](/s)\n\n![logo](/l.svg)[Home](/h)",
        "Try it",
    ],
)
def test_what_belongs_to_the_page_is_no_edit(tmp_path, added):
    """Banners, cookie questions, menus and buttons are neither substantive nor quiet."""
    title, rest = policy().split("\n\nLast", 1)
    change = last(tmp_path, policy(), f"{title}\n\nLast{rest}\n\n{added}\n")

    assert not change.quiet
    assert change.name in ("minor", "format-only")


def test_parts_have_their_own_dates(tmp_path):
    """In a document of several pages an edit is quiet where its own page's date stood still."""

    def both(first, second, body):
        return f"{policy(first)}\n- - -\n\n{policy(second, body).replace('Privacy policy', 'Other notice')}"

    old = both("Last updated: May 1, 2025", "Last updated: May 1, 2025", RULES.replace("alpha", "omega"))
    edited = EDITED.replace("alpha", "omega")
    other = last(tmp_path / "a", old, both("Last updated: May 2, 2025", "Last updated: May 1, 2025", edited))
    same = last(tmp_path / "b", old, both("Last updated: May 1, 2025", "Last updated: May 2, 2025", edited))

    assert (True, False) == (other.quiet, same.quiet)
    assert ["other notice"] == [part.title for part in other.still]


def test_an_edit_without_any_date_is_not_quiet(tmp_path):
    """Where nothing is stated, nothing stood still."""
    change = last(tmp_path, policy(""), policy("", EDITED))

    assert ("substantive", False) == (change.name, change.quiet)


def test_upgrades_are_read(tmp_path):
    """A commit that calls itself technical is classed by its text."""
    archive = record_all(tmp_path, policy())
    archive.record(
        "2025-05-09", {"Acme/Privacy Policy.md": policy(body=EDITED)}, "Apply technical or declaration upgrade"
    )

    assert read(tmp_path)[-1].quiet


@pytest.mark.parametrize(
    ("old", "new", "weight"),
    [
        ("We receive your records here.", "We recieve your records here.", "spelling"),
        ("We answer for appropriate use.", "We answer for inappropriate use.", "substantive"),
        ("You must agree to the rules.", "You may agree to the rules.", "substantive"),
        ("We do sell your data to them.", "We do not sell your data to them.", "substantive"),
        ("This holds for Acme Team only.", "This holds for Acme Business only.", "name"),
        ("1.2 The rules hold here.", "1.3 The rules hold here.", "number"),
        ("The rules hold here.", "1.3 The rules hold here.", "numbering"),
        ("(b) the rules hold here", "the rules hold here", "numbering"),
        ("Breach of section 8 is a fault.", "Breach of section 9 is a fault.", "substantive"),
        ("We keep it for 30 days here.", "We keep it for days here.", "substantive"),
        ("Our data centre is organised.", "Our data center is organized.", "locale"),
        ("Write to law@acme.org about it.", "Write to [email protected] about it.", "masked"),
        ("Write to law@acme.org about it.", "Write to sales@acme.org about it.", "substantive"),
        ("A costs $10 a month here.", "A costs €10 a month here.", "substantive"),
    ],
)  # fmt: skip
def test_weights(old, new, weight):
    """Small edits are told from edits of meaning; words that bind, figures and negations always count."""
    assert weight == weigh(old, new)
