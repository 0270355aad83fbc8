"""The nouns of the house, each immutable, each made by one stage and true from the moment it exists.

``Source -> Document -> Article -> Story -> Digest``, beside them ``Reader`` and ``Watch``. No field is filled
in later: what is learnt later is a later type. Times ending in ``_at`` are aware UTC datetimes. Line numbers
are 1-based, ranges include both ends. Offsets count code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SourceKind = Literal["folder", "feed", "page"]
Script = Literal["hans", "hant"]
Language = Literal["zh-Hans", "zh-Hant", "en"]
Length = Literal["short", "normal", "long"]
ChatKind = Literal["private", "group", "supergroup", "channel"]
How = Literal["exact", "variant", "pinyin", "fuzzy"]
LineRange = tuple[int, int]

OTHER = "other"  # the theme of a story that fits none
SEEDS = "seeds"  # the id of the bundled source

QUOTES: dict[Length, int] = {"short": 1, "normal": 2, "long": 3}  # sentences an item
ITEMS: dict[Length, int] = {"short": 3, "normal": 6, "long": 10}  # items a theme


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


Role = Literal["body", "subhead", "question", "answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One printed paragraph: clean text in its own script, NFC, and the lines of the document it was made from.

    ``severed``: its first sentence began on a page we do not have, so that sentence must not open a quote.
    """

    text: str
    lines: tuple[LineRange, ...]
    role: Role = "body"
    severed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One clean article: no markup, no page furniture, headline apart from body.

    ``id`` is the hash of the canonical URL, else of the text when first seen; a later version keeps it and
    raises ``revision``. ``section_of`` is the id of the page of questions this one was cut from; such a page
    exists only as its sections.
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
    continued_from: str | None = None  # page that holds the first half ("1"), when a jump marker says so

    @property
    def text(self) -> str:
        """The body: paragraphs and sub-heads in reading order, a blank line between, headline not included."""
        return "\n\n".join(p.text for p in self.paragraphs)

    @property
    def lines(self) -> tuple[LineRange, ...]:
        """Lines of the document, in reading order, that the body was made from."""
        return tuple(span for p in self.paragraphs for span in p.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A document that gave no article, and why, in words for an operator."""

    source: str
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article, verbatim. ``start`` is its offset in the paragraph's text."""

    text: str
    paragraph: int
    start: int
    lines: tuple[LineRange, ...]
    role: Role = "body"
    severed: bool = False  # its opening is on a page we do not have
    complete: bool = True  # ends with a sentence end; False: an unterminated tail as printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword:
    """A phrase as printed (in the article's own script) and its weight; ``parts`` are named and add up to it."""

    text: str
    weight: float
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeScore:
    """How well an article fits a theme: the sum of ``hits`` = (keyword, points)."""

    theme: str
    score: float
    hits: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What stories are told apart by, computed from the folded text, independent of script.

    ``bands`` are the keys under which the store finds candidates of the same text, ``terms`` those of the same
    event with their weights; ``minhash`` estimates overlap without the text.
    """

    minhash: tuple[int, ...]
    bands: tuple[int, ...]
    terms: tuple[tuple[str, float], ...]
    chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the words of one article tell, made once when it is stored (and again when it is revised)."""

    article: str
    keywords: tuple[Keyword, ...]  # best first
    themes: tuple[ThemeScore, ...]  # primary first, at most three; empty means OTHER
    signature: Signature

    @property
    def theme(self) -> str:
        return self.themes[0].theme if self.themes else OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the archive holds it."""

    article: Article
    analysis: Analysis
    story: str
    source_name: str
    first_read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One text or one event: 1..n articles. ``lead`` stands for all; ``articles`` in order of first reading."""

    id: str
    lead: str
    articles: tuple[str, ...]
    first_read_at: datetime
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article that the archive holds and a new one may belong with, as far as placing needs to know it.

    ``common_bands`` and ``common_terms``: how many keys of the new article's signature led to it.
    """

    story: str
    article: str
    lead: bool  # whether it leads its story
    signature: Signature
    title: str
    text: str
    script: Script
    published_on: str | None
    first_read_at: datetime
    common_bands: int
    common_terms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with its stored articles, lead first: what scoring, composing and lookups work on."""

    id: str
    articles: tuple[StoredArticle, ...]
    first_read_at: datetime

    @property
    def lead(self) -> StoredArticle:
        return self.articles[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A sum one can read: ``parts`` add up to ``total``."""

    parts: tuple[tuple[str, float], ...]

    @property
    def total(self) -> float:
        return sum(value for _, value in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence as shown. ``original`` is the printed form where the script was converted.

    ``shortened``: cut at a clause boundary, the cut shown as ``…``. ``severed``: its opening is on another
    page; shown with a leading ``…`` and only by lookups.
    """

    text: str
    article: str
    lines: tuple[LineRange, ...]
    shortened: bool = False
    severed: bool = False
    original: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story in a digest, headline and quotes in the script asked for."""

    story: str
    headline: str
    theme: str
    score: Score
    quotes: tuple[Quote, ...]
    keywords: tuple[str, ...]  # up to 10, best first
    articles: tuple[str, ...]  # lead first
    published_on: str | None
    sources: tuple[str, ...]  # names to show, lead's first
    url: str | None

    @property
    def further(self) -> int:
        """How many more reports of the story there are beside the one quoted."""
        return len(self.articles) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The items of one theme for one window of first reading, half-open ``[since, until)``; ``since`` None: all."""

    theme: str
    name: str
    since: datetime | None
    until: datetime
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositionKey:
    """What makes two readers' digests equal. ``script`` None: every item as printed."""

    themes: tuple[str, ...]  # sorted
    since: datetime | None
    until: datetime
    script: Script | None
    length: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """A digest over a set of themes: each story once, under its best-scoring theme of the set."""

    key: CompositionKey
    digests: tuple[Digest, ...]

    @property
    def stories(self) -> tuple[str, ...]:
        return tuple(item.story for digest in self.digests for item in digest.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One answer to a lookup: the story, and its best sentence for this very query.

    ``highlights``: half-open code-point offsets in ``sentence``. ``matched``: the words found, as asked.
    """

    story: str
    article: str
    title: str
    sentence: str
    lines: tuple[LineRange, ...]
    highlights: tuple[tuple[int, int], ...]
    matched: tuple[str, ...]
    score: float
    theme: str
    source: str
    published_on: str | None
    url: str | None
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """The answer to one query. ``total_at_least``: counting stopped at ``total``. ``understood`` in one line.

    ``dropped``: words that were left out because nothing holds them all. ``nearest``: real keywords to offer
    when nothing was found.
    """

    query: str
    understood: str
    total: int
    total_at_least: bool = False
    hits: tuple[Hit, ...] = ()
    dropped: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Who reads: opaque to the news side. ``thread_id`` None: the chat itself (or its General topic)."""

    chat_id: int
    thread_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A reader's own keyword rule."""

    query: str
    mode: Literal["alert", "digest"] = "alert"
    urgent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A subscriber and every choice made. Wall-clock times are meant in ``timezone`` (IANA).

    ``days``: ISO weekdays 1..7. ``quiet``: half-open, may cross midnight. Nothing first read before ``since``
    is sent. ``paused``: why nothing is sent (own wish or a Telegram answer), None while active.
    """

    address: Address
    kind: ChatKind = "private"
    language: Language = "zh-Hans"
    script: Script | None = None  # None: as printed
    themes: tuple[str, ...] = ()
    times: tuple[str, ...] = ("08:00",)
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    timezone: str = "Asia/Shanghai"
    quiet: tuple[str, str] | None = None
    length: Length = "normal"
    send_empty: bool = False
    muted: tuple[str, ...] = ()
    taste: tuple[tuple[str, float], ...] = ()
    watches: tuple[Watch, ...] = ()
    since: datetime
    paused: str | None = None


DeliveryState = Literal["pending", "sending", "sent", "failed", "unknown", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One row of the outbox: one part of one composition for one reader. ``payload`` is opaque here."""

    id: int
    address: Address
    edition: int
    kind: Literal["digest", "alert"]
    part: int  # 1-based
    state: DeliveryState
    reason: str | None
    attempts: int
    not_before_at: datetime | None
    message_id: int | None
    payload: str
