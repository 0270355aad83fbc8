"""What the rooms of the quality runs share: the knowledge the service loads, and articles made of plain text."""

from __future__ import annotations

from functools import cache

from digests.chinese.script import detect
from digests.knowledge import Knowledge, load
from digests.models import Article, Paragraph
from digests.settings import NewsChoices


@cache
def knowledge() -> Knowledge:
    return load(NewsChoices())


def article(id: str, text: str, *, title: str = "") -> Article:
    """One paragraph a line, as the reading room makes of a clean text file."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    return Article(
        id=id,
        source="quality",
        document=id,
        title=title,
        script=detect(title + text),
        paragraphs=tuple(Paragraph(text=line, lines=((number, number),)) for number, line in lines),
    )
