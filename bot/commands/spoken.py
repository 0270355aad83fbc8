"""The words after /settings, parsed: a choice, or the name of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.commands import timetable
from bot.commands.known import SCRIPTS, resumed
from bot.wording import LANGUAGES, words
from digests.chinese.script import fold
from digests.models import Language, Length, Reader, Script, Template

Change = Callable[[Reader], Reader]

# Folded, so that Traditional forms are the same.
TYPED_SCRIPTS: dict[str, Script | None] = {
    "简体": "hans", "简体字": "hans", "简": "hans", "简体中文": "hans", "hans": "hans", "simplified": "hans",
    "繁体": "hant", "繁体字": "hant", "繁": "hant", "正体": "hant", "繁体中文": "hant", "hant": "hant",
    "traditional": "hant", "原文": None, "照原文": None, "as printed": None, "original": None,
}  # fmt: skip
TYPED_LENGTHS: dict[str, Length] = {
    "短": "short", "short": "short", "中": "normal", "normal": "normal", "medium": "normal", "长": "long",
    "long": "long",
}  # fmt: skip
TYPED_TEMPLATES: dict[str, Template] = {
    "完整": "full", "完整版": "full", "full": "full", "简要": "brief", "精简": "brief", "一句": "brief",
    "brief": "brief", "只要标题": "headlines", "只看标题": "headlines", "标题": "headlines", "headlines": "headlines",
}  # fmt: skip
TYPED_LANGUAGES: dict[str, Language] = {
    "english": "en", "英文": "en", "英语": "en", "中文": "zh-Hans", "中文界面": "zh-Hans", "简体界面": "zh-Hans",
    "繁体界面": "zh-Hant",
}  # fmt: skip
BEFORE = ("时区 ", "时间 ", "每天 ", "免打扰 ", "勿扰 ", "版式 ", "样式 ", "zone ", "time ", "quiet ", "layout ")
QUIET = ("免打扰", "勿扰", "quiet", "quiet hours")
LONGEST = 200  # characters of a choice; of a whole message the search for times would take half a second
NO_QUIET = ("打扰", "不设", "不设免打扰", "关闭免打扰", "取消免打扰", "不要免打扰", "no quiet", "quiet off", "off")
OFF = ("关", "关闭", "关掉", "取消", "无", "没有", "不要", "不用", "不设", "none", "off")  # after 免打扰


def in_language(language: Language) -> Change:
    """The script follows the language unless it was chosen apart from it."""

    def change(stored: Reader) -> Reader:
        follows = stored.script == SCRIPTS[stored.language]
        return replace(stored, language=language, script=SCRIPTS[language] if follows else stored.script)

    return change


def named(text: str, sections: Iterable[str]) -> str | None:
    """The choice itself that is named, in any language: what it may be is shown then."""
    plain = fold(text).strip()
    return next((s for s in sections for w in map(words, LANGUAGES) if fold(w(f"choice.{s}")) == plain), None)


def meant(text: str) -> Change | None:
    """The choice that words name: quiet hours, times, days, script, length, template, language or a place."""
    if len(text) > LONGEST:
        return None
    plain = fold(text).strip()
    if any(plain in (f"{named} {off}", named + off) for named in QUIET for off in OFF):
        return lambda stored: replace(stored, quiet=None)
    if both := timetable.read_days_and_times(plain):
        return lambda stored: replace(resumed(stored), days=both[0], times=both[1])
    for start in BEFORE:
        plain = plain.removeprefix(start)
    if span := timetable.read_span(plain):
        return lambda stored: replace(stored, quiet=span)
    if plain in NO_QUIET:
        return lambda stored: replace(stored, quiet=None)
    if times := timetable.read_times(plain):
        return lambda stored: replace(resumed(stored), times=times)
    if days := timetable.read_days(plain):
        return lambda stored: replace(stored, days=days)
    if plain in TYPED_SCRIPTS:
        return lambda stored: replace(stored, script=TYPED_SCRIPTS[plain])
    if plain in TYPED_LENGTHS:
        return lambda stored: replace(stored, length=TYPED_LENGTHS[plain])
    if plain in TYPED_TEMPLATES:
        return lambda stored: replace(stored, template=TYPED_TEMPLATES[plain])
    if plain in TYPED_LANGUAGES:
        return in_language(TYPED_LANGUAGES[plain])
    if zone := timetable.read_zone(plain):
        return lambda stored: replace(stored, timezone=zone)
    return None
