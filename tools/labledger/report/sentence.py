"""One sentence for a finding on two clauses: the rule's title, and what was read on each side."""

from __future__ import annotations

from labledger.report.escape import cut, one_line

_MOST = 160
"""Characters of one side's words in a sentence."""
_WHOLE = 0.8
"""From this share of a clause on, quoting it says nothing that the clause above does not."""

_FEW = 3
"""Words that stand in a sentence without quotation marks."""


def sentence(title: str, old: str, new: str, clauses: tuple[str, str] = ("", "")) -> str:
    """Say what a finding found: the title of its rule, then `X became Y`, `X went` or `X came`.

    `clauses` are the two texts: where the words are all of one side, the title stands alone. A common end is said
    once: `approval became notice (of the board)`.
    """
    was, now = ("" if _is_whole(one, clause) else one.strip() for one, clause in zip((old, new), clauses, strict=True))
    partly = bool(old.strip()) != bool(was) or bool(new.strip()) != bool(now)
    if was == now or (partly and not (was and now)):
        return title
    if was and now:
        return f"{title}: {_became(was, now)}"
    return f'{title}: "{_shown(was)}" went' if was else f'{title}: "{_shown(now)}" came'


def _is_whole(one: str, clause: str) -> bool:
    return bool(clause) and len(one) >= _WHOLE * len(clause)


def _became(old: str, new: str) -> str:
    was, now = old.split(), new.split()
    shared = 0
    while shared < min(len(was), len(now)) - 1 and was[-1 - shared] == now[-1 - shared]:
        shared += 1
    if shared < 2:
        return f"{_quoted(old)} became {_quoted(new)}"
    tail = " ".join(was[-shared:])
    return f"{_quoted(' '.join(was[:-shared]))} became {_quoted(' '.join(now[:-shared]))} ({_shown(tail)})"


def _quoted(text: str) -> str:
    if len(text.split()) <= _FEW:
        return _shown(text)
    return f'"{_shown(text)}"'


def _shown(text: str) -> str:
    return cut(one_line(" ".join(text.split())), _MOST)
