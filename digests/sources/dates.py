"""The day an entry of a feed was published, from whatever its publisher wrote.

Own code, because the parser's answers to what Chinese sites write are wrong without a word: ``2026/11/21 08:30``
becomes the first of the month, milliseconds the year 1794, ``CST`` the middle of America. Here a spelling is
understood whole or not at all, and a wrong guess is worse than none: relative times (今天 08:30), two-digit years
outside RFC 822 and day-month orders that could be either give None.

The day is the one in China (+08:00), where the papers are dated: a time in another zone is moved there, a time without
a zone is taken as local, and a date without a time stays itself.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
AHEAD = timedelta(days=1)  # evening editions carry the next day's date; more is a slip

_TIME = r"(?P<hour>[01]?\d|2[0-4])[:：时時点點](?P<minute>[0-5]\d)(?:[:：分](?P<second>[0-5]\d|60)?秒?)?(?:[.,]\d+)?"
_ZONE = r"(?P<zone>Z|UTC?|GMT|CST|HKT|[A-Z]{3,4}|(?:GMT|UTC?)?[+-]\d{1,2}(?::?[0-5]\d)?)?(?:\s*\([^()]*\))?"
_AFTER = rf"(?:[T\s,，]*(?P<half>上午|下午|凌晨|晚上|中午|AM|PM)?\s*{_TIME}\s*(?P<half_after>AM|PM)?\s*{_ZONE})?"
_WEEKDAY = r"(?:(?:[A-Z]{3,9}\.?,?|(?:星期|周|週|禮拜|礼拜)[一二三四五六日天])\s*)?"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])"
_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])\s?{_MONTH}(?P=sep)\s?{_DAY}\s*{_WEEKDAY}{_AFTER}",
        rf"{_YEAR}\s*年\s*{_MONTH}\s*月\s*{_DAY}\s*日?\s*[,，(（]?{_WEEKDAY}[)）]?{_AFTER}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01]){_AFTER}",
        rf"{_WEEKDAY}{_DAY}(?:st|nd|rd|th)?[\s-]+(?P<name>[A-Z]{{3,9}})\.?,?[\s-]+(?P<year>(?:19|20)\d\d|\d\d){_AFTER}",
        rf"{_WEEKDAY}(?P<name>[A-Z]{{3,9}})\.?\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}{_AFTER}",
        rf"{_WEEKDAY}(?P<name>[A-Z]{{3}})\s+{_DAY}\s+{_TIME}\s+{_ZONE}\s*{_YEAR}",
    )
)
_BASIC_TIME = re.compile(r"((?:19|20)\d{6})T?(\d\d)(\d\d)(\d\d)(?=$|Z|[+-])")
_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# RFC 822 names a few American zones; CST there is Chicago. From a feed in Chinese it is China.
_ZONES = {"": 8, "cst": 8, "hkt": 8, "sgt": 8, "myt": 8, "awst": 8, "bjt": 8, "z": 0, "ut": 0, "utc": 0, "gmt": 0}
_ZONES |= {"jst": 9, "kst": 9, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "bst": 1}
_ZONES |= {"cet": 1, "cest": 2}


def published_on(text: str | None, now: datetime) -> str | None:
    """``YYYY-MM-DD``, or None where the text says no day, one that does not exist, or one yet to come."""
    day = _day(" ".join((text or "").split()), now)
    if day is None or not date(1980, 1, 1) <= day <= (now + AHEAD).astimezone(CHINA).date():
        return None
    return day.isoformat()


def _day(text: str, now: datetime) -> date | None:
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC).astimezone(CHINA).date()
    text = _BASIC_TIME.sub(r"\1T\2:\3:\4", text)
    for form in _FORMS:
        if (match := form.fullmatch(text)) is not None:
            try:
                return _understood(match.groupdict(), now)
            except (ValueError, KeyError, OverflowError):
                return None
    return None


def _understood(said: dict[str, str | None], now: datetime) -> date:
    """Raises ``ValueError`` or ``KeyError`` for days that do not exist and zones and months nobody knows."""
    year, name = int(said["year"] or 0), said.get("name")
    if year < 100:  # RFC 2822, 4.3; a year ahead of us belongs to the last century
        year += 2000 if year <= now.year % 100 else 1900
    month = _NAMES.index(name[:3].lower()) + 1 if name else int(said["month"] or 0)
    day = date(year, month, int(said["day"] or 0))
    if said.get("hour") is None:
        return day
    hour = _hour(int(said["hour"] or 0), (said.get("half") or said.get("half_after") or "").upper())
    moment = datetime(year, month, int(said["day"] or 0), tzinfo=_offset(said.get("zone") or ""))
    moment += timedelta(hours=hour, minutes=int(said["minute"] or 0))
    if moment.hour == moment.minute == 0 and not int(said.get("second") or 0) and hour == 0:
        return day  # midnight to the second is how a bare date is written where a time is demanded
    return moment.astimezone(CHINA).date()


def _hour(hour: int, half: str) -> int:
    if half in ("下午", "晚上", "PM") and hour < 12:
        return hour + 12
    return 0 if half in ("AM", "凌晨", "上午") and hour == 12 else hour


def _offset(zone: str) -> timezone:
    match = re.fullmatch(r"(?:gmt|utc?)?([+-])(\d{1,2}):?(\d\d)?", zone.lower())
    if match is None:
        return timezone(timedelta(hours=_ZONES[zone.lower()]))
    minutes = int(match[2]) * 60 + int(match[3] or 0)
    return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
