"""sources: where news comes from, and how their last read went."""

from __future__ import annotations

import click

from bot.cli import shapes
from bot.cli.opening import opened_store, settings_of
from bot.cli.reading import AS_JSON


@click.group()
def sources() -> None:
    """Folders, feeds and pages that are read."""


@sources.command("list")
@AS_JSON
@click.pass_context
def list_sources(ctx: click.Context, as_json: bool) -> None:
    """List the sources and how their last read went."""
    settings = settings_of(ctx)
    with opened_store(settings) as store:
        with store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        with store.reading() as tx:
            found = tx.sources.all()
    if as_json:
        shapes.echo_json([shapes.source(record) for record in found])
        return
    for record in found:
        read_at = record.state.last_read_at
        when = read_at.isoformat(timespec="seconds") if read_at else "never read"
        trouble = f"  failed: {record.state.reason}" if record.state.reason else ""
        click.echo(f"{record.source.id:20}  {record.source.kind:6}  {record.source.location}  {when}{trouble}")
