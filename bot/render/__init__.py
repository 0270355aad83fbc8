"""From what the news side gives to Telegram messages within Telegram's limits, escaped by templates. Pure."""

from bot.render.answers import (
    PER_PAGE,
    QUERY_UTF16,
    article,
    article_pages,
    hit,
    line,
    lines,
    lookup,
    titled,
    where,
    why,
)
from bot.render.digest import alert, digest, digest_html, digest_text
from bot.render.markup import entities, fits, shorten, shown_utf16, visible

__all__ = [
    "PER_PAGE",
    "QUERY_UTF16",
    "alert",
    "article",
    "article_pages",
    "digest",
    "digest_html",
    "digest_text",
    "entities",
    "fits",
    "hit",
    "line",
    "lines",
    "lookup",
    "shorten",
    "shown_utf16",
    "titled",
    "visible",
    "where",
    "why",
]
