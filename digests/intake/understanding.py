"""What the words of one article tell."""

from __future__ import annotations

from dataclasses import dataclass

from digests import keywords, stories, themes
from digests.knowledge import Knowledge
from digests.models import Analysis, Article, Signature

NOTHING = Signature(sketch=(), terms=(), weights=(), gist="", chars=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What the words of one article tell, and what it is placed by; title, a line break and text, folded."""

    analysis: Analysis
    signature: Signature
    folded: str


def understand(knowledge: Knowledge, article: Article) -> Understood:
    """What every stage before storing makes of an article. Of a half nothing is asked: its whole is understood."""
    if article.half_of is not None:
        analysis = Analysis(article=article.id, keywords=(), themes=())
        return Understood(analysis=analysis, signature=NOTHING, folded="")
    words = keywords.cut(article, knowledge.segmenter)
    analysis = Analysis(
        article=article.id,
        keywords=keywords.keywords(article, words, idf=knowledge.idf, known=knowledge.themes.terms),
        themes=themes.fit_folded(words.title, words.body, knowledge.themes),
    )
    signature = stories.signature(words.title, words.body, words.all, idf=knowledge.idf)
    return Understood(analysis=analysis, signature=signature, folded=words.text)
