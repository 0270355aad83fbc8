"""When a text was published, as far as it says so itself, at the precision printed.

The year is the hard part: a page names many. Evidence for the *current* year is counted by kind: a masthead, a year
that names an edition or plan of an event now ("2024年度", "2023(第17届)"), "N年来" after a year, whole-year figures
spoken of beside "今年". A year that is only mentioned ("自2018年以来") proves nothing but that the text is not older,
and a copyright line nothing at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digests.models import Hints
from digests.reading.marks import plain

_DATE = re.compile(
    "(?<!\\d)((?:19|20)\\d\\d)(?: ?年 ?| ?[-/.] ?)(1[0-2]|0?[1-9])(?: ?月 ?| ?[-/.] ?)(3[01]|[12]\\d|"
    "0?[1-9])(?: ?日|(?!\\d))"
)
_MASTHEAD = re.compile(
    "(?:星期|周)[一二三四五六日天]|第\\d+期|发布时间|发布日期|发表于|更新时间|"
    "^\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?(?= |$)|^(?:时间|日期)[:]"
)
_DAY = re.compile("(?<![\\d年])(1[0-2]|[1-9])月(3[01]|[12]\\d|[1-9])日(?![一-鿿]{0,4}的|[前起至到])")
_OPENING_DATE = re.compile(
    "^(?:[^,。]{2,8}(?:讯|电) ?)?(20\\d\\d)年(1[0-2]|[1-9])月(3[01]|[12]\\d|[1-9])日(?![^,。]{0,12}的|[前起至到])"
)
_YEAR = re.compile("(?:19|20)(?<!\\d\\d\\d)\\d\\d(?!\\d)")  # begins with what a search can leap to
_CURRENT = (
    (re.compile("(20\\d\\d)年度(?!的?(?:报告|财报|决算))"), 2.0),
    (re.compile("(20\\d\\d)(?:年)? ?[(]第[一二三四五六七八九十百\\d]+届"), 3.0),
    (re.compile("(20\\d\\d)(?=[一-鿿]{2,12}(?:大会|论坛|峰会|周|节|展|赛|博览会|报告|活动|分享))"), 1.5),
    (re.compile("(?:做好|部署|推进|谋划|通报|开启|落实|迎接|奋战|展望|实施)(20\\d\\d)年"), 2.5),
    (re.compile("(20\\d\\d)年[一-鿿]{0,16}(?:工作方案|工作计划|行动计划|重点工作|预算|计划)"), 1.5),
    (re.compile("今年[(]?(20\\d\\d)年?"), 4.0),
    (re.compile("(20\\d\\d)年(?:新年|春节|元旦|元宵|开年|第一天|首)"), 1.5),
    (re.compile("(?:获评|入选|荣获|获)(20\\d\\d)年"), 1.0),
    (re.compile("(20\\d\\d)年以来"), 0.8),
)
_SINCE = re.compile("(?:于|在)?(20\\d\\d)年[^。]{2,60}。([一二三四五六七八九十])年(?:来|多来)")
_WHOLE_YEAR = re.compile("(20\\d\\d)年[^。,;]{0,8}(?:全年|共|累计|新增|实现|完成)[^。]{0,24}\\d")
_MENTIONED = re.compile("(?<!\\d)((?:19|20)\\d\\d)年")
_PLANNED = re.compile(
    "(?:到|至|在|力争|预计|计划|截至|自|从)?(20\\d\\d)年(?:底|末)?(?:前|将|底前|力争|建成|基本建成|全面建成|"
    "率先建成|实现[^。]{0,20}目标)|(?:到|至)(20\\d\\d)年"
)
_THIS_YEAR = re.compile("今年|即日起|日前|近日|今天|昨日|昨天")
_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_ENOUGH = 1.5
_OPENING = 160  # characters of a text in which a day without a year is when the news happened


def masthead(lines: Sequence[str]) -> str | None:
    """The day printed over or under a page ("2024年3月1日 星期五"), from its furniture; None if days differ."""
    folded = [plain(line) for line in lines if len(line) <= 80]
    days = {day for line in folded if _MASTHEAD.search(line) and (day := _full(line))}
    return days.pop() if len(days) == 1 else None


def _full(text: str) -> str | None:
    match = _DATE.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


@dataclass(frozen=True, slots=True)
class Years:
    """What a text says about the year it was written in: votes for years, and years merely named."""

    votes: tuple[tuple[int, float], ...] = ()
    named: frozenset[int] = frozenset()

    @property
    def current(self) -> int | None:
        """The year of writing, None unless the text gives itself away: never older than a year it names as past."""
        newest = max(self.named, default=0)
        sure = [(points, year) for year, points in self.votes if year >= newest and points >= _ENOUGH]
        return max(sure)[1] if sure else None


def together(found: Iterable[Years]) -> Years:
    """The evidence of several texts of one page."""
    votes: Counter[int] = Counter()
    named: set[int] = set()
    for years in found:
        votes.update(dict(years.votes))
        named |= years.named
    return Years(tuple(votes.items()), frozenset(named))


def years(text: str) -> Years:
    """The evidence in ``text``; only the surroundings of years are looked at, so it costs next to nothing."""
    near = _near_years(text)
    if not near:
        return Years()
    votes: dict[int, float] = {}
    for pattern, points in _CURRENT:
        for found in set(pattern.findall(near)):
            votes[int(found)] = votes.get(int(found), 0.0) + points
    for begun, later in _SINCE.findall(near) if "年来" in near or "年多来" in near else ():
        year = int(begun) + _NUMBERS[later]
        votes[year] = votes.get(year, 0.0) + 2.0
    planned = {int(a or b) for a, b in _PLANNED.findall(near)}
    named = {int(y) for y in _MENTIONED.findall(near)} - planned
    whole = {int(y) for y in _WHOLE_YEAR.findall(near)}
    if whole and max(whole) == max(named | whole) and _THIS_YEAR.search(text):
        votes[max(whole) + 1] = votes.get(max(whole) + 1, 0.0) + 2.0
    return Years(tuple(votes.items()), frozenset(named))


def _near_years(text: str) -> str:
    """The surroundings of each year in ``text``, folded for the patterns, overlapping ones merged."""
    spans: list[list[int]] = []
    for match in _YEAR.finditer(text):
        start, end = max(0, match.start() - 12), match.end() + 84
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    return "。".join(plain(text[start:end]) for start, end in spans)


def day(text: str) -> tuple[int, int] | None:
    """The month and day on which the news of ``text`` happened: the first day named in its opening, without a year.

    A day that only describes something ("8月17日召开的会议") is none.
    """
    if text.find("月", 0, _OPENING) < 0:
        return None
    match = _DAY.search(plain(text[:_OPENING]))
    return (int(match[1]), int(match[2])) if match else None


def published(body: str, own: Years, page: Years, page_day: str | None, hints: Hints) -> tuple[str | None, str | None]:
    """(date, how it is known). The carrier's word first, then the masthead, then the text itself.

    "feed", "metadata", "path": from ``hints``; "masthead"; "text": the article says so; "page": other articles of the
    page do. A carrier's bare year or month gives way to a day of that year that the text names.
    """
    named = day(body)
    if hints.published_on and (len(hints.published_on) == 10 or not named):
        return hints.published_on, hints.published_how
    if page_day:
        return page_day, "masthead"
    opening = _OPENING_DATE.match(plain(body[:40]))
    if opening and int(opening[1]) >= max(own.named | page.named, default=0):
        return f"{opening[1]}-{int(opening[2]):02}-{int(opening[3]):02}", "text"
    known = int(hints.published_on[:4]) if hints.published_on else None
    year = known or own.current or page.current
    if named and year:
        return f"{year:04}-{named[0]:02}-{named[1]:02}", "text"
    if hints.published_on:
        return hints.published_on, hints.published_how
    return (f"{year:04}", "text" if own.current else "page") if year else (None, None)
