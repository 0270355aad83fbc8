"""themes: which there are."""

from __future__ import annotations

import click

from bot.cli import shapes
from bot.cli.opening import settings_of
from bot.cli.reading import AS_JSON
from digests import knowledge


@click.group()
def themes() -> None:
    """The themes that readers subscribe to."""


@themes.command("list")
@AS_JSON
@click.pass_context
def list_themes(ctx: click.Context, as_json: bool) -> None:
    """List the themes of the chosen themes file."""
    found = knowledge.load_themes(settings_of(ctx)).all
    if as_json:
        shapes.echo_json(
            [
                {
                    "slug": theme.slug,
                    "names": dict(theme.names),
                    "description": theme.description,
                    "keywords": len(theme.keywords),
                }
                for theme in found
            ]
        )
        return
    for theme in found:
        click.echo(f"{theme.slug:16}  {theme.names['zh-Hans']}  ({theme.names['en']})")
