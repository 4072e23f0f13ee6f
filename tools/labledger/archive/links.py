"""Link targets, with what belongs to the visit and not to the target taken away."""

from __future__ import annotations

import re
from functools import lru_cache

_TRACKERS = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|hsa_\w+|_hs\w+|mc_[a-z]+|g[a-z]?clid|fbclid|msclkid|yclid|dclid|igshid|twclid|ttclid|"
    r"ref|referrer|ref_src|ref_url|referer|source|src|campaign|cmp|cmpid|hl|gl|lang|locale|"
    r"visit_id|rd|helpid|sid|ssid|session\w*|jsessionid|phpsessid|token|csrf\w*|nonce|sig|signature|expires|"
    r"dpl|ts|timestamp|cb|cachebust\w*|rnd|rand|continue|redirect\w*|return\w*|next)\Z",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}\Z")
"""A long run of letters and digits that names a visit, not a page."""
_PLACE = re.compile(r"^/(?:intl/)?[a-z]{2}[-_][a-z]{2}/", re.IGNORECASE)
"""The language and country that a page was served for."""
_PARTS = re.compile(r"(?:([A-Za-z][\w+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?")
"""Scheme, host, path, query and place of an address."""
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


@lru_cache(maxsize=50_000)
def real_target(target: str) -> str:
    """What a link leads to, in one form; empty for a place within the same page.

    Scheme, `www.`, letter case of the host, a closing slash, trackers, session tokens and the language of the visit are
    left out; host, path, other parameters and the place within another page are kept.
    """
    target = target.replace("\\", "")
    if target.startswith("#") or not target:
        return ""
    found = _PARTS.match(target)
    scheme, host, path, query, place = found.groups("") if found else ("", "", target, "", "")
    if scheme.lower() in ("mailto", "tel"):
        return f"{scheme.lower()}:{path.lower()}"
    host = host.lower().removeprefix("www.")
    path = _PLACE.sub("/", _PATH_SESSION.sub("", path), count=1).rstrip("/")
    kept = sorted(filter(_is_kept, query.split("&"))) if query else []
    asked = f"?{'&'.join(kept)}" if kept else ""
    return f"{host}{path}{asked}" + (f"#{place}" if place and host else "")


def _is_kept(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return not _TRACKERS.match(name) and not _TOKEN.match(value)
