"""Where Chinese sentences end, told from the printed characters alone.

Rules, each from a way real pages broke a simpler splitter:

* ``。！？`` and their ASCII forms end a sentence, with any run of them and the closing marks behind it.
* Nothing ends inside quotation marks or brackets. A mark without a partner in its own line is no mark: newspapers
  open every paragraph of a long quotation and close only the last, and recognised text loses quotes.
* A sentence that ends inside its quotation goes on over an attribution (``。”吴某说。``) and over a word that makes
  the quotation a part of speech (``？”的问题``).
* ``……`` trails off in the middle of an enumeration (``甲、乙、丙……样样都有``) and ends a sentence elsewhere.
* ``.`` is a full stop only where it cannot be a decimal point, a list number, an initial or a host name.
* ``；`` ends a clause, not a sentence: on the seeds editors quote through it, and cutting there left halves
  beginning with 二是 and 同时.
"""

from __future__ import annotations

import re
from dataclasses import replace

from digests.models import Article, Elsewhere, Paragraph, Sentence

_PAIRS = dict(zip("“‘「『《〈（(【[［〔｢﹁﹃〝", "”’」』》〉）)】]］〕｣﹂﹄〞", strict=True))
_CLOSERS = {close: opening for opening, close in _PAIRS.items()}
_QUOTES = frozenset("“‘「『｢﹁﹃〝\"'＂＇")
_ENDS = frozenset("。！？!?｡．.…⋯‥")
_END_RUN = f"[{re.escape(''.join(sorted(_ENDS)))}]+"
_MARK = re.compile(rf"{_END_RUN}|[{re.escape(''.join(_PAIRS) + ''.join(_CLOSERS))}\"'＂＇\n\r\u2028\u2029]")
_DOTS = frozenset(".．…⋯‥")
_BREAKS = frozenset("\n\r\u2028\u2029")
_TAIL = re.compile(r"[。！？!?｡．.…⋯‥～~]*[”’」』》〉）)】\]］〕｣﹂﹄〞\"'＂＇]*")
_COMPLETE = re.compile(r"[。！？!?｡．.…⋯‥～~][”’」』》〉）)】\]］〕｣﹂﹄〞\"'＂＇]*$")
_GOES_ON = re.compile(r"[\s　]*[，,、；;﹔：:。！？!?）)]|[的之等和与與及或、]|——|—")
_SPEECH = re.compile(
    r"[^，。！？,!?：:；;“”「」\n]{0,40}?(?:说|說|表示|指出|介绍|介紹|强调|強調|认为|認為|称|稱|告诉记者|告訴記者|坦言|感慨|感叹|感嘆|回忆|回憶|写道|寫道|解释|解釋|透露|补充|補充|笑道|问道|問道|直言|呼吁|呼籲)"
    r"(?:道|到)?[，,。：:！!]"
)
_LIST_NUMBER = re.compile(r"(?:^|[\s　。；;：:，,（(])\d{1,3}$")
_INITIAL = re.compile(r"(?:\b[A-Za-z]|\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Vol|vs|Inc|Ltd|Co|Corp|Jr|Sr|Fig|al|etc))$")
_SPOKEN_MAX = 80  # how far `_SPEECH` and the context of a dot are looked for, in characters


def split(text: str) -> list[tuple[int, int]]:
    """Half-open spans that cover ``text``; white space after a sentence belongs to it. Empty text: none."""
    marks = list(_MARK.finditer(text))
    closing = _enclosures(marks)
    spans: list[tuple[int, int]] = []
    start = inside_until = 0
    for mark in marks:
        at, sign = mark.start(), mark.group()
        if at < inside_until or at < start:
            continue
        if at in closing:
            inside_until = closing[at]
            end = _after_quotation(text, at, inside_until, closing)
        elif sign in _BREAKS:
            end = at + 1
        elif sign[0] in _ENDS:
            end = _after_end(text, start, at, sign, closing)
        else:
            continue
        if end is not None:
            end = _over_space(text, end)
            spans.append((start, end))
            start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Every sentence of the body in reading order, sub-heads left out, trimmed of surrounding white space.

    ``lines`` are those of the whole paragraph: the paragraph does not know where in its text each line began. Of a
    paragraph that two pages printed they are those of the page that the sentence stands on, or of both.
    """
    found: list[Sentence] = []
    for index, paragraph in enumerate(article.paragraphs):
        if paragraph.role == "subhead":
            continue
        first = len(found)
        for begin, end in split(paragraph.text):
            text = paragraph.text[begin:end]
            trimmed = text.strip()
            if not trimmed:
                continue
            found.append(
                Sentence(
                    text=trimmed,
                    paragraph=index,
                    start=begin + len(text) - len(text.lstrip()),
                    lines=paragraph.lines if begin < _own_end(paragraph) else (),
                    role=paragraph.role,
                    severed=paragraph.severed and len(found) == first,
                    complete=is_complete(trimmed),
                    elsewhere=_elsewhere(paragraph, begin, end) if paragraph.elsewhere else (),
                )
            )
        if paragraph.unfinished and len(found) > first:
            found[-1] = replace(found[-1], unfinished=True)
    return tuple(found)


def _own_end(paragraph: Paragraph) -> int:
    """Where in its text a paragraph leaves the article's own document."""
    return paragraph.elsewhere[0].start if paragraph.elsewhere else len(paragraph.text)


