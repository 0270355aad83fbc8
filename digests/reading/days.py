"""Full dates as they are printed: 2024年3月1日, 2024-03-01, 2024.3.1, 二〇二四年三月一日, 中華民國一一三年三月一日.

A date is a year, a month and a day in one spelling, and nothing else is: 3月1日, 24/3/1 and 2024年3月 are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from digests.reading.marks import plain

_DIGITS = dict(zip("〇○零OＯ0一二三四五六七八九", (0, 0, 0, 0, 0, 0, *range(1, 10)), strict=True))
_NUMERAL = "[〇○零一二三四五六七八九十]"
_ARABIC = re.compile(
    "(?<![\\d.])(?P<roc>民国 ?)?(?P<year>(?:19|20)\\d\\d|(?<=国)1\\d\\d|(?<=国 )1\\d\\d)(?: ?年 ?| ?[-/.] ?)"
    "(?P<month>1[0-2]|0?[1-9])(?: ?月 ?| ?[-/.] ?)(?P<day>3[01]|[12]\\d|0?[1-9])(?: ?日|(?![\\d]))"
)
_CHINESE = re.compile(
    f"(?P<roc>民国 ?)?(?P<year>{_NUMERAL}{{2,4}})年(?P<month>{_NUMERAL}{{1,2}})月(?P<day>{_NUMERAL}{{1,3}})[日号]"
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
    found = [*_ARABIC.finditer(folded)]
    if "年" in folded and "月" in folded:
        found += _CHINESE.finditer(folded)
    out = [Day(iso, match.start(), match.end()) for match in found if (iso := _iso(match))]
    return sorted(out, key=lambda day: day.start)


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
    if match["roc"]:
        year += 1911
    try:
        return date(year, month, day).isoformat() if 1900 <= year < 2100 else None
    except ValueError:
        return None


def _number(text: str) -> int:
    """Digits, Chinese digits one by one (一一三), or a numeral with 十 in it."""
    if text.isascii():
        return int(text)
    if "十" not in text:
        return int("".join(str(_DIGITS[char]) for char in text))
    tens, _, ones = text.partition("十")
    return 10 * (_DIGITS[tens[-1]] if tens else 1) + (_DIGITS[ones[0]] if ones else 0)
