"""Stories: which articles tell one text or one event. Pure; the store finds the candidates.

`signature` once an article, then `place` against `Candidate`s; `reading_order` is the order in which a batch is placed,
so that the result does not depend on how the batch was listed.
"""

from __future__ import annotations

from digests.stories.lead import better_lead
from digests.stories.placing import EVENT_WINDOW, Limits, Placement, place, reading_order
from digests.stories.signature import Lexicon, signature
from digests.stories.wording import Prints, Wordings

__all__ = [
    "EVENT_WINDOW",
    "Lexicon",
    "Limits",
    "Placement",
    "Prints",
    "Wordings",
    "better_lead",
    "place",
    "reading_order",
    "signature",
]
