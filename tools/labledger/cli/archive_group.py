"""The group of archive commands: those of the history stand in it, the others are imported when they are called."""

from __future__ import annotations

from importlib import import_module

import click

FURTHER = ("diff", "trace", "watch")


class ArchiveVerbs(click.Group):
    """A group whose further commands live in modules of their own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, sorted."""
        return sorted({*super().list_commands(ctx), *FURTHER})

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """One command; a further one is imported now."""
        if name in FURTHER:
            command: click.Command = import_module(f"labledger.cli.archive_{name}_verb").command
            return command
        return super().get_command(ctx, name)
