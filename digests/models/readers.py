"""Readers, their choices, and what was delivered to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from digests.models.terms import ChatKind, DeliveryState, Language, Length, Script, Template


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
class Feedback:
    """One press of a thumb: ``weight`` on each of ``names`` (keywords, a theme, a source id), fading from ``at`` on.

    ``about``: what was judged. Judging it again takes the place of what was said before.
    """

    about: str
    names: tuple[str, ...]
    weight: float
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A subscriber and every choice made. Wall-clock times are meant in ``timezone`` (IANA).

    ``days``: ISO weekdays 1..7. ``template``: how a digest looks. ``taste``: oldest first. ``quiet``: half-open, may
    cross midnight. Nothing first read before ``since`` is sent. ``paused``: why nothing is sent (own wish or a Telegram
    answer), None while active.
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
    taste: tuple[Feedback, ...] = ()
    watches: tuple[Watch, ...] = ()
    since: datetime
    paused: str | None = None
    template: Template = "full"


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
