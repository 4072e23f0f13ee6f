"""What the documents say is what the program does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_generated_files_are_current():
    """Schemas, data dictionary, command reference, rule catalogue and the README's excerpt follow from the code."""
    done = subprocess.run(
        [sys.executable, "tools/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.stdout == ""
    assert done.returncode == 0


def test_ci_runs_the_readme_test_command():
    """The second command of the README stands word for word in what CI runs."""
    commands = re.findall(r"^    (python3 -m venv .*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_readme_commands_are_lines_of_known_verbs():
    """Every labledger line of the README starts with a verb that exists."""
    from labledger.cli.main import VERBS

    lines = re.findall(r"^    labledger (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert lines
    assert set() == set(lines) - VERBS.keys()


def test_relative_links_lead_somewhere():
    """Links between the documents name files that exist."""
    for page in (ROOT / "README.md", ROOT / "tools" / "README.md", ROOT / "dataset" / "README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
