"""The tables of labs, their documents, promises and facts. Meanings follow the data dictionary."""

from __future__ import annotations

from labledger.ids import Kind
from labledger.release.table import Column, Table

C = Column

BASIS = C("basis", "text", "What was read: text, account, secondary and so on.", default="text")
CONFIDENCE = C("confidence", "text", "How sure we are: high, medium or low.", default="high")
SHARED = (
    C("continues", "list", "Ids of records this one carries on under a new id."),
    BASIS,
    CONFIDENCE,
    C("reviewed", "text", "How many people other than the author checked it: none, one or two.", default="none"),
    C("notes", "text", "Our own words about the record; never evidence."),
)
LAB = C("lab", "text", "Id of the lab.", "@lab", refers="labs")
MEASURES = C("measures", "data", "Quantities by name: value, unit, comparator, role, baseline, or a phrase.")
ABOUT = C("about", "list", "Ids of records it is about.")


def identity(meaning: str) -> Column:
    """The column of a record's id."""
    return C("id", "text", meaning, "@record", refers="records", needed=True)


LABS = Table(
    "labs", "Labs", "Organisations that develop frontier models.", ("id",),
    (
        identity("The lab's id."),
        C("name", "text", "The name in everyday use.", needed=True),
        C("legal_name", "text", "The registered name."),
        C("aliases", "list", "Other names in use."),
        C("country", "text", "Where it is seated."),
        C("homepage", "text", "Its main address.", unit="URL"),
        C("summary", "text", "What a reader should know first."),
        C("searches", "data", "Searches for frameworks that found none: date, where, found."),
        *SHARED,
    ),
    Kind.LAB,
)  # fmt: skip

FRAMEWORKS = Table(
    "frameworks", "Frameworks", "Standing documents in which labs bind themselves, each seen as one work through time.",
    ("id",),
    (
        identity("The framework's id."),
        LAB,
        C("title", "text", "The title in use now.", needed=True),
        C("kind", "text", "What sort of document it is.", needed=True),
        C("aliases", "list", "Former and short titles."),
        C("address", "text", "The page that always leads to the latest version.", unit="URL"),
        C("legal_role", "text", "What part it plays under a statute, where that is established."),
        C("companion_to", "text", "The framework it belongs to.", refers="frameworks"),
        C("withdrawn", "date", "When the lab took it back."),
        C("successor", "text", "The framework that replaced it.", refers="frameworks"),
        C("summary", "text", "What a reader should know first."),
        C("searches", "data", "Searches for versions that found none: date, where, found."),
        *SHARED,
    ),
    Kind.FRAMEWORK,
)  # fmt: skip

VERSIONS = Table(
    "versions", "Versions", "Published texts of frameworks, each complete in itself.", ("id",),
    (
        identity("The version's id."),
        LAB,
        C("framework", "text", "Id of the framework.", "@framework", refers="frameworks"),
        C("label", "text", "The version as the lab prints or calls it.", needed=True),
        C("title", "text", "The title as printed.", needed=True),
        C("status", "text", "How settled it is.", default="final"),
        C("published", "date", "Stated publication date.", needed=True),
        C("effective", "date", "Stated date of coming into force."),
        C("first_observed", "date", "Earliest proof that it was public."),
        C("withdrawn", "date", "When the lab took it back without a successor."),
        C("supersedes", "text", "The version before it.", refers="versions"),
        C("legal_role", "text", "What part this version plays under a statute."),
        C("document_source", "text", "The source whose file was read.", "document.source", refers="sources"),
        C("document_sha256", "text", "Hash of the file's bytes.", "document.sha256", unit="sha256, hexadecimal"),
        C("document_pages", "integer", "Number of pages.", "document.pages", unit="pages"),
        C("summary", "text", "What a reader should know first."),
        C("coverage", "text", "How much of its provisions is recorded: full, changed, selected, none.", needed=True),
        C("account_form", "text", "Form of the lab's own account of the revision; empty when nobody has looked.",
          "account.form"),
        C("account_date", "date", "When that account was published.", "account.date"),
        C("account_items", "data", "What the account tells, item by item.", "account.items"),
        C("account_search", "data", "For form none: the search that found none.", "account.search"),
        *SHARED,
    ),
    Kind.VERSION,
)  # fmt: skip

