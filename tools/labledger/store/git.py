"""Git, read only: the one module that runs it, through GitPython's command layer.

Nothing in a repository can make git run a program or fetch: configuration, hooks and replacement objects are switched
off, files of the work tree are never shown to git, so no filter runs, and no user-written name is ever passed where git
could take it for an option. Grafts and commit graphs, which git would believe, are left out of account.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import IO, Any

from labledger.errors import UnreadableError
from labledger.store.limits import LIMITS
from labledger.store.tree import printable

_SWITCHES = (
    "--no-replace-objects", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
    "-c", "diff.external=", "-c", "protocol.allow=never", "-c", "core.pager=cat", "-c", "log.showSignature=false",
    "-c", "core.commitGraph=false", "-c", "advice.graftFileDeprecated=false",
)  # fmt: skip
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_GRAFT_FILE": os.devnull, "LC_ALL": "C", "TZ": "UTC",
}  # fmt: skip
_PIPE_BYTES = 1 << 20


def _command_layer() -> ModuleType:
    """GitPython's module of commands without the rest of the package, whose import takes longer than most answers."""
    held = {name: module_from_spec(spec) for name in ("git", "gitdb") if (spec := _not_yet(name))}
    sys.modules.update(held)
    try:
        return import_module("git.cmd")
    except (ImportError, AttributeError):
        # Another layout of the package: take it whole.
        for name in held:
            sys.modules.pop(name, None)
        return import_module("git.cmd")
    finally:
        # Whoever asks for the packages after this gets them whole.
        for name, module in held.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _not_yet(name: str) -> ModuleSpec | None:
    return None if name in sys.modules else find_spec(name)


