"""sources: where news comes from. What the settings file names is changed there, everything else here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click
from pydantic import ValidationError

from bot.cli import shapes
from bot.cli.opening import opened_store, settings_of
from bot.cli.shapes import AS_JSON
from bot.cli.source_checks import check, there
from bot.cli.source_lists import export_sources, import_sources
from bot.cli.source_places import NO_SAMPLES, free_id, is_address, known_at, open_fetcher, slug
from digests.errors import SourceError
from digests.models import Source
from digests.settings import SourceChoice
from digests.sources import Probe, probe
from digests.sources.fetch import shown
from digests.store.sources import SourceRecord

_NO_ID = "expected at most 64 of a-z, 0-9 and -, such as evening-paper"


@click.group()
def sources() -> None:
    """Folders, feeds and pages that are read."""


sources.add_command(check)
sources.add_command(import_sources)
sources.add_command(export_sources)


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
        when = when if record.active else "not read any more"
        trouble = f"  failed: {record.state.reason}" if record.state.reason else ""
        click.echo(f"{record.source.id:20}  {record.source.kind:6}  {shown(record.source.location)}  {when}{trouble}")


@sources.command()
@click.argument("place", metavar="PATH|URL")
@click.option("--id", "source_id", help="A short name of a-z, 0-9 and -; made from the address if not given.")
@click.option("--name", help="As readers see it; the feed's own title if not given.")
@click.option("--kind", type=click.Choice(["folder", "feed", "page"]), help="Found out if not given.")
@click.option("--every", help="How often it is read: 60 s, 15 min, 6 h.")
@click.option("--include", multiple=True, metavar="GLOB", help="Only these files, or articles of a list page.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Not these.")
@click.option("--category", default="", help="The folder it stands in when exported.")
@click.option("--unchecked", is_flag=True, help="Add it without a look at it first.")
@AS_JSON
@click.pass_context
def add(ctx: click.Context, /, place: str, unchecked: bool, as_json: bool, **choices: object) -> None:
    """Add a folder, feed or page. A page that names a feed is added as that feed."""
    settings = settings_of(ctx)
    wanted, found = _wanted(place, choices), None
    if not unchecked:
        with open_fetcher(settings) as fetcher:
            found = probe(wanted, fetcher, discover=choices["kind"] is None)
        wanted = _looked_at(wanted, found, choices)
    with opened_store(settings) as store, store.writing() as tx:
        tx.sources.configure(settings.wanted_sources)
        records = tx.sources.all()
        here = known_at(records, wanted.location)
        if here is not None and here.active:
            known, source_id = True, here.source.id
        else:
            wanted = _placed(wanted, records, here, str(choices["source_id"] or ""))
            tx.sources.put(wanted)
            known, source_id = False, wanted.id
        record = tx.sources.get(source_id)
    assert record is not None
    if as_json:
        shapes.echo_json({"added": [] if known else [shapes.source(record)], "known": [record.source.id] * known})
    elif known:
        differs = any(choices[key] for key in choices if key != "kind")
        remedy = f"; to change it, `jianbao sources remove {source_id}` and add it again" if differs else ""
        click.echo(f"{shown(record.source.location)} is read already, as {source_id}{remedy}")
    else:
        _say_added(record.source, found, samples=settings.sources is None)


def _wanted(place: str, choices: dict[str, object]) -> Source:
    """What was asked for, checked like a source of the settings file. A URL of unknown kind counts as a page."""
    on_web = is_address(place)
    kind = choices["kind"] or ("page" if on_web else "folder")
    where = {"url": place} if on_web else {"path": Path(place)}
    given = {key: choices[key] for key in ("name", "every", "include", "exclude", "category") if choices[key]}
    try:
        return SourceChoice.model_validate(
            {"id": choices["source_id"] or slug(place), "kind": kind, **where, **given}
        ).source()
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        said = _NO_ID if key == "id" else first["msg"].removeprefix("Value error, ")
        raise click.UsageError(f"{f'--{key}' if key else place}: {said}") from error


def _looked_at(wanted: Source, found: Probe, choices: dict[str, object]) -> Source:
    if found.error is not None:
        raise SourceError(found.error.source, f"{found.error.cause} (or add it --unchecked)")
    name = str(choices["name"] or found.title or wanted.name)
    return replace(wanted, kind=found.kind, location=found.location, name=name)


def _placed(wanted: Source, records: tuple[SourceRecord, ...], here: SourceRecord | None, asked_id: str) -> Source:
    """Under the id asked for, that which the place had before, or a new one: an id is never used for another place."""
    taken = {record.source.id for record in records if here is None or record.source.id != here.source.id}
    if asked_id in taken:
        raise click.UsageError(f"--id: {asked_id} is the id of another source; ids are never used again")
    if here is not None and not asked_id:
        return replace(wanted, id=here.source.id)
    return replace(wanted, id=asked_id or free_id(wanted.id, {record.source.id for record in records}))


def _say_added(source: Source, found: Probe | None, *, samples: bool) -> None:
    holds = f", {there(found)} now" if found else ""
    click.echo(f"added {source.id}: {source.kind} {shown(source.location)} ({source.name}){holds}")
    if found and found.note:
        click.echo(f"  {found.note}")
    if samples:
        click.echo(f"  the bundled samples are read as well; {NO_SAMPLES}")


@sources.command()
@click.argument("source_id", metavar="ID")
@AS_JSON
@click.pass_context
def remove(ctx: click.Context, source_id: str, as_json: bool) -> None:
    """Stop reading a source. What was read from it stays."""
    settings = settings_of(ctx)
    with opened_store(settings) as store, store.writing() as tx:
        tx.sources.configure(settings.wanted_sources)
        record = tx.sources.get(source_id)
        if record is None:
            raise click.UsageError(f"there is no source {source_id}; `jianbao sources list` shows them")
        if record.configured and record.active:
            remedy = "take it out there" if settings.sources is not None else NO_SAMPLES
            raise SourceError(source_id, f"it comes from the settings; {remedy}")
        removed = tx.sources.deactivate(source_id)
    if as_json:
        shapes.echo_json({"removed": [source_id] if removed else []})
    else:
        click.echo(f"removed {source_id}" if removed else f"{source_id} was not read any more")
