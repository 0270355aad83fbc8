"""digest, find, why: what a reader would be shown, and the reasons."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import get_args

import click

from bot import render
from bot.cli import shapes
from bot.cli.counting import counted
from bot.cli.opening import now, opened_newsroom, settings_of
from bot.cli.reading import hint_when_empty
from bot.cli.shapes import AS_JSON
from bot.wording import words
from digests import pipeline
from digests.models import ITEMS, OTHER, Composition, Hit, Language, Script, Template
from digests.reasons import reasons
from digests.settings import parse_duration

SCRIPT = click.option(
    "--script", type=click.Choice(["hans", "hant"]), help="Simplified or Traditional; as printed if not given."
)
LANGUAGE: dict[Script | None, Language] = {None: "zh-Hans", "hans": "zh-Hans", "hant": "zh-Hant"}


def since_of(_ctx: click.Context, _parameter: click.Parameter, value: str) -> timedelta | None:
    """``all`` is None; otherwise a duration such as 24h or 7d."""
    if value == "all":
        return None
    try:
        parsed = parse_duration(value)
    except ValueError as error:
        raise click.BadParameter(f"{value!r}: {error}, or all") from error
    assert isinstance(parsed, timedelta)
    return parsed


@click.command()
@click.option("--theme", "themes", multiple=True, metavar="SLUG", help="Only this theme; may be given again.")
@click.option("--since", default="24h", callback=since_of, metavar="24h|7d|all", help="First read within; default 24h.")
@SCRIPT
@click.option(
    "--format", "form", type=click.Choice(["text", "html", "telegram"]), default="text",
    help="Plain text (if not given), a web page, or as Telegram gets it.",
)  # fmt: skip
@click.option("--template", type=click.Choice(get_args(Template)), default="full", help="How much of each item.")
@click.option("--limit", type=click.IntRange(1, 100), help=f"Items a theme; default {ITEMS['normal']}.")
@AS_JSON
@click.pass_context
def digest(
    ctx: click.Context,
    themes: tuple[str, ...],
    since: timedelta | None,
    script: Script | None,
    form: str,
    template: Template,
    limit: int | None,
    as_json: bool,
) -> None:
    """Compose and print a digest; nothing is sent."""
    settings = settings_of(ctx)
    moment = now(settings)
    with opened_newsroom(settings) as newsroom:
        composition = pipeline.compose(
            newsroom,
            themes=_known(newsroom, themes),
            since=None if since is None else moment - since,
            until=moment + timedelta(microseconds=1),
            script=script,
            length="normal",
            template=template,
            now=moment,
            limit=limit,
        )
        archived = bool(composition.stories) or _archived(newsroom)
    composition = _named(composition)
    if as_json:
        shapes.echo_json({"digests": [shapes.digest(made) for made in composition.digests]})
    else:
        click.echo(_printed(composition, form, newsroom.timezone), nl=form != "text")
    hint_when_empty(archived)
    if archived and since is not None and not composition.stories:
        click.echo("nothing was first read in this time; --since all takes whatever was read", err=True)


def _archived(newsroom: pipeline.Newsroom) -> bool:
    """Whether anything was read: counted only where nothing was found, as a large archive takes its time."""
    with newsroom.store.reading() as tx:
        return tx.articles.count() > 0


def _known(newsroom: pipeline.Newsroom, themes: tuple[str, ...]) -> tuple[str, ...]:
    slugs = (*newsroom.theme_slugs, OTHER)
    for theme in themes:
        if theme not in slugs:
            raise click.BadParameter(f"{theme!r} is no theme; there are {', '.join(slugs)}", param_hint="--theme")
    return themes or slugs


def _named(composition: Composition) -> Composition:
    """With a name for what fits no theme, which the themes file does not hold."""
    other = words(LANGUAGE[composition.key.script])("themes.other")
    named = (replace(digest, name=other) if digest.theme == OTHER else digest for digest in composition.digests)
    return replace(composition, digests=tuple(named))


def _printed(composition: Composition, form: str, timezone: str) -> str:
    language = LANGUAGE[composition.key.script]
    if form == "html":
        return render.digest_html(composition, language, timezone=timezone)
    if form == "telegram":
        return "\n\n".join(message.html for message in render.digest(composition, language, timezone=timezone))
    return render.digest_text(composition, language, timezone=timezone)


class Lookup(click.Command):
    """``-词`` leaves a word out of a lookup, so it is no option; a misspelt ``--option`` still is one."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        for given in itertools.takewhile(lambda arg: arg != "--", args):
            if given.startswith("--") and given.partition("=")[0] not in known:
                raise click.NoSuchOption(given, ctx=ctx)
        return super().parse_args(ctx, args)


@click.command(cls=Lookup, context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Hits a page.")
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page of them.")
@SCRIPT
@AS_JSON
@click.pass_context
def find(
    ctx: click.Context, query: tuple[str, ...], limit: int, page: int, script: Script | None, as_json: bool
) -> None:
    """Look keywords up in everything that was read."""
    settings = settings_of(ctx)
    with opened_newsroom(settings) as newsroom:
        answer = pipeline.find(newsroom, " ".join(query), script=script, page=page, per_page=limit, now=now(settings))
        archived = bool(answer.total) or _archived(newsroom)
    if as_json:
        shapes.echo_json(shapes.lookup(answer))
        return
    for hit in answer.hits:
        when = f"  {hit.published_on}" if hit.published_on else ""
        click.echo(f"{hit.title}\n  {_marked(hit)}\n  {hit.source}{when}  {hit.article}\n")
    more = "at least " if answer.total_at_least else ""
    beyond = f", none on page {page}" if answer.total and not answer.hits else ""
    click.echo(f"{answer.understood}: {more}{counted(answer.total, 'story')}{beyond}", err=True)
    if answer.nearest:
        click.echo(f"nearest keywords: {' '.join(answer.nearest)}", err=True)
    hint_when_empty(archived)


def _marked(hit: Hit) -> str:
    """The sentence with its hits set apart: bold on a terminal, nothing elsewhere."""
    shown, at = "", 0
    for start, end in hit.highlights:
        shown += hit.sentence[at:start] + click.style(hit.sentence[start:end], bold=True)
        at = end
    return shown + hit.sentence[at:]


@click.command()
@click.argument("article_id")
@AS_JSON
@click.pass_context
def why(ctx: click.Context, article_id: str, as_json: bool) -> None:
    """Say why an article is or is not in the digests. Stage by stage, with what each decided by."""
    settings = settings_of(ctx)
    with opened_newsroom(settings) as newsroom:
        stages = reasons(newsroom, article_id, now=now(settings))
    if stages is None:
        unknown = f"{article_id!r}: no such article; `jianbao articles` lists them"
        raise click.BadParameter(unknown, param_hint="ARTICLE_ID")
    if as_json:
        shapes.echo_json({"stages": [shapes.stage(stage) for stage in stages]})
        return
    for stage in stages:
        click.echo(f"{'yes' if stage.kept else 'no ':3}  {stage.stage:9}  {stage.reason}")
