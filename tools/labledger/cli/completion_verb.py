"""`labledger completion`: the completion script for a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from labledger.cli.place import examples


@click.command(
    epilog=examples("labledger completion bash >> ~/.bashrc", "labledger completion zsh > ~/.zfunc/_labledger")
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print the completion script for SHELL."""
    from labledger.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(cli, {}, "labledger", "_LABLEDGER_COMPLETE").source())
