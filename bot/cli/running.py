"""run, check: the service itself, and whether it could run."""

from __future__ import annotations

import signal
import sys

import click

from bot.cli import shapes
from bot.cli.opening import settings_of
from bot.cli.shapes import AS_JSON


@click.command()
@click.option("-v", "--verbose", is_flag=True, help="Log what the service does, on stderr.")
@click.pass_context
def run(ctx: click.Context, verbose: bool) -> None:
    """Run the service: sources, editions, the bot. Without a token, against a sandbox with a chat page."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the service listens there is nothing to drain
    settings = settings_of(ctx)
    from bot import app

    app.run(settings, announce=click.echo, verbose=verbose)


@click.command()
@AS_JSON
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Say what is wrong, and what to do. Looks at settings, home, database, dictionary, themes, token and clock."""
    settings = settings_of(ctx)
    from bot.cli.checks import all_checks

    found = all_checks(settings)
    ok = all(result.ok for result in found)
    if as_json:
        checks = [{"name": c.name, "ok": c.ok, "detail": c.detail, "remedy": c.remedy} for c in found]
        shapes.echo_json({"ok": ok, "checks": checks})
    else:
        for result in found:
            remedy = f": {result.remedy}" if result.remedy else ""
            click.echo(f"{'ok  ' if result.ok else 'FAIL'}  {result.name:10}  {result.detail}{remedy}")
    if not ok:
        ctx.exit(1)
