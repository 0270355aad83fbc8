"""What becomes of a delivery and its reader for every answer Telegram may give."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import errors
from bot.telegram import TOPIC_ONLY
from digests.models import Address
from digests.store import Transaction
from digests.store.delivery_rows import Ready
from digests.store.readers import REFUSED

LONGEST_BACKOFF_S = 300
REFUSED_AGAIN_S = 3600
MOST_REFUSALS = 3  # undocumented 403s before a message counts as failed
MOST_DOWN = 40  # 5xx answers to one message, about three hours of them, while others go through
RESEND_AFTER_S = 60


def backoff_s(attempts: int) -> float:
    """2, 4, 8 ... seconds after the first, second, third failure, at most five minutes."""
    return float(min(LONGEST_BACKOFF_S, 2 ** min(attempts + 1, 20)))


def record(tx: Transaction, ready: Ready, error: errors.TelegramError, now: datetime, *, resend: bool) -> None:
    """Writes down an unsuccessful call. ``resend``: an unknown one is sent again once instead of asking the reader."""
    delivery = ready.delivery
    match error:
        case errors.Throttled():
            until = now + timedelta(seconds=error.retry_after_s)
            tx.outbox.retry(delivery.id, "throttled", until, now)
            tx.outbox.park(delivery.address.chat_id, until)
        case errors.NotSent():
            _later(tx, ready, "no connection", now, backoff_s(delivery.attempts))
        case errors.TelegramDown() if delivery.attempts < MOST_DOWN:
            _later(tx, ready, "Telegram out of order", now, backoff_s(delivery.attempts))
        case errors.Refused() if delivery.attempts < MOST_REFUSALS:
            _later(tx, ready, str(error), now, REFUSED_AGAIN_S)
        case errors.ChatMigrated():
            tx.readers.migrate(delivery.address.chat_id, error.new_chat_id)
            tx.outbox.retry(delivery.id, "group upgraded", None, now)
        case errors.ChatGone():
            tx.outbox.failed(delivery.id, error.reason, now)
            _pause(tx, delivery.address, error.reason, now)
        case errors.BadToken() | errors.OtherInstance():
            tx.outbox.retry(delivery.id, "service stopped", None, now)
        case errors.OutcomeUnknown():
            tx.outbox.unknown(delivery.id, str(error), now)
            if resend:
                tx.outbox.resend(delivery.id, now + timedelta(seconds=RESEND_AFTER_S), now)
        case _:
            tx.outbox.failed(delivery.id, str(error), now)


def _later(tx: Transaction, ready: Ready, reason: str, now: datetime, wait_s: float) -> None:
    tx.outbox.retry(ready.delivery.id, reason, now + timedelta(seconds=wait_s), now)


def _pause(tx: Transaction, address: Address, reason: str, now: datetime) -> None:
    """A closed topic pauses that topic; any other reason every reader of the chat."""
    gone = [address] if reason in TOPIC_ONLY else tx.readers.of_chat(address.chat_id)
    for reader in gone:
        tx.readers.pause(reader, REFUSED + reason, now)
