"""readers: moving them to another bot or machine, without sending again what they had."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import now, opened_store, settings_of
from bot.cli.shapes import AS_JSON
from digests.store.reader_rows import UnusableReader, from_line, line

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def readers() -> None:
    """Those who read, with every choice they made."""


@readers.command("export")
@click.argument("file", type=FILE)
@AS_JSON
@click.pass_context
def export_readers(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Write every reader to FILE, a line of JSON each. `since` tells where what they were sent ends."""
    with opened_store(settings_of(ctx)) as store, store.reading() as tx:
        lines = [line(reader) for reader in tx.readers.exported()]
    try:
        file.write_text("".join(f"{each}\n" for each in lines), "utf-8")
    except OSError as error:
        raise click.ClickException(
            f"{file}: cannot be written ({error.strerror}); choose a file in a folder that exists"
        ) from error
    _done(len(lines), "exported", as_json)


@readers.command("import")
@click.argument("file", type=FILE)
@AS_JSON
@click.pass_context
def import_readers(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Take in the readers of FILE. A reader who is known with the same choices is left alone."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise click.ClickException(
            f"{file}: cannot be read ({reason}); give a file that `jianbao readers export` wrote"
        ) from error
    taken, refused = 0, 0
    settings = settings_of(ctx)
    with opened_store(settings) as store, store.writing() as tx:
        for number, text in enumerate(lines, 1):
            if not text.strip():
                continue
            try:
                tx.readers.take_in(from_line(text), now(settings))
                taken += 1
            except UnusableReader as error:
                refused += 1
                click.echo(f"{file}: line {number}: {error}", err=True)
    _done(taken, "imported", as_json)
    if refused:
        ctx.exit(1)


def _done(count: int, what: str, as_json: bool) -> None:
    if as_json:
        shapes.echo_json({"readers": count})
    else:
        click.echo(f"{counted(count, 'reader')} {what}")
