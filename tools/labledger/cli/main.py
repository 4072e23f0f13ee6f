"""The `labledger` command: a group whose verbs are imported only when they are called."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from importlib import import_module
from typing import Any

import click

from labledger.store.environment import forget_environment

VERBS = {
    "archive": "Read a text archive: every change classified, quiet ones found.",
    "check": "Find faults in the dataset.",
    "compare": "Put labs side by side.",
    "diff": "Show what changed, labelled.",
    "explain": "Show what is read in two clauses, and why they are labelled so.",
    "fmt": "Write files in canonical form.",
    "label": "Label pairs of clauses, one JSON object a line.",
    "list": "List records.",
    "log": "Show the history of a record on both clocks.",
    "merge-driver": "Merge two edits of one record, for git.",
    "new": "Write a new record to fill in.",
    "query": "Ask the tables by SQL.",
    "quotes": "Hold quotations against their originals.",
    "rename": "Give a record or provision a new id that continues the old one.",
    "release": "Build, verify and describe releases.",
    "review": "List what waits for a second pair of eyes; record a ruling or reply.",
    "rules": "Explain the rules behind the labels.",
    "schema": "Print the JSON Schema of a record or report.",
    "search": "Find records by their words.",
    "show": "Show a record, a lab on a day, or a provision.",
    "tables": "Explain the tables of a release.",
    "texts": "Make shingles of passages; look for them in texts you hold.",
    "withdraw": "Take a record back; its id stays.",
    "completion": "Print the completion script for a shell.",
}
EXIT_CODES = """\b
Exit codes: 0 done; 1 findings, or a gate was reached; 2 wrong usage;
3 an input cannot be read; 70 a fault of the program; 130 interrupted."""


_MOST_FINDINGS = 50


class Verbs(click.Group):
    """A group that knows its verbs by name and imports each when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, sorted."""
        return sorted(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The verb's command, imported now."""
        if name not in VERBS:
            return None
        command: click.Command = import_module(f"labledger.cli.{name.replace('-', '_')}_verb").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with one line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, VERBS[name]) for name in self.list_commands(ctx)])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, Any]:
        """Find the verb; for one that does not exist, name those that look like it."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in VERBS:
            from difflib import get_close_matches

            near = get_close_matches(name, VERBS, 2)
            hint = f" Did you mean {' or '.join(near)}?" if near else " See: labledger --help"
            raise click.UsageError(f"There is no command {name[:40]!r}.{hint}")
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, option: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from labledger import __version__

        click.echo(f"labledger {__version__}")
        ctx.exit()


@click.command(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExamples:\n  labledger diff 2025-01-01 2025-12-31\n  labledger show anthropic/rsp/v2.2\n\n"
    + EXIT_CODES,
)
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True, help="Print the version."
)
@click.option("--debug", is_flag=True, expose_value=False, help="Show the traceback of a fault of the program.")
def cli() -> None:
    """What AI labs bound themselves to, what they changed, and whether they said so."""


def main() -> None:
    """Run the command line and exit with a stable code; no traceback reaches the user unasked."""
    forget_environment()
    # Records hold no cycles, and the process is short: looking for garbage takes a fifth of the time of a long answer.
    gc.disable()
    # Python ends by an exception, and not at once, so that temporary files and git processes go first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_guarded())


def _guarded() -> int:
    try:
        result = cli.main(standalone_mode=False, prog_name="labledger")
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as done:
        return int(done.exit_code)
    except click.ClickException as error:
        from labledger.report.escape import visible

        told = io.StringIO()
        error.show(told)
        click.echo("\n".join(map(visible, told.getvalue().splitlines())), err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except (BrokenPipeError, SystemExit) as end:
        # Click by itself exits only at a closed pipe, with code 1, which here means findings.
        if isinstance(end, SystemExit) and end.code != 1:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # the one place where anything left over is turned into one line
        return _report(error)


def _report(error: Exception) -> int:
    from labledger.errors import LedgerError, UnsoundError
    from labledger.report.escape import one_line

    if "--debug" in sys.argv[1:]:
        import traceback

        traceback.print_exc()
    if isinstance(error, UnsoundError):
        for finding in error.findings[:_MOST_FINDINGS]:
            click.echo(one_line(str(finding)), err=True)
        if len(error.findings) > _MOST_FINDINGS:
            click.echo(f"and {len(error.findings) - _MOST_FINDINGS} more", err=True)
    if isinstance(error, LedgerError):
        click.echo(f"labledger: {one_line(str(error))}", err=True)
        return error.exit_code
    if isinstance(error, OSError):
        click.echo(f"labledger: {one_line(str(error))}", err=True)
        return 3
    told = f"{type(error).__name__}: {error}"
    click.echo(f"labledger: this is a fault of the program: {one_line(told)[:300]}", err=True)
    click.echo("please report it; --debug (before the command) shows where", err=True)
    return 70
