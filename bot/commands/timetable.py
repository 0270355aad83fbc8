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
    r"(凌晨|清晨|早晨|早上|上午|中午|午间|午間|下午|午后|午後|傍晚|晚上|晚间|晚間|夜里|夜裡|夜裏|夜晚|深夜|半夜|午夜|早|晚)?\s*"
    r"(?:(\d{1,2})\s*[:.]\s*(\d{2})"
    r"|(\d{1,2})\s*[点點时時]\s*(?:(半)|(一刻|三刻)|(\d{1,2})分?|(?:整|钟|鐘))?|(\d{1,2})\s*(?=[ap]m\b))"
    r"(?:\s*([ap]m)\b)?",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![周週期拜])(?![一三]刻)([零〇一二两兩三四五六七八九])?(十)?([一二三四五六七八九](?!刻))?")
DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
NIGHT = frozenset(("晚上", "晚间", "晚間", "夜里", "夜裡", "夜裏", "夜晚", "深夜", "半夜", "午夜", "晚"))
QUARTERS = {"一刻": "15", "三刻": "45"}
JOINED = re.compile(r"(?:[\s,，、;；和与與及]|and\b|at\b)*", re.IGNORECASE)
DAY_NAMES = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
LATIN_DAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}
DAY = re.compile(r"(?:[周週]|星期|礼拜|禮拜)([一二三四五六日天])|\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
# 每周一三五 is 周一、周三、周五; the last of them may be an hour's: 周一三点.
DAYS_IN_A_ROW = re.compile(
    r"每?([周週]|星期|[礼禮]拜)([一二三四五六日天](?:[、,，]?[一二三四五六日天])*)(?![点點时時])"
)
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
    """``23:00-06:30``, ``晚上十一点到早上七点`` as quiet hours; None for anything else, or when both ends are equal."""
    clocks, beside = _clocks(text)
    if len(clocks) != 2 or not re.fullmatch(r"\s*[-–—~〜至到]\s*", "".join(beside)):
        return None
    start, end = clocks
    return (start, end) if start and end and start != end else None


def read_times(text: str) -> tuple[str, ...] | None:
    """``20:30``, ``8点``, ``早上八點半, 6 pm``, sorted; None unless the text is nothing but clock times."""
    clocks, beside = _clocks(text)
    if not clocks or None in clocks or not JOINED.fullmatch("".join(beside)):
        return None
    return tuple(sorted({clock for clock in clocks if clock}))


def read_days_and_times(text: str) -> tuple[tuple[int, ...], tuple[str, ...]] | None:
    """``每天早上7点半和晚上9点``, ``weekdays 8:00``; None unless both are said, and nothing else.

    Neither for ``周一8点，周二9点``: all times hold on all days.
    """
    clocks, beside = _clocks(_each_day(text))
    named = read_days(re.sub(r"(?:[\s,，、;；和与與及]|at\b)+$|^\s+", "", "".join(beside)))
    times = tuple(sorted({clock for clock in clocks if clock}))
    one_after_another = all(JOINED.fullmatch(between) for between in beside[1:-1])
    return (named, times) if named and times and one_after_another and None not in clocks else None


def _clocks(text: str) -> tuple[list[str | None], list[str]]:
    """The clock times in ``text``, None for those no clock shows, and what stands before, between and after them."""
    plain = NUMBER.sub(_in_digits, unicodedata.normalize("NFKC", text))
    matches = [*CLOCK.finditer(plain)]
    found = [
        _clock(
            _hour(int(m[2] or m[4] or m[8]), m[1] or (m[9] or "").lower()),
            m[3] or m[7] or QUARTERS.get(m[6] or "") or ("30" if m[5] else "00"),
        )
        for m in matches
    ]
    ends, starts = [0, *(m.end() for m in matches)], [*(m.start() for m in matches), len(plain)]
    return found, [plain[end:start] for end, start in zip(ends, starts, strict=True)]


def _in_digits(match: re.Match[str]) -> str:
    """A number up to 99 as people say an hour or a minute; anything else as it is."""
    tens, ten, ones = match.groups()
    if not ten:
        return "".join(str(DIGITS[digit]) for digit in (tens, ones) if digit)
    return str(10 * DIGITS.get(tens, 1) + DIGITS.get(ones, 0))


def _hour(hour: int, part: str) -> int:
    """Of 24, for an hour of the part of the day that is named, if any. 晚上12点 is midnight, 中午12点 noon."""
    if part in ("凌晨", "am") or (part in NIGHT and hour == 12):
        return hour % 12 if hour <= 12 else hour
    if (part in ("下午", "午后", "午後", "傍晚", "pm") and hour < 12) or (part in NIGHT and 5 <= hour < 12):
        return hour + 12
    return hour + 12 if part in ("中午", "午间", "午間") and hour < 3 else hour


def _clock(hour: int, minute: str) -> str | None:
    if hour == 24 and int(minute) == 0:
        hour = 0
    return f"{hour:02}:{int(minute):02}" if hour < 24 and int(minute) < 60 else None


def read_days(text: str) -> tuple[int, ...] | None:
    """``工作日``, ``週末``, ``周一至周五``, ``周三、周六``, ``mon, wed``; None when no day is named."""
    text = _each_day(text)
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


def _each_day(text: str) -> str:
    return DAYS_IN_A_ROW.sub(lambda run: "、".join(run[1] + day for day in re.sub("[、,，]", "", run[2])), text)


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

    areas = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    zones = sorted(zone for zone in available_timezones() if zone.split("/")[0] in areas)
    cities: dict[str, str] = {}
    for zone in (*ZONES, *zones):
        cities.setdefault(_place(zone), zone)
        cities.setdefault(_place(zone.split("/")[-1]), zone)
        for language in LANGUAGES:
            cities.setdefault(_place(words(language).city(zone)), zone)
    for names, zone in NEARBY.items():
        for name in names.split():
            cities.setdefault(_place(name), zone)
    return cities


NEARBY = {
    "北京 北京市 beijing peking 广州 廣州 深圳 杭州 南京 武汉 武漢 成都 西安 天津 中国 中國 china": "Asia/Shanghai",
    "重庆 重慶 苏州 蘇州 长沙 長沙 郑州 鄭州 青岛 青島 厦门 廈門 昆明 沈阳 瀋陽 大连 大連": "Asia/Shanghai",
    "台湾 台灣 臺灣 臺北 taiwan 高雄 台中": "Asia/Taipei",
    "香港 hongkong": "Asia/Hong_Kong",
    "旧金山 舊金山 三藩市 西雅图 西雅圖 硅谷 矽谷 洛杉磯": "America/Los_Angeles",
    "华盛顿 華盛頓 波士顿 波士頓 紐約": "America/New_York",
    "墨尔本 墨爾本 melbourne": "Australia/Melbourne",
    "雪梨": "Australia/Sydney",
    "大阪 京都 osaka": "Asia/Tokyo",
    "新德里 德里 孟买 孟買 班加罗尔 班加羅爾 印度 delhi mumbai india": "Asia/Kolkata",
    "河内 河內 西贡 西貢 胡志明 越南 hanoi": "Asia/Ho_Chi_Minh",
}
