"""sources check: for each source what was last read, when, how much, what failed and what to do about it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import opened_store, settings_of
from bot.cli.shapes import AS_JSON
from bot.cli.source_places import open_fetcher
from digests.sources import AT_ONCE, Fetcher, Probe, probe
from digests.sources.fetch import shown
from digests.store.sources import SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """``rejected``: (document, reason) of those that yielded nothing. ``found``: what is there at this moment."""

    record: SourceRecord
    rejected: tuple[tuple[str, str], ...]
    found: Probe

    @property
    def ok(self) -> bool:
        """It is there, and something of what was last read there could be read."""
        return self.found.error is None and not self._yields_nothing

    @property
    def verdict(self) -> str:
        if self.found.error is not None:
            return "FAILED"
        return "NOTHING READABLE" if self._yields_nothing else "ok"

    @property
    def _yields_nothing(self) -> bool:
        return 0 < self.record.state.documents <= len(self.rejected)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
@AS_JSON
@click.pass_context
def check(ctx: click.Context, ids: tuple[str, ...], as_json: bool) -> None:
    """Look at every source. Is it there, what was last read, what failed; stores nothing."""
    settings = settings_of(ctx)
    with opened_store(settings) as store:
        with store.writing() as tx:
            tx.sources.configure(settings.wanted_sources)
        with store.reading() as tx:
            records = tx.sources.all(active_only=not ids)
            rejected = {record.source.id: tx.sources.rejected(record.source.id) for record in records}
    chosen = _chosen(records, ids)
    with open_fetcher(settings) as fetcher:
        checked = [
            _Checked(record=record, rejected=rejected[record.source.id], found=found)
            for record, found in zip(chosen, _probed(chosen, fetcher), strict=True)
        ]
    if as_json:
        shapes.echo_json([_shape(one) for one in checked])
    else:
        for one in checked:
            _say(one)
    if not all(one.ok for one in checked):
        ctx.exit(1)


def _chosen(records: tuple[SourceRecord, ...], ids: tuple[str, ...]) -> list[SourceRecord]:
    by_id = {record.source.id: record for record in records}
    for source_id in ids:
        if source_id not in by_id:
            raise click.UsageError(f"there is no source {source_id}; `jianbao sources list` shows them")
    return [by_id[source_id] for source_id in ids] if ids else list(records)


def _probed(records: list[SourceRecord], fetcher: Fetcher) -> list[Probe]:
    """Several at once: most of the time is spent waiting for other people's servers."""
    with (
        ThreadPoolExecutor(AT_ONCE) as pool,
        click.progressbar(
            length=len(records), label="checking", file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar,
    ):
        found = []
        for one in pool.map(lambda record: probe(record.source, fetcher), records):
            found.append(one)
            bar.update(1)
    return found


def _shape(one: _Checked) -> dict[str, Any]:
    return {
        **shapes.source(one.record),
        "ok": one.ok,
        "error": str(one.found.error) if one.found.error else None,
        "found": one.found.documents,
        "note": one.found.note,
        "failures": one.record.state.failures,
        "moved_to": one.record.state.moved_to,
        "last_good_at": one.record.state.last_good_at.isoformat() if one.record.state.last_good_at else None,
        "rejected": [{"document": document, "reason": reason} for document, reason in one.rejected],
    }


def _say(one: _Checked) -> None:
    source, state = one.record.source, one.record.state
    click.echo(f"{source.id}: {source.kind} {shown(source.location)}: {one.verdict}")
    if one.found.error is not None:
        click.echo(f"  now: {one.found.error.cause}")
    else:
        click.echo(f"  now: {there(one.found)} there")
    if one.found.note:
        click.echo(f"  {one.found.note}")
    if state.last_good_at is not None:
        click.echo(
            f"  last read {state.last_good_at.isoformat(timespec='seconds')}: {counted(state.documents, 'document')}"
        )
    elif state.failures:
        click.echo("  never read yet")
    else:
        click.echo("  never read yet; `jianbao read` or `jianbao run` reads it")
    if state.failures:
        due = state.next_due_at.isoformat(timespec="seconds") if state.next_due_at else "at once"
        failures = f"failed {counted(state.failures, 'time')} in a row" if state.failures > 1 else "failed"
        click.echo(f"  {failures}, the last: {state.reason}; next try {due}")
    if state.moved_to:
        click.echo(f"  it says it has moved to {shown(state.moved_to)}; correct its address")
    for document, reason in one.rejected:
        click.echo(f"  {reason}" if document == source.location else f"  {document}: {reason}")


def there(found: Probe) -> str:
    """What a place holds, in words: 4 entries. A page that lists nothing is one page, article or not."""
    noun = {"folder": "file", "feed": "entry", "page": "page" if found.documents == 1 else "article"}[found.kind]
    return counted(found.documents, noun)
