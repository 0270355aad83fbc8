"""Stories: which articles tell one text or one event. Pure; the store finds the candidates.

`signature` once an article, then `place` against `Candidate`s; `reading_order` is the order in which a batch is placed,
so that the result does not depend on how the batch was listed.
"""

from __future__ import annotations

from digests.stories.lead import better_lead
from digests.stories.placing import EVENT_WINDOW, Limits, Placement, Prints, place, reading_order
from digests.stories.signature import Lexicon, signature

__all__ = [
    "EVENT_WINDOW",
    "Lexicon",
    "Limits",
    "Placement",
    "Prints",
    "better_lead",
    "place",
    "reading_order",
    "signature",
]
