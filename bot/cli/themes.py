"""themes: which there are, and learning others from examples."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import settings_of
from bot.cli.shapes import AS_JSON
from digests import knowledge
from digests.themes import dump
from digests.themes.examples import parse_examples
from digests.themes.learn import learn


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
        shapes.echo_json([shapes.theme(theme) for theme in found])
        return
    for theme in found:
        click.echo(f"{theme.slug:16}  {theme.names['zh-Hans']}  ({theme.names['en']})")


@themes.command("learn")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the themes file here.")
@click.pass_context
def learn_themes(ctx: click.Context, file: Path, out: Path | None) -> None:
    """Make a themes file from labelled examples. They are lines of {"title": ..., "text": ..., "theme": SLUG}."""
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: not UTF-8 text; save it as UTF-8") from error
    examples = parse_examples(text, name=file.name)
    names = {theme.slug: theme.names for theme in knowledge.load_themes(settings_of(ctx)).all}
    made = dump(learn(examples, names), source=f"Learnt from {counted(len(examples), 'example')} of {file.name}.")
    if out is None:
        click.echo(made, nl=False)
    else:
        out.write_text(made, "utf-8")
        click.echo(
            f"{out}: {counted(len(examples), 'example')}. Use it with themes = {str(out)!r} in the settings.", err=True
        )
