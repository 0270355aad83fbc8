"""publish, deliveries: what goes out, and what became of it."""

from __future__ import annotations

from datetime import datetime

import click

from bot import publish as publishing
from bot.buttons import Signer
from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import now, opened_newsroom, opened_store, settings_of
from bot.cli.shapes import AS_JSON
from bot.settings import sandbox_token
from digests.store import Store

STATES = ("pending", "sending", "sent", "failed", "unknown", "cancelled")
SHOWN = 50  # rows a person is shown; --json gives all


@click.command()
@click.option("--theme", "themes", multiple=True, metavar="SLUG", help="Only this theme; may be given again.")
@AS_JSON
@click.pass_context
def publish(ctx: click.Context, themes: tuple[str, ...], as_json: bool) -> None:
    """Open an edition now for every reader it fits. A running service delivers it."""
    settings = settings_of(ctx)
    with opened_newsroom(settings) as newsroom:
        signer = Signer.of(settings.token or sandbox_token(settings.data))
        for theme in themes:
            if theme not in newsroom.theme_slugs:
                known = ", ".join(newsroom.theme_slugs)
                raise click.BadParameter(f"{theme!r} is no theme; there are {known}", param_hint="--theme")
        opened = publishing.publish(newsroom, themes=themes, now=now(settings), signer=signer)
    if as_json:
        shapes.echo_json({"edition": opened.edition, "readers": opened.readers, "deliveries": opened.deliveries})
    elif opened.edition is None:
        click.echo("nothing new for anybody")
    else:
        click.echo(
            f"edition {opened.edition}: {counted(opened.deliveries, 'message')} for {counted(opened.readers, 'reader')}"
        )


@click.command()
@click.option("--state", type=click.Choice(STATES), help="Only rows in this state.")
@click.option("--abort", type=int, metavar="EDITION", help="Send no more of this edition.")
@click.option("--resume", type=int, metavar="EDITION", help="Take up an aborted edition again.")
@AS_JSON
@click.pass_context
def deliveries(ctx: click.Context, state: str | None, abort: int | None, resume: int | None, as_json: bool) -> None:
    """Show the outbox. Counts by state, broadcasts under way, and its rows."""
    settings = settings_of(ctx)
    with opened_store(settings) as store:
        if abort is not None or resume is not None:
            for line in _steer(store, abort, resume, now(settings)):
                click.echo(line, err=True)
        with store.reading() as tx:
            counts, under_way = tx.outbox.counts(), tx.outbox.progress()
            rows = tx.outbox.rows(state)
    if as_json:
        shapes.echo_json(shapes.deliveries(counts, rows))
        return
    click.echo("  ".join(f"{name} {counts.get(name, 0)}" for name in STATES))
    for broadcast in under_way:
        total = sum(count for state, count in broadcast.counts.items() if state != "cancelled")
        click.echo(f"edition {broadcast.edition} under way: {total - broadcast.counts['pending']} of {total} done")
    for row in rows[-SHOWN:]:
        reason = f"  {row.reason}" if row.reason else ""
        click.echo(f"edition {row.edition}  {row.kind} part {row.part}  {row.state}{reason}")


def _steer(store: Store, abort: int | None, resume: int | None, moment: datetime) -> list[str]:
    """What was done, in words. Raises BadParameter for an edition that there is not; nothing is done then."""
    said = []
    with store.writing(durable=True) as tx:
        steps = (("--abort", abort, tx.outbox.cancel), ("--resume", resume, tx.outbox.take_up_again))
        for option, edition, step in steps:
            if edition is None:
                continue
            count = step(edition, moment)
            if count is None:
                unknown = f"there is no edition {edition}; `jianbao deliveries` shows those there are"
                raise click.BadParameter(unknown, param_hint=option)
            done = "cancelled" if option == "--abort" else "to be sent again"
            said.append(f"edition {edition}: {counted(count, 'delivery')} {done}")
    return said
