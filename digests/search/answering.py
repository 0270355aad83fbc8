"""Hits as a reader sees them: the sentence whole, in the script asked for, with every word in it marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from digests import lookup
from digests.chinese.forms import form, indexed, pairs
from digests.chinese.script import convert, fold_aligned
from digests.chinese.sentences import sentences
from digests.lookup import Ranked
from digests.models import Elsewhere, Hit, How, Script, Sentence, StoredArticle
from digests.query import Entry, Query, Word
from digests.store import Transaction
from digests.summarize.fitness import own_start

PROMINENCE = 0.4  # how much of a sentence's prominence counts for its article
# Of an article that prints only within a longer name (长三角创业地图) what another prints as a name (创业地图).
PART = 0.7
NEAREST = 4  # keywords offered where nothing was found
LOOKED_FOR = 16  # pairs of the query by which articles near it are sought
LOOKED_AT = 8  # articles of each

_WEAKEST_FIRST: tuple[How, ...] = ("fuzzy", "pinyin", "variant")


def reread(tx: Transaction, query: Query, weights: Mapping[str, float], few: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """A few answers ranked anew by how their sentences speak of the words: an article about a thing before a list."""
    stored = tx.articles.by_pk([answer.entry.pk for answer in few])
    read = {pk: sentences(found.article) for pk, found in stored.items()}
    named = {pk: lookup.names_in(sentence.text for sentence in all_) for pk, all_ in read.items()}
    forms = [word.spellings[0].form for word in query.words]
    exactly = {form for form in forms if any(form in names for names in named.values())}

    def score(answer: Ranked) -> float:
        names = named[answer.entry.pk]
        part = any(form not in names and any(form in name for name in names) for form in exactly)
        chosen = lookup.best_sentence(query.words, weights, answer.entry, read[answer.entry.pk])
        return answer.score * (PART if part else 1.0) * (chosen.prominence**PROMINENCE if chosen else 1.0)

    again = (replace(answer, score=score(answer)) for answer in few if answer.entry.pk in read)
    return tuple(sorted(again, key=lambda answer: -answer.score))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Passage:
    """What one hit shows: which sentences of which article, and the words as they stand there."""

    stored: StoredArticle
    entry: Entry
    quoted: tuple[Sentence, ...]
    words: tuple[Word, ...]
    copy: str | None = None


def hits(
    tx: Transaction,
    query: Query,
    weights: Mapping[str, float],
    shown: Sequence[Ranked],
    script: Script | None,
    *,
    question: str = "",
) -> tuple[Hit, ...]:
    """The hits of one page. ``question``: what the reader asked, if it is one."""
    leads = _leads(tx, query, shown)
    stored = tx.articles.by_pk([*(answer.entry.pk for answer in shown), *(lead.pk for lead in leads.values())])
    made: list[Hit] = []
    for answer in shown:
        if answer.entry.pk not in stored:
            continue
        article = stored[answer.entry.pk]
        read = sentences(article.article)
        chosen = lookup.best_sentence(query.words, weights, answer.entry, read, question=question)
        quoted = read[chosen.first : chosen.last + 1] if chosen else ()
        passage = _Passage(stored=article, entry=answer.entry, quoted=quoted, words=query.words)
        lead = leads.get(answer.entry.story)
        if chosen and lead and lead.pk in stored:
            by_lead = _by_lead(passage, chosen.first, chosen.last, lead, stored[lead.pk])
            if by_lead is None and 2 * len(answer.held) <= len(query.words):
                by_lead = _instead(passage, weights, lead, stored[lead.pk], question)
            passage = by_lead or passage
        passage = _above(tx, passage, weights, question) or passage
        made.append(_hit(answer, passage, script))
    return tuple(made)


def _leads(tx: Transaction, query: Query, shown: Sequence[Ranked]) -> dict[str, Entry]:
    """Story to its lead, where it answers for the copy found: it tells the same in other words, and is allowed."""
    found = {answer.entry.story: answer.entry for answer in shown}
    if not found or query.narrowed:
        return {}
    pks = tx.stories.leads(list(found))
    leads = tx.index.entries([pk for story, pk in pks.items() if pk != found[story].pk])
    return {
        lead.story: lead for lead in leads if lookup.allowed(query, lead) and lookup.reworded(found[lead.story], lead)
    }


def _by_lead(copy: _Passage, first: int, last: int, lead: Entry, stored: StoredArticle) -> _Passage | None:
    """The lead's sentences that a copy's were made from; None where one of them has no counterpart."""
    numbers = [lookup.counterpart(number, copy.entry, lead) for number in range(first, last + 1)]
    read = sentences(stored.article)
    if None in numbers or max(filter(None, numbers), default=0) >= len(read):
        return None
    words, quoted = copy.words, []
    for number, other in zip(range(first, last + 1), numbers, strict=True):
        if other is not None and read[other] not in quoted:
            quoted.append(read[other])
            words = lookup.renamed(words, number, copy.entry, other, lead)
    return _Passage(stored=stored, entry=copy.entry, quoted=tuple(quoted), words=words, copy=copy.stored.article.id)


def _instead(
    copy: _Passage, weights: Mapping[str, float], lead: Entry, stored: StoredArticle, question: str
) -> _Passage | None:
    """The lead's best sentence, for a copy that holds half of the words at most: for so loose an answer a
    machine's wording is not worth showing."""
    read = sentences(stored.article)
    chosen = lookup.best_sentence(copy.words, weights, lead, read, question=question)
    if chosen is None or read[chosen.first].severed:
        return None
    quoted = read[chosen.first : chosen.last + 1]
    return _Passage(stored=stored, entry=lead, quoted=quoted, words=copy.words, copy=copy.stored.article.id)