def _elsewhere(paragraph: Paragraph, begin: int, end: int) -> tuple[Elsewhere, ...]:
    """The places of other documents that hold some of ``text[begin:end]``."""
    places = paragraph.elsewhere
    ends = [*(place.start for place in places[1:]), len(paragraph.text)]
    return tuple(
        replace(place, start=0)
        for place, until in zip(places, ends, strict=True)
        if place.start < end and begin < until
    )


def is_complete(text: str) -> bool:
    """Whether ``text`` ends as a sentence does: an end mark, closing marks behind it allowed."""
    return _COMPLETE.search(text.rstrip()[-12:]) is not None


def enclosed(text: str) -> list[tuple[int, int]]:
    """Outermost quotations and brackets as half-open spans, marks included; marks without a partner are left out."""
    closing = _enclosures(list(_MARK.finditer(text)))
    spans: list[tuple[int, int]] = []
    for opening in sorted(closing):
        if not spans or opening >= spans[-1][1]:
            spans.append((opening, closing[opening]))
    return spans


def _enclosures(marks: list[re.Match[str]]) -> dict[int, int]:
    """Start of each paired opening mark -> end of its closing mark, paired within one line only."""
    closing: dict[int, int] = {}
    stack: list[tuple[str, int]] = []
    for mark in marks:
        sign, at = mark.group(), mark.start()
        if sign in _BREAKS:
            stack.clear()
        elif sign in _PAIRS:
            stack.append((sign, at))
        elif sign in _CLOSERS:
            _close(stack, _CLOSERS[sign], at, closing)
        elif sign in '"＂' or (sign in "'＇" and not _apostrophe(mark)):
            if any(opening == sign for opening, _ in stack):
                _close(stack, sign, at, closing)
            else:
                stack.append((sign, at))
    return closing


def _close(stack: list[tuple[str, int]], opening: str, at: int, closing: dict[int, int]) -> None:
    """Pair the nearest ``opening`` on the stack; marks opened after it stay without a partner."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth][0] == opening:
            closing[stack[depth][1]] = at + 1
            del stack[depth:]
            return


def _apostrophe(mark: re.Match[str]) -> bool:
    before = mark.string[mark.start() - 1 : mark.start()]
    return before.isascii() and before.isalnum()


def _after_quotation(text: str, opening: int, end: int, closing: dict[int, int]) -> int | None:
    """Where the sentence ends whose end mark stands inside the quotation closed at ``end``, if it does end there."""
    if text[opening] not in _QUOTES or text[end - 2 : end - 1] not in _ENDS or end - opening <= 2:
        return None
    end = _tail_end(text, end, closing)
    if _GOES_ON.match(text, end) or _SPEECH.match(text, end, end + _SPOKEN_MAX):
        return None
    return end


def _after_end(text: str, start: int, at: int, sign: str, closing: dict[int, int]) -> int | None:
    """Where the sentence ends that the mark at ``at`` may end, with the marks that follow; None if it goes on."""
    if "\u4e00" <= text[at + 1 : at + 2] <= "\u9fff" and sign in "。！？":
        return at + 1  # the commonest by far
    end = _tail_end(text, at, closing)
    following = text[end : end + 1]
    if len(sign) > 1 and set(sign) <= _DOTS:
        return None if _trails_off(text, start, at, end) else end
    if sign in (".", "．"):
        return end if _full_stop(text, at, end, following) else None
    if sign in ("!", "?") and following.isascii() and following.isalnum() and text[at - 1 : at].isascii():
        return None  # a query string, not a question
    if following in tuple("，,、；;﹔：:"):
        return None
    return end


def _tail_end(text: str, at: int, closing: dict[int, int]) -> int:
    """Behind the end marks and closing marks from ``at`` on; a straight quote that opens is not one of them."""
    tail = _TAIL.match(text, at)
    end = tail.end() if tail else at
    return next((place for place in range(at, end) if place in closing), end)


def _trails_off(text: str, start: int, at: int, end: int) -> bool:
    """Whether the ellipsis in ``text[at:end]`` stands inside its sentence."""
    if _GOES_ON.match(text, end):
        return True
    clause = re.split(r"[，,；;﹔：:]", text[max(start, at - _SPOKEN_MAX) : at])[-1]
    return "、" in clause and end < len(text) and text[end] not in _BREAKS


def _full_stop(text: str, at: int, end: int, following: str) -> bool:
    before = text[max(0, at - 12) : at]
    if not before.strip() or (following and following.isascii() and following.isalnum()):
        return False
    if following in tuple("，,、；;﹔：:/@_-"):
        return False
    return not (_LIST_NUMBER.search(before) or (_INITIAL.search(before) and end < len(text)))


def _over_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
