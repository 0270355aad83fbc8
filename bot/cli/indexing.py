"""reindex: the lookup index made again from the archive."""

from __future__ import annotations

import sys
import time

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import opened_store, settings_of
from bot.cli.shapes import AS_JSON


@click.command()
@AS_JSON
@click.pass_context
def reindex(ctx: click.Context, as_json: bool) -> None:
    """Make the lookup index again from the archive. Lookups go on, articles are stored when it is done."""
    settings = settings_of(ctx)
    began = time.monotonic()
    with opened_store(settings) as store:
        with store.reading() as tx:
            total = tx.articles.count()
        shown = click.progressbar(length=total, label="indexing", file=sys.stderr, hidden=not sys.stderr.isatty())
        with shown as progress, store.writing() as tx:
            done = tx.index.rebuild(lambda count: progress.update(count - progress.pos))
    seconds = round(time.monotonic() - began, 2)
    if as_json:
        shapes.echo_json({"articles": done, "seconds": seconds})
    else:
        click.echo(f"{counted(done, 'article')} indexed in {seconds} s")