def _above(tx: Transaction, section: _Passage, weights: Mapping[str, float], question: str) -> _Passage | None:
    """What is printed above a page of questions, where the words stand only there: the first question, which is found
    by it, would be no answer."""
    found = section.stored.article
    if not (found.context and found.section_of) or _speaks_of(section.words, section.quoted):
        return None
    page = tx.articles.get(found.section_of)
    if page is None:
        return None
    printed = tuple(paragraph for paragraph in page.article.paragraphs if paragraph.text in found.context)
    introduction = replace(page.article, paragraphs=printed)
    made, read = indexed(introduction), sentences(introduction)
    entry = section.entry._replace(article=found.section_of, title=made.title, body=made.body, marks=made.marks)
    chosen = lookup.best_sentence(section.words, weights, entry, read, question=question)
    quoted = read[chosen.first : chosen.last + 1] if chosen else ()
    return replace(section, stored=page, entry=entry, quoted=quoted) if _speaks_of(section.words, quoted) else None


def _speaks_of(words: Sequence[Word], quoted: Sequence[Sentence]) -> bool:
    """Whether one of the words stands in what is quoted; also where none was asked for."""
    printed = form("".join(sentence.text for sentence in quoted))
    return not words or any(spelling.form in printed for word in words for spelling in word.spellings)


def _hit(answer: Ranked, passage: _Passage, script: Script | None) -> Hit:
    article, quoted = passage.stored.article, passage.quoted
    title, sentence, lines = article.title, article.title, article.lines[:1]
    elsewhere: tuple[Elsewhere, ...] = ()
    severed = unfinished = False
    if quoted:
        sentence = _own(quoted[0].text) + "".join(further.text for further in quoted[1:])
        lines = tuple(dict.fromkeys(span for part in quoted for span in part.lines))
        elsewhere = tuple(dict.fromkeys(place for part in quoted for place in part.elsewhere))
        severed, unfinished = quoted[0].severed, quoted[-1].unfinished
    sentence = f"{'…' * severed}{convert(sentence, script, source=article.script)}{'…' * unfinished}"
    hows = {found.how for word in answer.held if (found := lookup.spelled(word, passage.entry))}
    hows |= {"variant"} if passage.copy else set()
    return Hit(
        story=passage.entry.story,
        article=article.id,
        title=convert(title, script, source=article.script),
        sentence=sentence,
        lines=lines,
        elsewhere=elsewhere,
        highlights=lookup.highlights(passage.words, sentence),
        matched=tuple(word.text for word in answer.held),
        score=round(answer.score, 4),
        theme=passage.stored.analysis.theme,
        source=convert(passage.stored.source_name, script),
        published_on=article.published_on,
        url=article.url,
        how=next((how for how in _WEAKEST_FIRST if how in hows), "exact"),
        copy=passage.copy,
    )


def _own(text: str) -> str:
    """A sentence without 本报讯 and the like before it: as in a digest, which paper reported is said beside it."""
    folded = fold_aligned(text)
    at = own_start(folded.text)
    return text[folded.offsets[at] :] if at else text


def nearest_keywords(tx: Transaction, query: Query, script: Script | None) -> tuple[str, ...]:
    """Keywords near to what was asked for in vain; NEAREST at most, often none.

    Near is what shares two characters side by side: one alone led from 台风 to 作风.
    """
    asked = dict.fromkeys(pair for word in query.words for pair in pairs(word.spellings[0].form) if not pair.isascii())
    near: dict[int, None] = {}
    for pair in list(asked)[:LOOKED_FOR]:
        near |= dict.fromkeys(tx.index.newest([[frozenset((pair,))]], limit=LOOKED_AT))
    scores: dict[str, float] = {}
    shown: dict[str, str] = {}
    for stored in tx.articles.by_pk(list(near)[: 4 * LOOKED_AT]).values():
        for place, keyword in enumerate(stored.analysis.keywords):
            searched = form(keyword.text)
            if shared := asked.keys() & set(pairs(searched)):
                score = len(shared) / len(searched) + 0.1 / (1 + place)
                scores[searched] = max(scores.get(searched, 0.0), score)
                shown.setdefault(searched, convert(keyword.text, script, source=stored.article.script))
    best = sorted(scores, key=lambda searched: (-scores[searched], searched))
    return tuple(dict.fromkeys(shown[searched] for searched in best))[:NEAREST]
