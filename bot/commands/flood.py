"""The rate limit of each chat, a token bucket: enough for anyone in a hurry, too little to slow the others down."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

BURST = 40
PER_S = 3.0
WARN_AGAIN_S = 30.0
REPEAT_S = 2.0  # the same button of the same message within this time is a double tap
REMEMBERED = 10_000


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    warned_at: float = float("-inf")


class Flood:
    """A bucket a chat, the longest untouched forgotten first. Times are seconds of any steady clock."""

    def __init__(self, *, burst: int = BURST, per_s: float = PER_S) -> None:
        self._burst, self._per_s = burst, per_s
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()
        self._presses: OrderedDict[tuple[int, int, str], float] = OrderedDict()

    def allows(self, chat_id: int, at: float) -> bool:
        bucket = self._buckets.pop(chat_id, None) or _Bucket(left=self._burst, at=at)
        bucket.left = min(self._burst, bucket.left + (at - bucket.at) * self._per_s)
        bucket.at = at
        self._buckets[chat_id] = bucket
        while len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True

    def warns(self, chat_id: int, at: float) -> bool:
        """Whether it is time to say so: once, then silence for a while."""
        bucket = self._buckets.get(chat_id)
        if bucket is None or at - bucket.warned_at < WARN_AGAIN_S:
            return False
        bucket.warned_at = at
        return True

    def repeats(self, chat_id: int, message_id: int, data: str, at: float) -> bool:
        """Whether this very button was pressed a moment ago."""
        key = (chat_id, message_id, data)
        last = self._presses.pop(key, None)
        self._presses[key] = at
        while len(self._presses) > REMEMBERED:
            self._presses.popitem(last=False)
        return last is not None and at - last < REPEAT_S
