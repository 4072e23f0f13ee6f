"""Run governdiff on clause pairs, in an environment that has it: JSON lines in, JSON lines out.

    PYTHON tests/benchmarks/governdiff_pairs.py < pairs.jsonl > answers.jsonl

Each answer has what the public `analyze_texts` reports for the two texts as documents (`documents`), and the same with
the pairing given (`paired`): where it takes the two for one clause gone and another come, its own checks are run on
them as one modified clause. The last line holds the seconds of processor that `analyze_texts` took for all pairs.
"""

from __future__ import annotations

import json
import sys
import time

from governdiff import analyze_texts
from governdiff.checks import run_checks


def main() -> None:
    """Answer line by line."""
    spent = 0.0
    for line in sys.stdin:
        pair = json.loads(line)
        old, new = (" ".join((pair[side] or "").split()) for side in ("old", "new"))
        start = time.process_time()
        report = analyze_texts(old, new)
        spent += time.process_time() - start
        documents = [change for change in report.changes if change.change_type != "unchanged"]
        answer = [[change.change_type, told(change.findings)] for change in documents]
        paired = answer
        if old and new and any(change.change_type in ("added", "removed") for change in documents):
            sides = (report.old_document.blocks[0], report.new_document.blocks[0])
            paired = [["modified", told(run_checks("modified", *sides))]]
        print(json.dumps({"id": pair["id"], "documents": answer, "paired": paired}))
    print(json.dumps({"cpu": spent}))


def told(findings: list) -> list[list[str | None]]:
    """Check and both values of each finding."""
    return [[finding.check_id, finding.old_value, finding.new_value] for finding in findings]


if __name__ == "__main__":
    main()
