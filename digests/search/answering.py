"""Hits as a reader sees them: the sentence whole, in the script asked for, with every word in it marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digests import lookup
from digests.chinese.script import convert
from digests.chinese.sentences import sentences
from digests.lookup import Ranked
from digests.models import Hit, How, Script, StoredArticle
from digests.query import Query
from digests.store import Transaction

_WEAKEST_FIRST: tuple[How, ...] = ("fuzzy", "pinyin", "variant")


def hits(
    tx: Transaction,
    query: Query,
    weights: Mapping[str, float],
    shown: Sequence[Ranked],
    script: Script | None,
    *,
    question: bool = False,
) -> tuple[Hit, ...]:
    """The hits of one page. ``question``: the reader asked, so an explanation is as good as the words."""
    stored = tx.articles.by_pk([one.entry.pk for one in shown])
    return tuple(
        _hit(query, weights, one, stored[one.entry.pk], script, question) for one in shown if one.entry.pk in stored
    )


def _hit(
    query: Query,
    weights: Mapping[str, float],
    one: Ranked,
    stored: StoredArticle,
    script: Script | None,
    question: bool,
) -> Hit:
    article = stored.article
    told = sentences(article)
    chosen = lookup.best_sentence(query.words, weights, one.entry, told, question=question)
    sentence, lines, severed = article.title, article.lines[:1], False
    if chosen is not None:
        quoted = told[chosen[0] : chosen[1] + 1]
        sentence = "".join(one.text for one in quoted)
        lines, severed = tuple(dict.fromkeys(span for one in quoted for span in one.lines)), quoted[0].severed
    title = article.title
    if script is not None:
        sentence = convert(sentence, script, source=article.script)
        title = convert(title, script, source=article.script)
    sentence = f"…{sentence}" if severed else sentence
    hows = {found.how for word in one.held if (found := lookup.spelled(word, one.entry))}
    return Hit(
        story=stored.story,
        article=article.id,
        title=title,
        sentence=sentence,
        lines=lines,
        highlights=lookup.highlights(query.words, sentence),
        matched=tuple(word.text for word in one.held),
        score=round(one.score, 4),
        theme=stored.analysis.theme,
        source=stored.source_name,
        published_on=article.published_on,
        url=article.url,
        how=next((how for how in _WEAKEST_FIRST if how in hows), "exact"),
    )
