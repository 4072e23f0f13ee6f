"""The same jobs done as one would without this project, each a program of its own: `peers.py JOB REPO ...`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator


def blobs(repo: str, revision: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every record at a revision, by two git commands."""
    listed = _git(repo, "ls-tree", "-r", "--full-tree", revision, "--", "dataset").decode().splitlines()
    names = "".join(f"{line.split()[2]}\n" for line in listed)
    data = _git(repo, "cat-file", "--batch", "--buffer", given=names.encode())
    at = 0
    for line in listed:
        end = data.index(b"\n", at)
        size = int(data[at:end].split()[2])
        yield line.partition("\t")[2], data[end + 1 : end + 1 + size]
        at = end + size + 2


def _git(repo: str, *arguments: str, given: bytes = b"") -> bytes:
    return subprocess.run(["git", "-C", repo, *arguments], input=given, capture_output=True, check=True).stdout


def check(repo: str, revision: str) -> int:
    """Every record through PyYAML's fast loader and its pydantic model; nothing else is checked."""
    import yaml
    from pydantic import ValidationError

    from labledger.ids import kind_of
    from labledger.model.kinds import MODELS

    faults = 0
    for _, data in blobs(repo, revision):
        record = yaml.load(data, yaml.CSafeLoader)
        kind = kind_of(str(record["id"]))
        assert kind is not None
        try:
            MODELS[kind].model_validate(record)
        except ValidationError:
            faults += 1
    return faults


def deepdiff(repo: str, old: str, new: str) -> int:
    """DeepDiff of both whole trees."""
    import yaml
    from deepdiff import DeepDiff

    sides = [{path: yaml.load(data, yaml.CSafeLoader) for path, data in blobs(repo, name)} for name in (old, new)]
    return len(DeepDiff(sides[0], sides[1]))


def naive(repo: str, old: str, new: str) -> int:
    """GitPython's objects, PyYAML's fast loader and DeepDiff, file by changed file."""
    import git
    import yaml
    from deepdiff import DeepDiff

    count = 0
    with git.Repo(repo) as opened:
        for change in opened.commit(old).diff(opened.commit(new)):
            sides = [
                yaml.load(blob.data_stream.read(), yaml.CSafeLoader) if blob else {}
                for blob in (change.a_blob, change.b_blob)
            ]
            count += len(DeepDiff(sides[0], sides[1]))
    return count


if __name__ == "__main__":
    print({"check": check, "deepdiff": deepdiff, "naive": naive}[sys.argv[1]](*sys.argv[2:]))
