"""What all tests share: where the measuring material lies; its tests cannot be skipped while it is there."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
REASON = "needs ../shared, which is not here"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with facts, reference corpus and gold cases; without it the test is skipped."""
    if not SHARED.is_dir():
        pytest.skip(REASON)
    return SHARED


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that says it needs ../shared and is skipped while that is there has failed."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and "../shared" in str(report.longrepr) and SHARED.is_dir():
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although {SHARED} is there"
