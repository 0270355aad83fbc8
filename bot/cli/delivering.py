"""publish, deliveries: what goes out, and what became of it."""

from __future__ import annotations

import click

from bot import publish as publishing
from bot.cli import shapes
from bot.cli.opening import now, opened_newsroom, opened_store, settings_of
from bot.cli.reading import AS_JSON

STATES = ("pending", "sending", "sent", "failed", "unknown", "cancelled")
SHOWN = 50  # rows a person is shown; --json gives all


@click.command()
@click.option("--theme", "themes", multiple=True, metavar="SLUG", help="Only this theme; may be given again.")
@AS_JSON
@click.pass_context
def publish(ctx: click.Context, themes: tuple[str, ...], as_json: bool) -> None:
    """Open an edition now for every reader it fits; a running service delivers it."""
    with opened_newsroom(settings_of(ctx)) as newsroom:
        for theme in themes:
            if theme not in newsroom.theme_slugs:
                known = ", ".join(newsroom.theme_slugs)
                raise click.BadParameter(f"{theme!r} is no theme; there are {known}", param_hint="--theme")
        opened = publishing.publish(newsroom, themes=themes, now=now())
    if as_json:
        shapes.echo_json({"edition": opened.edition, "readers": opened.readers, "deliveries": opened.deliveries})
    else:
        click.echo(f"edition {opened.edition}: {opened.deliveries} messages for {opened.readers} readers")


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only rows in this state.")
@AS_JSON
@click.pass_context
def deliveries(ctx: click.Context, state: str | None, as_json: bool) -> None:
    """Show the outbox: counts by state, and its rows."""
    with opened_store(settings_of(ctx)) as store, store.reading() as tx:
        counts = tx.outbox.counts()
        rows = tx.outbox.rows(state)
    if as_json:
        shapes.echo_json(shapes.deliveries(counts, rows))
        return
    click.echo("  ".join(f"{name} {counts.get(name, 0)}" for name in STATES))
    for row in rows[-SHOWN:]:
        reason = f"  {row.reason}" if row.reason else ""
        click.echo(f"edition {row.edition}  {row.kind} part {row.part}  {row.state}{reason}")
