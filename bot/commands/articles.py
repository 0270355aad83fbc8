"""The full text of an article, a page at a time, and the reasons why it was chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot import buttons, render
from bot.buttons import Action
from bot.commands.known import asking, theme_names
from bot.commands.search import find
from bot.commands.talk import Reply, Request, say, show
from bot.messages import Button, Message, Rows
from bot.wording import Words
from digests import pipeline
from digests.chinese.script import convert
from digests.models import OTHER, Article, Reader, Script, StoredArticle

if TYPE_CHECKING:
    from digests.pipeline import Newsroom

WORD_CHARS = 8  # of a keyword on a button
LIKE = 3  # keywords by which other articles are like one


def picked(request: Request, newsroom: Newsroom) -> Reply:
    """An item's number under a digest: what can be done with it, in the place of what could with another.

    Of a message so old that Telegram does not show us its buttons any more, the article itself.
    """
    if request.pressed is None or not request.pressed.rows:
        return full(request, newsroom)
    w = request.words(asking(request, newsroom))
    return Reply(keyboard=render.picked(w, request.signer, request.pressed.rows, request.arguments))


def full(request: Request, newsroom: Newsroom) -> Reply:
    """全文 pressed under a digest or a lookup: a message of its own, so that the list stays."""
    return opened(request, newsroom, request.arguments[0])


def opened(request: Request, newsroom: Newsroom, article_id: str) -> Reply:
    reader = asking(request, newsroom)
    stored = pipeline.article(newsroom, article_id)
    if stored is None:
        return say(render.line(request.words(reader)("article.gone")))
    return say(_page(request, newsroom, reader, stored, 1))


def turned(request: Request, newsroom: Newsroom) -> Reply:
    """Another page in the place of this one."""
    reader = asking(request, newsroom)
    article_id, page = request.arguments
    stored = pipeline.article(newsroom, article_id)
    if stored is None:
        return Reply(toast=request.words(reader)("article.gone"))
    return show(request, _page(request, newsroom, reader, stored, int(page)))


def _page(request: Request, newsroom: Newsroom, reader: Reader, stored: StoredArticle, page: int) -> Message:
    w = request.words(reader)
    printed = stored.article
    paragraphs = [(convert(p.text, reader.script, source=printed.script), p.role) for p in printed.paragraphs]
    pages = len(render.article_pages(paragraphs))
    page = min(max(page, 1), pages)
    rows = _article_rows(request, newsroom, reader, stored, w, page, pages)
    source = convert(stored.source_name, reader.script)
    shown = replace(stored, article=_named_in(reader.script, printed))
    return render.article(shown, w, source=source, paragraphs=paragraphs, page=page, rows=rows)


def _named_in(script: Script | None, printed: Article) -> Article:
    """The article with its title and the people it names in the reader's script."""

    def shown(text: str) -> str:
        return convert(text, script, source=printed.script)

    return replace(
        printed,
        title=shown(printed.title),
        byline=tuple(map(shown, printed.byline)),
        asked_by=printed.asked_by and shown(printed.asked_by),
        answered_by=printed.answered_by and shown(printed.answered_by),
    )


def _article_rows(
    request: Request, newsroom: Newsroom, reader: Reader, stored: StoredArticle, w: Words, page: int, pages: int
) -> Rows:
    sign, article_id = request.signer, stored.article.id
    turning: list[Button] = []
    if page > 1:
        turning.append(sign.button(w("button.previous"), Action.ARTICLE_PAGE, article_id, str(page - 1)))
    if page < pages:
        turning.append(sign.button(w("button.next"), Action.ARTICLE_PAGE, article_id, str(page + 1)))
    about = [sign.button(w("button.why"), Action.WHY_IN_PLACE, article_id)]
    theme = stored.analysis.theme
    if theme != OTHER:
        name = render.shorten(theme_names(newsroom, w).get(theme, theme), 24)
        about.append(sign.button(w("button.more_theme", theme=name), Action.MORE, theme))
    rows: list[tuple[Button, ...]] = [tuple(turning), *buttons.flow(about)]
    if request.alone:
        rows += _own_rows(request, reader, stored, w)
    return tuple(row for row in rows if row)


