"""Words about evidence, people, promises, events and judgements."""

from __future__ import annotations

from labledger.model.vocab.base import Vocab


class Basis(Vocab):
    """What was read to make the record."""

    TEXT = "text", "The document itself."
    ACCOUNT = "account", "The lab's own account of it."
    SECONDARY = "secondary", "Somebody else's report of it."


class Confidence(Vocab):
    """How sure we are of a record."""

    HIGH = "high", "Read and plain."
    MEDIUM = "medium", "Read and open to another reading, or resting on one good report."
    LOW = "low", "Doubtful; to be checked."


class Reviewed(Vocab):
    """How many people other than the author have read the record against its sources."""

    NONE = "none", "Nobody."
    ONE = "one", "One person."
    TWO = "two", "Two people."


class Capacity(Vocab):
    """In which capacity somebody spoke."""

    COMPANY = "company", "For the company."
    OFFICER = "officer", "An officer speaking in that role."
    EMPLOYEE = "employee-personal", "An employee in a personal capacity."
    ANONYMOUS = "anonymous", "Not named."
    THIRD_PARTY = "third-party", "Somebody outside the lab."
    UNKNOWN = "unknown", "Not established."


class Grade(Vocab):
    """How near a source is to what it tells of."""

    PRIMARY = "primary", "Published by the one it is about, or by the law-giver."
    SECONDARY = "secondary", "A report by somebody else."
    DERIVED = "derived", "Made from other sources: a dataset, a tracker, a summary."


class QuotationGrade(Vocab):
    """How far a quotation differs from its original."""

    EXACT = "exact", "Not at all."
    ELIDED = "elided", "Words are left out where marks say so."
    ALTERED = "altered", "Other words, or words left out unmarked; the meaning stands."
    REVERSED = "meaning-reversed", "The words that differ turn the meaning."


class CaptureOutcome(Vocab):
    """What one retrieval of a source found."""

    OK = "ok", "The document."
    CHANGED = "changed", "Another text under the same address."
    GONE = "gone", "Nothing, or an error page."


class CommitmentStatus(Vocab):
    """How a commitment stands."""

    OPEN = "open", "Neither due nor done."
    MET = "met", "Done by the date."
    MET_LATE = "met-late", "Done after the date."
    PARTLY_MET = "partly-met", "Done in part."
    MISSED = "missed", "Not done by the date."
    BROKEN = "broken", "The contrary was done."
    WITHDRAWN = "withdrawn", "Taken back by the lab."
    UNVERIFIABLE = "unverifiable", "No public way to tell."


class EvidenceRole(Vocab):
    """What a piece of evidence shows about a commitment."""

    OBLIGATION = "obligation", "That it was made."
    FULFILMENT = "fulfilment", "That it was, or was not, kept."
    CONTEXT = "context", "What belongs to the picture."


class FactKind(Vocab):
    """What sort of property a fact describes."""

    MEMBERSHIP = "membership", "Who belongs to a body."
    ROLE = "role", "Who holds an office."
    POWERS = "powers", "What a body may do."
    STAKE = "stake", "Who owns how much."
    RIGHTS = "rights", "What investors or partners may do."
    LEGAL_FORM = "legal-form", "What kind of entity it is."
    MISSION = "mission", "How it states its purpose."
    SPEECH = "speech-restriction", "What staff are bound not to say."
    AGREEMENT = "agreement", "What it agreed with others."
    STATE = "state", "Any other state of affairs."


class EventKind(Vocab):
    """What sort of thing happened."""

    DEPARTURE = "departure", "Somebody left."
    APPOINTMENT = "appointment", "Somebody took an office."
    TEAM_CHANGE = "team-change", "A team was made, merged or dissolved."
    RELEASE = "release", "A model or product was released."
    EVALUATION = "evaluation", "An evaluation or level decision was announced."
    INCIDENT = "incident", "Something went wrong or was alleged."
    PUBLICATION = "publication", "A document was published, changed or taken down."
    LEGAL = "legal", "A filing, ruling or law."
    OTHER = "other", "None of these."


class QuestionKind(Vocab):
    """What a question is after."""

    FACT = "fact", "Whether something is or was so."
    PLAN = "plan", "What the lab means to do."
    REASON = "reason", "Why something was done."
    REQUEST = "request", "That the lab publish or do something."


class AnswerState(Vocab):
    """What an answer amounts to."""

    ANSWERED = "answered", "The question is settled."
    PARTLY = "partly", "Part of it stays open."
    DECLINED = "declined", "An express refusal to say."
    RETRACTED = "retracted", "An earlier answer taken back."


class InstrumentKind(Vocab):
    """What sort of document several labs answer to."""

    STATUTE = "statute", "A law."
    BILL = "bill", "A law not yet made."
    CODE = "code", "A code of practice."
    ACCORD = "accord", "Voluntary commitments made together."


class SignatureStatus(Vocab):
    """How a lab stands to an instrument."""

    SIGNED = "signed", "Signed all of it."
    PARTLY = "partly-signed", "Signed named chapters."
    REFUSED = "refused", "Said it would not sign."
    ABSENT = "absent", "Not among the signers."


class DeliveryStatus(Vocab):
    """Whether a signer delivered what it signed for."""

    DELIVERED = "delivered", "By the date."
    LATE = "late", "After the date."
    NOT_FOUND = "not-found", "None found; the search is logged."
    UNCLEAR = "unclear", "The sources do not settle it."


class Direction(Vocab):
    """Which way a change moves what binds the lab and what outsiders can see and enforce."""

    WEAKEN = "weaken", "Less bound, less visible or less enforceable."
    STRENGTHEN = "strengthen", "More bound, more visible or more enforceable."
    NEUTRAL = "neutral", "Neither."
    UNCLEAR = "unclear", "Both at once, or it cannot be decided."
