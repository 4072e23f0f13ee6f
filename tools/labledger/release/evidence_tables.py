"""The tables of questions, assessments, laws and sources. Meanings follow the data dictionary."""

from __future__ import annotations

from labledger.ids import Kind
from labledger.release.record_tables import ABOUT, MEASURES, SHARED, identity
from labledger.release.table import Column, Table

C = Column

QUESTIONS = Table(
    "questions", "Questions", "Something asked of one or several labs.", ("id",),
    (
        identity("The question's id."),
        C("title", "text", "A short form.", needed=True),
        C("asked", "date", "When.", needed=True),
        C("asker", "text", "By whom.", needed=True),
        C("channel", "text", "Through what."),
        C("topic", "text", "What it is about.", needed=True),
        C("kind", "text", "What it is after.", needed=True),
        C("recipients", "list", "The labs asked."),
        C("statement", "text", "The question, in our words.", needed=True),
        ABOUT,
        *SHARED,
    ),
    Kind.QUESTION,
)  # fmt: skip

ANSWERS = Table(
    "answers", "Answers", "Answers to questions, a row an answer.", ("question", "number"),
    (
        C("question", "text", "Id of the question.", "@record", refers="questions", needed=True),
        C("number", "integer", "Place among the answers, in order of date, from 1.", "@number", needed=True),
        C("lab", "text", "Id of the lab.", refers="labs"),
        C("respondent", "text", "The lab as recorded, also where it has no record of its own.", "lab", needed=True),
        C("date", "date", "When.", needed=True),
        C("state", "text", "What it amounts to.", needed=True),
        C("speaker", "text", "Who answered."),
        C("capacity", "text", "In which capacity.", needed=True),
        C("statement", "text", "The answer, in our words.", needed=True),
        C("open", "text", "What stays open."),
    ),
    Kind.QUESTION, "answers",
)  # fmt: skip

ASSESSMENTS = Table(
    "assessments", "Assessments", "Judgements of labs by named assessors, a row a criterion.",
    ("assessment", "number"),
    (
        C("assessment", "text", "Id of the assessment record.", "@record", refers="records", needed=True),
        C("number", "integer", "Place among its scores, from 1.", "@number", needed=True),
        C("lab", "text", "Id of the lab.", "@lab", refers="labs"),
        C("about", "text", "Whom it is about, also where that is no lab.", "@slug", needed=True),
        C("scheme", "text", "The scheme.", "@scheme", needed=True),
        C("edition", "text", "Its edition.", "@edition", needed=True),
        C("assessor", "text", "Who judged.", "^assessor", needed=True),
        C("date", "date", "When it was published.", "^date", needed=True),
        C("rubric", "text", "Version of the criteria; scores compare only under the same one.", "^rubric",
          needed=True),
        C("previous", "text", "The assessment this one follows.", "^previous", refers="records"),
        C("criterion", "text", "What was judged; total for the whole.", needed=True),
        C("value", "number", "The value, where it is a number, in the unit of the column unit."),
        C("was", "number", "The value before, where this edition revised it."),
        C("grade", "text", "The value, where it is a word or letter."),
        C("unit", "text", "Scale: percent, points, gpa."),
        C("reason", "text", "Why, as the assessor gives it, in our words."),
        C("unresolved", "text", "What the assessor or we could not settle.", "^unresolved"),
    ),
    Kind.ASSESSMENT, "scores",
)  # fmt: skip

INSTRUMENTS = Table(
    "instruments", "Instruments", "Laws, codes and accords that several labs answer to, a row a version.", ("id",),
    (
        identity("The instrument's id."),
        C("title", "text", "Its title.", needed=True),
        C("kind", "text", "What sort of document.", needed=True),
        C("jurisdiction", "text", "Where it holds.", needed=True),
        C("adopted", "date", "When it was made or signed."),
        C("effective", "date", "From when it holds."),
        C("repealed", "date", "When it was replaced or ended."),
        C("supersedes", "text", "The version before it.", refers="instruments"),
        C("summary", "text", "What a reader should know first.", needed=True),
        MEASURES,
        *SHARED,
    ),
    Kind.INSTRUMENT,
)  # fmt: skip

DUTIES = Table(
    "duties", "Duties", "What instruments require of labs, a row a duty.", ("id",),
    (
        C("id", "text", "Instrument id, # and the duty's name.", "@duty", needed=True),
        C("instrument", "text", "Id of the instrument.", "@record", refers="instruments", needed=True),
        C("number", "integer", "Place in the text, from 1.", "@number", needed=True),
        C("name", "text", "Its name through all versions of the instrument.", needed=True),
        C("statement", "text", "What must be done, in our words.", needed=True),
        C("bound", "text", "Who is bound.", needed=True),
        C("modality", "text", "How strongly.", needed=True),
        C("start", "date", "From when."),
        C("deadlines", "data", "By when, by name."),
        C("artefacts", "list", "What must be published or filed."),
        C("penalty", "text", "What failing costs."),
        C("locator", "text", "Section or article."),
        C("confirmed", "text", "What was not confirmed in the text itself."),
    ),
    Kind.INSTRUMENT, "duties",
)  # fmt: skip

SIGNATURES = Table(
    "signatures", "Signatures", "How labs stand to instruments, a row a signer.", ("instrument", "number"),
    (
        C("instrument", "text", "Id of the instrument.", "@record", refers="instruments", needed=True),
        C("number", "integer", "Place in the list, from 1.", "@number", needed=True),
        C("lab", "text", "Id of the lab, where it has a record.", refers="labs"),
        C("signer", "text", "The lab as recorded.", "lab", needed=True),
        C("status", "text", "How it stands.", needed=True),
        C("date", "date", "Since when."),
        C("chapters", "list", "Chapters signed, when not all."),
        C("delivery", "text", "Whether it delivered."),
        C("delivered", "text", "What it delivered and when."),
    ),
    Kind.INSTRUMENT, "signatures",
)  # fmt: skip

SOURCES = Table(
    "sources", "Sources", "The documents relied on, each once.", ("id",),
    (
        identity("The source's id."),
        C("title", "text", "Its title.", needed=True),
        C("publisher", "text", "Who published it.", needed=True),
        C("published", "date", "When."),
        C("address", "text", "Where; empty when it was never established.", unit="URL"),
        C("archives", "list", "Archive copies.", unit="URL"),
        C("grade", "text", "How near it is to what it tells of: primary, secondary, derived.", needed=True),
        C("language", "text", "Language code.", default="en"),
        C("quotations", "data", "Quotations it gives, held against their originals."),
        C("known_errors", "list", "What it gets wrong, so that nobody takes it over."),
        *SHARED,
    ),
    Kind.SOURCE,
)  # fmt: skip

CAPTURES = Table(
    "captures", "Captures", "Retrievals of sources, a row a retrieval.", ("source", "number"),
    (
        C("source", "text", "Id of the source.", "@record", refers="sources", needed=True),
        C("number", "integer", "Place among the captures, in order of date, from 1.", "@number", needed=True),
        C("date", "date", "When.", needed=True),
        C("outcome", "text", "What was found.", default="ok"),
        C("sha256", "text", "Hash of the bytes.", unit="sha256, hexadecimal"),
        C("address", "text", "Where it was retrieved, when not from the source's own address.", unit="URL"),
        C("archive", "text", "An archive's copy of just this retrieval.", unit="URL"),
    ),
    Kind.SOURCE, "captures",
)  # fmt: skip
