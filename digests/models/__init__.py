"""The types that pass between stages: frozen, each made by one stage and complete from the moment it exists.

``Source -> Document -> Article -> Story -> Digest``, beside them ``Reader`` and ``Watch``. No field is filled
in later: what is learnt later is a later type. Times ending in ``_at`` are aware UTC datetimes. Line numbers
are 1-based, ranges include both ends. Offsets count code points.
"""

from __future__ import annotations

from digests.models.readers import Address, Delivery, Feedback, Reader, Watch
from digests.models.shown import Composition, CompositionKey, Digest, Hit, Item, Lookup, Quote, Score
from digests.models.terms import (
    ITEMS,
    OTHER,
    QUOTES,
    SEEDS,
    WATCHED,
    ChatKind,
    DeliveryState,
    How,
    Language,
    Length,
    LineRange,
    Role,
    Script,
    SourceKind,
    Template,
)
from digests.models.texts import (
    Article,
    Document,
    Elsewhere,
    Fingerprint,
    Hints,
    Paragraph,
    Sentence,
    Source,
    SourceState,
)
from digests.models.understood import (
    Analysis,
    Candidate,
    Keyword,
    Print,
    Signature,
    StoredArticle,
    Story,
    StoryView,
    ThemeScore,
)

__all__ = [
    "ITEMS",
    "OTHER",
    "QUOTES",
    "SEEDS",
    "WATCHED",
    "Address",
    "Analysis",
    "Article",
    "Candidate",
    "ChatKind",
    "Composition",
    "CompositionKey",
    "Delivery",
    "DeliveryState",
    "Digest",
    "Document",
    "Elsewhere",
    "Feedback",
    "Fingerprint",
    "Hints",
    "Hit",
    "How",
    "Item",
    "Keyword",
    "Language",
    "Length",
    "LineRange",
    "Lookup",
    "Paragraph",
    "Print",
    "Quote",
    "Reader",
    "Role",
    "Score",
    "Script",
    "Sentence",
    "Signature",
    "Source",
    "SourceKind",
    "SourceState",
    "StoredArticle",
    "Story",
    "StoryView",
    "Template",
    "ThemeScore",
    "Watch",
]
