"""Files found sound before: the same bytes under the same id, judged by the same code, need no second judgement.

What a file says by itself is remembered; what records say of each other is looked at anew each time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from labledger import __version__
from labledger.store.cache import Cache
from labledger.store.tree import read_file

_HERE = Path(__file__).resolve().parent
_JUDGES = ("model", "check/form.py", "check/hints.py", "check/unfinished.py", "store", "dates.py", "ids.py", "text")


class Verdicts:
    """The sound files of earlier runs, kept in the cache of parsed records."""

    def __init__(self, kept: Cache) -> None:
        self._cache = kept

    def key(self, record_id: str, data: bytes) -> str:
        """Name of the verdict on these bytes as this record by this code."""
        return "sound-" + hashlib.sha256(b"\0".join((_code(), record_id.encode(), data))).hexdigest()

    def sound(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of the names that stand for files found sound."""
        return frozenset(self._cache.known(keys))

    def remember(self, key: str) -> None:
        """Note that a file was found sound."""
        self._cache.remember(key, {})


@cache
def _code() -> bytes:
    """Digest of everything that judges a file: our sources and the release of pydantic."""
    digest = hashlib.sha256(__version__.encode())
    for name in _JUDGES:
        place = _HERE.parent / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(read_file(path))
    spec = find_spec("pydantic")
    if spec is not None and spec.origin:
        digest.update(read_file(Path(spec.origin).with_name("version.py")))
    return digest.digest()
