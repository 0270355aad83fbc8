"""What the path of a file says about issue, page and section, and nothing more than it says.

A path is written by people and by publishing systems, so every rule here answers only where the spelling leaves one
reading: eight digits standing alone, year-month-day with one separator throughout, a page in a dated path or one
that cannot be the edition of a book. Two different dates in one path cancel each other. ``03-01-2024``, ``240301``
and ``02.txt`` can be read in more than one way and give nothing.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import unquote, urlsplit

from digests.models import Hints
from digests.sources.dates import CHINA

_YEAR, _MONTH, _DAY = r"(?P<y>(?:19|20)\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_FREE_MONTH, _FREE_DAY = r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
# Not inside a longer run of digits or letters (hashes, counters). A leading t is the habit of a publishing system
# common on Chinese sites: t20240301_123456.html.
_DAYS = tuple(
    re.compile(rf"(?<![0-9A-Za-z])t?{spelling}(?![0-9A-Za-z])")
    for spelling in (
        _YEAR + _MONTH + _DAY,
        rf"{_YEAR}(?P<sep>[-_./]){_FREE_MONTH}(?P=sep){_FREE_DAY}",
        rf"{_YEAR}[-_/]?{_MONTH}/{_DAY}",
        rf"{_YEAR}/{_MONTH}[-_]?{_DAY}",
        rf"{_YEAR}年{_FREE_MONTH}月{_FREE_DAY}日",
    )
)
_MONTH_FOLDER = re.compile(r"(?:^|/)(?P<y>(?:19|20)\d\d)(?:-(?P<m>0[1-9]|1[0-2])|年(?P<n>0?[1-9]|1[0-2])月)(?=/|$)")
_CERTAIN_PAGE = re.compile(r"(?<![0-9A-Za-z])第?(?P<page>0\d{1,2}|[A-Z]\d{1,2})版")
_DATED_PAGE = re.compile(
    r"第?(?<![0-9A-Za-z])(?P<page>[1-9]\d{0,2}|[一二三四五六七八九十]{1,3})版"
    r"|(?<![0-9A-Za-z])(?P<code>[A-H]\d{2})(?![0-9A-Za-z])"
    r"|(?<![A-Za-z])[Pp]age[-_]?(?P<number>\d{1,3})(?!\d)"
)
_SECTION = re.compile(r"[\s_\-:：·.]?(?P<section>[\u4e00-\u9fff]{2,8})(?![\u4e00-\u9fff])")
_ONLY_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_AHEAD = timedelta(days=2)  # a morning paper is dated tomorrow; anything later is a number that looks like a date


def hints(name: str, today: date) -> Hints:
    """What ``name`` (relative, POSIX) says. ``published_on`` is a day or a month, never later than in two days."""
    issue = _issue(name, today)
    page, section = _page(name, dated=issue is not None)
    return Hints(published_on=issue, published_how="path" if issue else None, page=page, section=section)


def of_url(url: str, now: datetime) -> Hints:
    """What an address says: itself, and what its path says."""
    said = hints(unquote(urlsplit(url).path.lstrip("/"), errors="replace"), now.astimezone(CHINA).date())
    return replace(said, url=url)


def _issue(name: str, today: date) -> str | None:
    found = {day for pattern in _DAYS for match in pattern.finditer(name) if (day := _day(match)) is not None}
    days = {day for day in found if day <= today + _AHEAD}
    if found:
        return days.pop().isoformat() if len(days) == 1 else None
    months = {f"{match['y']}-{int(match['m'] or match['n']):02d}" for match in _MONTH_FOLDER.finditer(name)}
    months = {month for month in months if month <= (today + _AHEAD).isoformat()[:7]}
    return months.pop() if len(months) == 1 else None


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:  # 31 June
        return None


def _page(name: str, *, dated: bool) -> tuple[str | None, str | None]:
    """Page and section. Without a date beside it ``A03`` may be a shelf mark and 第2版 a second edition."""
    found = [*_CERTAIN_PAGE.finditer(name)]
    if not found and dated:
        found = [*_DATED_PAGE.finditer(name)]
    pages = {next(text for text in match.groups() if text) for match in found}
    if len(pages) != 1:
        return None, _folder(name) if dated and not found else None
    section = _SECTION.match(name, found[-1].end())
    return pages.pop(), section["section"] if section else (_folder(name) if dated else None)


def _folder(name: str) -> str | None:
    """The one folder on the way that is a plain Chinese word, in a dated path: the section's name by custom."""
    words = {part for part in name.split("/")[:-1] if _ONLY_HAN.fullmatch(part)}
    return words.pop() if len(words) == 1 else None
