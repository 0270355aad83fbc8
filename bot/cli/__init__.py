"""The ``jianbao`` command line: one file a group of commands, loaded when one of them is asked for.

Exit status: 0 done, 1 the work failed, 2 wrong use or settings. Failures are one line on stderr, no traceback.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from importlib.metadata import version
from pathlib import Path

import click

from bot.errors import TelegramError
from bot.settings import InvalidSettings
from digests.errors import DigestError, SettingsError

ROOMS = {
    "run": "running",
    "check": "running",
    "read": "reading",
    "articles": "reading",
    "stories": "reading",
    "digest": "asking",
    "find": "asking",
    "why": "asking",
    "publish": "delivering",
    "deliveries": "delivering",
    "readers": "readers",
    "reindex": "indexing",
    "sources": "sources",
    "themes": "themes",
}


class Commands(click.Group):
    """Loads the file of a command only when it is needed: ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(ROOMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        room = ROOMS.get(cmd_name)
        if room is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"bot.cli.{room}"), cmd_name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("jianbao"), prog_name="jianbao")
@click.option("--config", type=click.Path(path_type=Path), help="Settings file; jianbao.toml here if not given.")
@click.pass_context
def jianbao(ctx: click.Context, config: Path | None) -> None:
    """Digests of Chinese-language news for Telegram: quoted, traceable, in either script."""
    ctx.obj = config


def main() -> None:
    """Runs the command line; every expected failure becomes one line and an exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # JSON is UTF-8 whatever the locale; odd file names never stop a list
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")
    plain = False if os.environ.get("NO_COLOR") else None  # None: click asks whether this is a terminal
    try:
        status = jianbao.main(standalone_mode=False, color=plain)
    except click.exceptions.Abort:
        status = 130
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        status = error.exit_code
    except click.UsageError as error:
        more = f" (see `{error.ctx.command_path} --help`)" if error.ctx else ""
        status = _complain(f"{error.format_message().rstrip('.')}{more}", error.exit_code)
    except click.ClickException as error:
        status = _complain(error.format_message(), error.exit_code)
    except (InvalidSettings, SettingsError) as error:
        status = _complain(error, 2)
    except (DigestError, TelegramError) as error:
        status = _complain(error, 1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has left; there is no one to tell
        status = 1
    except OSError as error:  # a full disk, a folder taken away: the machine's trouble, not a mistake in the program
        place = f"{error.filename}: " if error.filename else ""
        status = _complain(f"{place}{(error.strerror or str(error)).lower()}; mend that and start again", 1)
    sys.exit(status if isinstance(status, int) else 0)


def _complain(error: Exception | str, status: int) -> int:
    for line in str(error).splitlines():
        click.echo(f"jianbao: {line}", err=True)
    return status
