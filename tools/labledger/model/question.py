"""Questions put to labs, and assessments of them by others."""

from __future__ import annotations

from labledger.dates import PartialDate
from labledger.model.record import Citation, Line, Number, Part, Record, Refs, Slug, Slugs, Text
from labledger.model.vocab import AnswerState, Capacity, QuestionKind


class Answer(Part):
    """One answer by one lab."""

    lab: Slug
    """Which lab."""
    date: PartialDate
    """When."""
    state: AnswerState
    """What it amounts to."""
    speaker: Line | None = None
    """Who answered."""
    capacity: Capacity
    """In which capacity."""
    statement: Text
    """The answer, in our words."""
    open: Text | None = None
    """What stays open."""
    citations: tuple[Citation, ...]
    """Where it stands."""


class Question(Record):
    """Something asked of one or several labs."""

    title: Line
    """A short form."""
    asked: PartialDate
    """When."""
    asker: Line
    """By whom."""
    channel: Line | None = None
    """Through what."""
    topic: Slug
    """What it is about."""
    kind: QuestionKind
    """What it is after."""
    recipients: Slugs
    """The labs asked."""
    statement: Text
    """The question, in our words."""
    about: Refs = frozenset()
    """Records it is about."""
    answers: tuple[Answer, ...] = ()
    """Answers, in order of date."""


class Score(Part):
    """One criterion's value."""

    criterion: Slug
    """What was judged; `total` for the whole."""
    value: Number | None = None
    """The value, where it is a number."""
    was: Number | None = None
    """The value before, where this edition revised it and no earlier record holds it."""
    grade: Line | None = None
    """The value, where it is a word or letter."""
    unit: Slug | None = None
    """Scale: percent, points, gpa."""
    reason: Text | None = None
    """Why, as the assessor gives it, in our words."""


class Assessment(Record):
    """A named assessor's judgement of one lab in one edition of a scheme."""

    assessor: Line
    """Who judged."""
    date: PartialDate
    """When it was published."""
    rubric: Line
    """Version of the criteria; scores compare only under the same one."""
    previous: str | None = None
    """The assessment this one follows."""
    scores: tuple[Score, ...]
    """The values, by criterion."""
    unresolved: Text | None = None
    """What the assessor or we could not settle."""
