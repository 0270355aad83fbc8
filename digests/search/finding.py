"""Interpretations of a query, from the strictest to the loosest, tried until one finds something.

1. All words, other names included. 2. A question without the words that only ask. 3. The words that stand nowhere,
repaired. 4. Long words taken apart. 5. A question as a bag of words, if what it asks for is there. 6. Most of the
words. Otherwise nothing, with real keywords to go on from: never a guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from digests import lookup
from digests.chinese.forms import pairs
from digests.chinese.script import convert
from digests.lookup import Lexicon, Ranked
from digests.models import Lookup, Script
from digests.query import Entry, Query, Word, parse
from digests.search import repairing
from digests.search.answering import NEAREST, hits, nearest_keywords, reread
from digests.search.gathering import CachedIndex
from digests.search.interpreting import apart, in_pieces, loose, with_names, without_asking
from digests.store import Transaction

CANDIDATES = 120  # matching articles that are ranked, newest first, on the first pages
ENOUGH = 10  # stories with all words, below which those with most of them follow
# Share of a question's weight that an article must hold to be its answer, with one word less for each further word.
# Right answers of ncp_search and drcd_search hold 0.91 and 0.81 of it in the median, 0.41 and 0.36 at the second
# percentile; the best article of a foreign collection holds 0.24 to 0.31 in the median, 0.55 at the ninetieth.
COVERED, LEAST_COVERED, EACH = 0.75, 0.4, 0.05
CENTRED = 0.33  # the same where the article has one of the question's most telling words: what it is about is there
TELLING = 0.95  # share of the heaviest weight
RARE = 2.0  # weight of a word that about one article in eight holds, or fewer
BEST = 10  # of the ranked articles, of which one must cover the question
NEAR_BEST = 0.4  # share of the best score that a further answer must have
FEW = 10  # stories that are read again before they are put in order
HEAD = 2.0  # what the last part of a word counts for its sentence: of a Chinese compound it says what the thing is
MANY = 3  # words, from which on most of them means something
_FILTER = frozenset(":：")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one reading of the query found, best first, each story once."""

    query: Query
    weights: dict[str, float]
    stories: tuple[Ranked, ...] = ()
    more: bool = False  # the archive holds more than was ranked
    question: bool = False
    dropped: tuple[str, ...] = ()


def find(
    tx: Transaction,
    known: Lexicon,
    text: str,
    *,
    today: date,
    script: Script | None = None,
    page: int = 1,
    per_page: int = 5,
) -> Lookup:
    """Answers a lookup; never raises for what a reader may type. ``page`` counts from 1."""
    filtered = bool(_FILTER & set(text))
    themes = known.themes if filtered else {}
    sources = {record.source.name: record.source.id for record in tx.sources.all()} if filtered else {}
    query = with_names(parse(text, today=today, themes=themes, sources=sources), known)
    if not query.words and not query.narrowed:
        return Lookup(query=text, understood=query.understood(script), total=0)
    limit = max(CANDIDATES, 4 * page * per_page) if page * per_page > CANDIDATES // 4 else CANDIDATES
    cached = CachedIndex(tx, query)
    found = _found(cached, known, query, limit)
    if 1 < len(found.stories) <= FEW and (not found.question or len(found.query.words) == 1):
        found = replace(found, stories=reread(tx, found.query, found.weights, found.stories))
    nearest = () if found.stories else _nearest(tx, cached, known, query, script)
    shown = found.stories[(page - 1) * per_page : page * per_page]
    return Lookup(
        query=text,
        understood=found.query.understood(script),
        total=len(found.stories),
        total_at_least=found.more,
        hits=hits(tx, found.query, found.weights, shown, script, question=text if found.question else ""),
        dropped=found.dropped,
        nearest=nearest,
    )


def _nearest(
    tx: Transaction, cached: CachedIndex, known: Lexicon, query: Query, script: Script | None
) -> tuple[str, ...]:
    """What to offer where nothing was found: what may be meant, else what of it stands there, else what is like it."""
    offered = repairing.suggested(cached, known, query) or repairing.standing(cached, known, query)
    wider = _wider(tx, query, script)
    if offered:
        return tuple(dict.fromkeys([*wider, *(convert(words, script, source="hans") for words in offered)]))[:NEAREST]
    return tuple(dict.fromkeys([*wider, *nearest_keywords(tx, query, script)]))[:NEAREST]


def _wider(tx: Transaction, query: Query, script: Script | None) -> tuple[str, ...]:
    """The words alone, where something is found without what narrows them down."""
    alone = Query(text=query.text, words=query.words)
    if not query.words or not (query.narrowed or query.without):
        return ()
    return (alone.understood(script),) if _with_all(CachedIndex(tx, alone), alone, FEW).stories else ()


