"""A branch with one commit of some files, made beside the work tree and the index: neither is touched."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from labledger.errors import UsageError
from labledger.store.git import Git
from labledger.store.write import write_file

_NAME = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in (("NAME", "labledger"), ("EMAIL", "labledger@invalid"))
}


def commit_on_branch(git: Git, branch: str, files: Mapping[str, bytes], message: str) -> str:
    """Put files, by path from the top of the repository, on a new branch from HEAD; the commit's hash.

    A branch that holds them already is left as it is. Raises UsageError where the branch exists with anything else or
    has no proper name, UnreadableError where git refuses.
    """
    status, _, _ = git.run("check-ref-format", "--branch", branch)
    if status or branch.startswith("-"):
        raise UsageError(f"--branch {branch[:60]} is no name of a branch")
    with tempfile.TemporaryDirectory(prefix="labledger-branch-") as folder:
        environment = {**_NAME, "GIT_INDEX_FILE": str(Path(folder) / "index"), "GIT_CONFIG_NOSYSTEM": "1"}
        head = _asked(git, environment, "rev-parse", "--verify", "HEAD^{commit}")
        _asked(git, environment, "read-tree", head)
        for number, (path, data) in enumerate(sorted(files.items())):
            place = Path(folder) / str(number)
            write_file(place, data)
            blob = _asked(git, environment, "hash-object", "-w", "--no-filters", str(place))
            _asked(git, environment, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
        tree = _asked(git, environment, "write-tree")
        status, there, _ = git.run("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}^{{commit}}")
        if not status:
            known = there.decode().strip()
            if _asked(git, environment, "rev-parse", f"{known}^{{tree}}") == tree:
                return known
            raise UsageError(f"the branch {branch} exists and holds something else", "name another one")
        commit = _asked(git, environment, "commit-tree", tree, "-p", head, "-m", message)
        _asked(git, environment, "update-ref", f"refs/heads/{branch}", commit, "0" * len(commit))
    return commit


def _asked(git: Git, environment: Mapping[str, str], *arguments: str) -> str:
    status, out, err = git.run(*arguments, environment=environment)
    if status:
        raise git.failure(err)
    return out.decode().strip()
