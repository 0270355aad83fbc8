"""What one document changes in the archive: its articles under the ids they keep, halves of texts put together.

A text that two pages printed is joined when its second document comes, whichever that is. Both halves stay as they
were read, so that a later version of either gives a later version of the whole: the second half as a row of its own
that says whose half it is, the first as the part of the whole that stands in its own document. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from digests import reading
from digests.models import Article, Document
from digests.store import Transaction
from digests.store.articles import Leaf

NEAR = 48  # articles of two pages, or where pages are not known of the latest documents, that are read for halves


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article to be stored. ``position``: in its document, None: in another one, where it stays in its place.

    ``seen``: the stored revision that it was made from, None: none was stored. ``whole``: of a half, the article that
    holds all of its text. ``heir_of``: of a new whole, the second half that readers were shown until now.
    """

    article: Article
    position: int | None
    seen: int | None
    whole: str | None = None
    heir_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """``changes`` in the order in which they must be stored: wholes before the halves that are told by them."""

    articles: int
    changes: tuple[Change, ...]
    issue: str | None
    jumps: bool  # one of its texts began on another page

    @property
    def joins(self) -> bool:
        """Whether some changes are halves of others, so that all must be stored or none."""
        return any(change.whole is not None or change.position is None for change in self.changes)


def may_join(one: Settled, other: Settled) -> bool:
    """Whether a text of one of two documents of a source may go on in the other."""
    return one.issue is not None and one.issue == other.issue and (one.jumps or other.jumps)


def begun(document: Document, made: Sequence[Article]) -> Settled:
    """What can be said for `may_join` without a look at the archive."""
    jumps = any(text.continued_from for text in made)
    return Settled(articles=len(made), changes=(), issue=_issue(document, made), jumps=jumps)


def settle(
    tx: Transaction, document: Document, made: Sequence[Article], read: dict[str, Article] | None = None
) -> Settled:
    """What storing ``made``, the articles just read from ``document``, comes to.

    ``read``: articles as the archive holds them, at hand for the next pages of their issue; what is read is added.
    """
    source, name = document.source, document.name
    stored = {article.id: article for article in tx.articles.of_document(source, name)}
    kept = reading.keep_ids(made, [_as_read(tx, article) for article in stored.values()])
    # what another document holds is known, whatever version
    known = tx.articles.revisions([article.id for article in kept])
    own = [article for article in kept if article.id in stored or article.id not in known]
    texts = _Texts(tx, stored, {article.id: article for article in own})
    issue = _issue(document, made)
    if issue is not None:
        texts.link(_found(tx, own, tx.articles.of_issue(source, issue, but=name), {} if read is None else read))
    places = {article.id: position for position, article in enumerate(kept) if article.id in texts.own}
    changes = [change for id in texts.touched() if (change := texts.change(id, places.get(id)))]
    changes.sort(key=lambda change: change.whole is not None)
    jumps = any(text.continued_from or text.half_of for text in kept)
    return Settled(articles=len(kept), changes=tuple(changes), issue=issue, jumps=jumps)


def _as_read(tx: Transaction, article: Article) -> Article:
    """The article without what was joined to it."""
    return reading.own_part(article, tx.articles.second_halves(article.id)) if article.elsewhere else article