PROVISIONS = Table(
    "provisions", "Provisions", "What each version binds its lab to, a row a provision and version.", ("id",),
    (
        C("id", "text", "Version id, # and slug.", "@provision", needed=True),
        C("version", "text", "Id of the version.", "@record", refers="versions", needed=True),
        C("framework", "text", "Id of the framework.", "@framework", refers="frameworks"),
        LAB,
        C("thread", "text", "Framework id, # and slug: the provision through all versions.", "@thread"),
        C("number", "integer", "Place among the provisions of the version, from 1.", "@number"),
        C("slug", "text", "Its name through all versions.", needed=True),
        C("continues", "list", "Slugs in the predecessor that it carries on under a new slug."),
        C("section", "text", "Printed number or path of the section."),
        C("locator", "text", "Page and paragraph in the version's own document."),
        C("area", "text", "What it is about.", needed=True),
        C("bearer", "text", "Who has to act.", default="lab"),
        C("modality", "text", "How strongly it binds: must, will, should, aims, may, released, describes.",
          needed=True),
        C("polarity", "text", "What it does to the one it binds: duty, prohibition, permission, release.",
          default="duty"),
        C("container", "text", "The part of the document it stands in.", default="normative"),
        C("statement", "text", "What it says, in our own words.", needed=True),
        C("wording", "text", "How near the statement is to the document's words.", default="free"),
        C("term", "text", "For a definition: the term defined."),
        C("elements", "list", "Parts that the duty names as required."),
        MEASURES,
        C("cadences", "data", "How often, by name: every and unit, an event, or a phrase."),
        C("deadlines", "data", "By when, by name: a date, a period, an order or a phrase; with its role."),
        C("scope_deployment", "list", "Kinds of use it reaches; empty when not stated.", "scope.deployment"),
        C("scope_models", "list", "Classes of model it reaches.", "scope.models"),
        C("scope_domains", "list", "Domains of risk it reaches.", "scope.domains"),
        C("scope_phases", "list", "Points of a model's life it reaches.", "scope.phases"),
        C("scope_entities", "list", "Affiliates, partners, contractors it reaches.", "scope.entities"),
        C("scope_threats", "list", "Actors it is meant to withstand.", "scope.threats"),
        C("hedges", "list", "Softening phrases, as slugs."),
        C("logic", "text", "How several conditions combine."),
        C("conditions", "data", "What must hold before a duty bites, or what triggers it, by name."),
        C("exceptions", "data", "Ways out, by name."),
        C("artefacts", "list", "What is to be disclosed, as slugs."),
        C("detail", "text", "How much of it is disclosed."),
        C("audience", "list", "To whom."),
        C("decisions", "data", "Who decides or reviews what, by name."),
        C("consequence", "text", "What follows when the line is crossed."),
        C("inherited", "boolean", "Carried over without having been read again in this version.", default=False),
        BASIS,
        CONFIDENCE,
        C("notes", "text", "Our own words about it; never evidence."),
    ),
    Kind.VERSION, "provisions", ("slug", "statement"),
)  # fmt: skip

COMMITMENTS = Table(
    "commitments", "Commitments", "Promises of labs about their own conduct, made outside a framework.", ("id",),
    (
        identity("The commitment's id."),
        LAB,
        C("title", "text", "A short name.", needed=True),
        C("made", "date", "When it was made.", needed=True),
        C("capacity", "text", "In which capacity it was made.", needed=True),
        C("area", "text", "What it is about."),
        C("statement", "text", "What was promised, in our words.", needed=True),
        C("due", "date", "When it falls due."),
        C("trigger", "text", "The event that makes it due, when there is no date."),
        MEASURES,
        ABOUT,
        C("status", "text", "How it stands.", needed=True),
        C("evidence", "data", "What shows it: role, date, statement, citations."),
        *SHARED,
    ),
    Kind.COMMITMENT,
)  # fmt: skip

CLAIMS = Table(
    "claims", "Claims", "Statements that somebody made, recorded as theirs; we attest that they were said.", ("id",),
    (
        identity("The claim's id."),
        LAB,
        C("date", "date", "When it was said.", needed=True),
        C("speaker", "text", "Who said it.", needed=True),
        C("capacity", "text", "In which capacity.", needed=True),
        C("statement", "text", "What was said, in our words.", needed=True),
        ABOUT,
        C("offered", "data", "Evidence the speaker offered."),
        C("resolution_date", "date", "When it was established what became of it.", "resolution.date"),
        C("resolution", "text", "What became of it, in our words.", "resolution.statement"),
        C("borne_out", "text", "For a claim about conduct: how it turned out.", "resolution.borne_out"),
        *SHARED,
    ),
    Kind.CLAIM,
)  # fmt: skip

FACTS = Table(
    "facts", "Facts", "Dated values of properties of labs, a row a value: boards, powers, stakes, missions.",
    ("fact", "number"),
    (
        C("fact", "text", "Id of the fact record.", "@record", refers="records", needed=True),
        C("number", "integer", "Place among the values of the fact, from 1.", "@number", needed=True),
        LAB,
        C("title", "text", "What the property is.", "^title", needed=True),
        C("kind", "text", "What sort of property.", "^kind", needed=True),
        C("name", "text", "Name of the value: the member, the power, the holder.", needed=True),
        C("statement", "text", "What holds, in our words.", needed=True),
        C("start", "date", "First day; empty when not known."),
        C("end", "date", "First day on which it no longer holds; empty while it holds."),
        MEASURES,
        C("body", "text", "For a power: the body that has it."),
        C("right", "text", "For a power: how far it goes."),
        C("disputed", "text", "Which other value contradicts it, and why both stand."),
        BASIS,
        CONFIDENCE,
    ),
    Kind.FACT, "values",
)  # fmt: skip

EVENTS = Table(
    "events", "Events", "What happened on a date: departures, releases, incidents, team changes.", ("id",),
    (
        identity("The event's id."),
        LAB,
        C("date", "date", "When, as exactly as it is known.", needed=True),
        C("kind", "text", "What sort of thing.", needed=True),
        C("title", "text", "A headline without judgement.", needed=True),
        C("statement", "text", "What happened, in our words.", needed=True),
        C("people", "list", "Who was involved."),
        C("role", "text", "The office held, for departures and appointments."),
        C("capacity", "text", "In which capacity the reason was given.", default="unknown"),
        C("reason", "text", "The reason given, with who gave it."),
        MEASURES,
        ABOUT,
        *SHARED,
    ),
    Kind.EVENT,
)  # fmt: skip
