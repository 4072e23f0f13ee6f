"""What the environment tells git, and what of it is forgotten."""

from __future__ import annotations

import os

_KEPT = ("GIT_EXEC_PATH", "GIT_SSL_CAINFO")


def forget_environment() -> None:
    """Remove what a git hook or shell has set for git: it would lead to another repository or run another program."""
    for name in [name for name in os.environ if name.startswith("GIT_") and name not in _KEPT]:
        del os.environ[name]
