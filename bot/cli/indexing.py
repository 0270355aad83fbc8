"""reindex: the lookup index made again from the archive."""

from __future__ import annotations

import json
import sys
import time

import click

from bot.cli.counting import counted
from bot.cli.opening import opened_store, settings_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")
@click.pass_context
def reindex(ctx: click.Context, as_json: bool) -> None:
    """Make the lookup index again from the archive; lookups go on, articles are stored when it is done."""
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
        click.echo(json.dumps({"articles": done, "seconds": seconds}))
    else:
        click.echo(f"{counted(done, 'article')} indexed in {seconds} s")
