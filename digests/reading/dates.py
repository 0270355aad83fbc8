"""When a text was published, as far as it says so itself, at the precision printed.

The year is the hard part: a page names many. Evidence for the *current* year is counted by kind: a masthead, a year
that names an edition or plan of an event now ("2024年度", "2023(第17届)"), "N年来" after a year, whole-year figures
spoken of beside "今年". A year that is only mentioned ("自2018年以来", "于2020年印发") proves nothing but that the text is
not older, and a copyright line nothing at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from digests.models import Hints
from digests.reading.marks import plain

_DATE = re.compile(
    "(?<!\\d)((?:19|20)\\d\\d)(?: ?年 ?| ?[-/.] ?)(1[0-2]|0?[1-9])(?: ?月 ?| ?[-/.] ?)(3[01]|[12]\\d|0?[1-9])(?: ?日|(?!\\d))"
)
_MASTHEAD = re.compile(
    "(?:星期|周)[一二三四五六日天]|第\\d+期|发布时间|发布日期|发表于|更新时间|^\\d{4}[-/.年]\\d{1,2}[-/.月]\\d{1,2}日?(?: \\d{1,2}:\\d\\d(?::\\d\\d)?)?$|^(?:时间|日期)[:]"
)
_DAY = re.compile("(?<![\\d年])(1[0-2]|[1-9])月(3[01]|[12]\\d|[1-9])日(?=[上下晚凌早,在讯电至)从]|,|$|[一-鿿])")
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
    "(?:到|至|在|力争|预计|计划|截至|自|从)?(20\\d\\d)年(?:底|末)?(?:前|将|底前|力争|建成|基本建成|全面建成|率先建成|实现[^。]{0,20}目标)|(?:到|至)(20\\d\\d)年"
)
_THIS_YEAR = re.compile("今年|即日起|日前|近日|今天|昨日|昨天")
_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_ENOUGH = 1.5
_OPENING = 160  # characters of a text in which a day without a year is when the news happened


def masthead(lines: Sequence[str]) -> str | None:
    """The day printed over or under a page ("2024年3月1日 星期五"), from its lines that are no text; None if they differ."""
    days = {day for line in lines if len(line) <= 80 and _MASTHEAD.search(plain(line)) and (day := _full(plain(line)))}
    return days.pop() if len(days) == 1 else None


def _full(text: str) -> str | None:
    match = _DATE.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else None


def year(text: str) -> int | None:
    """The year in which ``text`` was written, None unless it gives itself away."""
    folded = plain(text)
    votes: Counter[int] = Counter()
    for pattern, points in _CURRENT:
        for found in set(pattern.findall(folded)):
            votes[int(found)] += points  # type: ignore[assignment]
    for begun, years in _SINCE.findall(folded):
        votes[int(begun) + _NUMBERS[years]] += 2.0  # type: ignore[assignment]
    planned = {int(a or b) for a, b in _PLANNED.findall(folded)}
    mentioned = {int(y) for y in _MENTIONED.findall(folded)} - planned
    whole = {int(y) for y in _WHOLE_YEAR.findall(folded)}
    if whole and max(whole) == max(mentioned | whole) and _THIS_YEAR.search(folded):
        votes[max(whole) + 1] += 2.0  # type: ignore[assignment]
    newest = max(mentioned, default=0)
    candidates = {y: points for y, points in votes.items() if y >= newest and points >= _ENOUGH}
    return max(candidates, key=lambda y: (candidates[y], y)) if candidates else None


def day(text: str) -> tuple[int, int] | None:
    """The month and day on which the news of ``text`` happened: the first day named in its opening, without a year."""
    match = _DAY.search(plain(text[:_OPENING]))
    return (int(match[1]), int(match[2])) if match else None


def published(body: str, page_year: int | None, page_day: str | None, hints: Hints) -> tuple[str | None, str | None]:
    """(date, how it is known). The carrier's word first, then the masthead, then the text itself.

    "feed", "metadata", "path": from ``hints``; "masthead"; "text": the article says so; "page": other articles of the page do.
    """
    if hints.published_on:
        return hints.published_on, hints.published_how
    if page_day:
        return page_day, "masthead"
    own = year(body)
    named = day(body)
    if named and (own or page_year):
        return f"{own or page_year:04}-{named[0]:02}-{named[1]:02}", "text"
    if own or page_year:
        return f"{own or page_year:04}", "text" if own else "page"
    return None, None
