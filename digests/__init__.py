"""Jianbao, the news side: reads, understands, stores and composes; knows nothing of Telegram."""
