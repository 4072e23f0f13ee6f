"""Values as a reader says them: "every 3 months", "at least 5 percent", "the board (approval)"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Plain = Mapping[str, Any]

_COMPARATORS = {
    "at-least": "at least ", "more-than": "more than ", "at-most": "at most ", "less-than": "less than ",
    "about": "about ", "exactly": "", "between": "",
}  # fmt: skip
_RIGHTS = {
    "veto": "veto", "approve": "approval", "decide": "decision", "review": "review", "consult": "consultation",
    "be-informed": "information", "none": "no say",
}  # fmt: skip


def describe(field: str, value: Any) -> str:
    """A value of a facet or field in words; `none stated` for nothing."""
    if value is None or value == []:
        return "none stated"
    if isinstance(value, (list, tuple)):
        return ", ".join(
            spoken(str(member)) if not isinstance(member, Mapping) else _mapping("", member) for member in value
        )
    if isinstance(value, Mapping):
        return _mapping(field.partition(".")[0], value)
    return spoken(str(value)) if field in _SPOKEN else str(value)


_SPOKEN = frozenset({"modality", "polarity", "bearer", "container", "consequence", "detail", "logic", "kind"})


def spoken(word: str) -> str:
    """A slug as words; dates, ids and texts stay as they are."""
    is_slug = word.isascii() and not {" ", "/"} & set(word) and any(map(str.isalpha, word))
    return word.replace("-", " ") if is_slug else word


def _mapping(family: str, value: Plain) -> str:
    match family:
        case "measures":
            return _measure(value)
        case "cadences":
            return _cadence(value)
        case "deadlines":
            return _deadline(value)
        case "decisions":
            return _decision(value)
        case "exceptions":
            extra = value.get("safeguards")
            return str(value.get("statement", "")) + (f" (if: {describe('', extra)})" if extra else "")
        case "scores":
            return str(value.get("value", value.get("grade", "")))
    return str(value.get("statement") or value.get("text") or value.get("title") or _pairs(value))


def _pairs(value: Plain) -> str:
    return "; ".join(f"{key}: {describe(key, inner)}" for key, inner in value.items())


def _measure(value: Plain) -> str:
    if "phrase" in value:
        amount = str(value["phrase"])
    else:
        amount = _COMPARATORS.get(str(value.get("comparator", "exactly")), "") + str(value.get("value"))
        if "upper" in value:
            amount += f" to {value['upper']}"
        if "exponent" in value:
            amount += f" x 10^{value['exponent']}"
        if "unit" in value:
            amount += f" {spoken(str(value['unit']))}"
    return amount + (f" (against {value['baseline']})" if "baseline" in value else "")


def _period(value: Plain, field: str) -> str:
    unit = str(value.get("unit", ""))
    if unit == "effective-compute-multiple":
        return f"{value[field]}x effective compute"
    return f"{value[field]} {spoken(unit)}"


def _cadence(value: Plain) -> str:
    if "every" in value:
        return f"every {_period(value, 'every')}"
    return f"at each {spoken(str(value['event']))}" if "event" in value else str(value.get("phrase", ""))


def _deadline(value: Plain) -> str:
    event = spoken(str(value.get("event", "")))
    if "date" in value:
        return f"by {value['date']}"
    if "within" in value:
        return f"within {_period(value, 'within')}" + (f" of {event}" if event else "")
    if "order" in value:
        return f"{value['order']} {event}".strip()
    return str(value.get("phrase", ""))


def _decision(value: Plain) -> str:
    body = str(value.get("title") or spoken(str(value.get("body", ""))))
    return f"{body} ({_RIGHTS.get(str(value.get('right')), 'no say')})"
