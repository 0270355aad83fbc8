"""read, articles, stories: what comes in and what became of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from functools import reduce
from hashlib import blake2b
from pathlib import Path

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import now, opened_newsroom, opened_store, settings_of
from bot.cli.shapes import AS_JSON
from bot.cli.source_places import is_address
from bot.settings import Settings
from digests import pipeline
from digests.models import Source, SourceKind
from digests.pipeline import Newsroom
from digests.settings import EVERY_S
from digests.sources import AT_ONCE


@click.command()
@click.argument("places", nargs=-1, metavar="[PATH|URL]...")
@AS_JSON
@click.pass_context
def read(ctx: click.Context, places: tuple[str, ...], as_json: bool) -> None:
    """Read files, folders, feeds and pages now. Without any, all sources that `sources list` shows as read."""
    settings = settings_of(ctx)
    began = time.monotonic()
    wanted = list({source.id: source for source in map(ad_hoc, places)}.values())
    with opened_newsroom(settings) as newsroom:
        with newsroom.store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
            for source in wanted:
                if tx.sources.get(source.id) is None:
                    tx.sources.put(source, active=False)
            if not places:
                wanted = [record.source for record in tx.sources.all(active_only=True)]
        total = _read_all(newsroom, wanted, settings)
    unnamed = {source.id: source.location for source in wanted} if places else {}
    _report(total, time.monotonic() - began, as_json, unnamed=unnamed)
    if total.failed:
        ctx.exit(1)


def _read_all(newsroom: Newsroom, wanted: Sequence[Source], settings: Settings) -> pipeline.ReadReport:
    """Folders one after the other, and meanwhile what has to be waited for, several at once."""

    def read_one(source: Source) -> pipeline.ReadReport:
        with newsroom.begun(lambda: now(settings)) as began:
            return pipeline.read(newsroom, source, now=began)

    on_disk = [source for source in wanted if source.kind == "folder"]
    bar = click.progressbar(length=len(wanted), label="reading", file=sys.stderr, hidden=not sys.stderr.isatty())
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="reading") as pool, bar:
        try:
            asked = [pool.submit(read_one, source) for source in wanted if source.kind != "folder"]
            reports = []
            for source in on_disk:
                reports.append(read_one(source))
                bar.update(1)
            for one in as_completed(asked):
                one.result()
                bar.update(1)
        except BaseException:
            newsroom.stop()  # else the others would be read to their ends first
            raise
    return reduce(pipeline.ReadReport.plus, [*reports, *(one.result() for one in asked)], pipeline.ReadReport())


def ad_hoc(place: str) -> Source:
    """A path or URL as a source of its own; the same place is the same source each time."""
    if not place.strip():
        raise click.BadParameter("an empty path or URL", param_hint="PATH|URL")
    kind: SourceKind = "folder"
    location = name = place
    if is_address(place):
        kind = "page"
    else:
        path = Path(place).expanduser().absolute()
        location, name = str(path), path.name
    digest = blake2b(location.encode("utf-8", "surrogateescape"), digest_size=6).hexdigest()
    return Source(id=f"at-{digest}", kind=kind, location=location, name=name, every_s=EVERY_S[kind])


def _report(total: pipeline.ReadReport, seconds: float, as_json: bool, *, unnamed: Mapping[str, str]) -> None:
    """``unnamed``: sources whose ids nobody chose, and their places, by which alone is told what failed."""
    counts = {"new": total.new, "known": total.known, "rejected": total.rejected}
    if as_json:
        failed = [{"source": source, "error": error} for source, error in total.failed]
        shapes.echo_json(
            {"documents": total.documents, "articles": counts, "failed": failed, "seconds": round(seconds, 3)}
        )
    else:
        click.echo(
            f"{counted(total.documents, 'document')}: {counted(total.new, 'new article')}, {total.known} known, "
            f"{total.rejected} rejected, in {seconds:.1f} s"
        )
    for source, error in total.failed:
        click.echo(
            f"jianbao: {error}" if source in unnamed else f"jianbao: {_place(source, unnamed)}: {error}", err=True
        )


def _place(failed: str, unnamed: Mapping[str, str]) -> str:
    """A source, or one document of it as ``source/document``, by names that somebody knows."""
    source, _, document = failed.partition("/")
    at = unnamed.get(source)
    if at is None or not document:
        return failed
    return at if Path(at).name == document else f"{at}/{document}"


@click.command()
@AS_JSON
@click.pass_context
def articles(ctx: click.Context, as_json: bool) -> None:
    """List what was read."""
    with opened_store(settings_of(ctx)) as store, store.reading() as tx:
        found = list(tx.articles.all())
    if as_json:
        shapes.echo_json([shapes.article(stored) for stored in found])
        return
    for stored in found:
        made = stored.article
        click.echo(f"{made.id}  {made.published_on or '-':10}  {stored.analysis.theme:16}  {made.title}")
    hint_when_empty(found)


@click.command()
@AS_JSON
@click.pass_context
def stories(ctx: click.Context, as_json: bool) -> None:
    """List the articles grouped by what they tell."""
    with opened_store(settings_of(ctx)) as store, store.reading() as tx:
        found = tx.stories.all()
        titles = {stored.article.id: stored.article.title for stored in tx.articles.all()}
    if as_json:
        shapes.echo_json([shapes.story(story) for story in found])
        return
    for story in found:
        click.echo(f"{story.id}  {titles.get(story.lead, '')}")
        for article in story.articles:
            if article != story.lead:
                click.echo(f"    + {article}  {titles.get(article, '')}")
    hint_when_empty(found)


def hint_when_empty(found: object) -> None:
    """Says how an archive is filled, where there is nothing in it to find."""
    if not found:
        click.echo("nothing read yet: `jianbao read` reads the configured sources", err=True)
