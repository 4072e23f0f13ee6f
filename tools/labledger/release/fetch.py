"""Releases that are not on this machine yet: downloaded once, checked, kept. Nothing is fetched unless asked for.

The address below which releases lie is named by LABLEDGER_RELEASES; a release of version V is V/labledger-V.zip with
V/SHA256SUMS beside it.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import IO, Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from labledger.errors import UnreadableError, UsageError
from labledger.release.contents import SUMS
from labledger.release.edition import calendar
from labledger.store.tree import printable
from labledger.store.write import write_file

ADDRESS = "LABLEDGER_RELEASES"
_SECONDS = 60
_MOST_BYTES = 1 << 30
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")


def fetched(version: str, sha256: str | None = None) -> Path:
    """The archive of a version: from this machine, else downloaded and kept.

    The archive's digest is compared with `sha256` where that is given, and with the one published beside it, which is
    kept with it: a file that changed since is refused.
    Raises UsageError for a text that is no version, UnreadableError for a version that cannot be had or a damaged file.
    """
    if calendar(version) is None:
        raise UsageError(
            f"{printable(version)[:40]!r} is no calendar version", "write year, month and count: 2026.11.0"
        )
    name = f"labledger-{version}.zip"
    place = _folder() / name
    kept = place.with_suffix(".sha256")
    if not (place.is_file() and kept.is_file()):
        _download(version, place, kept)
    digest = hashlib.sha256(_read(place)).hexdigest()
    for told, who in ((_read(kept).decode("utf-8", "replace").strip(), "published"), (sha256, "asked for")):
        if told is not None and told != digest:
            hint = f"delete {place} to download it again"
            raise UnreadableError(f"{name} is damaged or was tampered with: its sha256 is not the one {who}", hint)
    return place


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def _folder() -> Path:
    """Where releases are kept: below LABLEDGER_CACHE, else the platform's cache folder."""
    named = os.environ.get("LABLEDGER_CACHE", "")
    if named == "off":
        raise UnreadableError(
            "there is no folder to keep a release in", "unset LABLEDGER_CACHE, or give the path of one"
        )
    if named:
        return Path(named) / "releases"
    from platformdirs import user_cache_path

    return user_cache_path("labledger", appauthor=False) / "releases"


def _download(version: str, place: Path, kept: Path) -> None:
    base = os.environ.get(ADDRESS, "").rstrip("/")
    if not base:
        hint = f"download it and give its path, or name where releases lie in {ADDRESS}"
        raise UnreadableError(f"release {version} is not on this machine", hint)
    sums = _get(f"{base}/{version}/{SUMS}", 1 << 20).decode("utf-8", "replace")
    digests = [line.split(" ")[0] for line in sums.splitlines() if line.endswith(f"  {place.name}")]
    if len(digests) != 1 or not _SHA256.match(digests[0]):
        raise UnreadableError(f"{SUMS} of release {version} names no checksum of {place.name}")
    data = _get(f"{base}/{version}/{place.name}", _MOST_BYTES)
    if hashlib.sha256(data).hexdigest() != digests[0]:
        raise UnreadableError(f"{place.name} is damaged or was tampered with: its sha256 is not the one published")
    write_file(place, data)
    write_file(kept, f"{digests[0]}\n".encode())


class _Careful(HTTPRedirectHandler):
    """Follows redirects only to where a download may go."""

    def redirect_request(
        self, request: Request, file: IO[bytes], code: int, told: str, headers: Any, address: str
    ) -> Request | None:
        _refuse(address)
        return super().redirect_request(request, file, code, told, headers, address)


def _refuse(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise UnreadableError(f"{printable(address)[:200]} is not fetched", "releases are fetched by https only")


def _get(address: str, most: int) -> bytes:
    _refuse(address)
    try:
        with build_opener(_Careful).open(Request(address), timeout=_SECONDS) as answer:  # noqa: S310  scheme is checked
            data: bytes = answer.read(most + 1)
    except (URLError, OSError, ValueError) as error:
        reason = printable(str(getattr(error, "reason", error)))
        raise UnreadableError(f"{printable(address)} cannot be fetched: {reason}") from None
    if len(data) > most:
        raise UnreadableError(f"{printable(address)} has more than {most:,} bytes")
    return data
