"""Hits as a reader sees them: the sentence whole, in the script asked for, with every word in it marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from digests import lookup
from digests.chinese.forms import form
from digests.chinese.script import convert, fold_aligned
from digests.chinese.sentences import sentences
from digests.lookup import Ranked
from digests.models import Hit, How, Script, StoredArticle
from digests.query import Query
from digests.store import Transaction
from digests.summarize.fitness import own_start

MANNER = 0.4  # how much of a sentence's manner counts for its article
NEAREST = 4  # keywords offered where nothing was found
LOOKED_FOR = 16  # grams of the query by which articles near it are sought
LOOKED_AT = 8  # articles of each

_WEAKEST_FIRST: tuple[How, ...] = ("fuzzy", "pinyin", "variant")


def reread(tx: Transaction, query: Query, weights: Mapping[str, float], few: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """A few answers ranked anew by how their sentences speak of the words: an article about a thing before a list."""
    stored = tx.articles.by_pk([one.entry.pk for one in few])

    def score(one: Ranked) -> float:
        told = sentences(stored[one.entry.pk].article)
        chosen = lookup.best_sentence(query.words, weights, one.entry, told)
        return one.score * chosen.manner**MANNER if chosen else one.score

    again = (replace(one, score=score(one)) for one in few if one.entry.pk in stored)
    return tuple(sorted(again, key=lambda one: -one.score))


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
        quoted = told[chosen.first : chosen.last + 1]
        sentence = _own(quoted[0].text) + "".join(one.text for one in quoted[1:])
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


def _own(text: str) -> str:
    """A sentence without 本报讯 and the like before it: as in a digest, which paper reported is said beside it."""
    folded = fold_aligned(text)
    at = own_start(folded.text)
    return text[folded.offsets[at] :] if at else text


def nearest_keywords(tx: Transaction, query: Query, script: Script | None) -> tuple[str, ...]:
    """Keywords of articles near to what was asked for in vain, those that share most with it first; NEAREST at most."""
    asked = {char for word in query.words for char in word.spellings[0].form if char != " "}
    grams = sorted({gram for word in query.words for gram in word.grams}) + sorted(asked)
    near: dict[int, None] = {}
    for gram in grams[:LOOKED_FOR]:
        near |= dict.fromkeys(tx.index.newest([[frozenset((gram,))]], limit=LOOKED_AT))
    if not near:
        near = dict.fromkeys(tx.index.newest([], limit=LOOKED_AT))
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    for stored in tx.articles.by_pk(list(near)[: 4 * LOOKED_AT]).values():
        for place, keyword in enumerate(stored.analysis.keywords):
            searched = form(keyword.text)
            shared = len(asked.intersection(searched)) / max(len(searched), 1)
            scores[searched] = max(scores.get(searched, 0.0), shared + 0.1 / (1 + place))
            shown.setdefault(
                searched, convert(keyword.text, script, source=stored.article.script) if script else keyword.text
            )
    best = sorted(scores, key=lambda searched: (-scores[searched], searched))
    return tuple(shown[searched] for searched in best[:NEAREST])
