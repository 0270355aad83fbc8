"""A text that a newspaper began on one page and finished on another: which halves are one, and the whole of them.

Theory. A jump text names the page it comes from, its first half mostly the page it goes on to; the rest is told by the
texts. Proof is one of four: the markers name each other's pages; one headline repeats the other; a word is cut in two
by the seam; a quotation or bracket left open here is closed there. Without any of them nothing is joined. Then all that
speaks for a pair is added up, `_Weights`: proofs, how sentences meet at the seam, and words that are rare in the issue
and stand in both. The pair needs `PROOF` points and `LEAD` over every other pair that one of the two could be part of.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from operator import add

from digests.models import Article, Elsewhere, Paragraph
from digests.reading import folios
from digests.reading.marks import LEADING_PUNCTUATION, closes_more, cuts_word, is_closed, plain, unbalanced

PROOF, LEAD = 1.2, 2.0
_REPEATED = 0.5  # of the shorter headline's weight in rare pairs of characters: then it is the same headline
_BEFORE_WORDS = "，,、；：:;"
_RUN = re.compile("[^\x00-一]+")
_NEAR = 150  # characters on either side of the seam, compared by themselves


@dataclass(frozen=True, slots=True)
class _Weights:
    """Points, a logistic sum; see `pair` for what they were fitted on.

    ``only``: no other text of the issue has such a marker; ``marker``: pages are not known, so it cannot be compared;
    ``unmarked``: the first half has none, in an issue that prints them. ``closed_*``: the first half ends with a
    sentence, and the other begins in the midst of one, or like a new one; ``open_*``: the first half ends without one.
    ``alike`` and ``near`` weigh the root of likeness, of the whole texts and about the seam; together they give
    ``most_alike`` at most, because reports in one form are more alike than two halves.
    """

    base: float = -6.4
    markers: float = 1.5
    only: float = 5.0
    marker: float = 1.0
    unmarked: float = -3.0
    closed_amid: float = -12.0
    closed_new: float = 1.0
    open_word: float = 3.0
    open_amid: float = -3.0
    open_new: float = -2.5
    bracket: float = 3.0
    no_bracket: float = -1.2
    headline: float = 4.0
    alike: float = 16.0
    near: float = 8.0
    most_alike: float = 7.5


_W = _Weights()


def pair(articles: Sequence[Article], *, of: Collection[str] | None = None) -> dict[str, str]:
    """Second half -> first half, for those of one issue where it is proved; ``articles`` are all of it, as read.

    Halves that are taken already (`Article.half_of`) are no candidates but bear witness to which words are rare. The
    order of ``articles`` does not matter. ``of``: only pairs that one of these ids is part of are asked for; the others
    are still weighed against them.

    The weights were fitted on 11,508 pairs, 1,367 of them halves: short news cut in two at any place, on four pages an
    issue. On issues made of other news, with markers and names of pages, 303 of 335 halves are joined and 1 to a
    stranger (322 of 355 and 1 where all news is of one kind); where no page is named 130 of 335 and 1. Of 337 whose
    first half was left out none was joined.
    """
    taken = {article.half_of for article in articles}
    seconds = [a for a in articles if a.continued_from and a.half_of is None and a.paragraphs and a.stands]
    firsts = [a for a in articles if a.id not in taken and a.paragraphs and _may_go_on(a)]
    pairs = [(first, second) for second in seconds for first in firsts]
    asked = [(f, s) for f, s in pairs if (of is None or s.id in of or f.id in of) and _may_join(f, s)]
    if not asked:
        return {}
    printed = _Print(articles)
    proved = {(second.id, first.id) for first, second in asked if _proved(first, second, printed)}
    if not proved:
        return {}
    halves = {half for key in proved for half in key}
    words = _Words(articles)
    found = {
        (second.id, first.id): _points(first, second, printed, words)
        for first, second in pairs
        if (first.id in halves or second.id in halves) and _may_join(first, second)
    }
    return {second: first for second, first in sorted(proved) if _leads(found, second, first)}


def _leads(found: Mapping[tuple[str, str], float], second: str, first: str) -> bool:
    """Whether a pair has points enough, and `LEAD` over each other that one of the two could be part of."""
    points = found[second, first]
    rivals = [other for (s, f), other in found.items() if (s == second) != (f == first)]
    return points >= PROOF and all(points - rival >= LEAD for rival in rivals)


def _may_go_on(article: Article) -> bool:
    return article.section_of is None and not article.sectioned and article.paragraphs[-1].role == "body"


def _may_join(first: Article, second: Article) -> bool:
    """Whether nothing printed forbids it."""
    if first.id == second.id or first.document == second.document or first.source != second.source:
        return False
    if first.script != second.script or second.continued_from is None:
        return False
    if first.page and not folios.same(first.page, second.continued_from):
        return False
    if first.continued_from and folios.same(first.continued_from, second.continued_from):
        return False  # both began on that page
    return not (first.continued_on and second.page and not folios.same(first.continued_on, second.page))


class _Print:
    """What is printed about the texts of an issue: headlines, how rare their words are, which markers stand alone."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles = articles
        self.onward = Counter((a.page, a.continued_on) for a in articles if a.continued_on)
        self.inward = Counter((a.continued_from, a.page) for a in articles if a.continued_from)

    @cached_property
    def _titles(self) -> dict[str, frozenset[str]]:
        return {a.id: frozenset() if a.title_derived else _pairs(a.title) for a in self._articles}

    @cached_property
    def _rarity(self) -> dict[str, float]:
        return _rarity(self._titles.values())

    def headline(self, one: Article, other: Article) -> float:
        """How much of the shorter headline the other repeats, 0 to 1."""
        return _share(self._titles[one.id], self._titles[other.id], self._rarity)


