"""What kind of document it is, and what its markup adds to what the carrier said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from digests.models import Document
from digests.reading import bylines
from digests.reading.web.html import WebPage

_HTML = re.compile(
    rb"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|meta|div|article|table|p)[\s>]", re.I | re.S
)
_SUFFIXES: dict[str, Literal["html", "pdf", "text", "markdown"]] = {
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "pdf": "pdf",
    "txt": "text",
    "md": "markdown",
}


def kind(document: Document) -> Literal["text", "markdown", "html", "pdf"]:
    """By the first bytes of a PDF, else the media type, else the name, else by what the content begins with."""
    head = document.content[:4096]
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return "pdf"
    media = (document.media_type or "").partition(";")[0].strip().lower()
    if media in ("text/html", "application/xhtml+xml"):
        return "html"
    if media == "text/plain":
        return "text"
    suffix = document.name.rpartition(".")[2].lower()
    if suffix in _SUFFIXES and "://" not in document.name:
        return _SUFFIXES[suffix]
    return "html" if _HTML.match(head) or b"<html" in head.lower() else "text"


_MARKDOWN = (
    (re.compile(r"^ {0,3}(?:#{1,6} +|> ?|[-*+] +(?=\S)|```.*$|(?:[-*_] ?){3,}$|\|?[-:| ]{5,}$)"), ""),
    (re.compile(r"!\[([^\]\n]{0,200})\]\([^)\s]{0,500}[^)\n]{0,100}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^)\s]{0,500}[^)\n]{0,100}\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|`)(?=\S)([^*_~`\n]{1,400})\1"), r"\2"),
)


def without_markdown(line: str) -> str:
    """A line of a .md file as its reader sees it: no marks of headings, quotes, lists, emphasis, links; no pictures."""
    for pattern, kept in _MARKDOWN:
        line = pattern.sub(kept, line)
    return line


def told(document: Document, page: WebPage) -> Document:
    """``document`` with the page's own title, names and date where the carrier gave none."""
    hints = document.hints
    dated = {"published_on": page.published_on, "published_how": page.published_how} if page.published_on else {}
    return replace(
        document,
        hints=replace(
            hints,
            title=hints.title or page.title,
            byline=tuple(name for said in hints.byline for name in _persons(said)) or page.byline,
            **({} if hints.published_on else dated),
        ),
    )


def _persons(said: str) -> tuple[str, ...]:
    """Who a carrier names in one field: "记者 王磊 通讯员 李娜", "王磊 李娜"; the field itself where it is neither."""
    return bylines.byline(said) or bylines.names(said) or (said,)
