"""The reader behind a request, read or changed in one transaction, and the names of the themes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.commands.talk import Request
from bot.wording import Words, language_of
from digests.chinese.script import fold
from digests.models import OTHER, Language, Reader, Script
from digests.store.readers import WINDOW

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

OWN_WISH = "asked by the reader"  # why somebody is paused; the other reasons begin with `digests.store.readers.REFUSED`
EVERY = frozenset({"全部", "所有", "全部主题", "所有主题", "全选", "all", "all themes", "everything"})  # folded
SCRIPTS: dict[Language, Script | None] = {"zh-Hans": "hans", "zh-Hant": "hant", "en": None}


def newcomer(request: Request) -> Reader:
    """Someone the store does not know yet: language, script and zone as their Telegram suggests."""
    language = language_of(request.language_code)
    return Reader(
        address=request.address,
        kind=request.kind,
        language=language,
        script=SCRIPTS[language],
        timezone=request.timezone,
        since=request.now - WINDOW,
    )


def reader_of(request: Request, newsroom: Newsroom) -> Reader | None:
    with newsroom.store.reading() as tx:
        return tx.readers.get(request.address)


def asking(request: Request, newsroom: Newsroom) -> Reader:
    """The stored reader, or what a newcomer would be; stores nothing."""
    return reader_of(request, newsroom) or newcomer(request)


def changed(request: Request, newsroom: Newsroom, change: Callable[[Reader], Reader]) -> Reader:
    """Applies ``change`` to the reader as stored at this moment, so that nothing decided elsewhere is overwritten."""
    with newsroom.store.writing() as tx:
        before = tx.readers.get(request.address)
        after = change(before or newcomer(request))
        if after != before:
            tx.readers.save(after, request.now)
    return after


def resumed(reader: Reader) -> Reader:
    """Whoever writes to us can be written to again."""
    return replace(reader, paused=None)


def named(text: str, newsroom: Newsroom) -> tuple[str, ...]:
    """Slugs of the themes that ``text`` names: by slug, a whole name or a part of one, in any language and script.

    ``EVERY`` means all of them. Several may be given with spaces or commas between; all must be known, else none is. A
    part that fits several themes means all of them: the answer shows which, and one tap takes one away.
    """
    if fold(text).strip() in EVERY:
        return newsroom.knowledge.themes.slugs
    whole = _fitting(text, newsroom)
    if whole:
        return whole
    parts = [part for part in re.split(r"[\s,，、;；]+", text) if part]
    found = [_fitting(part, newsroom) for part in parts]
    return tuple(dict.fromkeys(slug for slugs in found for slug in slugs)) if found and all(found) else ()


def begins_a_theme(text: str, newsroom: Newsroom) -> bool:
    """Whether a theme's slug or name is ``text`` or begins with it."""
    wanted = fold(text).strip()
    names = (name for theme in newsroom.knowledge.themes.all for name in (theme.slug, *map(fold, theme.names.values())))
    return len(wanted) > 1 and any(name.startswith(wanted) for name in names)


def _fitting(text: str, newsroom: Newsroom) -> tuple[str, ...]:
    wanted = fold(text).strip()
    if len(wanted) < 2:
        return ()
    names = {t.slug: [t.slug, *(fold(name) for name in t.names.values())] for t in newsroom.knowledge.themes.all}
    for fits in (lambda name: name == wanted, lambda name: name.startswith(wanted), lambda name: wanted in name):
        found = tuple(slug for slug, forms in names.items() if any(fits(form) for form in forms))
        if found:
            return found
    return ()


def theme_names(newsroom: Newsroom, w: Words) -> Mapping[str, str]:
    """Slug -> name in the language of ``w``, in the order of the themes file; OTHER last."""
    named = {theme.slug: theme.names[w.language] for theme in newsroom.knowledge.themes.all}
    return {**named, OTHER: w("themes.other")}
