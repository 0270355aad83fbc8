"""The parts of an edition: a composition rendered once, as the outbox keeps it."""

from __future__ import annotations

from html import escape
from typing import TypedDict

from bot import render
from bot.buttons import Signer
from bot.messages import Message
from bot.wording import words
from digests.models import OTHER, WATCHED, Composition, Language, Reader, Script
from digests.pipeline import Newsroom
from digests.store.editions import Shown


class Stored(TypedDict):
    payloads: list[str]
    shown: list[Shown]


def stored(newsroom: Newsroom, composition: Composition, reader: Reader, signer: Signer | None) -> Stored:
    """The parts as the outbox keeps them, and which part shows which story."""
    pages = rendered(newsroom, composition, reader, signer)
    reports = {item.story: len(item.articles) for digest in composition.digests for item in digest.items}
    shown = [
        Shown(story=story, part=part, reports=reports[story])
        for part, page in enumerate(pages, 1)
        for story in page.stories
    ]
    return {"payloads": [page.message.payload() for page in pages], "shown": shown}


def rendered(
    newsroom: Newsroom, composition: Composition, reader: Reader, signer: Signer | None
) -> tuple[render.Page, ...]:
    """The messages of a composition; one line when there is nothing new."""
    w = words(reader.language)
    if not composition.stories:
        nothing = Message(html=escape(w("digest.empty"), quote=False), silent=True)
        return (render.Page(message=nothing, stories=()),)
    written: dict[Script | None, Language] = {"hans": "zh-Hans", "hant": "zh-Hant", None: reader.language}
    language = "en" if reader.language == "en" else written[reader.script]  # headings in the script of the items
    names = {theme.slug: theme.names[language] for theme in newsroom.knowledge.themes.all}
    return render.pages(
        composition,
        reader.language,
        signer=signer,
        kind=reader.kind,
        timezone=reader.timezone,
        names=names | {OTHER: w("themes.other"), WATCHED: w("digest.watched")},
    )
