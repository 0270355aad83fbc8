"""Whose text is it: identities of articles over versions of their document, and halves of one text put together."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from digests.models import Article
from digests.reading.marks import LEADING_PUNCTUATION, cuts_word, is_closed

_SAME = 0.3  # shared character pairs, of the shorter text, from which on two texts are versions of one
_ID_BYTES = 10
_FITS, _AHEAD = 0.55, 0.15  # points from which on a first half is proved, and its lead on the next; see `join_halves`


def identity(*parts: str) -> str:
    """20 hexadecimal digits from ``parts``; white space does not count."""
    text = "".join("\0".join(parts).split())
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_ID_BYTES).hexdigest()


def keep_ids(new: Sequence[Article], previous: Sequence[Article]) -> tuple[Article, ...]:
    """``new`` with the ids of those articles of ``previous`` that they are later versions of, largest overlap first.

    Unchanged articles keep their revision, changed ones raise it. What overlaps too little with all of ``previous``
    keeps its own id. Articles of other documents are never matched: pass only those of the same one. A page of
    questions holds the text of each of its sections, so sections are matched among themselves.
    """
    taken: dict[int, Article] = {}
    used: set[str] = set()
    pairs = [_pairs(article) for article in previous]
    fresh = [_pairs(article) for article in new]
    scored = sorted(
        (
            (_overlap(fresh[at], pairs[with_]), at, with_)
            for at in range(len(new))
            for with_ in range(len(previous))
            if (new[at].section_of is None) == (previous[with_].section_of is None)
        ),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    for overlap, at, with_ in scored:
        if overlap < _SAME:
            break
        if at not in taken and previous[with_].id not in used:
            taken[at] = previous[with_]
            used.add(previous[with_].id)
    page = next((article.section_of for article in previous if article.section_of), None)
    return _of_one_page(
        _continued(article, taken[at]) if at in taken else _distinct(_named(article, page), used)
        for at, article in enumerate(new)
    )


def _named(article: Article, page: str | None) -> Article:
    """A page of questions has the id that its sections of an earlier version gave, also where only they were kept."""
    return replace(article, id=page) if article.sectioned and page else article


def _of_one_page(articles: Iterable[Article]) -> tuple[Article, ...]:
    """``articles`` with the sections naming the page by the id that it keeps."""
    kept = tuple(articles)
    page = next((article.id for article in kept if article.sectioned), None)
    return tuple(replace(article, section_of=page) if article.section_of and page else article for article in kept)


def _continued(article: Article, before: Article) -> Article:
    same = replace(article, id=before.id, revision=before.revision)
    return same if same == before or _told(same) == _told(before) else replace(same, revision=before.revision + 1)


def _told(article: Article) -> tuple[object, ...]:
    """What makes a version another one: the words, not the line numbers."""
    return (
        article.title,
        article.kicker,
        article.deck,
        article.byline,
        article.published_on,
        article.context,
        article.sectioned,
        tuple((p.text, p.role, p.severed) for p in article.paragraphs),
    )


def _distinct(article: Article, used: set[str]) -> Article:
    """A new article whose own hash is already held by another one of this document gets the next free id."""
    salt = 1
    while article.id in used:
        article, salt = replace(article, id=identity(article.id, str(salt))), salt + 1
    used.add(article.id)
    return article


def _pairs(article: Article) -> Counter[str]:
    text = "".join((article.title + article.text).split())
    return Counter(map("".join, pairwise(text)))


def _overlap(a: Counter[str], b: Counter[str]) -> float:
    """Shared pairs as a share of the shorter text, 0 to 1."""
    shorter = min(a.total(), b.total())
    return (a & b).total() / shorter if shorter else 0.0


def join_halves(second: Article, candidates: Sequence[Article]) -> Article | None:
    """The whole text, if one of ``candidates`` is the first half of ``second`` ("continued from page 1"), else None.

    Proof is asked for: words that only one candidate shares with ``second``, a sentence left open that it finishes; the
    best candidate must lead clearly. The whole keeps the first half's id and headline, its revision one higher;
    ``second`` is then to be dropped. Candidates: articles of the same source and issue, on other pages, all of them
    (what is rare among them is what counts). Seeds cut in two, eight candidates on one district's affairs: 30 % are
    joined, none to a stranger (3 of 118 where the right half is missing); the rest stay apart for want of proof.
    """
    if second.continued_from is None or not second.paragraphs:
        return None
    others = [a for a in candidates if a.id != second.id and a.paragraphs and _may_join(a, second)]
    scored = sorted(zip(_likeness(others, second), others, strict=True), key=lambda row: (-row[0], row[1].id))
    if not scored or scored[0][0] < _FITS or (len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD):
        return None
    return _whole(scored[0][1], second)


def _may_join(first: Article, second: Article) -> bool:
    return first.script == second.script and first.source == second.source and first.document != second.document


def _likeness(firsts: Sequence[Article], second: Article) -> list[float]:
    """How much each of ``firsts`` reads as the first half: pairs of characters rare among them, the seam, the names."""
    words = [_han_pairs(first) for first in firsts]
    seen = Counter(pair for pairs in words for pair in pairs)
    rarity = {pair: math.log((len(firsts) + 1) / count) for pair, count in seen.items()}
    own = _han_pairs(second) & rarity.keys()
    weight = sum(rarity[pair] for pair in own)
    out: list[float] = []
    for first, pairs in zip(firsts, words, strict=True):
        size = math.sqrt(weight * sum(rarity[pair] for pair in pairs))
        alike = sum(rarity[pair] for pair in pairs & own) / size if size else 0.0
        names = 0.15 * bool(set(first.byline) & set(second.byline))
        out.append(alike + names + _seam(first.paragraphs[-1].text, second.paragraphs[0].text))
    return out


def _seam(end: str, start: str) -> float:
    if is_closed(end):
        return -0.6
    if cuts_word(end[-1], start[0]):
        return 0.35
    if start[0] in LEADING_PUNCTUATION:
        return -0.6 if end[-1] in "，,、；" else 0.35
    return 0.1 if end[-1] in "，,、" else 0.0


def _han_pairs(article: Article) -> set[str]:
    return {pair for pair in _pairs(article) if pair[0] > "一" and pair[1] > "一"}


def _whole(first: Article, second: Article) -> Article:
    head, tail = first.paragraphs, second.paragraphs
    if is_closed(head[-1].text):
        opening = (replace(tail[0], severed=False),)
        paragraphs = (*head, *opening, *tail[1:])
    else:
        # line numbers of two documents cannot be told apart in one paragraph: the seam keeps those of the first half
        seam = replace(head[-1], text=head[-1].text + tail[0].text)
        paragraphs = (*head[:-1], seam, *tail[1:])
    return replace(
        first,
        revision=first.revision + 1,
        byline=first.byline + tuple(name for name in second.byline if name not in first.byline),
        published_on=first.published_on or second.published_on,
        published_how=first.published_how or second.published_how,
        paragraphs=paragraphs,
        continued_from=first.continued_from,
    )
