"""The news side of Jianbao: reads, understands, stores and composes. It knows nothing of Telegram."""