def _own_rows(request: Request, reader: Reader, stored: StoredArticle, w: Words) -> Rows:
    """What changes the reader's own digests: taste, silence, watches."""
    sign, article_id = request.signer, stored.article.id
    alike = (sign.button(w("article.more_like"), Action.MORE_LIKE, article_id),)
    judged = (
        sign.button(w("button.up"), Action.UP, article_id),
        sign.button(w("button.down"), Action.DOWN, article_id),
    )
    silent = [sign.button(w("button.outlet"), Action.LESS_OF_SOURCE, article_id)]
    if not stored.article.sectioned:  # each of its sections is a story of its own
        silent.append(sign.button(w("button.mute"), Action.MUTE_STORY, article_id))
    watched = {watch.query for watch in reader.watches}
    words = [convert(k.text, reader.script, source=stored.article.script) for k in stored.analysis.keywords[:6]]
    fitting = [
        word for word in words if word not in watched and len(word) <= WORD_CHARS and sign.fits(Action.WATCH, word)
    ][:1]
    keywords = [sign.button(w("button.watch", word=word), Action.WATCH, word) for word in fitting]
    keywords += [sign.button(w("button.mute_word", word=word), Action.MUTE_WORD, word) for word in fitting]
    return (alike, judged, tuple(silent), *buttons.flow(keywords))


def more_like(request: Request, newsroom: Newsroom) -> Reply:
    """A lookup of the article's best keywords, any of them."""
    stored = pipeline.article(newsroom, request.arguments[0])
    if stored is None:
        return Reply(toast=request.words(asking(request, newsroom))("article.gone"))
    words = [k.text for k in stored.analysis.keywords if not any(sign in k.text for sign in ' |"-:')][:LIKE]
    return find(replace(request, text="|".join(words), pressed=None), newsroom)


def why(request: Request, newsroom: Newsroom) -> Reply:
    """The reasons for one story; numbers lead to the others of the same digest."""
    reader = asking(request, newsroom)
    w = request.words(reader)
    listed = _listed(request)
    article_id = next(iter((*request.arguments, *(article for article, _ in listed))), "")
    stored = pipeline.article(newsroom, article_id) if article_id else None
    if stored is None:
        return Reply(toast=w("article.gone"))
    made = _why(request, newsroom, reader, stored, _why_rows(request, w, article_id, listed))
    # Under a digest the list stays and the reasons are a message of their own.
    under_a_list = request.pressed is not None and request.pressed.press.action == Action.WHY
    return say(made) if under_a_list else show(request, made)


def _listed(request: Request) -> tuple[tuple[str, str], ...]:
    """(article, number) of the stories that the pressed message lists, or leads to the reasons of.

    Digests of the first release have 全文 for each instead of numbers, and count from 1.
    """
    keyboard = request.pressed.keyboard if request.pressed else ()
    for action in (Action.ITEM, Action.WHY_IN_PLACE, Action.ARTICLE):
        found = [press.arguments for press in keyboard if press.action == action and press.arguments]
        if len(found) > 1:
            return tuple(
                (article, further[0] if further and action != Action.ARTICLE else str(n))
                for n, (article, *further) in enumerate(found, 1)
            )
    return tuple((press.arguments[0], "1") for press in keyboard if press.action == Action.ARTICLE)


def _why_rows(request: Request, w: Words, article_id: str, listed: Sequence[tuple[str, str]]) -> Rows:
    sign = request.signer
    numbers = [
        sign.button(f"[{number}]" if listed_id == article_id else number, Action.WHY_IN_PLACE, listed_id, number)
        for listed_id, number in listed
    ]
    back = (sign.button(w("button.article"), Action.ARTICLE_PAGE, article_id, "1"),)
    return (*(buttons.even(numbers, most=buttons.NUMBERS_A_ROW) if len(numbers) > 1 else ()), back)


def _why(request: Request, newsroom: Newsroom, reader: Reader, stored: StoredArticle, rows: Rows) -> Message:
    w = request.words(reader)
    names = theme_names(newsroom, w)
    item = pipeline.item(
        newsroom, stored.story, script=reader.script, length=reader.length, now=request.now, reader=request.address,
        template="brief" if reader.template == "brief" else "full",
    )  # fmt: skip
    quotes = item.quotes if item else ()
    sources = [found for q in quotes if (found := pipeline.article(newsroom, q.article))]
    printed, analysis = stored.article, stored.analysis
    hits = analysis.themes[0].hits if analysis.themes else ()
    return render.why(
        w,
        title=convert(printed.title, reader.script, source=printed.script),
        theme=names.get(analysis.theme, analysis.theme),
        hits=[
            (convert(word, reader.script, source="hans"), points) for word, points in hits
        ],  # kept folded, so Simplified
        keywords=[(convert(k.text, reader.script, source=printed.script), k.weight) for k in analysis.keywords],
        score=item.score if item else None,
        quotes=quotes,
        documents={a.article.id: a.article.document for a in sources},
        reports=len(item.articles) if item else 1,
        muted=stored.story in reader.muted,
        rows=rows,
    )
