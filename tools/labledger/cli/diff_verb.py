"""`labledger diff`: what changed between two days, two revisions or two records, labelled."""

from __future__ import annotations

import re
from typing import Any

import click

from labledger.cli.answer import Answer
from labledger.cli.filters import check_subjects, chosen, gate
from labledger.cli.place import data_options, examples, find, today
from labledger.errors import UsageError

_FORMATS = ("text", "markdown", "json", "jsonl", "csv")


@click.command(
    epilog=examples("labledger diff 2025-01-01 2025-12-31 --lab anthropic", "labledger diff main HEAD --fail-on weaken")
)
@click.argument("old")
@click.argument("new", required=False)
@data_options
@click.option("--as-of", metavar="REV", help="Read the dataset as it had been recorded at a revision or by a day.")
@click.option(
    "--today", "today_", metavar="DATE", help="Day of the report, for promises and questions (default: today)."
)
@click.option("--texts", metavar="DIR", help="Documents you hold: rules that read them are asked too.")
@click.option("--lab", multiple=True, help="Keep this lab. Repeat for several; likewise below.")
@click.option("--framework", multiple=True, help="Keep this framework: anthropic/rsp or rsp.")
@click.option("--kind", multiple=True, help="Keep this kind: provision, version, fact, event, ...")
@click.option("--area", multiple=True, help="Keep provisions of this area: evaluation, security, ...")
@click.option("--label", multiple=True, help="Keep rows with this plain label: scope-narrowed, undisclosed, ...")
@click.option("--rule", multiple=True, help="Keep rows that this rule labelled: cadence-slowed or DDL07.")
@click.option("--direction", multiple=True, help="Keep weaken, strengthen, unclear or neutral.")
@click.option("--severity", multiple=True, help="Keep error, warn, info or off.")
@click.option("--disclosure", multiple=True, help="Keep announced, partial, silent, no-account or unknown.")
@click.option(
    "--format", "format_", type=click.Choice(_FORMATS), default="text", show_default=True, help="Form of the output."
)
@click.option("--json", "json_", is_flag=True, help="The same as --format json.")
@click.option(
    "--for-review",
    is_flag=True,
    help="With --format markdown: findings, changes record by record, sources to open; exit 1 when there are errors.",
)
@click.option("--link", metavar="URL", default="", help="With --for-review: where the whole report is.")
@click.option("--raw", is_flag=True, help="Show every raw difference of the changed records instead of labels.")
@click.option(
    "--fail-on", multiple=True, metavar="WHAT", help="Exit 1 when a row is: weaken, severity:error, label:NAME, ..."
)
@click.option("--color", type=click.Choice(("auto", "always", "never")), default="auto", help="Colour on terminals.")
@click.option("-o", "--output", metavar="FILE", help="Write to a file.")
@click.option("--force", is_flag=True, help="Replace the file that -o names.")
def command(old: str, new: str | None, data: str | None, repo: str | None, as_of: str | None, today_: str | None,
            texts: str | None, format_: str, json_: bool, for_review: bool, link: str, raw: bool,
            fail_on: tuple[str, ...], color: str, output: str | None, force: bool,
            **filters: tuple[str, ...]) -> int:  # fmt: skip
    """Show what changed between OLD and NEW, each change labelled with its direction.

    Two dates ask what happened at the labs between them, both days included; one date asks for that day, month or year.
    Two revisions (branch, tag, hash, WORKTREE for the files as they are, INDEX for what is staged) ask what changed
    in the dataset.
    Two record ids compare those records. A word that could be a date is a date.
    """
    keep, gates = chosen(filters), [gate(text) for text in fail_on]
    place = find(data, repo)
    if for_review:
        if format_ != "markdown" or json_ or raw or as_of or fail_on or any(filters.values()):
            raise UsageError(
                "--for-review tells a reviewer everything", "give --format markdown, without filters or gates"
            )
        return _for_review(place, today(today_), (old, new or "HEAD"), link, output, force)
    answer = Answer(place, today(today_), as_of, texts)
    if raw:
        if fail_on or any(filters.values()):
            raise UsageError("--raw shows everything", "leave out the filters and --fail-on")
        _deliver(answer.raw(old, new), output, force)
        return 0
    report = answer.report(old, new)
    if any(one.lab or one.framework for one in (keep, *gates)):
        check_subjects((keep, *gates), answer.ids())
    report = report.filtered(keep)
    _write(report, "json" if json_ else format_, color, output, force)
    reached = any(one.keep(row) for one in gates for row in report.rows)
    return 1 if reached else 0


def _for_review(place: Any, day: Any, sides: tuple[str, str], link: str, output: str | None, force: bool) -> int:
    """Write the comment for reviewers; the exit code says whether the request is sound."""
    from labledger.cli.requests import told

    if link and not re.fullmatch(r"https://[A-Za-z0-9./_~%?=&#-]+", link):
        raise UsageError(f"--link {link} is no address", "it starts with https://")
    text, sound = told(place, day, *sides, link)
    _deliver(text, output, force)
    return 0 if sound else 1


def _write(report: Any, format_: str, color: str, output: str | None, force: bool) -> None:
    if format_ == "text":
        from labledger.cli.paint import deliver, paint, plain
        from labledger.report.as_text import as_text

        if output is None:
            paint(as_text(report), color)
        else:
            deliver(plain(as_text(report)), output, force)
        return
    if format_ == "markdown":
        from labledger.report.as_markdown import as_markdown

        _deliver(as_markdown(report), output, force)
        return
    from labledger.report import as_data

    if format_ == "json":
        _deliver(as_data.as_json(report), output, force)
    elif format_ == "jsonl":
        _deliver("".join(as_data.as_json_lines(report)), output, force)
    else:
        _deliver(as_data.as_csv(report), output, force)


def _deliver(text: str, output: str | None, force: bool) -> None:
    from labledger.cli.paint import deliver

    deliver(text, output, force)
