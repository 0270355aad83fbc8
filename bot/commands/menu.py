"""The names of the commands: what the menu lists, and what people type instead of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.commands import spoken, timetable
from digests.chinese.script import fold

MENU = (
    "today", "find", "themes", "subscribe", "unsubscribe", "watch", "watches", "unwatch", "settings", "taste", "pause",
    "resume", "export", "forget", "help", "start",
)  # fmt: skip
IN_GROUPS = ("find", "themes", "subscribe", "unsubscribe", "today", "settings", "pause", "resume", "forget", "help")

# Folded first words; fold() makes Traditional forms the same.
WITH_WORDS = {
    "subscribe": ("订阅", "订", "加订", "定阅", "subscribe"),
    "unsubscribe": ("退订", "取消订阅", "退定", "取消定阅", "unsubscribe"),
    "find": ("搜索", "搜寻", "搜", "查找", "查", "搜一下", "查一下", "搜素", "find", "search"),
    "watch": ("关注", "追踪", "watch"),
    "unwatch": ("取消关注", "不再关注", "取消追踪", "unwatch"),
    "today": ("今日", "今天", "today"),
}
ALONE = {
    "today": (
        "今日", "今天", "简报", "今日新闻", "今天新闻", "今天的新闻", "今日简报", "今天的简报", "看新闻", "看简报",
        "最新新闻", "有什么新闻", "今天有什么新闻", "today", "digest",
    ),
    "settings": ("设置", "设定", "settings"),
    "help": (
        "帮助", "说明", "使用说明", "怎么用", "你好", "您好", "早上好", "晚上好", "在吗",
        "help", "hi", "hello", "?", "？",
    ),
    "find": ("搜索", "搜寻", "查找", "搜一下", "查一下", "find", "search"),
    "themes": ("主题", "订阅", "themes", "subscribe"),
    "unsubscribe": ("退订", "取消订阅", "unsubscribe"),
    "watches": ("关注", "取消关注", "我的关注", "watches"),
    "pause": ("暂停", "暂停发送", "停止", "停止发送", "别发了", "不要发了", "pause", "stop"),
    "resume": ("恢复", "恢复发送", "继续", "继续发送", "resume"),
}  # fmt: skip
THANKS = frozenset({"谢谢", "谢谢你", "谢谢您", "多谢", "谢了", "感谢", "thanks", "thank you", "thx"})
OTHER_NAMES = {"stop": "pause", "menu": "help"}  # of commands, from other bots; in private chats
_CHANGE = re.compile(r"(?:把|将)?(?:发送|推送)?(?:时间)?(?:改成|改为|改到|换成|换到|调到|设为|设成|设置|设定)(.{2,})")
_PLEASE = re.compile(r"^(?:请|麻烦)?(?:你|您)?(?:帮我|给我|替我|我要|我想要?|想要?)?")
_AND = re.compile("[和、,，及跟]")
_ABOUT = re.compile(  # in both scripts, as what is left is looked up as it was typed
    r"(?:[关關][于於]|有[关關])?(.{2,}?)的?(?:新[闻聞]|消息|[报報][道导導]|文章|[资資][讯訊])|(?:[关關][于於]|有[关關])(.{2,})"
)
_OF_THE_DAY = ("早", "清晨", "上午", "中午", "下午", "傍晚", "晚")
_REGULARLY = ("每天", "每日", "每周", "工作日", "平日", "周末", "every day", "daily", "weekdays")


def understood(text: str, is_theme: Callable[[str], bool] = lambda words: False) -> tuple[str, str] | None:
    """(command, its words) for plain text that is a command; None for everything else, which is a lookup.

    A command word counts only when it is the whole text or a space follows it, and 设置 only before what it can set.
    So 今日头条, 搜索引擎, 查处 and 设置 岗位 are looked up. Without a space 订阅 and 退订 count before what
    ``is_theme`` takes for one, and 改成 and the like before what can be set; so does what says nothing but when:
    regularly, or at what time of the day.
    """
    plain = fold(text).strip()
    if plain in THANKS:
        return "help", plain
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
    return _run_together(plain, is_theme)


def _run_together(plain: str, is_theme: Callable[[str], bool]) -> tuple[str, str] | None:
    asked = _PLEASE.sub("", plain)
    for command in ("subscribe", "unsubscribe"):
        for name in WITH_WORDS[command]:
            rest = asked.removeprefix(name).strip()
            parts = [rest] if is_theme(rest) else _AND.split(rest)
            if asked.startswith(name) and all(map(is_theme, parts)):
                return command, "、".join(parts)
    change = _CHANGE.fullmatch(plain)
    if change and spoken.meant(change[1]):
        return "settings", change[1].strip()
    if plain.startswith(_REGULARLY) and timetable.read_days_and_times(plain):
        return "settings", plain
    if plain.startswith(_OF_THE_DAY) and timetable.read_times(plain):
        return "settings", plain
    return None


def about(text: str) -> str | None:
    """What 关于…的新闻 and the like ask for, for a text that was looked up in vain as it is."""
    found = _ABOUT.fullmatch(text.strip())
    return (found[1] or found[2]).strip() if found else None


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
