"""Link targets, with what belongs to the visit and not to the target taken away."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

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
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]*", re.IGNORECASE)


def real_target(target: str) -> str:
    """What a link leads to, in one form; empty for a place within the same page.

    Scheme, `www.`, letter case of the host, a closing slash, trackers, session tokens and the language of the visit are
    left out; host, path, other parameters and the place within another page are kept.
    """
    target = target.replace("\\", "")
    if target.startswith("#") or not target:
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return target
    if parts.scheme in ("mailto", "tel"):
        return f"{parts.scheme}:{parts.path.lower()}"
    host = parts.netloc.lower().removeprefix("www.")
    path = _PLACE.sub("/", _PATH_SESSION.sub("", parts.path), count=1).rstrip("/")
    kept = [
        f"{name}={value}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKERS.match(name) and not _TOKEN.match(value)
    ]
    query = f"?{'&'.join(sorted(kept))}" if kept else ""
    return f"{host}{path}{query}" + (f"#{parts.fragment}" if parts.fragment and host != "" else "")
