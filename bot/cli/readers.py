"""readers: moving them to another bot or machine."""

from __future__ import annotations

import click


@click.group()
def readers() -> None:
    """Readers as JSON lines."""


@readers.command("export")
@click.argument("file", type=click.Path())
def export_readers(file: str) -> None:
    """Write every reader to FILE."""
    raise click.ClickException("readers export: not yet")


@readers.command("import")
@click.argument("file", type=click.Path(exists=True))
def import_readers(file: str) -> None:
    """Take in the readers of FILE."""
    raise click.ClickException("readers import: not yet")