class Git:
    """The repository that a folder belongs to, and the means to ask it things."""

    def __init__(self, place: Path) -> None:
        if not place.is_dir():
            raise UnreadableError(f"{printable(str(place))} is not a folder")
        self._layer = git = _command_layer()
        self.place = place
        self._git = git.Git(str(place))
        self._switches: tuple[str, ...] = _SWITCHES
        self._environment = _ENVIRONMENT
        lines = self._facts()
        self.git_dir, self.bare, self.shallow = lines[0], lines[1] == "true", lines[2] == "true"
        common, self.inside, up = lines[3], lines[4].strip("/"), lines[5]
        self._common = place / common
        self._git = git.Git(self.git_dir if self.bare else str(place / up))
        self._switches = (f"--git-dir={self.git_dir}", *self._switches)
        # Commits are read without the index, which may be damaged; git takes one that is not there for an empty one.
        self._environment = {**_ENVIRONMENT, "GIT_INDEX_FILE": f"{self.git_dir}/no-index"}

    def __reduce__(self) -> tuple[type[Git], tuple[Path]]:
        """Sent to another process, it is the same place opened anew."""
        return Git, (self.place.absolute(),)

    def _facts(self) -> list[str]:
        """What git says of the place, asked once; a repository of another user only where this user trusts it."""
        question = ("rev-parse", "--absolute-git-dir", "--is-bare-repository", "--is-shallow-repository",
                    "--git-common-dir", "--show-prefix", "--show-cdup")  # fmt: skip
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
        return [*out.decode("utf-8", "surrogateescape").split("\n"), "", ""]

    @property
    def grafted(self) -> bool:
        """Whether a file of grafts claims other parents than the commits have; it is not believed here."""
        return (self._common / "info" / "grafts").exists()

    def _command(self, *arguments: str) -> list[str]:
        return ["git", *self._switches, *arguments]

    def run(self, *arguments: str, environment: Mapping[str, str] | None = None) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of one git command."""
        try:
            status, out, err = self._git.execute(
                self._command(*arguments), with_extended_output=True, with_exceptions=False,
                stdout_as_string=False, strip_newline_in_stdout=False, env=environment or self._environment,
            )  # fmt: skip
        except self._layer.GitCommandNotFound:
            raise UnreadableError("git was not found", "install git") from None
        return int(status), bytes(out), str(err)

    def flagged(self, *pathspec: str) -> list[bytes]:
        """Flag and path of every file in the index, which no other command reads; nothing where it is damaged."""
        question = ("ls-files", "-v", "-z", "--full-name", "--", *pathspec)
        return self.run(*question, environment=_ENVIRONMENT)[1].split(b"\0")

    def staged(self, *pathspec: str) -> list[bytes]:
        """Mode, object id, stage and path of every file in the index. Raises UnreadableError where it is damaged."""
        question = ("ls-files", "--stage", "-z", "--full-name", "--", *pathspec)
        status, out, err = self.run(*question, environment=_ENVIRONMENT)
        if status:
            raise self.failure(err)
        return out.split(b"\0")[:-1]

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
        lines = [line for line in err.splitlines() if line.strip() and not line.startswith(("hint:", "warning:"))]
        if outside and "not a git repository" in err:
            return UnreadableError(f"no git repository at {printable(str(self.place))}", "name one with --repo DIR")
        if "dubious ownership" in err:
            hint = f"if you trust it: git config --global --add safe.directory {printable(str(self.place.absolute()))}"
            return UnreadableError(f"{printable(str(self.place))} belongs to another user", hint)
        told = printable(next(iter(lines), "git failed"))
        return UnreadableError(f"git cannot read {printable(str(self.place))}: {told}", "run: git fsck")

    def blobs(self, wanted: Iterable[tuple[str, str]], most: int = LIMITS.file_bytes) -> Iterator[bytes]:
        """Bytes of objects, each named by path and full id, in the order asked for: one process, fed by a thread.

        Of an object larger than `most` bytes only so many and one more are given.
        Raises UnreadableError at one that is missing, damaged or not what its id says.
        """
        listed = list(wanted)
        if not listed:
            return
        # The wrapper ends the process when it is collected, so it is kept until the last object is read.
        keeper: Any = self._git.execute(
            self._command("cat-file", "--batch", "--buffer"),
            as_process=True,
            istream=subprocess.PIPE,
            env=self._environment,
        )
        process = keeper.proc
        _widen(process.stdout)
        names = "".join(f"{name}\n" for _, name in listed)
        feeder = threading.Thread(target=_feed, args=(process.stdin, names), daemon=True)
        feeder.start()
        try:
            for path, name in listed:
                yield _object(process.stdout, path, name, most)
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
            feeder.join()


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives to a file with these bytes, in the same hash as another id."""
    digest = hashlib.sha256 if len(like) == 64 else hashlib.sha1
    return digest(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def _feed(pipe: IO[bytes], names: str) -> None:
    try:
        pipe.write(names.encode())
        pipe.close()
    except (BrokenPipeError, OSError, ValueError):
        return


def _object(pipe: IO[bytes], path: str, name: str, most: int) -> bytes:
    """One answer of cat-file: header, bytes, newline. Only as much is kept as is wanted at most, and one byte."""
    header = pipe.readline().decode("utf-8", "replace").split()
    if len(header) != 3:
        hint = "run: git fsck; in a partial clone: git fetch --refetch --no-filter"
        raise UnreadableError(f"{printable(path)}: object {name} is missing or damaged", hint)
    size = int(header[2])
    data = pipe.read(min(size, most + 1))
    whole = len(data) == size
    if _skip(pipe, size - len(data)) or pipe.read(1) != b"\n" or (whole and blob_id(data, name) != name):
        raise UnreadableError(f"{printable(path)}: object {name} is damaged", "run: git fsck")
    return data


def _skip(pipe: IO[bytes], left: int) -> int:
    """Read over so many bytes; what is left when the pipe ends early."""
    while left > 0 and (skipped := len(pipe.read(min(left, _PIPE_BYTES)))):
        left -= skipped
    return left


def _widen(pipe: IO[bytes]) -> None:
    """Ask for a larger pipe where the system has the means; a small one is only slower."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        return
