"""sources import, sources export: lists of feeds from and for other programs."""

from __future__ import annotations

from typing import BinaryIO, TextIO

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import opened_store, settings_of
from bot.cli.shapes import AS_JSON
from bot.cli.source_places import free_id, known_at, slug
from digests.errors import SourceError
from digests.models import Source
from digests.reading.decode import decode
from digests.settings import EVERY_S
from digests.sources import opml

_CAP_BYTES = 10 * 1024 * 1024


@click.command("import")
@click.argument("file", type=click.File("rb"))
@AS_JSON
@click.pass_context
def import_sources(ctx: click.Context, file: BinaryIO, as_json: bool) -> None:
    """Add the feeds of an OPML file (- for standard input). In any charset; titles and folders are kept."""
    listed = _listed(file)
    settings = settings_of(ctx)
    added = known = 0
    with opened_store(settings) as store, store.writing() as tx:
        tx.sources.configure(settings.wanted_sources)
        records = list(tx.sources.all())
        taken = {record.source.id for record in records}
        for subscription in listed.feeds:
            here = known_at(records, subscription.url)
            if here is not None and here.active:
                known += 1
                continue
            source_id = here.source.id if here else free_id(slug(subscription.url), taken)
            taken.add(source_id)
            added += 1
            tx.sources.put(_source(source_id, subscription))
    if as_json:
        shapes.echo_json({"added": added, "known": known, "refused": list(listed.refused)})
    else:
        click.echo(f"{counted(added, 'feed')} added, {known} known already; `jianbao sources check` looks at them")
    for address in listed.refused:
        click.echo(f"  left out: {address}: only http and https are read; correct it in {file.name}", err=True)
    if not listed.whole:
        click.echo(f"  {file.name} breaks off, so feeds may be missing; export it again", err=True)


def _listed(file: BinaryIO) -> opml.Listed:
    """Raises SourceError for what is no list, or one without a feed that could be read."""
    content = file.read(_CAP_BYTES + 1)
    if len(content) > _CAP_BYTES:
        raise SourceError(file.name, "more than 10 MB; that is no list of feeds")
    try:
        listed = opml.parse(decode(content), file.name)
    except ValueError as error:
        raise SourceError(file.name, str(error)) from error
    if not listed.feeds:
        cause = "no address of http or https" if listed.refused else "no feed"
        remedy = "export it again" if listed.whole else "it breaks off; export it again"
        raise SourceError(file.name, f"{cause} in this list; {remedy}")
    return listed


def _source(source_id: str, subscription: opml.Subscription) -> Source:
    return Source(
        id=source_id,
        kind="feed",
        location=subscription.url,
        name=subscription.title,
        every_s=EVERY_S["feed"],
        category=subscription.category,
    )


@click.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@click.pass_context
def export_sources(ctx: click.Context, file: TextIO) -> None:
    """Write the feeds as OPML, to FILE or standard output. Folders and pages have no place in it."""
    settings = settings_of(ctx)
    with opened_store(settings) as store:
        with store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        with store.reading() as tx:
            records = tx.sources.all(active_only=True)
    feeds = [record.source for record in records if record.source.kind == "feed"]
    listed = (opml.Subscription(url=feed.location, title=feed.name, category=feed.category) for feed in feeds)
    try:
        file.write(opml.write(listed, "Jianbao"))
    except click.FileError as error:
        raise SourceError(error.ui_filename, f"{error.message}; choose a file in a folder that exists") from error
    left_out = len(records) - len(feeds)
    rest = f", {counted(left_out, 'source')} left out: OPML lists feeds alone" if left_out else ""
    click.echo(f"{counted(len(feeds), 'feed')} written{rest}", err=True)
