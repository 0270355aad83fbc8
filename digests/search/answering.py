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
    tx: Transaction, query: Query, weights: Mapping[str, float], shown: Sequence[Ranked], script: Script | None
) -> tuple[Hit, ...]:
    """The hits of one page."""
    stored = tx.articles.by_pk([one.entry.pk for one in shown])
    return tuple(_hit(query, weights, one, stored[one.entry.pk], script) for one in shown if one.entry.pk in stored)


def _hit(query: Query, weights: Mapping[str, float], one: Ranked, stored: StoredArticle, script: Script | None) -> Hit:
    article = stored.article
    line = lookup.best_line(query.words, weights, one.entry)
    sentence, lines, severed = article.title, article.lines[:1], False
    if line is not None:
        quoted = sentences(article)[lookup.sentence_number(one.entry.marks, line)]
        sentence, lines, severed = quoted.text, quoted.lines, quoted.severed
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
