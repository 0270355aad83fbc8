"""A reader's timetable in words, and what people type when they mean a time, a day or a city."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.wording import LANGUAGES, Words, words
from digests.chinese.script import fold
from digests.models import Reader

WORKDAYS = (1, 2, 3, 4, 5)
WEEKEND = (6, 7)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
TIMES = ("07:00", "08:00", "12:00", "18:00", "20:00", "22:00")
ZONES = (
    "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo",
    "Europe/London", "Europe/Paris", "America/New_York", "America/Los_Angeles", "America/Toronto", "Australia/Sydney",
)  # fmt: skip
QUIET = (("22:00", "07:00"), ("23:00", "08:00"), ("00:00", "07:00"))
MOST_TIMES = 6

CLOCK = re.compile(
    r"(凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
    r"(?:(\d{1,2})\s*[:.]\s*(\d{2})|(\d{1,2})\s*[点點时時]\s*(?:(半)|(\d{1,2})分?)?|(\d{1,2})\s*(?=[ap]m\b))"
    r"(?:\s*([ap]m)\b)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"([一二两兩三四五六七八九])?(十)?([一二三四五六七八九])?")
DIGITS = {"一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
SPAN = re.compile(r"^\s*(\d{1,2})[:：](\d{2})\s*[-–—~～至到]\s*(\d{1,2})[:：](\d{2})\s*$")
DAY_NAMES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
LATIN_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
DAY = re.compile(r"(?:[周週]|星期|礼拜|禮拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
ALL_DAYS = ("每天", "天天", "daily", "every day")
WORKING = ("工作日", "平日", "weekdays", "workdays")
WEEKENDS = ("周末", "週末", "weekend", "weekends")


def days(numbers: tuple[int, ...], w: Words) -> str:
    """Weekdays in words; names where no short form fits."""
    if set(numbers) == set(EVERY_DAY):
        return w("settings.daily")
    if tuple(sorted(numbers)) == WORKDAYS:
        return w("when.workdays")
    if tuple(sorted(numbers)) == WEEKEND:
        return w("when.weekend")
    return w.join(w.weekday(day) for day in sorted(numbers))


def when(reader: Reader, w: Words) -> str:
    """The whole timetable in one phrase, with the city its times are meant in."""
    times = w.join(sorted(reader.times))
    key = "when.daily" if set(reader.days) == set(EVERY_DAY) else "when.days"
    return w("when.zone", when=w(key, times=times, days=days(reader.days, w)), city=w.city(reader.timezone))


def read_span(text: str) -> tuple[str, str] | None:
    """``23:00-06:30`` as quiet hours; None when the text is nothing of the kind or both ends are equal."""
    match = SPAN.match(text)
    if not match:
        return None
    start, end = _clock(int(match[1]), match[2]), _clock(int(match[3]), match[4])
    return (start, end) if start and end and start != end else None


def read_times(text: str) -> tuple[str, ...] | None:
    """``20:30``, ``8点``, ``早上八點半, 6 pm``, sorted; None unless the text is nothing but clock times."""
    text = NUMBER.sub(_in_digits, unicodedata.normalize("NFKC", text))
    found = [
        _clock(_hour(int(m[2] or m[4] or m[7]), m[1] or (m[8] or "").lower()), m[3] or m[6] or ("30" if m[5] else "00"))
        for m in CLOCK.finditer(text)
    ]
    if not found or None in found or not re.fullmatch(r"(?:[\s,，、;；和与與]|and\b)*", CLOCK.sub("", text)):
        return None
    return tuple(sorted({time for time in found if time}))


def _in_digits(match: re.Match[str]) -> str:
    """A number up to 99 as people say an hour or a minute; anything else as it is."""
    tens, ten, ones = match.groups()
    if not ten:
        return "".join(str(DIGITS[digit]) for digit in (tens, ones) if digit)
    return str(10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0))


def _hour(hour: int, part: str) -> int:
    """Of 24, for an hour of the part of the day that is named, if any. 晚上12点 is midnight, 中午12点 noon."""
    if part in ("凌晨", "am") or (part == "晚上" and hour == 12):
        return hour % 12 if hour <= 12 else hour
    if (part in ("下午", "傍晚", "pm") and hour < 12) or (part == "晚上" and 5 <= hour < 12):
        return hour + 12
    return hour + 12 if part == "中午" and hour < 3 else hour


def _clock(hour: int, minute: str) -> str | None:
    return f"{hour:02}:{int(minute):02}" if hour < 24 and int(minute) < 60 else None


def read_days(text: str) -> tuple[int, ...] | None:
    """``工作日``, ``週末``, ``周一至周五``, ``周三、周六``, ``mon, wed``; None when no day is named."""
    plain = text.strip().lower()
    for names, meant in ((ALL_DAYS, EVERY_DAY), (WORKING, WORKDAYS), (WEEKENDS, WEEKEND)):
        if plain in names:
            return meant
    found = [DAY_NAMES[m[1]] if m[1] else LATIN_DAYS[m[2].lower()] for m in DAY.finditer(text)]
    if not found or re.search(r"[^\s,，、;；和与與至到~～–—-]", DAY.sub("", text)):
        return None
    if len(found) == 2 and re.search(r"[至到~～–—-]", DAY.sub("", text)):
        first, last = found
        return tuple(sorted((first + step - 1) % 7 + 1 for step in range((last - first) % 7 + 1)))
    return tuple(sorted(set(found)))


def read_zone(text: str) -> str | None:
    """An IANA name, or the city one is named for, in any of our languages; None when there is no such place."""
    return _cities().get(_place(text))


def _place(text: str) -> str:
    return re.sub(r"[\s_]+", " ", fold(text)).strip().removesuffix("时间").strip()


@cache
def _cities() -> dict[str, str]:
    """Every city of the zone database by name, some 1,500 names. Well-known places that name no zone are added.

    A city that names several zones means the first of ``ZONES``, else the first by name.
    """
    from zoneinfo import available_timezones

    from babel.dates import get_timezone_location

    areas = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    zones = sorted(zone for zone in available_timezones() if zone.split("/")[0] in areas)
    cities: dict[str, str] = {}
    for zone in (*ZONES, *zones):
        cities.setdefault(_place(zone), zone)
        cities.setdefault(_place(zone.split("/")[-1]), zone)
        for language in LANGUAGES:
            name = get_timezone_location(zone, locale=words(language).locale, return_city=True)
            cities.setdefault(_place(name), zone)
    for names, zone in NEARBY.items():
        for name in names.split():
            cities.setdefault(_place(name), zone)
    return cities


NEARBY = {
    "北京 北京市 beijing peking 广州 廣州 深圳 杭州 南京 武汉 武漢 成都 西安 天津 中国 中國 china": "Asia/Shanghai",
    "台湾 台灣 臺灣 臺北 taiwan 高雄 台中": "Asia/Taipei",
    "香港 hongkong": "Asia/Hong_Kong",
    "旧金山 舊金山 三藩市 西雅图 西雅圖 硅谷 矽谷 洛杉磯": "America/Los_Angeles",
    "华盛顿 華盛頓 波士顿 波士頓 紐約": "America/New_York",
    "墨尔本 墨爾本 melbourne": "Australia/Melbourne",
    "雪梨": "Australia/Sydney",
    "大阪 京都 osaka": "Asia/Tokyo",
}
