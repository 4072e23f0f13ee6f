"""What can go wrong, as values: findings a contributor can mend, errors that stop the work."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One fault of a file or record, with its address.

    `line` and `column` count from 1; 0 means "the file as a whole".
    `level` is `error` or `warning`; only errors block.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: str = "error"

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}{hint}"


class LedgerError(Exception):
    """Stops the work; `exit_code` is what the command line answers with."""

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(LedgerError):
    """The question is wrongly put: exit code 2."""

    exit_code = 2


class UnreadableError(LedgerError):
    """An input cannot be read (revision, repository, disk): exit code 3."""

    exit_code = 3


class UnsoundError(LedgerError):
    """Data that was needed has faults: exit code 1, with every finding."""

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        count = len(self.findings)
        super().__init__(f"{count} finding{'s' if count != 1 else ''} in the data", "run: labledger check")
