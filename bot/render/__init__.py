"""From what the news side gives to Telegram messages within Telegram's limits, escaped by templates. Pure."""

from bot.render.answers import article, article_pages, figure, line, lines, titled, where, why
from bot.render.digest import Page, alert, digest, digest_html, digest_text, pages
from bot.render.keys import picked
from bot.render.lookups import PER_PAGE, QUERY_UTF16, hit, lookup
from bot.render.markup import entities, fits, shorten, shown_utf16, visible

__all__ = [
    "PER_PAGE",
    "QUERY_UTF16",
    "Page",
    "alert",
    "article",
    "article_pages",
    "digest",
    "digest_html",
    "digest_text",
    "entities",
    "figure",
    "fits",
    "hit",
    "line",
    "lines",
    "lookup",
    "pages",
    "picked",
    "shorten",
    "shown_utf16",
    "titled",
    "visible",
    "where",
    "why",
]
