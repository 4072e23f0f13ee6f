"""Writing and the cache: whatever fails, a file is old or new and whole, and a cache changes no answer."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repository import LAB, SOUND, V2, Repository, lab, labledger, settings

from labledger.cli.paint import deliver
from labledger.errors import UnreadableError, UsageError
from labledger.store import write
from labledger.store.cache import Cache
from labledger.store.write import write_file

OLD, NEW = b"old\n", b"new and longer\n"
STEPS = ("mkstemp", "fdopen", "fsync", "chmod", "replace")


class KilledError(BaseException):
    """Stands for a signal that ends the process at this point."""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A file with old bytes."""
    made = tmp_path / "folder" / "file.yaml"
    made.parent.mkdir()
    made.write_bytes(OLD)
    return made


def failing(monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    """Make one step of writing fail."""

    def fails(*arguments: Any, **named: Any) -> Any:
        raise error

    monkeypatch.setattr(tempfile if step == "mkstemp" else os, step, fails)


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_written_whole(target: Path) -> None:
    """What is written is what is there, and nothing else is left in the folder."""
    write_file(target, NEW)
    write_file(target.parent / "other", NEW)

    assert {"file.yaml": NEW, "other": NEW} == bytes_in(target.parent)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), KilledError()], ids=["full", "kill"]
)
def test_each_step_may_fail(target: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException) -> None:
    """C1, C6, C8: when a step fails or the process ends there, the file is old or new, and no temporary file stays."""
    with monkeypatch.context() as patch:
        failing(patch, step, error)
        with pytest.raises((UnreadableError, KilledError)) as raised:
            write_file(target, NEW)

    assert {"file.yaml": OLD} == bytes_in(target.parent)
    if isinstance(error, OSError):
        assert isinstance(raised.value, UnreadableError)
        assert f"{target} cannot be written: no space left on device" == str(raised.value)


