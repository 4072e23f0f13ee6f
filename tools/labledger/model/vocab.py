"""The closed vocabularies of the dataset; every word says what it means."""

from __future__ import annotations

from enum import Enum
from typing import Any


class Vocab(str, Enum):
    """A closed list of words; each member carries its meaning as its docstring."""

    def __new__(cls, word: str, meaning: str) -> Any:
        """Make a member from its word and what the word means."""
        member = str.__new__(cls, word)
        member._value_ = word
        member.__doc__ = meaning
        return member

    def __str__(self) -> str:
        return str(self.value)


class FrameworkKind(Vocab):
    """What sort of standing document a framework is."""

    SAFETY = "safety-framework", "How the lab manages catastrophic risk from frontier models."
    COMPLIANCE = "compliance-framework", "Published to meet a statute."
    USAGE = "usage-policy", "What users may and may not do with the models."
    WHISTLEBLOWER = "whistleblower-policy", "How people raise concerns and are protected."
    MODEL_SPEC = "model-spec", "How the models are meant to behave."
    CHARTER = "charter", "Principles or mission of the organisation."
    TERMS = "terms", "Contract terms with customers."
    ROADMAP = "roadmap", "Dated goals the lab sets itself."
    POLICY = "policy", "Any other standing policy."


class LegalRole(Vocab):
    """What part a document plays under a statute."""

    STATUTORY = "statutory", "Published as the framework a statute asks for."
    VOLUNTARY = "voluntary", "No statute asks for it."
    COMPANION = "companion", "Belongs to another framework and is read with it."


class Status(Vocab):
    """How settled a document is, as it says of itself."""

    DRAFT = "draft", "Circulated for comment or marked draft."
    BETA = "beta", "In use and marked provisional."
    FINAL = "final", "In force without such a mark."


class Area(Vocab):
    """What a provision is about."""

    THRESHOLD = "threshold", "A level of capability or risk that changes what must be done."
    EVALUATION = "evaluation", "How and when models are assessed."
    SAFEGUARD = "safeguard", "Measures that lower the risk of a model in use or development."
    SECURITY = "security", "Protection of weights and secrets."
    DEPLOYMENT = "deployment", "Conditions for development, release, internal use, pausing."
    GOVERNANCE = "governance", "Who decides and how the framework is changed."
    TRANSPARENCY = "transparency", "What is shown to whom."
    ACCOUNTABILITY = "accountability", "How keeping the promises is checked and failures are handled."
    DEFINITION = "definition", "What a term means."


class Modality(Vocab):
    """How strongly a provision binds, strongest first."""

    MUST = "must", "Must, shall, required, commits to: band 4."
    WILL = "will", "Will, or a practice stated in the present tense: band 4."
    SHOULD = "should", "Should, recommended: band 3."
    AIMS = "aims", "Aims, intends, expects, plans, strives: band 2."
    MAY = "may", "May, can, could, consider: band 1."
    RELEASED = "released", "Expressly not required, at the lab's discretion: band 0."
    DESCRIBES = "describes", "Binds nobody; a definition, background or statement of fact. No band."


class Polarity(Vocab):
    """What a provision does to the one it binds."""

    DUTY = "duty", "Something is to be done."
    PROHIBITION = "prohibition", "Something is not to be done."
    PERMISSION = "permission", "The lab allows itself something."
    RELEASE = "release", "The lab frees itself from something."


class Bearer(Vocab):
    """Who has to act."""

    LAB = "lab", "The lab itself."
    USERS = "users", "Customers or users."
    PARTNERS = "partners", "Partners, suppliers or hosts."
    INDUSTRY = "industry", "The field as a whole."
    GOVERNMENT = "government", "A public authority."


class Container(Vocab):
    """The part of the document a provision stands in, strongest first."""

    NORMATIVE = "normative", "The body of the document."
    ANNEX = "annex", "An annex the body makes binding."
    COMPANION = "companion", "A companion document."
    ANNOUNCEMENT = "announcement", "A changelog or announcement."
    ILLUSTRATIVE = "illustrative", "An example, an illustration, a section called exploratory or aspirational."


class Wording(Vocab):
    """How near a statement is to the words of the document."""

    FREE = "free", "Our paraphrase; its wording proves nothing about the document's."
    CLOSE = "close", "Follows the document so closely that a difference of wording is one of the document's."


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


class Coverage(Vocab):
    """How much of a version's provisions the record holds."""

    FULL = "full", "All that were found in the text."
    CHANGED = "changed", "What changed was read; the rest is inherited from the predecessor, each marked."
    SELECTED = "selected", "Some; nothing follows from a gap."
    NONE = "none", "None yet."


class AccountForm(Vocab):
    """The form of a lab's own account of a revision, strongest last."""

    NONE = "none", "Searched for and not found."
    NARRATIVE = "narrative", "A prose post or introduction."
    ITEMISED = "itemised", "A list of changes."
    REDLINE = "redline", "A marked-up comparison of both texts."


class Extent(Vocab):
    """How precisely an item of an account names a change."""

    NAMED = "named", "The change itself is told."
    CLASS = "class", "Only its class is told, or it is told without what it does."


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
