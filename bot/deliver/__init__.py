"""The outbox worker: rows in, messages out, every outcome a row again."""

from bot.deliver.notice import with_notice
from bot.deliver.worker import Worker

__all__ = ["Worker", "with_notice"]
