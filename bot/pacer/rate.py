"""How fast the bot as a whole may send: evenly, slower after a refusal, creeping up again."""

from __future__ import annotations

SLOWER = 0.8
CREEP_PER_S = 0.01  # of the ceiling, for every second without a 429, up to nearly where the last one came
PROBE_PER_S = 0.001  # beyond that: a refusal costs a pause, so the limit is tried out rarely
NEARLY = 0.9
LAG_STARTS = 3  # starts that may be caught up after a late wake-up, or the even spacing would lose a few per cent
AHEAD_STARTS = 3  # that answers may take in advance; waiting for their own cost 16 ms of 31 on average, 40 of 66 at p95


class Rate:
    """Starts a second, from the ceiling down to a hundredth of it. Times are seconds of any steady clock."""

    def __init__(self, ceiling: float) -> None:
        self.ceiling = ceiling
        self.per_second = ceiling
        self.next_start = 0.0
        self._last_start = 0.0
        self._slowed_at = 0.0
        self._refused_rate = 0.0

    @property
    def early_start(self) -> float:
        """When an answer may take the next start in advance."""
        return self.next_start - AHEAD_STARTS / self.per_second

    def start(self, now: float) -> None:
        quiet_s = now - max(self._slowed_at, self._last_start)
        step = CREEP_PER_S if self.per_second < NEARLY * self._refused_rate else PROBE_PER_S
        self.per_second = min(self.ceiling, self.per_second + self.ceiling * step * quiet_s)
        interval = 1.0 / self.per_second
        self.next_start = max(self.next_start, now - LAG_STARTS * interval) + interval
        self._last_start = now

    def slow(self, now: float, wait_s: float) -> None:
        """Notes a refusal of the bot; requests that were under way together count as one."""
        if now > self._slowed_at:
            self._refused_rate = self.per_second
            self.per_second = max(self.ceiling / 100, self.per_second * SLOWER)
            self._slowed_at = now + wait_s
