"""Words of the facets that rules compare."""

from __future__ import annotations

from labledger.model.vocab.base import Vocab


class Comparator(Vocab):
    """How a quantity bounds."""

    AT_LEAST = "at-least", "This much or more."
    MORE_THAN = "more-than", "More than this."
    AT_MOST = "at-most", "This much or less."
    LESS_THAN = "less-than", "Less than this."
    EXACTLY = "exactly", "Just this."
    ABOUT = "about", "Around this."
    BETWEEN = "between", "From the value up to `upper`."


class MeasureRole(Vocab):
    """What a quantity does, which decides the meaning of its going up."""

    TRIGGER = "trigger", "Something must be done when it is reached: up weakens."
    CEILING = "ceiling", "The most that is tolerated: up weakens."
    FLOOR = "floor", "The least that is required: up strengthens."
    COVERAGE = "coverage", "How much is covered by a duty: up strengthens."
    NONE = "none", "It only describes; a change is neither."


class Unit(Vocab):
    """Units of time for cadences and deadlines."""

    HOURS = "hours", "Clock hours."
    DAYS = "days", "Calendar days."
    BUSINESS_DAYS = "business-days", "Working days."
    WEEKS = "weeks", "Seven days."
    MONTHS = "months", "Calendar months."
    YEARS = "years", "Calendar years."
    COMPUTE = "effective-compute-multiple", "Growth of effective compute by this factor since the last time."


class DeadlineRole(Vocab):
    """What has to happen by a time, which decides the meaning of its being later."""

    RESPONSE = "response", "The lab must act: later weakens."
    PUBLICATION = "publication", "The lab must publish or report: later weakens."
    REMEDIATION = "remediation", "The lab must mend something: later weakens."
    PREPARATION = "preparation", "Something must be ready before an act: later weakens."
    NOTICE = "notice", "Others are told this long before: longer strengthens."
    RETENTION = "retention", "Records are kept this long: longer strengthens."
    WAITING = "waiting", "The lab waits this long before acting: longer strengthens."


class Order(Vocab):
    """Where an act stands against an event."""

    BEFORE = "before", "No later than the event."
    AFTER = "after", "Once the event has happened."


class Phase(Vocab):
    """Points in a model's life, earliest first."""

    DESIGN = "design", "Before training starts."
    TRAINING = "training", "While the model is trained."
    INTERNAL_USE = "internal-use", "The model is used inside the lab."
    RELEASE = "release", "The model is offered outside."
    AFTER_RELEASE = "after-release", "The model has been on offer."


class Deployment(Vocab):
    """Kinds of use that a provision reaches."""

    INTERNAL = "internal", "Use inside the lab."
    EXTERNAL = "external", "Use by the public or customers at large."
    STAGED = "staged", "Limited release to chosen users."
    PARTNER = "partner", "Use through partners' platforms."


class Logic(Vocab):
    """How the conditions of a trigger or duty combine."""

    ANY = "any", "One of them is enough."
    ALL = "all", "All of them together."


class ExceptionKind(Vocab):
    """What sort of way out an exception opens."""

    COMPETITOR = "competitor", "What other developers do relaxes the duty."
    UNILATERAL = "unilateral-change", "The lab may change or waive the duty by itself."
    EMERGENCY = "emergency", "Pressing danger relaxes the duty."
    JUDGEMENT = "judgement", "The lab's own judgement decides whether the duty applies."
    CARVE_OUT = "carve-out", "Named cases are left out."


class Detail(Vocab):
    """How much is disclosed, most first."""

    FULL = "full", "The whole."
    REDACTED = "redacted", "The whole less what is struck out."
    SUMMARY = "summary", "A summary."
    CONCLUSION = "conclusion", "The result only."


class Audience(Vocab):
    """Who gets to see or is told, widest first."""

    PUBLIC = "public", "Anybody."
    REGULATOR = "regulator", "A public authority."
    VETTED_OUTSIDERS = "vetted-outsiders", "Chosen reviewers, partners or other labs."
    BOARD = "board", "The board or a body above management."
    STAFF = "staff", "Employees at large."
    INTERNAL = "internal", "A named function or a few people inside."


class Body(Vocab):
    """Who decides, highest first; outside parties stand apart from the ladder."""

    BOARD = "board", "The board of directors."
    TRUST = "trust", "A trust or other body above or beside the board."
    BOARD_COMMITTEE = "board-committee", "A committee of the board."
    CHIEF_EXECUTIVE = "chief-executive", "The chief executive or leadership."
    OFFICER = "named-officer", "A named officer below the chief executive."
    COMMITTEE = "committee", "A named internal committee or advisory group."
    TEAM = "team", "A team or function."
    UNNAMED = "unnamed", "Somebody, not said who."
    THIRD_PARTY = "third-party", "An outside reviewer, auditor or expert."
    AUTHORITY = "authority", "A public authority."


class Right(Vocab):
    """What a body may do about a decision, strongest first."""

    VETO = "veto", "May stop or reverse it."
    APPROVE = "approve", "Its approval is needed."
    DECIDE = "decide", "Takes it."
    REVIEW = "review", "Examines and reports."
    CONSULT = "consult", "Is heard before."
    INFORMED = "be-informed", "Is told."
    NONE = "none", "Has none."


class Consequence(Vocab):
    """What follows when a line is crossed, hardest first."""

    HALT = "halt", "Development or use stops."
    HOLD_RELEASE = "hold-release", "Release waits."
    RESTRICT = "restrict", "Use or training is limited."
    MITIGATE = "mitigate", "Measures are taken."
    REVIEW = "review", "Somebody looks into it."
    NOTE = "note", "It is written down."
