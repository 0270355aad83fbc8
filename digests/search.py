"""From a reader's words to an answer: asks the index for candidates and the pure ``lookup`` for everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from digests import lookup
from digests.chinese.forms import needed
from digests.chinese.script import convert
from digests.chinese.sentences import sentences
from digests.lookup.sentence import sentence_number
from digests.models import Hit, Lookup, Script, StoredArticle
from digests.query import Entry, Query, Word, parse
from digests.store import Transaction
from digests.store.index import Facets

CANDIDATES = 200  # matching articles that are ranked, newest first, on the first ten pages
COUNTED = 1000  # where counting the articles of a word stops


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The stories that answer, best first."""

    query: Query
    weights: tuple[float, ...]
    ranked: tuple[lookup.Ranked, ...]
    more: bool  # the archive holds more matches than were ranked


def find(
    tx: Transaction, text: str, *, today: date, script: Script | None = None, page: int = 1, per_page: int = 5
) -> Lookup:
    """Answers a lookup; never raises for what a reader may type. ``page`` counts from 1."""
    query = parse(text, today=today)
    if not query.words and not query.narrowed:
        return Lookup(query=text, understood=query.understood, total=0)
    wanted = max(CANDIDATES, 4 * page * per_page) if page * per_page > CANDIDATES // 4 else CANDIDATES
    found = _all_words(tx, query, wanted)
    stories = _by_story(found.ranked)
    shown = stories[(page - 1) * per_page : page * per_page]
    hits = tuple(_hits(tx, found, shown, script))
    return Lookup(query=text, understood=query.understood, total=len(stories), total_at_least=found.more, hits=hits)


def _all_words(tx: Transaction, query: Query, limit: int) -> Found:
    entries, more = _candidates(tx, query, limit)
    weights = weights_of(tx, query.words)
    return Found(query=query, weights=weights, ranked=tuple(lookup.rank(query.words, weights, entries)), more=more)


def _candidates(tx: Transaction, query: Query, limit: int) -> tuple[list[Entry], bool]:
    """Entries that hold every word, newest first, and whether there may be more."""
    wanted = [[needed(spelling.form) for spelling in word.spellings] for word in query.words]
    facets = Facets(theme=query.theme, source=query.source, after=query.after, before=query.before)
    kept: list[Entry] = []
    below: int | None = None
    while len(kept) < limit:
        pks = tx.index.newest(wanted, limit=limit, below=below, facets=facets)
        kept.extend(entry for entry in tx.index.entries(pks) if lookup.holds(query, entry))
        if len(pks) < limit:
            return kept, False
        below = pks[-1]
    return kept[:limit], True


def weights_of(tx: Transaction, words: Sequence[Word]) -> tuple[float, ...]:
    """The weight of each word in this archive. A count that stops early is stretched over the rest of the keys."""
    total = tx.index.highest()
    counts = []
    for word in words:
        pks = tx.index.newest([[needed(spelling.form) for spelling in word.spellings]], limit=COUNTED)
        seen = len(pks)
        counts.append(seen if seen < COUNTED else seen * total / max(1, total - pks[-1] + 1))
    return lookup.weigh(counts, total)


def _by_story(ranked: Sequence[lookup.Ranked]) -> list[lookup.Ranked]:
    """Each story once, at its best place; its lead answers where the lead holds as many of the words."""
    best: dict[str, lookup.Ranked] = {}
    for one in ranked:
        known = best.get(one.entry.story)
        if known is None or (one.entry.lead and len(one.held) >= len(known.held)):
            best[one.entry.story] = one if known is None else replace(one, score=known.score)
    return list(best.values())


def _hits(tx: Transaction, found: Found, shown: Sequence[lookup.Ranked], script: Script | None) -> Iterator[Hit]:
    stored = tx.articles.by_pk([one.entry.pk for one in shown])
    for one in shown:
        if one.entry.pk in stored:
            yield _hit(found, one, stored[one.entry.pk], script)


def _hit(found: Found, one: lookup.Ranked, stored: StoredArticle, script: Script | None) -> Hit:
    article = stored.article
    line = lookup.best_line(found.query.words, found.weights, one.entry)
    sentence, lines, severed = article.title, article.lines[:1], False
    if line is not None:
        quoted = sentences(article)[sentence_number(one.entry.marks, line)]
        sentence, lines, severed = quoted.text, quoted.lines, quoted.severed
    shown = convert(sentence, script, source=article.script) if script else sentence
    shown = f"…{shown}" if severed else shown
    title = convert(article.title, script, source=article.script) if script else article.title
    hows = [found_.how for word in one.held if (found_ := lookup.spelled(word, one.entry))]
    return Hit(
        story=stored.story, article=article.id, title=title, sentence=shown, lines=lines,
        highlights=lookup.highlights(one.held, shown), matched=tuple(word.text for word in one.held),
        score=round(one.score, 4), theme=stored.analysis.theme, source=stored.source_name,
        published_on=article.published_on, url=article.url,
        how=next((how for how in ("fuzzy", "pinyin", "variant") if how in hows), "exact"),
    )  # fmt: skip
