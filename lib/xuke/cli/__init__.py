"""The command ``xuke``: parses, then calls one function.

A subcommand's module is imported when it is called, so that ``xuke --help`` answers at once.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from xuke import __version__
from xuke.model import UnknownNameError, XukeError

COMMANDS = {
    "extract": ("read:extract", "Read the figures of a report, with the words of each."),
    "audit": ("read:audit_report", "What does not add up in a report; exits 1 when it fails."),
    "ingest": ("read:ingest_reports", "Read reports into the panel, whole or not at all."),
    "list": ("look:list_reports", "Reports that have figures."),
    "check": ("look:check", "What adds up and what does not; exits 1 when a rule fails."),
    "run": ("run:run", "Run a notebook for every report; only what changed is made."),
    "params": ("run:params", "Parameters of a notebook."),
    "indicators": ("look:indicators", "Derived rates with their intervals."),
    "publish": ("publish:publish", "A static site of what the runs made, to hand to others."),
}
"""Subcommand: where it is below this package, and what ``xuke --help`` says of it."""


class LazyGroup(click.Group):
    """A group that lists `COMMANDS` without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command that is asked for."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"{__name__}.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Refuse a name that is none, with the nearest that are."""
        if args[0] not in COMMANDS:
            raise UnknownNameError("command", args[0], COMMANDS)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in COMMANDS.items()])


class Refusal(click.ClickException):
    """One of Xuke's own errors on its way to the terminal."""

    exit_code = 2


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="xuke")
@click.pass_context
def group(context: click.Context) -> None:
    """Read, check, compare and show the yearly reports on administrative licensing.

    行政许可实施情况年度报告：读取、核对、比较、展示。
    """
    if context.invoked_subcommand != "run":  # which does so while its processes warm up
        from xuke.validation import validate_definitions

        validate_definitions()


def main(arguments: list[str] | None = None) -> Any:
    """Run the command; Xuke's own errors are one line on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):
        # A redirected stream on Windows would otherwise refuse Chinese.
        getattr(stream, "reconfigure", lambda **_: None)(encoding="utf-8", errors="replace")
    try:
        return group.main(arguments, standalone_mode=False)
    except XukeError as error:
        Refusal(str(error)).show()
        sys.exit(Refusal.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # `xuke list | head` closes the pipe early; that is no failure of ours.
        sys.stderr.close()
        sys.exit(0)
