"""Jianbao, the Telegram side: talks to readers and never thinks about news."""
