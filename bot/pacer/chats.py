"""When each chat may be sent to: a pause between messages, a minute's worth for groups, what Telegram asked for."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

GROUP_WINDOW_S = 60.0
FORGET_CHATS = 10_000  # chats remembered before those at rest are dropped


@dataclass(slots=True)
class Chat:
    """When a chat was last sent to. ``ends``: ends of requests in the last minute, for groups."""

    free_at: float = 0.0
    parked_until: float = 0.0
    in_flight: int = 0
    ends: deque[float] = field(default_factory=deque)

    def at_rest(self, now: float) -> bool:
        """Whether nothing of it need be remembered."""
        recent = self.ends and self.ends[-1] >= now - GROUP_WINDOW_S
        return not (self.in_flight or recent or max(self.free_at, self.parked_until) >= now)


class Chats:
    """By id; groups have negative ones. ``spaced`` requests are new messages, others concern one that is there."""

    def __init__(self, *, per_chat_s: float, group_per_minute: float) -> None:
        self.by_id: dict[int, Chat] = {}
        self._per_chat_s = per_chat_s
        self._group_per_minute = max(1, int(group_per_minute))

    def park(self, chat_id: int, until: float) -> None:
        chat = self._chat(chat_id)
        chat.parked_until = max(chat.parked_until, until)

    def ready_at(self, chat_id: int, now: float, *, spaced: bool) -> float:
        chat = self._chat(chat_id)
        if not spaced:
            return chat.parked_until
        if chat.in_flight:
            return now + 1.0  # its end wakes the dispatcher
        ready_at = max(chat.parked_until, chat.free_at)
        if len(chat.ends) >= self._group_per_minute:
            ready_at = max(ready_at, chat.ends[-self._group_per_minute] + GROUP_WINDOW_S)
        return ready_at

    def begin(self, chat_id: int) -> None:
        self._chat(chat_id).in_flight += 1

    def end(self, chat_id: int, now: float) -> None:
        chat = self._chat(chat_id)
        chat.in_flight -= 1
        chat.free_at = now + self._per_chat_s
        if chat_id < 0:
            chat.ends.append(now)
            while chat.ends[0] < now - GROUP_WINDOW_S:
                chat.ends.popleft()
        if len(self.by_id) > FORGET_CHATS:
            self.by_id = {known: chat for known, chat in self.by_id.items() if not chat.at_rest(now)}

    def _chat(self, chat_id: int) -> Chat:
        return self.by_id.setdefault(chat_id, Chat())
