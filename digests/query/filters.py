"""What the value of a filter names: a theme or a source, or a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365, "天": 1, "日": 1, "周": 7, "週": 7, "月": 30, "年": 365}
_RECENT = ("最近", "近")
_NAMED_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1}


def meant(searched: str, value: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The slug called so, or those whose name begins with ``searched``, or else has it in it; () for none."""
    if searched in names or value in names.values():
        return (names.get(searched, value),)
    if len(searched) < 2:
        return ()
    begun = dict.fromkeys(slug for name, slug in names.items() if name.startswith(searched))
    return tuple(begun or dict.fromkeys(slug for name, slug in names.items() if searched in name))


def recent(token: str) -> int | None:
    """Days back for 7d, 2w, 近7天, 最近3个月; None for anything else. A bare 7天 is a word: hotels are called so."""
    rest = token
    for prefix in _RECENT:
        if token.startswith(prefix):
            rest = token[len(prefix) :]
            break
    number, unit = rest[:-1].removesuffix("个").removesuffix("個"), rest[-1:].casefold()
    if unit not in _UNITS or not (number.isascii() and number.isdigit() and len(number) <= 4):
        return None
    if rest == token and not unit.isascii():
        return None
    return min(int(number) * _UNITS[unit], 36_500)


def day_of(value: str, today: date, *, last: bool) -> date | None:
    """The day meant by 2024-03-05, 2024/3/5, 2024年3月, 2024 or 昨天; of a month or year the first, or the ``last``."""
    if value in _NAMED_DAYS:
        return today - timedelta(days=_NAMED_DAYS[value])
    days = recent(value)
    if days is not None:
        return today - timedelta(days=days)
    plain = value.translate({ord(sign): "-" for sign in "/.年月"}).rstrip("日-")
    parts = plain.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    year, month, day = (*map(int, parts), *(0, 0))[:3]
    try:
        if day:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        return (
            (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if month
            else date(year, 12, 31)
        )
    except (ValueError, OverflowError):
        return None
