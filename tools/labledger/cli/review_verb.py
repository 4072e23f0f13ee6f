"""`labledger review`: what waits for a second pair of eyes, and recording what people and companies say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from labledger.cli.place import data_options, examples, find, today
from labledger.errors import UnreadableError, UsageError

_SHOWN = 20


@click.command(epilog=examples("labledger review --lab openai --limit 5", "labledger review --corrections"))
@click.argument("fingerprint", required=False)
@data_options
@click.option("--lab", help="Only labels of this lab.")
@click.option("--state", type=click.Choice(("waits", "contested", "settled", "open")), help="Only these labels.")
@click.option("--limit", type=click.IntRange(1), default=_SHOWN, show_default=True, help="Most labels to list.")
@click.option("--direction", type=click.Choice(("weaken", "strengthen", "neutral", "unclear")), help="Your verdict.")
@click.option("--reason", help="Why, for your verdict.")
@click.option("--reply", metavar="TEXT", help="What the company says of the label, in our words.")
@click.option("--by", metavar="NAME", help="Who rules, or who replies for the company.")
@click.option("--capacity", default="company", show_default=True, help="In which capacity a reply was given.")
@click.option("--source", metavar="ID", help="Where a reply stands.")
@click.option("--step", metavar="OLD..NEW", help="The step, where a label stands in several.")
@click.option("--corrections", is_flag=True, help="List what our records said wrongly, with the day it was mended.")
@click.option("--today", "today_", metavar="DATE", help="Day of the ruling or reply (default: today).")
@click.option("--json", "json_", is_flag=True, help="Print plain data.")
def command(fingerprint: str | None, data: str | None, repo: str | None, lab: str | None, state: str | None,
            limit: int, direction: str | None, reason: str | None, reply: str | None, by: str | None, capacity: str,
            source: str | None, step: str | None, corrections: bool, today_: str | None,
            json_: bool) -> None:  # fmt: skip
    """List the labels that wait for people, oldest first; show one; or record a ruling or a reply to it.

    A label of severity error waits until two people agree on it, neither of whom recorded the versions. Where two
    people differ it is contested, and both positions stand. A company's reply stands beside the label.
    """
    from labledger.cli.place import known_lab, records

    place, day = find(data, repo), today(today_)
    if corrections:
        _corrections(place, day, lab, limit, json_)
        return
    dataset, _ = records(place)
    known_lab(dataset, lab)
    found = _cases(place, dataset, day)
    if fingerprint is None:
        if direction or reply:
            raise UsageError("a ruling or reply needs the fingerprint of its label", "run: labledger review")
        _list(found, lab, state, limit, json_)
        return
    case = _one(found, fingerprint, step)
    if direction is None and reply is None:
        _show(case, json_)
        return
    if by is None or (direction and not reason):
        raise UsageError("say who, and for a ruling why", "--by NAME --direction weaken --reason TEXT")
    if direction:
        _rule(place, case, {"direction": direction, "by": by, "date": day.isoformat(), "reason": str(reason)})
    if reply:
        _reply(place, case, {"date": day.isoformat(), "speaker": by, "capacity": capacity, "statement": reply}, source)


def _cases(place: Any, dataset: Any, day: Any) -> Sequence[Any]:
    """Every label of every step, oldest first."""
    from labledger.cli.answer import Answer
    from labledger.report.waiting import cases

    report = Answer(place, day, None).report("1990", day.isoformat())
    return tuple(cases(dataset, report.rows))


def _list(found: Sequence[Any], lab: str | None, state: str | None, limit: int, json_: bool) -> None:
    from labledger.ids import lab_of
    from labledger.report.document import line
    from labledger.report.waiting import as_data

    wanted = (state,) if state else ("waits", "contested")
    kept = [case for case in found if case.state in wanted and lab in (None, lab_of(case.row.subject))]
    for case in kept[:limit]:
        click.echo(line(as_data(case)).rstrip("\n") if json_ else _line(case))
    if not json_:
        rest = f"; the {limit} oldest are shown, --limit shows more" if len(kept) > limit else ""
        click.echo(f"{len(kept)} labels: {', '.join(wanted)}{rest}", err=True)


def _line(case: Any) -> str:
    from labledger.report.escape import cut, one_line

    replied = ", company replied" if case.replies else ""
    if case.contested:
        need = "contested: " + " / ".join(f"{one.by} {one.direction}" for one in case.positions)
    else:
        need = f"{case.state}, {case.agreed} of 2" if case.severity == "error" else case.state
    told = f"{case.row.date}  {case.label.fingerprint}  {case.row.subject}  {case.label.rule}: {case.machine}"
    return str(one_line(cut(f"{told}  ({need}{replied})", 240)))


def _one(found: Sequence[Any], fingerprint: str, step: str | None) -> Any:
    """The label with a fingerprint. Raises UnreadableError where there is none, UsageError where there are several."""
    alike = [case for case in found if case.label.fingerprint.startswith(fingerprint) and step in (None, case.row.step)]
    if not alike or len(fingerprint) < 6:
        raise UnreadableError(f"no label {fingerprint}", "run: labledger review")
    if len(alike) > 1:
        steps = ", ".join(dict.fromkeys(case.row.step for case in alike))
        raise UsageError(f"{fingerprint} stands in several steps", f"--step with one of: {steps}")
    return alike[0]


def _show(case: Any, json_: bool) -> None:
    from labledger.report.document import document
    from labledger.report.escape import one_line
    from labledger.report.waiting import as_data

    if json_:
        click.echo(document({"schema": "labledger/review/1", **as_data(case)}), nl=False)
        return
    for told in _page(case):
        click.echo(one_line(told))


def _page(case: Any) -> Iterator[str]:
    yield f"{case.row.date}  {case.row.step}"
    yield f"{case.label.rule}: {case.label.message}"
    yield f"  machine: {case.machine}, severity {case.severity}; state: {case.state}"
    for change in case.row.changes:
        for name, side in (("old", change.old_side), ("new", change.new_side)):
            if side is not None:
                yield f"  {name}: {side.place}  {side.source}"
    for one in case.positions:
        own = "" if one.counts else " (recorded the version; does not count)"
        yield f"  {one.by}, {one.date}: {one.direction}{own}. {one.reason}"
    for reply in case.replies:
        yield f"  reply, {reply['date']}, {reply['speaker']} ({reply['capacity']}): {reply['statement']}"


def _review_of(place: Any, step: str) -> dict[str, Any]:
    """The review record of a step, begun where there is none."""
    from labledger.cli.records import existing
    from labledger.cli.scaffold import started
    from labledger.ids import framework_of

    old, new = step.split("..", 1)
    review_id = f"{framework_of(new)}/reviews/{old.split('/')[-1]}..{new.split('/')[-1]}"
    try:
        return existing(place, review_id)
    except UnreadableError:
        return {**started(review_id, "review"), "recorded_by": _recorders(place, old, new)}


def _recorders(place: Any, *versions: str) -> list[str]:
    """Who recorded versions, as the history tells; nobody where there is none."""
    from labledger.errors import LedgerError
    from labledger.store.authors import authors
    from labledger.store.layout import path_of

    try:
        history = place.history()
        return sorted({name for version in versions for name in authors(history, path_of(version))})
    except LedgerError:
        return []


def _rule(place: Any, case: Any, ruling: dict[str, str]) -> None:
    """Put a ruling into the review of its step. Raises UsageError for somebody who recorded the versions."""
    review = _review_of(place, case.row.step)
    slug = case.row.subject.partition("#")[2]
    about = {"fingerprint": case.label.fingerprint, **({"provision": slug} if slug else {}), "rule": case.label.rule}
    _written(place, {**review, "rulings": [*review.get("rulings", ()), {**about, **ruling}]})


def _reply(place: Any, case: Any, reply: dict[str, str], source: str | None) -> None:
    """Put a company's reply beside a label. Raises UsageError where it has no source or another capacity."""
    from labledger.cli.records import existing

    if source is None:
        raise UsageError("a reply needs its source", "--source sources/openai/reply; a new one: labledger new source")
    existing(place, source)
    review = _review_of(place, case.row.step)
    said = {"fingerprint": case.label.fingerprint, **reply, "citations": [{"source": source}]}
    _written(place, {**review, "replies": [*review.get("replies", ()), said]})


