"""The outbox worker against a server that fails in every way."""

from pathlib import Path

from tests.delivering import broadcast, open_store, states, subscribe, subscriber, until, working
from tests.telegram_server import TelegramServer


async def test_parts_arrive_in_order_once(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    subscribe(store, [subscriber(chat) for chat in range(1, 8)])
    broadcast(store, ["one", "two", "three"], range(1, 8))
    async with TelegramServer() as server, working(store, server.api_url):
        await until(lambda: set(states(store).values()) == {"sent"})
        for chat in range(1, 8):
            assert server.texts(chat) == ["one", "two", "three"]
    store.close()
