"""Views of the database: the ten questions that people ask most, ready to select from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """One question with the statement that answers it."""

    name: str
    question: str
    sql: str


_TOLD = """select date, year, lab, framework, subject, area, disclosure, severity, mixed, labels, old, new, told,
  old_version, new_version, id as change
from changes where kind <> 'version' and direction = '{}' order by date, subject, id"""

VIEWS: tuple[View, ...] = (
    View("weakenings", "What did labs weaken, when, and did they say so?", _TOLD.format("weaken")),
    View("strengthenings", "What did labs strengthen, when, and did they say so?", _TOLD.format("strengthen")),
    View("directions_by_lab_and_year", "How many changes of each direction did each lab make in each year?", """\
select lab, year, count(*) as changes, sum(direction = 'weaken') as weaken, sum(direction = 'strengthen') as strengthen,
  sum(direction = 'unclear') as unclear, sum(direction = 'neutral') as neutral, sum(mixed) as mixed,
  sum(exists (select 1 from json_each(changes.labels) where value = 'undisclosed')) as undisclosed
from changes where kind <> 'version' and lab is not null group by lab, year order by lab, year"""),
    View("undisclosed_changes", "Which changes does the lab's own account not tell?", """\
select date, lab, framework, subject, direction, disclosure, old, new, told, old_version, new_version, id as change
from changes where exists (select 1 from json_each(changes.labels) where value = 'undisclosed')
order by date, subject, id"""),
    View("current_versions", "Which version of each framework is the latest, and how much of it is recorded?", """\
select v.lab, v.framework, f.kind, v.id as version, v.label, v.title, v.published, v.effective, v.first_observed,
  v.coverage, (select count(*) from provisions p where p.version = v.id) as provisions, s.address, v.document_sha256
from versions v join frameworks f on f.id = v.framework left join sources s on s.id = v.document_source
where v.withdrawn is null and f.withdrawn is null
  and not exists (select 1 from versions later where later.supersedes = v.id)
order by v.lab, v.framework"""),
    View("provision_histories", "How did each provision read in each version?", """\
select p.thread, v.published, p.version, v.label, p.area, p.modality, p.statement, p.locator, p.inherited
from provisions p join versions v on v.id = p.version
order by p.thread, v.published, v.first_observed, p.version"""),
    View("unmet_commitments", "Which promises are open, kept in part, missed, broken or beyond telling?", """\
select lab, id as commitment, title, made, due, trigger, status, statement
from commitments where status not in ('met', 'met-late', 'withdrawn')
order by due is null, due, lab, id"""),
    View("open_questions", "Which questions has a lab left without a full answer?", """\
select q.asked, q.asker, q.id as question, q.title, q.statement, r.value as lab,
  (select a.state from answers a where a.question = q.id and a.respondent = r.value order by a.date desc, a.number desc
   limit 1) as last_answer
from questions q, json_each(q.recipients) r
where not exists (select 1 from answers a where a.question = q.id and a.respondent = r.value and a.state = 'answered')
order by q.asked, q.id, r.value"""),
    View("duties_by_start", "Which legal duties bind labs from when, and what does failing cost?", """\
select coalesce(d.start, i.effective) as start, i.jurisdiction, i.title, i.kind, d.id as duty, d.statement, d.bound,
  d.modality, d.deadlines, d.penalty, d.locator
from duties d join instruments i on i.id = d.instrument where i.repealed is null
order by coalesce(d.start, i.effective) is null, coalesce(d.start, i.effective), d.id"""),
    View("current_facts", "Who sits on the board, owns and controls each lab now?", """\
select lab, kind, title, name, statement, start, disputed, confidence, fact
from facts where "end" is null order by lab, kind, fact, number"""),
)  # fmt: skip
