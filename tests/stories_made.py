"""Stories made up for tests of scoring and composing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from digests.chinese.script import detect
from digests.models import Analysis, Article, Keyword, Paragraph, StoredArticle, StoryView, ThemeScore

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def stored(
    id: str,
    *,
    title: str = "青川大桥通车",
    text: str = "青川大桥3月1日正式通车,桥长1280米。" * 6,
    themes: Sequence[tuple[str, float]] = (("urban", 8.0),),
    keywords: Sequence[str] = ("青川大桥", "通车"),
    source: str = "daily",
    document: str | None = None,
    published_on: str | None = None,
    read_h_ago: float = 0,
) -> StoredArticle:
    article = Article(
        id=id,
        source=source,
        document=document or f"{id}.txt",
        title=title,
        script=detect(title + text),
        published_on=published_on,
        paragraphs=(Paragraph(text=text, lines=((1, 1),)),),
    )
    analysis = Analysis(
        article=id,
        keywords=tuple(Keyword(text=word, weight=6.0 - place) for place, word in enumerate(keywords)),
        themes=tuple(ThemeScore(theme=theme, score=score, hits=()) for theme, score in themes),
    )
    return StoredArticle(
        article=article,
        analysis=analysis,
        story=f"s{id}",
        source_name=f"{source} 报",
        first_read_at=NOW - timedelta(hours=read_h_ago),
    )


def story(*articles: StoredArticle) -> StoryView:
    first = min(a.first_read_at for a in articles)
    return StoryView(id=f"s{articles[0].article.id}", articles=articles, first_read_at=first)
