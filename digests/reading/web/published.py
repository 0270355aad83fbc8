"""When a web page says that its article was published.

What is said for machines comes first, then what is printed between headline and text, then the lines under the text,
the page's scripts, its address, and last a date alone on a line anywhere. A day counts only where its place or its
label says that the article was published then: trafilatura's guess from the text was right for 13 of 20 pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from digests.reading import dates
from digests.reading.days import days, moment
from digests.reading.marks import plain
from digests.reading.web import carried, metadata
from digests.reading.web.pieces import Piece

# Names of meta elements: makers write publishdate, pub_date, article:published_time, cXenseParse:recs:publishtime.
_OF_PUBLICATION = re.compile("publi(?:sh|cation)|pub[-_.]?(?:date|time)|issue|release")
_OF_CREATION = re.compile("creat|^(?:.*[.:])?(?:date|time)$")
_OF_CHANGE = re.compile("modif|updat|expir|valid|review|publisher")
_IN_ADDRESS = re.compile(
    "/((?:19|20)\\d\\d)[-/]?(1[0-2]|0[1-9])[-/]?(3[01]|[12]\\d|0[1-9])(?:/|_|\\.|$|(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d)|"
    "[/_t]((?:20)\\d\\d)(1[0-2]|0[1-9])(3[01]|[12]\\d|0[1-9])[_/]"
)
_NOT_PUBLISHED = re.compile("(?:更新|修改|编辑|改稿|最后|今天|今日|现在|截至|有效)[^\\d]{0,8}$")
_CREDITS = re.compile("(?:作者|记者|来源|稿源|编辑)[:/ ]")
_PUBLISHED = re.compile(
    "《[^《》]{2,12}[报刊网]》[( ]*$|(?:发布|出版|发表|刊登|刊发|公开|首发|[Pp]ublished|[Pp]osted)[^\\d]{0,8}$"
)
_DATED = re.compile("(?:时间|日期)[^\\d]{0,8}$")  # of what, it does not say; documents have days of their own
_SPREAD = re.compile("((?:19|20)\\d\\d) (\\d\\d) ?/ ?(\\d\\d)(?= \\d\\d:\\d\\d)")  # the year set apart from the day
_OF_THE_REPUBLIC = re.compile(
    "(?:发布|发表|刊登|公告|更新|张贴)?(?:时间|日期) ?: ?(1\\d\\d)([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d)"
)
_LONGEST = 200


def published(
    tree: Any, above: Sequence[Piece], below: Sequence[Piece], others: Sequence[Piece], url: str | None
) -> tuple[str | None, str | None]:
    """The day of publication and how it is known; (None, None) rather than a guess.

    ``above``: what stands between headline and text; ``below``: the lines under it; ``others``: the rest of the page.
    """
    if day := next(_said_for_machines(tree), None):
        return day, "metadata"
    if day := _stamped(above) or _stamped(below, labelled=True) or _only_time(tree):
        return day, "masthead"
    if day := dates.masthead([], [piece.text for piece in below if not piece.prose]):
        return day, "masthead"
    if day := carried.day(tree):
        return day, "metadata"
    if url and (match := _IN_ADDRESS.search(url)):
        year, month, day = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], match[6])
        return f"{year}-{month}-{day}", "metadata"
    rest = [piece.text for piece in (*below, *others) if not (piece.prose or piece.linked)]
    day = dates.masthead([text for text in rest if not _tells_of_a_change(text)])
    return (day, "masthead") if day else (None, None)


def _tells_of_a_change(text: str) -> bool:
    found = days(text) if len(text) <= _LONGEST else []
    return bool(found and _NOT_PUBLISHED.search(plain(text)[: found[0].start]))


def _said_for_machines(tree: Any) -> Iterator[str]:
    """Days of publication in meta elements and JSON-LD, the surest first."""
    named = metadata.metas(tree)
    wanted: list[Any] = [
        value for key, value in named.items() if _OF_PUBLICATION.search(key) and not _OF_CHANGE.search(key)
    ]
    entries = metadata.linked_data(tree)
    wanted += [entry.get("datePublished") or entry.get("pubDate") for entry in entries]
    wanted += [value for key, value in named.items() if _OF_CREATION.search(key) and not _OF_CHANGE.search(key)]
    wanted += [entry.get("dateCreated") for entry in entries]
    for value in wanted:
        if isinstance(value, str) and (day := moment(value) or next((day.iso for day in days(value[:_LONGEST])), None)):
            yield day


def _stamped(pieces: Sequence[Piece], *, labelled: bool = False) -> str | None:
    """The day in lines beside the text: one labelled as that of publication, then as a day, else the only one.

    Failing all of them the only one at which it was entered ("更新时间") in a line of credits: such sites print no
    other. ``labelled``: only a label will do.
    """
    dated: list[str] = []
    bare: set[str] = set()
    entered: set[str] = set()
    for piece in pieces:
        if len(piece.text) > _LONGEST or piece.prose:
            continue
        text = _SPREAD.sub(r"\1-\2-\3", _OF_THE_REPUBLIC.sub(_in_common_years, plain(piece.text)))
        for day in days(text):
            before = text[max(0, day.start - 14) : day.start]
            if _NOT_PUBLISHED.search(before):
                if before.rstrip(": ").endswith("更新时间") and _CREDITS.search(text):
                    entered.add(day.iso)
            elif _PUBLISHED.search(before):
                return day.iso
            elif _DATED.search(before):
                dated.append(day.iso)
            else:
                bare.add(day.iso)
    if dated:
        return dated[0]
    found = bare or entered
    return found.pop() if len(found) == 1 and not labelled else None


def _in_common_years(match: re.Match[str]) -> str:
    """發布日期：113-04-19, as offices in Taiwan write it."""
    return f"发布日期: {int(match[1]) + 1911}-{match[3]}-{match[4]}"


def _only_time(tree: Any) -> str | None:
    """The only `<time datetime>` of the page; where there are several they are those of other texts."""
    values = {element.get("datetime") for element in tree.iter("time") if element.get("datetime")}
    found = days(str(values.pop())) if len(values) == 1 else []
    return found[0].iso if found else None
