"""When a text was published, as far as it says so itself, at the precision printed.

The year is the hard part: a page names many. Evidence for the *current* year is counted by kind: a masthead, a year
that names an edition or plan of an event now ("2024年度", "2023(第17届)"), "N年来" after a year, whole-year figures
spoken of beside "今年". A year that is only mentioned ("自2018年以来") proves nothing but that the text is not older,
and a copyright line nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, permutations

from digests.models import Hints
from digests.reading.days import days
from digests.reading.marks import plain

# What stands beside the date in a masthead, and nowhere in a report: weekday, lunar day, issue, page, editors, outlet.
_BESIDE = (
    re.compile("(?:星期|周|礼拜)[一二三四五六日天]|(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"),
    re.compile("农历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[正一二三四五六七八九十冬腊]月[初十廿]"),
    re.compile("第 ?\\d+ ?[期号]|总第|今日\\d+版|刊号|CN ?\\d\\d-|国内统一"),
    re.compile("第 ?[A-Z]?\\d{1,3} ?版|(?<![A-Za-z])[A-Z]\\d{1,2}(?!\\d)|\\d{1,2}版"),
    re.compile("(?:编辑|责编|美编|版式|校对|组版|电话|热线|邮箱)[:/ ]"),
    re.compile("(?:[日晚时早晨商导周]报|周刊|周末报?|快报|新报|青年报)(?=$|[ ·|])"),
)
_A_YEAR = re.compile("(?:19|20)\\d\\d|[一二][〇○零OＯ九]|[国國]\\d|[国國][一二]")
_YEAR_AND_MONTH = re.compile("(?:19|20)\\d\\d ?[年.] ?(?:1[0-2]|0?[1-9]) ?月?")
_DAY_ALONE = re.compile("(?:3[01]|[12]\\d|0?[1-9])日?")
_LABELLED = re.compile("(?:发布|出版|发表|更新|刊登)(?:时间|日期)?[:于 ]|^(?:时间|日期)[:]")
_LONGEST_MASTHEAD = 80
_SPLIT = 3  # lines over which a masthead may spread its date,
_PIECE = 12  # each of so many characters at most
_DAY = re.compile("(?<![\\d年])(1[0-2]|[1-9])月(3[01]|[12]\\d|[1-9])日(?![一-鿿]{0,4}的|[前起至到])")
_OPENING_DATE = re.compile(
    "^(?:[^,。]{2,8}(?:讯|电) ?)?(20\\d\\d)年(1[0-2]|[1-9])月(3[01]|[12]\\d|[1-9])日(?![^,。]{0,12}的|[前起至到])"
)
# One for each century: a search leaps from one beginning to the next, which it cannot from one of two.
_YEARS = tuple(re.compile(f"{century}(?<!\\d\\d\\d)\\d\\d(?!\\d)") for century in ("20", "19"))
_BACK, _REACH = 3, 72  # characters before and after a year that are looked at
# What tells that a year is the current one, with points: words that stand before "20..年" ...
_BEFORE = (
    (("做好", "部署", "推进", "谋划", "通报", "开启", "落实", "迎接", "奋战", "展望", "实施"), 2.5),
    (("获评", "入选", "荣获", "获"), 1.0),
)
_THIS, _IS_THIS = ("今年", "今年("), 4.0  # ... also without 年 ...
# What was done in that year or is reckoned up after it tells nothing: "2021年成为…计划的一部分", "2023年决算的报告".
_NO_LOOK_BACK = (
    "(?!年?[一-鿿]{0,10}(?:决算|结算|总结|回顾|审计|执行情况|完成情况|年报))"
    "(?!年(?:成为|被|起|开始|列入|入选|出台|印发|发布|启动|推出|通过|提出|参加|加入|毕业|举办|举行|首次|就|曾|他|她|我))"
)
_AFTER = (  # ... and what follows it
    ("年度(?!的?(?:报告|财报|决算))", 2.0),
    ("年? ?[(]第[一二三四五六七八九十百\\d]+届", 3.0),
    (f"{_NO_LOOK_BACK}[一-鿿]{{2,12}}(?:大会|论坛|峰会|周|节|展|赛|博览会|报告|活动|分享)", 1.5),
    (f"{_NO_LOOK_BACK}年[一-鿿]{{0,16}}(?:工作方案|工作计划|行动计划|重点工作|预算|计划)", 1.5),
    ("年(?:新年|春节|元旦|元宵|开年|第一天|首)", 1.5),
    ("年以来", 0.8),
)
_YEARS_LATER = 1.0  # "2021年…。三年来" is told in 2024, or in 2023: no proof by itself
_YEAR_BEFORE = 2.0  # "2023年共落地…" beside "今年" is told in 2024
_FOLLOWING = re.compile(
    "".join(f"(?=({pattern})|)" for pattern, _ in _AFTER)
    + "(?=年[^。]{2,60}。(?P<later>[一二三四五六七八九十])年(?:来|多来)|)"
    "(?=(?P<whole>年[^。,;]{0,8}(?<!全面)(?<!提前)(?<!率先)(?:全年|共|累计|新增|实现|完成)[^。]{0,24}\\d)|)"
    "(?=(?P<planned>年(?:底|末)?(?:前|将|底前|力争|建成|基本建成|全面建成|率先建成|实现[^。]{0,20}目标))|)"
)
_NUMBERS = dict(zip("一二三四五六七八九十", range(1, 11), strict=True))
_ENOUGH, _ENOUGH_FOR_OTHERS = 1.5, 3.0  # of a text for itself; of all texts of a page for one that says nothing
# Characters of a text in which a day without a year is when the news happened, if no more than a dateline or one clause
# stands before it; a day further on is part of the story, and one that describes something ("8月17日召开的会议") too.
_OPENING = 60
_BEFORE_DAY = re.compile("[^。!?:;“”「」『』]{0,40}")


def masthead(lines: Sequence[str], doubtful: Sequence[str] = ()) -> str | None:
    """The day printed over or under a page ("2024年3月1日 星期五"), whatever else its line holds; None if days differ.

    ``lines``: what is known to be no text. ``doubtful``: lines of the page's head and foot that may be text; one of
    them is a masthead if it has a weekday, or two other things that stand beside dates in mastheads but not in reports.
    """
    found = {day for line in _whole(lines) if (day := _heads(line, enough=1, alone=True))}
    found |= {day for line in _whole(doubtful) if (day := _heads(line, enough=2, alone=False))}
    return found.pop() if len(found) == 1 else None


def _whole(lines: Sequence[str]) -> list[str]:
    """The short ones of ``lines`` with a year, and dates set over several: year and month, the day large."""
    short = [line.strip() for line in lines if len(line) <= _LONGEST_MASTHEAD]
    if not _A_YEAR.search("\n".join(short)):
        return []
    out: list[str] = []
    for at, line in enumerate(short):
        if _A_YEAR.search(line):
            out.append(line)
            if len(line) <= _PIECE and not days(line):
                out += _pieced(short, at)
    return out


def _pieced(short: Sequence[str], at: int) -> list[str]:
    """Lines that make a date with the year of line ``at``, the weekday set behind it."""
    near = [line for line in short[max(0, at - _SPLIT + 1) : at + _SPLIT] if len(line) <= _PIECE]
    week = " ".join([line for line in near if _BESIDE[0].fullmatch(line)])
    parts = [line.rstrip("月 .-/") + "." if _YEAR_AND_MONTH.fullmatch(line) else line for line in near]
    for a, b in permutations([part for part in parts if not _BESIDE[0].fullmatch(part)], 2):
        if _A_YEAR.match(a) and len(days(whole := a + b)) == 1 and (_DAY_ALONE.fullmatch(b) or _DAY.fullmatch(b)):
            return [f"{whole} {week}".strip()]
    return []


def _heads(line: str, *, enough: int, alone: bool) -> str | None:
    """The day of a masthead, None if ``line`` is none. ``alone``: a date at the beginning of the line needs no more."""
    folded = plain(line)
    named = {day.iso: day for day in days(line)}
    if len(named) != 1:
        return None
    (day,) = named.values()
    rest = f"{folded[: day.start].rstrip(', ')} {folded[day.end :]}".strip()
    if "。" in rest or "," in rest:
        return None
    beside = sum(bool(pattern.search(rest)) for pattern in _BESIDE) + bool(_BESIDE[0].search(rest))
    if beside >= enough:
        return day.iso
    opens = day.start == 0 and folded[day.end : day.end + 1] in ("", " ")
    return day.iso if alone and (opens or _LABELLED.search(folded)) else None


@dataclass(frozen=True, slots=True)
class Years:
    """What a text says about the year it was written in: votes for years, and years merely named."""

    votes: tuple[tuple[int, float], ...] = ()
    named: frozenset[int] = frozenset()

    @property
    def current(self) -> int | None:
        """The year of writing, None unless the text gives itself away: never older than a year it names as past."""
        return self._likeliest(_ENOUGH)

    @property
    def others(self) -> int | None:
        """The year in which other texts of the page were written, which takes more to prove."""
        return self._likeliest(_ENOUGH_FOR_OTHERS)

    def _likeliest(self, enough: float) -> int | None:
        newest = max(self.named, default=0)
        sure = [(points, year) for year, points in self.votes if year >= newest and points >= enough]
        return max(sure)[1] if sure else None


_NOTHING = Years()


def together(found: Iterable[Years]) -> Years:
    """The evidence of several texts of one page."""
    votes: dict[int, float] = {}
    named: set[int] = set()
    for years in found:
        for year, points in years.votes:
            votes[year] = votes.get(year, 0.0) + points
        named |= years.named
    return Years(tuple(votes.items()), frozenset(named))


def years(text: str) -> Years:
    """The evidence in ``text``; only the surroundings of years are looked at, so it costs next to nothing."""
    found: set[tuple[int, str, float]] = set()  # year, kind of evidence, points: a kind counts once for a year
    for match in chain.from_iterable([year.finditer(text) for year in _YEARS]):
        start, end = match.span()
        first = max(0, start - _BACK)
        near = plain(text[first : end + _REACH])
        found.update(_evidence(int(match[0]), near[: start - first], near[end - first :]))
    if not found:
        return _NOTHING
    named: set[int] = set()
    told: dict[str, set[int]] = {"named": named, "planned": set(), "whole": set()}
    votes: dict[int, float] = {}
    for year, kind, points in sorted(found):
        if points:
            votes[year] = votes.get(year, 0.0) + points
        else:
            told[kind].add(year)
    named -= told["planned"]
    whole = max(told["whole"], default=0)
    if whole and whole >= max(named, default=0) and "今年" in text:
        votes[whole + 1] = votes.get(whole + 1, 0.0) + _YEAR_BEFORE
    return Years(tuple(votes.items()), frozenset(named))


def _evidence(year: int, before: str, after: str) -> Iterator[tuple[int, str, float]]:
    """(year, kind, points) of what is said where ``year`` stands between these words; no points: it is only named."""
    counted = after.startswith("年")
    if counted:
        yield year, "named", 0.0
    if year < 2000:
        return
    if before.endswith(_THIS):
        yield year, "this", _IS_THIS
    if counted:
        if before.endswith(("到", "至")):
            yield year, "planned", 0.0
        for words, points in _BEFORE:
            if before.endswith(words):
                yield year, words[0], points
    following = _FOLLOWING.match(after)
    if following is None or following.lastindex is None:
        return
    if following["planned"]:
        yield year, "planned", 0.0
    if following["whole"]:
        yield year, "whole", 0.0
    if following["later"]:
        yield year + _NUMBERS[following["later"]], "later", _YEARS_LATER
    for (pattern, points), said in zip(_AFTER, following.groups(), strict=False):
        if said:
            yield year, pattern, points


def published(
    texts: Sequence[str], printed: str | None, hints: Hints, *, whole: bool = False
) -> list[tuple[str | None, str | None]]:
    """(date, how it is known) of each text of one page; ``printed``: the day of its masthead.

    ``whole``: the last text is the page itself, which holds the others.

    The carrier's word first, then the masthead, then the text itself, then what the other texts say of the year:
    "feed", "metadata", "path": from ``hints``; "masthead"; "text": the article says so; "page": other articles of the
    page do. A carrier's bare year or month gives way to a day of that year that the text names.
    """
    if printed and not hints.published_on:
        return [(printed, "masthead")] * len(texts)
    own = [years(text) for text in texts]
    page = together(own[:-1] if whole else own)
    newest, year = max(page.named, default=0), page.others
    return [_published(text, said, newest, year, printed, hints) for text, said in zip(texts, own, strict=True)]


def _published(
    text: str, own: Years, newest: int, page_year: int | None, printed: str | None, hints: Hints
) -> tuple[str | None, str | None]:
    opening = plain(text[:_OPENING]) if text.find("月", 0, _OPENING) >= 0 else ""
    named = _DAY.search(opening)
    if named and (not _BEFORE_DAY.fullmatch(opening, 0, named.start()) or opening.count(",", 0, named.start()) > 1):
        named = None
    if hints.published_on and (len(hints.published_on) == 10 or not named):
        return hints.published_on, hints.published_how
    if printed:
        return printed, "masthead"
    dated = _OPENING_DATE.match(opening)
    if dated and int(dated[1]) >= newest:
        return f"{dated[1]}-{int(dated[2]):02}-{int(dated[3]):02}", "text"
    known = int(hints.published_on[:4]) if hints.published_on else None
    year = known or own.current or page_year
    if named and year:
        return f"{year:04}-{int(named[1]):02}-{int(named[2]):02}", "text"
    if hints.published_on:
        return hints.published_on, hints.published_how
    return (f"{year:04}", "text" if own.current else "page") if year else (None, None)
