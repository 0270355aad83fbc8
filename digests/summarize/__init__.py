"""Quotes: the sentences that carry the news, verbatim and in printed order. Pure; nothing is rewritten.

Every word has a worth, the chance that an editor's headline would use it (`worth`). A sentence, or a run of its clauses
where it is over the limit, is as good as the F1 overlap with that headline it can expect; each further sentence
counts only what the chosen ones have not said (`choosing`). What must not stand alone is left out (`fitness`).
"""

from __future__ import annotations

from digests.summarize.choosing import ROOM, Room, quotes, ranked
from digests.summarize.worth import Worth

__all__ = ["ROOM", "Room", "Worth", "quotes", "ranked"]
