"""What the words of one article tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from digests import keywords, stories, themes
from digests.knowledge import Knowledge
from digests.models import Analysis, Article, Signature

TOGETHER = 32  # articles; the words of each take some 100 KB
NOTHING = Signature(sketch=(), terms=(), weights=(), gist="", chars=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words of one article tell, and what it is placed by; title, a line break and text, folded."""

    analysis: Analysis
    signature: Signature
    folded: str


def understand(knowledge: Knowledge, article: Article) -> Understood:
    """What every stage before storing makes of an article."""
    return understand_all(knowledge, [article])[0]


def understand_all(knowledge: Knowledge, articles: Sequence[Article]) -> list[Understood]:
    """`understand` for each, stage by stage: a stage that goes on with the next article takes a tenth less.

    Of a half nothing is asked: its whole is understood.
    """
    found: list[Understood] = []
    for start in range(0, len(articles), TOGETHER):
        batch = articles[start : start + TOGETHER]
        made = iter(_understood(knowledge, [one for one in batch if one.half_of is None]))
        found += [next(made) if one.half_of is None else _half(one) for one in batch]
    return found


def _understood(known: Knowledge, articles: Sequence[Article]) -> list[Understood]:
    words = [keywords.cut(one, known.segmenter) for one in articles]
    phrases = [keywords.keywords(w, idf=known.idf, known=known.themes.terms) for w in words]
    fitting = [themes.fit_folded(w.title, w.body, known.themes) for w in words]
    signatures = [stories.signature(w.title, w.body, w.tokens, idf=known.idf) for w in words]
    analyses = [
        Analysis(article=one.id, keywords=phrased, themes=fit)
        for one, phrased, fit in zip(articles, phrases, fitting, strict=True)
    ]
    return [
        Understood(analysis=analysis, signature=signature, folded=w.text)
        for analysis, signature, w in zip(analyses, signatures, words, strict=True)
    ]


def _half(article: Article) -> Understood:
    return Understood(analysis=Analysis(article=article.id, keywords=(), themes=()), signature=NOTHING, folded="")
