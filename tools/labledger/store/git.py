"""Git, read only: the one module that runs it, through GitPython's command layer.

Nothing in a repository can make git run a program or fetch: configuration, hooks, filters and replacement objects are
switched off, and no user-written name is ever passed where git could take it for an option.
"""

from __future__ import annotations

import os
import subprocess  # noqa: S404  for the constant PIPE; processes are started by GitPython
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from labledger.errors import UnreadableError
from labledger.store.limits import LIMITS
from labledger.store.tree import printable

_SWITCHES = (
    "--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "diff.external=", "-c", "protocol.allow=never", "-c", "core.pager=cat", "-c", "log.showSignature=false",
)  # fmt: skip
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C", "TZ": "UTC",
}  # fmt: skip
_PIPE_BYTES = 1 << 20


class Git:
    """The repository that a folder belongs to, and the means to ask it things."""

    def __init__(self, place: Path) -> None:
        import git

        self._module = git
        self.place = place
        if not place.is_dir():
            raise UnreadableError(f"{place} is not a folder")
        self._git = git.Git(str(place))
        self._switches: tuple[str, ...] = _SWITCHES
        lines = self._facts()
        self.git_dir, self.bare, self.shallow = lines[0], lines[1] == "true", lines[2] == "true"
        self.inside, up = (lines[3].strip("/"), lines[4]) if len(lines) > 4 else ("", "")
        self._git = git.Git(self.git_dir if self.bare else str(place / up))
        self._switches = (f"--git-dir={self.git_dir}", *self._switches)

    def _facts(self) -> list[str]:
        """What git says of the place, asked once; a repository of another user only where this user trusts it."""
        question = ("rev-parse", "--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository",
                    "--show-prefix", "--show-cdup")  # fmt: skip
        status, out, err = self.run(*question)
        if status and "dubious ownership" in err:
            trusted = self._git.execute(
                ["git", "config", "--global", "--get-all", "safe.directory"], with_exceptions=False
            )
            for folder in str(trusted).splitlines():
                self._switches += ("-c", f"safe.directory={folder}")
            status, out, err = self.run(*question)
        if status:
            raise self.failure(err, outside=True)
        return out.decode("utf-8", "surrogateescape").split("\n")

    def _command(self, *arguments: str) -> list[str]:
        return ["git", *self._switches, *arguments]

    def run(self, *arguments: str) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of one git command."""
        try:
            status, out, err = self._git.execute(
                self._command(*arguments), with_extended_output=True, with_exceptions=False,
                stdout_as_string=False, strip_newline_in_stdout=False, env=_ENVIRONMENT,
            )  # fmt: skip
        except self._module.GitCommandNotFound:
            raise UnreadableError("git was not found", "install git") from None
        return int(status), bytes(out), str(err)

    def output(self, *arguments: str) -> bytes:
        """Output of a git command. Raises UnreadableError when it fails."""
        status, out, err = self.run(*arguments)
        if status:
            raise self.failure(err)
        return out

    def text(self, *arguments: str) -> str:
        """Output of a git command as text; odd bytes survive."""
        return self.output(*arguments).decode("utf-8", "surrogateescape")

    def failure(self, err: str, outside: bool = False) -> UnreadableError:
        """What to tell the user when git fails."""
        first = next((line for line in err.splitlines() if line.strip()), "git failed")
        if outside and "not a git repository" in err:
            return UnreadableError(f"no git repository at {self.place}", "name one with --repo DIR")
        if "dubious ownership" in err:
            hint = "if you trust it: git config --global --add safe.directory DIR"
            return UnreadableError(f"{self.place} belongs to another user", hint)
        return UnreadableError(f"git cannot read {self.place}: {printable(first)}", "try: git fsck")

    def blobs(self, names: Iterable[str]) -> Iterator[bytes]:
        """Bytes of objects by full id, in the order asked for: one process, fed by a thread."""
        listed = list(names)
        if not listed:
            return
        # The wrapper ends the process when it is collected, so it is kept until the last object is read.
        keeper: Any = self._git.execute(
            self._command("cat-file", "--batch", "--buffer"), as_process=True, istream=subprocess.PIPE, env=_ENVIRONMENT
        )
        process = keeper.proc
        _widen(process.stdout)
        feeder = threading.Thread(target=_feed, args=(process.stdin, listed), daemon=True)
        feeder.start()
        try:
            for name in listed:
                yield _object(process.stdout, name)
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
            feeder.join()


def _feed(pipe: IO[bytes], names: list[str]) -> None:
    try:
        pipe.write("".join(f"{name}\n" for name in names).encode())
        pipe.close()
    except (BrokenPipeError, OSError, ValueError):
        return


def _object(pipe: IO[bytes], name: str) -> bytes:
    """One answer of cat-file: header, bytes, newline."""
    header = pipe.readline().decode("utf-8", "replace").split()
    if len(header) != 3:
        raise UnreadableError(
            f"object {name} is missing or damaged", "run: git fsck; a partial clone must be completed first"
        )
    size = int(header[2])
    data = pipe.read(min(size, LIMITS.file_bytes + 1))
    left = size - len(data)
    while left > 0:
        skipped = len(pipe.read(min(left, _PIPE_BYTES)))
        if not skipped:
            break
        left -= skipped
    if left or pipe.read(1) != b"\n":
        raise UnreadableError(f"object {name} ends early", "run: git fsck")
    return data


def _widen(pipe: IO[bytes]) -> None:
    """Ask for a larger pipe where the system has the means; a small one is only slower."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        return
