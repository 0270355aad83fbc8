"""Quotes: the sentences that carry the news, verbatim and in printed order. Pure; nothing is rewritten.

Two questions, two measures. *Which sentences carry the article?* (`salience`): those dense in the words it keeps coming
back to, with figures, names and a date, near the top. *Which few clauses carry the news?* (`worth`): those an editor's
headline would overlap with most. What must not stand alone is left out (`fitness`), what is too long is cut between
clauses (`clauses`), a column of short items is several articles (`bulletin`).
"""

from __future__ import annotations

from digests.summarize.bulletin import briefs
from digests.summarize.choosing import lines, quotes
from digests.summarize.prepared import Cut, Lexicon
from digests.summarize.room import ROOM, Room
from digests.summarize.worth import Worth

__all__ = ["ROOM", "Cut", "Lexicon", "Room", "Worth", "briefs", "lines", "quotes"]