def _written(place: Any, review: dict[str, Any]) -> None:
    """Write a review that the checks do not refuse."""
    from labledger.check.form import check_form
    from labledger.check.rulings import check_rulings
    from labledger.cli.records import tell, write
    from labledger.model.dataset import Dataset

    review_id = str(review["id"])
    faults = [*check_form(review_id, review), *check_rulings(Dataset({review_id: review}))]
    for told in faults:
        raise UsageError(f"{told.code} {told.message}", told.hint or f"labledger check --explain {told.code}")
    click.echo(f"wrote {write(place, review)}")
    tell("next: labledger check")


def _corrections(place: Any, day: Any, lab: str | None, limit: int, json_: bool) -> None:
    from labledger.cli.corrections import corrections
    from labledger.report.document import line
    from labledger.report.escape import cut, one_line

    shown = 0
    for entry in corrections(place):
        if lab is not None and entry["lab"] != lab:
            continue
        if (shown := shown + 1) > limit and not json_:
            click.echo(f"the {limit} latest are shown, --limit shows more", err=True)
            return
        told = f"{entry['day']}  {entry['commit'][:10]}  {entry['subject']}  {entry['told']}"
        click.echo(line(entry).rstrip("\n") if json_ else one_line(cut(told, 300)))
    if not shown:
        click.echo("no corrections are recorded", err=True)
        click.echo("none")
