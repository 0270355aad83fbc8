"""Whose text is it: identities of articles over versions of their document, and halves of one text put together."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from digests.models import Article
from digests.reading.marks import LEADING_PUNCTUATION, cuts_word, is_closed

_SAME = 0.3  # shared character pairs, of the shorter text, from which on two texts are versions of one
_ID_BYTES = 10
_FITS = 1.1  # points from which on a first half is proved; three jump texts of the seeds give strangers 0.9 at most
_LEAD = 0.2


def identity(*parts: str) -> str:
    """20 hexadecimal digits from ``parts``; white space does not count."""
    text = "\0".join("".join(part.split()) for part in parts)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=_ID_BYTES).hexdigest()


def keep_ids(new: Sequence[Article], previous: Sequence[Article]) -> tuple[Article, ...]:
    """``new`` with the ids of those articles of ``previous`` that they are later versions of, largest overlap first.

    Unchanged articles keep their revision, changed ones raise it. What overlaps too little with all of ``previous``
    keeps its own id. Articles of other documents are never matched: pass only those of the same one.
    """
    taken: dict[int, Article] = {}
    used: set[str] = set()
    pairs = [_pairs(article) for article in previous]
    fresh = [_pairs(article) for article in new]
    scored = sorted(
        ((_overlap(fresh[at], pairs[with_]), at, with_) for at in range(len(new)) for with_ in range(len(previous))),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    for overlap, at, with_ in scored:
        if overlap < _SAME:
            break
        if at not in taken and previous[with_].id not in used:
            taken[at] = previous[with_]
            used.add(previous[with_].id)
    return tuple(
        _continued(article, taken[at]) if at in taken else _distinct(article, used) for at, article in enumerate(new)
    )


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
    """The whole text, if one of ``candidates`` is the first half of ``second``, a text "continued from page 1"; else None.

    Proof is asked for: the candidate breaks off in the middle of a sentence, or signs nobody, and its words are those
    of ``second``; the best candidate must lead clearly. The whole keeps the first half's id and headline, its revision
    one higher; ``second`` is then to be dropped. Candidates: articles of the same source and issue, on other pages.
    """
    if second.continued_from is None or not second.paragraphs:
        return None
    scored = sorted(
        ((_fits(first, second), first.id, first) for first in candidates if first.id != second.id and first.paragraphs),
        reverse=True,
        key=lambda row: row[:2],
    )
    if not scored or scored[0][0] < _FITS or (len(scored) > 1 and scored[0][0] - scored[1][0] < _LEAD):
        return None
    return _whole(scored[0][2], second)


def _fits(first: Article, second: Article) -> float:
    """Points for ``first`` going on as ``second``: an open end, a seam inside a word, common words, the same names."""
    if first.script != second.script or first.source != second.source:
        return -1.0
    end, start = first.paragraphs[-1].text, second.paragraphs[0].text
    points = 3.0 * _shared_words(first, second)
    if not is_closed(end):
        points += 0.6
        points += 0.4 * (
            start.startswith(LEADING_PUNCTUATION) or cuts_word(end[-1], start[0]) or end.endswith(("，", ",", "、"))
        )
    elif first.byline:
        points -= 0.5  # signed below a finished text: it ends there
    points += 0.5 * bool(set(first.byline) & set(second.byline))
    return points - 0.5 * (first.document == second.document)


def _shared_words(first: Article, second: Article) -> float:
    a, b = _pairs(first), _pairs(second)
    return len(a.keys() & b.keys()) / max(1, min(len(a), len(b)))


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
