"""Sources, documents, and the articles that reading makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digests.models.terms import LineRange, Role, Script, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where documents come from. ``id`` is a slug and never reused; ``location`` is a path or a URL."""

    id: str
    kind: SourceKind
    location: str
    name: str
    every_s: int
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    category: str = ""  # where it stands in a reader's OPML: folder names joined by "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the carrier (feed entry, page metadata, path) says about a document; the text itself may say more."""

    title: str | None = None
    byline: tuple[str, ...] = ()
    published_on: str | None = None  # "YYYY-MM-DD", "YYYY-MM" or "YYYY"
    published_how: str | None = None  # "feed", "metadata" or "path"
    url: str | None = None
    page: str | None = None  # page of the newspaper, as the path names it
    section: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Raw bytes as fetched, within the size cap; nothing decoded yet. ``name`` is relative to the source, or a URL."""

    source: str
    name: str
    content: bytes
    media_type: str | None = None  # "text/plain", "text/html", "application/pdf"; None: told by name and content
    charset: str | None = None  # as declared by the carrier; a hint, not a fact
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """How a document looked when it was last read: what decides whether it is read again.

    ``stamp`` is cheap to get and only ever compared for equality (a file's size and times); ``digest`` hashes the
    content and decides where the stamp differs.
    """

    stamp: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the last read of a source left for the next one; one row per source. All empty: never read."""

    next_due_at: datetime | None = None  # None: at once
    last_read_at: datetime | None = None  # the last try, good or bad
    last_good_at: datetime | None = None  # None: never read yet, so what comes first is no news and alerts nobody
    documents: int = 0  # seen by the last good read, new or not
    failed: int = 0  # of these could not be read
    failures: int = 0  # reads in a row that failed as a whole
    reason: str | None = None  # of the last failure, in words for an operator; None after a good read
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None  # where a permanent redirect points, the same ``moved_times`` times in a row
    moved_times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Lines of another document than the article's own; ``start`` is the offset from which on a text stands there."""

    document: str
    lines: tuple[LineRange, ...]
    start: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One printed paragraph: clean text in its own script, NFC, and the lines of the document it was made from.

    ``severed``: its first sentence began on a page we do not have, so that sentence must not open a quote.
    ``unfinished``: its last one goes on on such a page. ``elsewhere``: where the text from an offset on was printed, if
    not in the article's own document: a text that one page began and another finished.
    """

    text: str
    lines: tuple[LineRange, ...]
    role: Role = "body"
    severed: bool = False
    unfinished: bool = False
    elsewhere: tuple[Elsewhere, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One clean article: no markup, no page furniture, headline apart from body.

    ``id`` is the hash of the canonical URL, else of the text when first seen; a later version keeps it and
    raises ``revision``. ``section_of`` is the id of the page of questions this one was cut from. That page is an
    article too, ``sectioned``: it is kept whole, but wherever readers are shown something, its sections stand for it.
    ``half_of`` is the id of the article whose text this one finishes, as the text itself proves: the second half of a
    text that a newspaper printed on two pages. It is kept as it was read, and the first half holds both.
    """

    id: str
    revision: int = 1
    source: str
    document: str
    title: str
    kicker: str | None = None
    deck: str | None = None
    title_derived: bool = False
    byline: tuple[str, ...] = ()
    asked_by: str | None = None
    answered_by: str | None = None
    published_on: str | None = None
    published_how: str | None = None
    script: Script
    paragraphs: tuple[Paragraph, ...]
    url: str | None = None
    section_of: str | None = None
    sectioned: bool = False
    context: tuple[
        str, ...
    ] = ()  # printed above a first section for the whole page: finds it, is not quoted as its own
    page: str | None = None  # of the newspaper, when path or folio says so: "3", "A3"
    continued_from: str | None = None  # page that holds the first half ("1"), when a jump marker says so
    continued_on: str | None = None  # page that holds the second half, likewise
    half_of: str | None = None

    @property
    def stands(self) -> bool:
        """Whether readers are shown this article itself: in digests, lookups, alerts, as a report of a story."""
        return not self.sectioned and self.half_of is None

    @property
    def text(self) -> str:
        """The body: paragraphs and sub-heads in reading order, a blank line between, headline not included."""
        return "\n\n".join(p.text for p in self.paragraphs)

    @property
    def lines(self) -> tuple[LineRange, ...]:
        """Lines of the document, in reading order, that the body was made from."""
        return tuple(span for p in self.paragraphs for span in p.lines)

    @property
    def elsewhere(self) -> tuple[Elsewhere, ...]:
        """The like of other documents, one entry for each in the order they are first read from."""
        found: dict[str, tuple[LineRange, ...]] = {}
        for place in (place for p in self.paragraphs for place in p.elsewhere):
            found[place.document] = (*found.get(place.document, ()), *place.lines)
        return tuple(Elsewhere(document=document, lines=lines) for document, lines in found.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article, verbatim. ``start`` is its offset in the paragraph's text."""

    text: str
    paragraph: int
    start: int
    lines: tuple[LineRange, ...]
    role: Role = "body"
    severed: bool = False  # its opening is on a page we do not have
    unfinished: bool = False  # its end is
    elsewhere: tuple[Elsewhere, ...] = ()  # what of it another document holds; ``lines`` are those of the article's own
    complete: bool = True  # ends with a sentence end; False: an unterminated tail as printed