@dataclass(slots=True)
class _Texts:
    """The texts at hand, as they were read: those of the document, and of others as they are asked for."""

    tx: Transaction
    stored: dict[str, Article]
    pieces: dict[str, Article]
    own: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.own = frozenset(self.pieces)

    def before(self, id: str) -> Article | None:
        """The article as it is stored."""
        if id not in self.stored and id not in self.own and (row := self.tx.articles.row(id)):
            self.stored[id] = row
        return self.stored.get(id)

    def piece(self, id: str) -> Article:
        """The text as it was read."""
        if id not in self.pieces:
            row = self.before(id)
            if row is None:
                raise LookupError(f"half of article {id}, which the archive does not hold")
            self.pieces[id] = _as_read(self.tx, row)
        return self.pieces[id]

    def link(self, found: dict[str, str]) -> None:
        """Notes that these second halves finish those first ones, unless that would make a circle."""
        for second, first in sorted(found.items()):
            if self._root(first) != second:
                self.pieces[second] = replace(self.piece(second), half_of=first)
                self.piece(first)

    def touched(self) -> tuple[str, ...]:
        """The texts at hand in the order of the document, and the wholes that they are parts of."""
        return tuple(dict.fromkeys([*self.pieces, *(self._root(id) for id in tuple(self.pieces))]))

    def change(self, id: str, position: int | None) -> Change | None:
        """The text as it is to be stored: a second half as read, a first half with what finishes it; None: as it is."""
        text, before = self.piece(id), self.before(id)
        rest = self._rest(id) if text.half_of is None else []
        if rest:
            whole = reading.whole(text, rest)
            text = whole if before else replace(whole, revision=whole.revision + 1)
        if before:
            text = reading.revised(text, before)
            if text.revision == before.revision:
                return None
        shown = (half.id for half in rest if (known := self.before(half.id)) and known.stands)
        return Change(
            article=text,
            position=position,
            seen=before.revision if before else None,
            whole=self._root(id) if text.half_of else None,
            heir_of=None if before else next(shown, None),
        )

    def _root(self, id: str) -> str:
        while (first := self.piece(id).half_of) is not None:
            id = first
        return id

    def _rest(self, id: str) -> list[Article]:
        """What finishes this text, one after the other."""
        rest: list[Article] = []
        while (second := self._second(id)) is not None:
            rest.append(second)
            id = second.id
        return rest

    def _second(self, id: str) -> Article | None:
        here = next((piece for piece in self.pieces.values() if piece.half_of == id), None)
        known = self.before(id)
        if here is not None or known is None or not (known.elsewhere or known.half_of):
            return here
        return next((half for half in self.tx.articles.second_halves(id) if half.id not in self.own), None)


def _issue(document: Document, made: Sequence[Article]) -> str | None:
    """The newspaper issue that a document with pages or halves belongs to; see ``documents.issue``."""
    if not any(a.page or a.continued_from or a.continued_on or a.paragraphs[-1].unfinished for a in made):
        return None
    days = {day for a in made if (day := a.published_on) and len(day) == len("2024-03-01")}
    printed = document.hints.published_on or ""
    return printed if len(printed) == len("2024-03-01") else days.pop() if len(days) == 1 else ""


def _found(tx: Transaction, own: Iterable[Article], leaves: Sequence[Leaf], read: dict[str, Article]) -> dict[str, str]:
    """Second half -> first half, where the document brought one of the two.

    Two pages at a time are looked at, that of the second half and that which it names: so it does not matter which of
    the pages came first, nor what else the issue holds.
    """
    fresh = {article.id: article for article in own}
    pages = {article.page for article in fresh.values()}
    wanted = {(a.continued_from, a.page) for a in fresh.values() if a.continued_from and a.half_of is None}
    wanted |= {
        (leaf.continued_from, leaf.page)
        for leaf in leaves
        if leaf.continued_from and leaf.half_of is None and any(_same(page, leaf.continued_from) for page in pages)
    }
    if not wanted or not leaves:
        return {}
    near = [leaf for leaf in leaves if any(_same(leaf.page, x) or _same(leaf.page, y) for x, y in wanted)]
    known = _read(tx, near[:NEAR], read)
    texts = fresh | {id: _as_read(tx, article) for id, article in known.items()}
    found: dict[str, str] = {}
    for x, y in sorted(wanted, key=str):
        two = [text for text in texts.values() if _same(text.page, x) or _same(text.page, y)]
        for second, first in reading.pair(two, of=fresh).items():
            found[second] = first
            texts[second] = replace(texts[second], half_of=first)
    return found


def _read(tx: Transaction, leaves: Sequence[Leaf], read: dict[str, Article]) -> dict[str, Article]:
    """The articles as they are stored, by id; those in ``read`` at that revision are not read again."""
    known = {leaf.id: old for leaf in leaves if (old := read.get(leaf.id)) and old.revision == leaf.revision}
    if missing := [leaf.pk for leaf in leaves if leaf.id not in known]:
        known |= {article.id: article for article in tx.articles.rows(missing)}
    read |= known
    return known


def _same(page: str | None, other: str | None) -> bool:
    """Whether two pages may be one; a page that is not known may be any."""
    return page is None or other is None or reading.same_page(page, other)
