"""Full dates as they are printed: 2024年3月1日, 2024-03-01, 2024.3.1, 二〇二四年三月一日, 中華民國一一三年三月一日,
MARCH 1, 2024.

A date is a year, a month and a day in one spelling, and nothing else is: 3月1日, 24/3/1 and 2024年3月 are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from digests.reading.marks import plain

_DIGITS = dict(zip("〇○零OＯ一二三四五六七八九0123456789", (0, 0, 0, 0, 0, *range(1, 10), *range(10)), strict=True))
_NUMERAL = "[〇○零OＯ一二三四五六七八九十廿卅0-9]"
_TENS = {"廿": "二十", "卅": "三十"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    "oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
ENGLISH = (  # without names of its parts, for use in other patterns
    f"(?i:{_MONTH})\\.? ?(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?,? ?(?:19|20)\\d\\d(?!\\d)|"
    f"(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)? (?i:{_MONTH})\\.?,? (?:19|20)\\d\\d(?!\\d)"
)
_ENGLISH = re.compile(f"(?<![A-Za-z\\d])(?:{ENGLISH})")
_LETTERS = re.compile("[a-zA-Z]{3}")
_PARTS = re.compile("[A-Za-z]{3,}|\\d+(?=\\D|$)")
_ARABIC = re.compile(
    "(?<![\\d.])(?P<roc>民国 ?)?(?P<year>(?:19|20)\\d\\d|(?<=国)1\\d\\d|(?<=国 )1\\d\\d)(?: ?年 ?| ?[-/.] ?)"
    "(?P<month>1[0-2]|0?[1-9])(?: ?月 ?| ?[-/.] ?)(?P<day>3[01]|[12]\\d|0?[1-9])(?: ?日|(?![\\d]))"
)
_CHINESE = re.compile(
    f"(?<!\\d)(?P<roc>民国 ?)?(?P<year>{_NUMERAL}{{2,4}})年"
    f"(?P<month>{_NUMERAL}{{1,2}})月(?P<day>{_NUMERAL}{{1,3}})[日号]"
)

_CHINA = timezone(timedelta(hours=8))
_EPOCH = re.compile("([1-3]\\d{9})(?:\\d{3})?")  # from 2001 on
_IN_UTC = re.compile("(?:19|20)\\d\\d-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,6})?)?(?:Z|[+-]00:?00)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that ``text[start:end]`` names; ``iso`` as YYYY-MM-DD."""

    iso: str
    start: int
    end: int


def days(text: str) -> list[Day]:
    """The full dates in ``text``, in order; those that no calendar has are none."""
    folded = plain(text)
    found = [Day(iso, *match.span()) for match in _ARABIC.finditer(folded) if (iso := _iso(match))]
    if "年" in folded and "月" in folded:
        known = {day.start for day in found}
        numerals = [match for match in _CHINESE.finditer(folded) if match.start() not in known]
        found += [Day(iso, *match.span()) for match in numerals if (iso := _iso(match))]
    if _LETTERS.search(folded):
        found += [Day(iso, *match.span()) for match in _ENGLISH.finditer(folded) if (iso := _english(match[0]))]
    return sorted(found, key=lambda day: day.start)


def is_day(text: str) -> bool:
    """Whether ``text`` is one full date and nothing else."""
    found = days(text)
    return len(found) == 1 and len(text[found[0].start : found[0].end].strip()) == len(text.strip())


def moment(value: str | int) -> str | None:
    """The day in China of a moment written for machines: seconds or milliseconds since 1970, or ISO 8601 in UTC.

    None for anything else. A time in a zone of its own is dated as it is written, so it is none of these.
    """
    text = str(value).strip()
    try:
        if match := _EPOCH.fullmatch(text):
            return datetime.fromtimestamp(int(match[1]), UTC).astimezone(_CHINA).date().isoformat()
        if _IN_UTC.fullmatch(text):
            return datetime.fromisoformat(text).astimezone(_CHINA).date().isoformat()
    except (ValueError, OverflowError):
        pass
    return None


def _iso(match: re.Match[str]) -> str | None:
    year, month, day = (_number(match[part]) for part in ("year", "month", "day"))
    return _day(year + 1911 if match["roc"] else year, month, day)


def _english(written: str) -> str | None:
    """Month and day in either order, and the year behind them."""
    month, day, year = sorted(_PARTS.findall(written)[:3], key=lambda part: (part.isdigit(), len(part)))
    return _day(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _number(text: str) -> int:
    """Digits, Chinese digits one by one (一一三), some of each (二0二四), or a numeral with 十, 廿 or 卅 in it."""
    if text.isdecimal():
        return int(text)
    for short, long in _TENS.items():
        text = text.replace(short, long)
    if "十" not in text:
        return int("".join(str(_DIGITS[char]) for char in text))
    tens, _, ones = text.partition("十")
    if "十" in ones:
        return 0  # no number, and of no calendar
    return 10 * (_DIGITS[tens[-1]] if tens else 1) + (_DIGITS[ones[0]] if ones else 0)
