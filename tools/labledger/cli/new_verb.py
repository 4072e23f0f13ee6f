"""`labledger new`: write a new record to fill in."""

from __future__ import annotations

from typing import Any

import click

from labledger.cli.place import Place, data_options, examples, find
from labledger.errors import UsageError


@click.command(
    epilog=examples(
        "labledger new event openai/events/2026-09-01-board-member-leaves --set kind=departure",
        "labledger new version anthropic/rsp/v3.5 --from anthropic/rsp/v3.4 --set published=2026-09-01",
    )
)
@click.argument("kind")
@click.argument("record_id", metavar="[ID]", required=False)
@data_options
@click.option("--set", "sets", multiple=True, metavar="FIELD=TEXT", help="Fill in a field; repeat for several.")
@click.option("--source", metavar="ID", help="The source that it cites.")
@click.option("--locator", metavar="TEXT", help="Page or section of the source.")
@click.option(
    "--from", "predecessor", metavar="VERSION", help="For a version: copy the provisions, each marked inherited."
)
@click.option("--ask", is_flag=True, help="Ask for every required field; done without ID as well.")
@click.option("--dry-run", is_flag=True, help="Print the file instead of writing it.")
def command(kind: str, record_id: str | None, data: str | None, repo: str | None, sets: tuple[str, ...],
            source: str | None, locator: str | None, predecessor: str | None, ask: bool,
            dry_run: bool) -> None:  # fmt: skip
    """Write a canonical file for a new record of KIND with the id ID: every required field, ready to fill in.

    KIND is lab, framework, version, commitment, claim, fact, event, question, answer, source, review, waiver,
    assessment or instrument. For an answer ID is the question, to which it is added. Without ID everything is asked.
    """
    from labledger.cli.asking import KINDS, asked_id

    _known_kind(kind, KINDS)
    place = find(data, repo)
    ask = ask or record_id is None
    record_id = record_id or asked_id(place, kind, _SHAPES.get(kind, ""))
    if predecessor is not None and kind != "version":
        raise UsageError("--from goes with versions")
    if kind == "answer":
        record, model, part = _answer(place, record_id, sets, (source, locator), ask)
        write_over = True
    else:
        _right_kind(kind, record_id)
        _holders_stand(place, kind, record_id)
        record, model = _record(place, kind, record_id, sets, (source, locator), predecessor, ask)
        part, write_over = record, False
    _finish(place, record, model, part, write_over, dry_run)


def _record(place: Place, kind: str, record_id: str, sets: tuple[str, ...], cited: tuple[str | None, str | None],
            predecessor: str | None, ask: bool) -> tuple[dict[str, Any], Any]:  # fmt: skip
    """A new record with what was given and asked, and blanks for the rest."""
    from labledger.cli import scaffold
    from labledger.cli.asking import asked_fields
    from labledger.ids import Kind
    from labledger.model.kinds import MODELS

    model = MODELS[Kind(kind)]
    record = scaffold.started(record_id, kind)
    if predecessor is not None:
        record.update(scaffold.copied(place, predecessor))
    record = scaffold.filled(record, model, sets)
    for wrong in scaffold.faults(record):
        raise UsageError(wrong)
    record = asked_fields(record, model) if ask else record
    record.update(_cited(place, "" if "document" in record else kind, cited, ask))
    return scaffold.completed(record, model), model


def _answer(place: Place, question_id: str, sets: tuple[str, ...], cited: tuple[str | None, str | None],
            ask: bool) -> tuple[dict[str, Any], Any, dict[str, Any]]:  # fmt: skip
    """The question with one more answer, and that answer."""
    from labledger.cli import scaffold
    from labledger.cli.asking import asked_fields
    from labledger.cli.records import existing
    from labledger.model.question import Answer, Question

    _right_kind("question", question_id)
    question = existing(place, question_id)
    answer = scaffold.filled({}, Answer, sets)
    answer = asked_fields(answer, Answer) if ask else answer
    answer.update(_cited(place, "answer", cited, ask))
    answer = scaffold.completed(answer, Answer)
    answers = [*question.get("answers", ()), answer]
    answers.sort(key=lambda one: str(one["date"]))
    whole = {**question, "answers": answers}
    for wrong in scaffold.faults(whole, ("answers", answers.index(answer))):
        raise UsageError(wrong)
    return whole, Question, answer


def _cited(place: Place, kind: str, cited: tuple[str | None, str | None], ask: bool) -> dict[str, Any]:
    """The citation that was given or asked for, or a blank one where the check wants one."""
    from labledger.check.unfinished import BLANK
    from labledger.cli.asking import asked_source
    from labledger.cli.records import existing
    from labledger.cli.scaffold import CITED

    source, locator = cited
    if source is not None:
        if not source.startswith("sources/"):
            raise UsageError(f"{source} is no source", "sources are named like sources/openai/pf-v2")
        existing(place, source)
    elif ask and kind in CITED:
        source, locator = asked_source(place)
    if not source and kind not in CITED:
        return {}
    return {"citations": [{"source": source or BLANK, **({"locator": locator} if locator else {})}]}


def _finish(place: Place, record: dict[str, Any], model: Any, part: dict[str, Any], over: bool, dry_run: bool) -> None:
    """Print or write the file, and say what is left to do."""
    from labledger.cli.records import free, tell, write
    from labledger.cli.scaffold import to_fill_in
    from labledger.store import canonical

    if dry_run:
        click.echo(canonical.dump(record, model).decode(), nl=False)
        return
    if not over:
        free(place, str(record["id"]))
    click.echo(f"wrote {write(place, record)}")
    copied = sum(str(provision.get("inherited")) == "true" for provision in record.get("provisions", ()))
    if copied:
        tell(f"{copied} provisions copied and marked inherited: delete the mark of each that you read in the new text")
    if left := list(to_fill_in(record, model)):
        tell("fill in what says TODO:", *left)
    tell("next: labledger check && labledger fmt --check")


def _known_kind(kind: str, kinds: tuple[str, ...]) -> None:
    from labledger.text.closest import did_you_mean

    if kind not in kinds:
        raise UsageError(f"{kind} is not a kind of record", did_you_mean(kind, kinds) or f"one of: {', '.join(kinds)}")


def _right_kind(kind: str, record_id: str) -> None:
    from labledger.ids import kind_of

    found = kind_of(record_id)
    if found != kind:
        said = f"it would be a {found}" if found else "it is no id"
        raise UsageError(f"{record_id} is not the id of a {kind}: {said}", _SHAPES[kind])


def _holders_stand(place: Place, kind: str, record_id: str) -> None:
    """The lab and framework that an id begins with are records: a slip would make a folder of its own."""
    from labledger.cli.records import existing
    from labledger.ids import framework_of, lab_of

    if kind == "assessment":
        return  # what somebody judged may be of a lab that we do not follow
    for holder in (lab_of(record_id), framework_of(record_id)):
        if holder is not None and holder != record_id:
            existing(place, holder)


_SHAPES = {
    "lab": "like anthropic", "framework": "like anthropic/rsp", "version": "like anthropic/rsp/v2.2",
    "review": "like anthropic/rsp/reviews/v2.1..v2.2", "commitment": "like openai/commitments/compute-share",
    "claim": "like openai/claims/2025-04-15-testing", "fact": "like anthropic/facts/board",
    "event": "like openai/events/2024-05-14-departure", "assessment": "like assessments/fli-index/2025-summer/openai",
    "question": "like questions/compute-share", "instrument": "like instruments/sb-53/2025",
    "source": "like sources/openai/pf-v2", "waiver": "like waivers/d-order--pf-v2",
}  # fmt: skip
