"""How far a long run has come and how long the rest will take, on a terminal only."""

from __future__ import annotations

import sys
import time

import click

_EVERY = 0.2
"""Seconds between two lines."""


class Progress:
    """One line on standard error that is written over; nothing where that is no terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._begun = self._shown = time.monotonic()
        self._done = 0
        self._width = 0

    def __call__(self, done: int, total: int) -> None:
        """Hear that so much more was done, of so much in all."""
        self._done += done
        now = time.monotonic()
        if not sys.stderr.isatty() or (now - self._shown < _EVERY and self._done < total):
            return
        self._shown = now
        line = told(self._what, self._done, total, now - self._begun)
        click.echo(f"\r{line.ljust(self._width)}", err=True, nl=False)
        self._width = len(line)

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            click.echo(f"\r{' ' * self._width}\r", err=True, nl=False)
            self._width = 0


def told(what: str, done: int, total: int, seconds: float) -> str:
    """The line: what is done, how much of how much, and the time that is left at the pace so far."""
    left = seconds * (total - done) / done if done else 0.0
    minutes, rest = divmod(round(left), 60)
    spelled = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    return f"{what}: {done:,} of {total:,}" + (f", about {spelled} left" if 0 < done < total else "")
