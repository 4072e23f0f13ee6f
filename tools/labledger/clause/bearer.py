"""Whose duty it is: the lab's own, or that of users, partners, parents or "the industry"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from labledger.clause.contrast import Contrast
from labledger.clause.pairing import matched
from labledger.clause.passage import Passage
from labledger.clause.statements import Statement

_LAB = r"(?:we|our|us|the company|the lab|the developer|openai|anthropic|meta|xai|google|google deepmind|microsoft|amazon|the team|the organi[sz]ation)"
_OTHERS = (
    r"(?:users?|customers?|parents?|guardians?|developers|deployers?|operators?|partners?|licensees?|clients?|providers?|companies|labs|others"
    r"|ai companies|the (?:industry|field|sector|community|ecosystem)|industry|third-party developers|downstream \w+|governments?|all (?:developers|labs|companies)|resellers?|organi[sz]ations|contractors?|suppliers?|each (?:user|customer|deployer|partner))"
)
_OWN = re.compile(rf"^(?:\w+, )?{_LAB}\b")
_OTHER = re.compile(
    rf"^(?:\w+, )?(?:the |our |any |all |each )?(?:\w+ )?{_OTHERS}\b(?: \w+){{0,4}}? (?:will|must|shall|should|are|is|may|can|have to|need to|agree|remain|bear)\b"
)
_PASSED = re.compile(
    rf"\b(?:responsibility|duty|task|matter|burden) (?:of|for|lies with|rests with|falls (?:on|to)) (?:\w+ )?{_OTHERS}\b|\b(?:left to|up to) (?:the )?{_OTHERS}\b"
)


def contrasts(old: Passage, new: Passage) -> Iterator[Contrast]:
    """A duty that passed from the lab to others, or the reverse."""
    for pair in matched(old, new):
        was, now = _passed(pair.old), _passed(pair.new)
        if now and not was and (_OWN.search(pair.old.main) or pair.likeness >= 0.5):
            yield Contrast("commitment-bearer-shifted", pair.old.main, now, 0.85)
        elif was and not now and (_OWN.search(pair.new.main) or pair.likeness >= 0.5):
            yield Contrast("commitment-bearer-assumed", was, pair.new.main, 0.85)


def _passed(statement: Statement) -> str:
    """The words by which a statement binds somebody else; empty where it binds the lab."""
    match = _OTHER.search(statement.main) or _PASSED.search(statement.main)
    return match.group() if match else ""
