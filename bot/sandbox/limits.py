"""Flood control: how much Telegram takes before it answers 429.

Telegram publishes no exact figures. Modelled on its FAQ: about 30 messages a second for a bot, one a second for a chat
with short bursts tolerated, 20 a minute for a group. Once over, a bucket stays shut until ``retry_after`` is over, and
asking again while it is shut does not open it sooner.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 20_000  # chats whose buckets are remembered


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``burst`` is how many may come at once from rest; 0 for a rate switches that limit off."""

    per_second: float = 30
    burst: int = 30
    chat_every_s: float = 1
    chat_burst: int = 20
    group_per_minute: float = 20
    group_burst: int = 20
    least_retry_s: int = 1


OFF = Limits(per_second=0, chat_every_s=0, group_per_minute=0)


class _Bucket:
    __slots__ = ("level", "rate", "seen", "shut_until", "size")

    def __init__(self, rate: float, size: int, now: float) -> None:
        self.rate, self.size, self.seen = rate, size, now
        self.level = float(size)
        self.shut_until = 0.0

    def wait_s(self, now: float) -> float:
        """Seconds until one more fits; 0 if it fits now."""
        self.level = min(self.size, self.level + (now - self.seen) * self.rate)
        self.seen = now
        if now < self.shut_until:
            return self.shut_until - now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class FloodControl:
    def __init__(self, limits: Limits, seconds: Callable[[], float]) -> None:
        self.limits, self._seconds = limits, seconds
        self._bot: _Bucket | None = None
        self._chats: OrderedDict[int, _Bucket] = OrderedDict()
        self.refused = 0

    def take(self, chat_id: int, *, group: bool) -> int:
        """Counts one message to the chat; the seconds to wait instead where it is too many, else 0."""
        now = self._seconds()
        buckets = [b for b in (self._bot_bucket(now), self._chat_bucket(chat_id, group, now)) if b]
        for bucket in buckets:
            wait_s = bucket.wait_s(now)
            if wait_s > 0:
                retry_s = max(self.limits.least_retry_s, math.ceil(wait_s))
                if now >= bucket.shut_until:
                    bucket.shut_until = now + retry_s
                self.refused += 1
                return retry_s
        for bucket in buckets:
            bucket.level -= 1
        return 0

    def _bot_bucket(self, now: float) -> _Bucket | None:
        if self.limits.per_second and self._bot is None:
            self._bot = _Bucket(self.limits.per_second, self.limits.burst, now)
        return self._bot if self.limits.per_second else None

    def _chat_bucket(self, chat_id: int, group: bool, now: float) -> _Bucket | None:
        limits = self.limits
        rate = limits.group_per_minute / 60 if group else (1 / limits.chat_every_s if limits.chat_every_s else 0)
        if not rate:
            return None
        bucket = self._chats.get(chat_id)
        if bucket is None:
            bucket = self._chats[chat_id] = _Bucket(rate, limits.group_burst if group else limits.chat_burst, now)
            if len(self._chats) > _KEPT:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        return bucket
