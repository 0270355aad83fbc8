"""How much room a quote has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from digests.models import Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How long quotes may be, in printed characters.

    A sentence of up to ``whole_chars`` is shown whole, a longer one by a run of its clauses of up to ``most_chars``.
    ``total_chars``: all quotes of an article together, a Latin word or a number as one, punctuation as none; None: no
    limit.
    ``by``: chosen for what they say of the article, or as its headline would be.
    """

    whole_chars: int
    most_chars: int
    total_chars: int | None = None
    by: Literal["salience", "headline"] = "salience"


ROOM: dict[Length, Room] = {
    "short": Room(whole_chars=20, most_chars=90, by="headline"),
    "normal": Room(whole_chars=130, most_chars=130),
    "long": Room(whole_chars=170, most_chars=170),
}