def test_the_folder_cannot_be_synced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C5: when the disk fails after the rename, the file is new and the failure is told."""
    monkeypatch.setattr(write, "_sync_folder", lambda folder: os.fsync(1_000_000))
    with pytest.raises(UnreadableError, match="bad file descriptor"):
        write_file(target, NEW)

    assert {"file.yaml": NEW} == bytes_in(target.parent)


def test_the_disk_fills_up_while_writing(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C6: a write that stops half-way leaves the old file."""
    whole = os.fdopen

    def half(handle: int, mode: str) -> Any:
        file = whole(handle, mode)

        class Full:
            def __enter__(self) -> Full:
                return self

            def __exit__(self, *_: object) -> None:
                file.close()

            def write(self, data: bytes) -> None:
                file.write(data[: len(data) // 2])
                raise OSError(errno.ENOSPC, "No space left on device")

        return Full()

    monkeypatch.setattr(os, "fdopen", half)
    with pytest.raises(UnreadableError):
        write_file(target, NEW)

    assert {"file.yaml": OLD} == bytes_in(target.parent)


@pytest.mark.skipif(not Path("/dev/shm").is_dir() or os.geteuid() != 0, reason="needs a small disk of its own")
@pytest.mark.parametrize("size", [4096, 65536])
def test_a_full_disk(tmp_path: Path, size: int) -> None:
    """C6: on a disk that is really full the old file stays, and so do the other files."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], check=False).returncode:
        pytest.skip("may not mount")
    try:
        (disk / "file").write_bytes(OLD)
        with pytest.raises(UnreadableError, match="no space left on device"):
            write_file(disk / "file", b"x" * 2 * size)
        left = bytes_in(disk)
    finally:
        subprocess.run(["umount", str(disk)], check=True)

    assert {"file": OLD} == left


def test_the_file_and_then_the_folder_are_synced(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """C5: the bytes are on the disk before the name, and the name before we return."""
    done: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "sync file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", lambda *names: (done.append("rename"), replace(*names)))
    write_file(target, NEW)

    assert ["sync file", "rename", "sync folder"] == done


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ENOTSUP])
def test_a_file_system_that_syncs_no_folders(target: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """Where folders cannot be synced, files are written all the same."""
    sync = os.fsync

    def synced(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(code, "not here")
        sync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    write_file(target, NEW)

    assert NEW == target.read_bytes()


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755, 0o400])
def test_the_mode_is_kept(target: Path, mode: int) -> None:
    """C18: a rewritten file has the mode it had."""
    target.chmod(mode)
    write_file(target, NEW)

    assert mode == stat.S_IMODE(target.stat().st_mode)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_usual_mode(tmp_path: Path, umask: int, mode: int) -> None:
    """C18: a new file follows the umask, not the habits of temporary files."""
    before = os.umask(umask)
    try:
        write_file(tmp_path / "new", NEW)
    finally:
        os.umask(before)

    assert mode == stat.S_IMODE((tmp_path / "new").stat().st_mode)
    assert before == write._umask()


def test_a_pipe_or_device_is_not_replaced(tmp_path: Path) -> None:
    """What is no regular file is never replaced by one, not even /dev/null by root."""
    os.mkfifo(tmp_path / "pipe")
    for name in (tmp_path / "pipe", Path("/dev/null")):
        with pytest.raises(UnreadableError, match="is not a regular file"):
            write_file(name, NEW)
        with pytest.raises(UsageError, match="is not a regular file"):
            deliver("text", str(name), force=True)

    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """C7: where no file can be made, exit code 3 and the reason."""
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(UnreadableError, match=r"not a directory|file exists") as refused:
        write_file(tmp_path / "file" / "below", NEW)

    assert 3 == refused.value.exit_code


WRITER = """
import os, sys
from pathlib import Path
from labledger.store.write import write_file
target = Path(sys.argv[1])
print("go", flush=True)
for n in range(100_000):
    write_file(target, (b"%d" % (n % 10)) * 50_000)
"""


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM])
def test_a_kill_leaves_the_file_whole(tmp_path: Path, kind: signal.Signals) -> None:
    """C1: after a kill at any moment the file holds one write, whole."""
    target = tmp_path / "file"
    for pause in (0.01, 0.023, 0.031, 0.047):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(target)], env=settings(), stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(pause)
            process.send_signal(kind)

        data = target.read_bytes() if target.exists() else b""
        assert len(data) in (0, 50_000)
        assert len(set(data)) <= 1


def test_fmt_killed_by_a_signal_tidies_up(tmp_path: Path) -> None:
    """C12: a termination is exit code 143; each file is in old or new form, and no temporary file stays."""
    made = Repository(tmp_path / "repo")
    labs = {f"labs/lab{n}/lab.yaml": f'id: lab{n}\nname: "Lab {n}"\n' for n in range(400)}
    made.write(labs)
    with subprocess.Popen(
        [sys.executable, "-m", "labledger", "fmt"], env=settings(), cwd=made.place, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for _ in range(3):
            process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        code = process.wait()
    forms = {f"id: lab{n}\nname: {name}\n" for n in range(400) for name in (f'"Lab {n}"', f"Lab {n}")}

    assert 143 == code
    assert forms >= {path.read_text() for path in made.data.rglob("*.yaml")}
    assert [] == [path for path in made.data.rglob("*") if path.is_file() and path.suffix != ".yaml"]


# -- the cache -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Two commits that differ in a version and a lab."""
    made = Repository(tmp_path_factory.mktemp("cache") / "repo")
    made.commit("2024-04-01", {path: text for path, text in SOUND.items() if path != V2})
    made.commit("2025-04-01", {V2: SOUND[V2], LAB: lab("Renamed")})
    return made


@pytest.fixture(scope="module")
def expected(repository: Repository) -> str:
    """The answer without any cache."""
    return asked(repository, "off")


def asked(repository: Repository, cache: str) -> str:
    done = labledger(
        "diff", "HEAD~1", "HEAD", "--json", "--today", "2025-06-01", cwd=repository.place, LABLEDGER_CACHE=cache
    )
    assert 0 == done.returncode, done.stderr
    assert "" == done.stderr
    return done.stdout


def database(folder: Path) -> Path:
    return next(folder.glob("*.sqlite"))


def rows(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(database(folder), isolation_level=None)


def truncated(folder: Path) -> None:
    database(folder).write_bytes(database(folder).read_bytes()[:1500])


def overwritten(folder: Path) -> None:
    data = bytearray(database(folder).read_bytes())
    data[4096:] = os.urandom(1) * (len(data) - 4096)
    database(folder).write_bytes(bytes(data))


def garbage(folder: Path) -> None:
    database(folder).write_bytes(b"not a database, and quite long " * 200)


def empty(folder: Path) -> None:
    database(folder).write_bytes(b"")


def deleted(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def half_values(folder: Path) -> None:
    rows(folder).execute("update record set value = substr(value, 1, 20)")


def other_values(folder: Path) -> None:
    rows(folder).execute("update record set value = '[1, 2]'")


def numbers(folder: Path) -> None:
    rows(folder).execute("update record set value = 7")


def other_table(folder: Path) -> None:
    rows(folder).execute("drop table record")
    rows(folder).execute("create table record (a, b, c)")


def stray_journal(folder: Path) -> None:
    Path(f"{database(folder)}-wal").write_bytes(b"left by a kill" * 100)


def a_folder(folder: Path) -> None:
    path = database(folder)
    path.unlink()
    path.mkdir()


def read_only(folder: Path) -> None:
    database(folder).chmod(0o400)
    folder.chmod(0o500)


@pytest.mark.parametrize(
    "harm",
    [
        truncated,
        overwritten,
        garbage,
        empty,
        deleted,
        half_values,
        other_values,
        numbers,
        other_table,
        stray_journal,
        a_folder,
        read_only,
    ],
)
def test_a_harmed_cache_changes_no_answer(
    repository: Repository, expected: str, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """C4: with a fresh, a filled and a harmed cache, and once more after that, the answer is the same."""
    cache = tmp_path / "cache"
    answers = [asked(repository, str(cache)), asked(repository, str(cache))]
    harm(cache)
    answers += [asked(repository, str(cache)), asked(repository, str(cache))]
    cache.chmod(0o700)

    assert [expected] * 4 == answers


@pytest.mark.parametrize("place", ["/dev/null/below", "/proc/nowhere", "file/below", "x" * 300])
def test_no_place_for_a_cache(repository: Repository, expected: str, tmp_path: Path, place: str) -> None:
    """C7: where no cache can be kept, everything works."""
    (tmp_path / "file").write_bytes(b"")

    assert expected == asked(repository, place if place.startswith("/") else str(tmp_path / place))


def test_without_home(repository: Repository, expected: str, tmp_path: Path) -> None:
    """C9, C10: without a home and without a place for temporary files, everything works."""
    done = [
        labledger(
            "diff",
            "HEAD~1",
            "HEAD",
            "--json",
            "--today",
            "2025-06-01",
            cwd=repository.place,
            LABLEDGER_CACHE="",
            **words,
        )
        for words in ({"HOME": ""}, {"HOME": "/nonexistent"}, {"HOME": str(tmp_path), "TMPDIR": "/nonexistent"})
    ]

    assert [expected] * 3 == [one.stdout for one in done]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A folder with a cache of one record."""
    with Cache(tmp_path) as cache:
        cache.remember("a" * 40, {"id": "acme"})
    return tmp_path


def test_a_cache_gives_back_what_it_was_given(filled: Path) -> None:
    """What was remembered is known in the next run; what was not is not."""
    with Cache(filled) as cache:
        assert {"a" * 40: {"id": "acme"}} == cache.known(["a" * 40, "b" * 40])


def test_a_cache_in_use_is_left_alone(filled: Path) -> None:
    """C11: a cache that another run holds is neither waited for without end nor thrown away."""
    other = rows(filled)
    other.execute("pragma locking_mode=exclusive")
    other.execute("begin exclusive")
    other.execute("insert into record values ('held', '{}')")
    started = time.monotonic()
    with Cache(filled) as cache:
        known = cache.known(["a" * 40])
        cache.remember("b" * 40, {})
    other.execute("commit")
    other.close()

    assert time.monotonic() - started < 10
    assert known in ({}, {"a" * 40: {"id": "acme"}})
    with Cache(filled) as cache:
        assert {"a" * 40, "held"} <= cache.known(["a" * 40, "held"]).keys()


def test_a_run_that_ends_early_writes_nothing_by_halves(filled: Path) -> None:
    """C4: what is remembered is written at the end, all or nothing."""
    cache = Cache(filled)
    cache.remember("b" * 40, {"id": "bolt"})
    del cache

    with Cache(filled) as later:
        assert {} == later.known(["b" * 40])


def test_the_cache_saves_reading(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run parses nothing."""
    from labledger.store import codec
    from labledger.store.history import History
    from labledger.store.revisions import changed_records

    parsed: list[str] = []
    read = codec.read
    monkeypatch.setenv("LABLEDGER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(codec, "read", lambda data, path, *rest: (parsed.append(path), read(data, path, *rest))[1])
    counts = []
    for _ in range(2):
        history = History(repository.place, "dataset")
        changed_records(history, *history.resolve("HEAD~1", "HEAD"), lambda found: ["acme/rsp/v1"])
        counts.append(len(parsed))

    assert 4 == counts[0] == counts[1]
