"""Whose text is it: identities of articles over versions of their document."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from digests.models import Article

_SAME = 0.3  # shared character pairs, of the shorter text, from which on two texts are versions of one
_ID_BYTES = 10


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
    fresh = [_pairs(article) for article in new] if previous else []
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
    same = replace(article, id=before.id, revision=before.revision, half_of=before.half_of)
    return revised(same, before)


def revised(article: Article, before: Article) -> Article:
    """``article`` with the revision of the stored one, or the next if it says something else."""
    changed = article != before and told(article) != told(before)
    return replace(article, revision=before.revision + changed)


def told(article: Article) -> tuple[object, ...]:
    """What makes a version another one: the words, not the line numbers."""
    return (
        article.title,
        article.kicker,
        article.deck,
        article.byline,
        article.published_on,
        article.context,
        article.sectioned,
        article.continued_from,
        article.continued_on,
        article.half_of,
        tuple((p.text, p.role, p.severed, p.unfinished) for p in article.paragraphs),
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
