"""The bundled articles as the stages see them, read once a process."""

from __future__ import annotations

from functools import cache
from importlib import resources

from digests import keywords, reading
from digests.models import SEEDS, Article, Document, Keyword
from tests.quality._stage import knowledge


@cache
def seeds() -> tuple[Article, ...]:
    files = sorted((f for f in resources.files("seeds").iterdir() if f.name.endswith(".txt")), key=lambda f: f.name)
    documents = [Document(source=SEEDS, name=file.name, content=file.read_bytes()) for file in files]
    return tuple(article for document in documents for article in reading.read(document) if article.stands)


@cache
def keywords_of(id: str) -> tuple[Keyword, ...]:
    known = knowledge()
    article = next(a for a in seeds() if a.id == id)
    words = keywords.cut(article, known.segmenter)
    return keywords.keywords(words, idf=known.idf, known=known.themes.terms)