class _Words:
    """Likeness of texts by the pairs of characters they share, weighed by how rare each is in the issue."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._texts = {article.id: _pairs(article.text) for article in articles}
        self._rarity = _rarity(self._texts.values())
        self._weights = {id: _weight(pairs, self._rarity) for id, pairs in self._texts.items()}
        self._seams: dict[str, tuple[frozenset[str], float]] = {}

    def alike(self, first: Article, second: Article) -> float:
        """Cosine of the whole texts, 0 to 1."""
        shared = _weight(self._texts[first.id] & self._texts[second.id], self._rarity)
        size = math.sqrt(self._weights[first.id] * self._weights[second.id])
        return shared / size if size else 0.0

    def near(self, first: Article, second: Article) -> float:
        """Cosine of what stands on either side of the seam."""
        end, a = self._seam(first.paragraphs[-1].text[-_NEAR:])
        start, b = self._seam(second.paragraphs[0].text[:_NEAR])
        size = math.sqrt(a * b)
        return _weight(end & start, self._rarity) / size if size else 0.0

    def _seam(self, text: str) -> tuple[frozenset[str], float]:
        if text not in self._seams:
            pairs = _pairs(text)
            self._seams[text] = pairs, _weight(pairs, self._rarity)
        return self._seams[text]


def _pairs(text: str) -> frozenset[str]:
    found: set[str] = set()
    for run in _RUN.findall("".join(text.split())):
        found.update(map(add, run, run[1:]))
    return frozenset(found)


def _rarity(texts: Collection[frozenset[str]]) -> dict[str, float]:
    seen = Counter(chain.from_iterable(texts))
    rarity = {count: math.log((len(texts) + 2) / count) for count in set(seen.values())}
    return {pair: rarity[count] for pair, count in seen.items()}


def _proved(first: Article, second: Article, issue: _Print) -> bool:
    """Whether one of the proofs holds. A column has one headline every day, so pages or an open end must fit, too."""
    if _seam(first.paragraphs[-1], second.paragraphs[0])[1]:
        return True
    paged = first.page is not None or not is_closed(first.paragraphs[-1].text)
    return _markers(first, second, issue) >= _W.markers or (paged and issue.headline(first, second) >= _REPEATED)


def _points(first: Article, second: Article, issue: _Print, words: _Words) -> float:
    alike = _W.alike * math.sqrt(words.alike(first, second)) + _W.near * math.sqrt(words.near(first, second))
    points = _W.base + _markers(first, second, issue) + _seam(first.paragraphs[-1], second.paragraphs[0])[0]
    return points + _W.headline * issue.headline(first, second) ** 2 + min(_W.most_alike, alike)


def _markers(first: Article, second: Article, issue: _Print) -> float:
    if first.continued_on is None:
        return _W.unmarked if issue.onward else 0.0
    if not (first.page and second.page):
        return _W.marker
    alone = issue.onward[first.page, first.continued_on] == 1 == issue.inward[second.continued_from or "", second.page]
    return _W.markers + _W.only * alone


def _seam(end: Paragraph, start: Paragraph) -> tuple[float, bool]:
    """How the two meet, and whether a word or a quotation is torn between them."""
    left, right = end.text, start.text
    amid = right[0] in LEADING_PUNCTUATION
    if is_closed(left):
        return (_W.closed_amid if amid else 0.0 if start.severed else _W.closed_new), False
    opened, closed = unbalanced(left), closes_more(right)
    bracket = _W.bracket if opened and closed else _W.no_bracket if opened or closed else 0.0
    word = cuts_word(left[-1], right[0])
    points = _W.open_word if word else _W.open_amid if amid and left[-1] in _BEFORE_WORDS else 0.0
    points += 0.0 if start.severed else _W.open_new
    return points + bracket, word or (opened and closed)


def _share(one: frozenset[str], other: frozenset[str], rarity: Mapping[str, float]) -> float:
    """What two sets have in common, of the lighter one."""
    fewer = min(_weight(one, rarity), _weight(other, rarity))
    return _weight(one & other, rarity) / fewer if fewer else 0.0


def _weight(pairs: Iterable[str], rarity: Mapping[str, float]) -> float:
    return sum(map(rarity.__getitem__, pairs))


def whole(first: Article, seconds: Iterable[Article]) -> Article:
    """``first`` with the texts that finish it, in their order; id, headline and what else can be said once are its own.

    Every line stays traceable: `Elsewhere` names the other documents. What ``first`` prints itself by now is not added.
    """
    for second in seconds:
        if plain("".join(second.text.split())) not in plain("".join(first.text.split())):
            first = _finished(first, second)
    return first


def _finished(first: Article, second: Article) -> Article:
    head, tail = first.paragraphs, [_moved(p, second.document) for p in second.paragraphs]
    if is_closed(head[-1].text):
        paragraphs = (*head[:-1], replace(head[-1], unfinished=False), replace(tail[0], severed=False), *tail[1:])
    else:
        paragraphs = (*head[:-1], _seamless(head[-1], tail[0]), *tail[1:])
    named = first.title_derived and not second.title_derived
    return replace(
        first,
        title=second.title if named else first.title,
        title_derived=first.title_derived and not named,
        byline=first.byline + tuple(name for name in second.byline if name not in first.byline),
        published_on=first.published_on or second.published_on,
        published_how=first.published_how or second.published_how,
        paragraphs=paragraphs,
        continued_on=second.continued_on,
    )


def _moved(paragraph: Paragraph, document: str) -> Paragraph:
    return replace(paragraph, lines=(), elsewhere=(Elsewhere(document=document, lines=paragraph.lines),))


def _seamless(end: Paragraph, start: Paragraph) -> Paragraph:
    left, right = end.text, start.text
    blank = " " if left[-1].isascii() and right[0].isascii() and left[-1].isalpha() and right[0].isalpha() else ""
    moved = tuple(replace(place, start=len(left + blank) + place.start) for place in start.elsewhere)
    return replace(end, text=left + blank + right, unfinished=start.unfinished, elsewhere=end.elsewhere + moved)


def own_part(article: Article, seconds: Sequence[Article] = ()) -> Article:
    """A joined article without the texts of other documents; ``seconds``: those, so that their names are taken out too.

    A name that both halves are signed with is taken out as well, and comes back with the second.
    """
    if not any(paragraph.elsewhere for paragraph in article.paragraphs):
        return article
    added = {name for second in seconds for name in second.byline}
    last = next((p for p in reversed(article.paragraphs) if p.lines), article.paragraphs[0])
    paragraphs = tuple(_own(p, unfinished=p is last) for p in article.paragraphs if p.lines)
    onward = seconds[0].page if seconds else None
    return replace(
        article,
        byline=tuple(name for name in article.byline if name not in added),
        paragraphs=paragraphs,
        continued_on=onward,
    )


def _own(paragraph: Paragraph, *, unfinished: bool) -> Paragraph:
    if not paragraph.elsewhere:
        return paragraph
    text = paragraph.text[: paragraph.elsewhere[0].start].rstrip()
    return replace(paragraph, text=text, elsewhere=(), unfinished=unfinished)