def _found(cached: CachedIndex, known: Lexicon, query: Query, limit: int) -> Found:
    found = _with_all(cached, query, limit)
    if found.stories or not query.words:
        return _and_most(cached, found, found.query)
    asked = without_asking(query, known)
    readings = _of_question(cached, known, asked, limit) if asked else iter(())
    parted = in_pieces(query) or query
    for found in chain(readings, _of_words(cached, known, asked or query, limit)):
        if found.stories:
            return found if asked else _and_most(cached, found, parted)
    found = _most(cached, parted, len(parted.words) // 2 + 1)
    return _and_most(cached, found, parted) if found.stories else found


def _of_question(cached: CachedIndex, known: Lexicon, asked: Query, limit: int) -> Iterator[Found]:
    """A question about one name without the words that ask; any other question as a bag of words."""
    if len(asked.words) == 1:
        yield replace(_with_all(cached, asked, limit), question=True)
    yield _bag(cached, asked, known)
    yield replace(_with_all(cached, asked, limit), question=True)


def _of_words(cached: CachedIndex, known: Lexicon, query: Query, limit: int) -> Iterator[Found]:
    """Absent words repaired; then words parted at their punctuation; then long words taken apart."""
    mended = repairing.repaired(cached, known, query)
    if mended is not None:
        yield _with_all(cached, mended, limit)
    pieces = in_pieces(query)
    if pieces is not None:
        yield _with_all(cached, pieces, limit)
    parts = apart(query, known, whole=True)
    if parts is not None:
        found = _with_all(cached, replace(parts, words=tuple(map(loose, parts.words))), limit)
        weights = found.weights | {gram: HEAD * found.weights[gram] for gram in parts.words[-1].grams}
        yield replace(found, stories=_parts_of_one(found), weights=weights)


def _parts_of_one(found: Found) -> tuple[Ranked, ...]:
    """The stories in which the parts of a word that stands nowhere belong together.

    One sentence holds them all, or each part is rare: 元宵游园会 is found where 元宵 and 游园会 are, 低空经济 is not
    found where the air and the economy happen to be.
    """
    rare = all(lookup.heaviest(word, found.weights) >= RARE and len(word.text) > 1 for word in found.query.words)
    return tuple(answer for answer in found.stories if rare or lookup.together(found.query.words, answer.entry))


def _with_all(cached: CachedIndex, query: Query, limit: int) -> Found:
    entries, more = cached.with_all(query, limit)
    weights = cached.weights(query.words) if len(query.words) > 1 else _alike(query.words)
    stories = _by_story(cached, lookup.rank(query.words, weights, entries))
    return Found(query=query, weights=weights, stories=stories, more=more)


def _alike(words: Sequence[Word]) -> dict[str, float]:
    """A single word needs no weighing against others."""
    return {gram: 1.0 for word in words for spelling in word.spellings for gram in pairs(spelling.form)}


def _and_most(cached: CachedIndex, found: Found, query: Query) -> Found:
    """A short list goes on with the stories that have half the words of ``query``."""
    if len(query.words) < MANY or len(found.stories) >= ENOUGH:
        return found
    known = {answer.entry.story for answer in found.stories}
    further = [
        answer
        for answer in _most(cached, query, (len(query.words) + 1) // 2).stories
        if answer.entry.story not in known
    ]
    return replace(found, stories=found.stories + tuple(further))


def _most(cached: CachedIndex, query: Query, least: int) -> Found:
    """Stories that hold at least so many of three words or more."""
    weights = cached.weights(query.words)
    if len(query.words) < MANY:
        return Found(query=query, weights=weights)
    entries = cached.with_most(query, weights)
    ranked = [answer for answer in lookup.rank(query.words, weights, entries) if len(answer.held) >= least]
    stories = _by_story(cached, ranked)
    held = {word.text for word in stories[0].held} if stories else set()
    dropped = tuple(word.text for word in query.words if word.text not in held) if stories else ()
    return Found(query=query, weights=weights, stories=stories, dropped=dropped)


def _bag(cached: CachedIndex, asked: Query, known: Lexicon) -> Found:
    """The answers to a question whose words stand nowhere all together: ranked by its pairs.

    One of the best must hold enough of the words; the others are shown as long as they come near the best.
    """
    parts = apart(asked, known) or asked
    weights = cached.weights((*asked.words, *parts.words))
    entries = cached.with_most(asked, {gram: weights[gram] for word in asked.words for gram in word.grams})
    ranked = lookup.rank(asked.words, weights, entries, question=True)
    if not any(_covers(parts, known, answer.entry) for answer in ranked[:BEST]):
        return Found(query=parts, weights=weights, question=True)
    near = (answer for answer in ranked if answer.score >= NEAR_BEST * ranked[0].score)
    held = [replace(answer, held=lookup.held(parts.words, answer.entry)) for answer in near]
    return Found(query=parts, weights=weights, stories=_by_story(cached, held), question=True)


def _covers(query: Query, known: Lexicon, entry: Entry) -> bool:
    """Whether ``entry`` has enough of a question's words; less will do where it has one of the most telling.

    Told by the words of the language, not of the archive: in a small archive every word is rare.
    """
    heavy = {word: known.idf(word.spellings[0].form) for word in query.words}
    held = {word: weight for word, weight in heavy.items() if lookup.spelled(word, entry)}
    centred = max(held.values(), default=0.0) >= TELLING * max(heavy.values(), default=0.0)
    least = CENTRED if centred else max(LEAST_COVERED, COVERED - EACH * len(query.words))
    return sum(held.values()) >= least * sum(heavy.values())


def _by_story(cached: CachedIndex, ranked: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """Each story once, at its best place; its lead answers where the lead holds as many of the words."""
    best: dict[str, Ranked] = {}
    others = [answer for answer in ranked if best.setdefault(answer.entry.story, answer) is not answer]
    leads = cached.leads({answer.entry.story for answer in others})
    for answer in others:
        known = best[answer.entry.story]
        if answer.entry.pk == leads.get(answer.entry.story) and len(answer.held) >= len(known.held):
            best[answer.entry.story] = replace(answer, score=known.score)
    return tuple(best.values())
