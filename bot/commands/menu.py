"""The names of the commands: what the menu lists, and what people type instead of them."""

from __future__ import annotations

import re

from bot.commands import spoken
from digests.chinese.script import fold

MENU = (
    "today", "find", "themes", "subscribe", "unsubscribe", "watch", "watches", "unwatch", "settings", "taste", "pause",
    "resume", "export", "forget", "help", "start",
)  # fmt: skip
IN_GROUPS = ("find", "themes", "subscribe", "unsubscribe", "today", "settings", "pause", "resume", "forget", "help")

# Folded first words; fold() makes Traditional forms the same.
WITH_WORDS = {
    "subscribe": ("订阅", "订", "加订"),
    "unsubscribe": ("退订", "取消订阅"),
    "find": ("搜索", "搜寻", "搜", "查找", "查"),
    "watch": ("关注", "追踪"),
    "unwatch": ("取消关注", "不再关注", "取消追踪"),
    "today": ("今日", "今天"),
}
ALONE = {
    "today": ("今日", "今天", "简报"),
    "settings": ("设置", "设定"),
    "help": ("帮助", "说明"),
    "themes": ("主题", "订阅"),
    "unsubscribe": ("退订", "取消订阅"),
    "watches": ("关注", "取消关注"),
    "pause": ("暂停",),
    "resume": ("恢复",),
}


def understood(text: str) -> tuple[str, str] | None:
    """(command, its words) for plain text that is a command in Chinese; None for everything else, which is a lookup.

    A command word counts only when it is the whole text or a space follows it, and 设置 only before what it can set.
    So 今日头条, 搜索引擎, 查处 and 设置 岗位 are looked up.
    """
    plain = fold(text).strip()
    for command, names in ALONE.items():
        if plain in names:
            return command, ""
    first = re.match(r"\s*(\S+)[\s　]+(\S.*)", text, re.DOTALL)
    if first:
        for command, names in WITH_WORDS.items():
            if fold(first[1]) in names:
                return command, first[2].strip()
        if fold(first[1]) in ALONE["settings"] and spoken.meant(first[2]):
            return "settings", first[2].strip()
    return None


def unspaced(text: str) -> str | None:
    """What follows 搜索 and the like where no space does, for a text that was looked up in vain as it is."""
    plain = text.strip()
    return next(
        (
            rest
            for name in WITH_WORDS["find"]
            if len(name) > 1 and fold(plain[: len(name)]) == name and (rest := plain[len(name) :].lstrip(" ：:，,"))
        ),
        None,
    )
