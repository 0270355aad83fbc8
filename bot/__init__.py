"""The Telegram side of Jianbao: commands, rendering and delivery. `digests` decides what is news and for whom."""
