"""Clauses of a sentence and the runs of them that may be shown for the whole. All texts here are folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from digests.chinese.sentences import enclosed

Span = tuple[int, int]

_CUT = re.compile(r"(?<!\d)[,:]|[,:](?!\d)|;")
_LEAD_IN = re.compile(
    r"^(?:为|随着|自|据|根据|按照|依据|经|在|针对|围绕|当|今[天日年]|昨[天日]|近日|日前|近期|目前|如今|现在|此外|另外|同时|其中|记者|作为|对此"
    r"|北京时间|截至|从|\d+月|\d+日|\d{4}年|去年|会上|会议|活动)"
    r"|(?:后|时|中|上|下|以来|之际|期间|获悉|了解到|消息|同时|来|日|年|月|上午|下午|晚|\))$"
)
_CLAIM = re.compile(r"(?:表示|认为|指出|强调|称|说|透露|坦言|预测|建议|呼吁|要求|提出|主张|反对|否认)$")
_STATUS = re.compile(
    r"到[^,。]{0,16}?[末底年月]|力争|预计|预期|计划|规划到|拟(?![人定])|将(?![军领士帅])|目标|有望|争取|希望|未来|下一步|可能"
    r"|尚未|未能|没有|不再|若|如果|假如|一旦"
)
_WANTS_SUBJECT = re.compile(
    r" *(?:近日|日前|[昨今当][天日]|\d+[月日]|在|于|由|[将已曾正均]|是|位于|共|[以就](?!上|下|此))"
)
_PREDICATE = re.compile(
    r"[了着过是有将已正被把让使达到至为成于]|[举进实施]行|召开|出席|会见|发布|启动|开展|推进|增|减|完|开|建|通|获"
)
_TURN = re.compile(r" *(?:但|不过|然而|却|只是|而是|除非|前提)")
_SAYS = re.compile(
    r"(?:表示|认为|指出|强调|(?<![简美名自著俗统号职])称|说|透露|坦言|介绍|预测|呼吁|主张|获悉|了解到|显示)$"
)
_LEADS_ON = re.compile(
    r"^(?:为(?!期|止|主|.*(?:提供|作出|带来|奠定|注入))|随着|由于|据|根据|按照|依据|围绕|针对|面对|截至)"
    r"|^(?:[到至]|[当北][地京]时间)?[\d年月日今昨明去当天()\-—]*(?:[上下中]午|凌晨|早晨|早上|晚上?|[底末初])?$"
    r"|以来$|之际$|期间$|(?<![小瓦])时$|(?:[在当从自于]|会谈|讲话|之|以).{0,12}[中下后前]$"
)
_NEEDS_MORE = re.compile(r"一方面|不仅|不但|虽然|尽管|既|无论|如果|一旦|只有|除了|因为|由于|即使|当")


def clauses(text: str) -> list[Span]:
    """Half-open spans that cover ``text``; they end behind a comma, semicolon or colon outside quotations."""
    shut = enclosed(text)
    spans: list[Span] = []
    start = 0
    for mark in _CUT.finditer(text):
        at, end = mark.span()
        if end < len(text) and not any(a <= at < b for a, b in shut):
            spans.append((start, end))
            start = end
    spans.append((start, len(text)))
    return spans


def runs(text: str, parts: Sequence[Span], most_chars: int) -> Iterator[tuple[int, int]]:
    """Runs ``parts[first:last]`` that say no more than the sentence says, of at most ``most_chars`` characters.

    A run begins at the sentence's start, behind a semicolon, or behind lead-ins (time, place, 记者获悉); never behind a
    speaker's tag, which would turn a claim into a fact, nor behind a word of target, forecast or doubt (到…末, 预计,
    将) that it would lose. It never ends in a clause that asks for its other half, that only says who speaks, when, or
    what for, nor before a 但 that takes it back.
    """
    for first in _starts(text, parts):
        lost = text[: parts[first][0]]
        for last in range(first + 1, len(parts) + 1):
            begin, end = parts[first][0], parts[last - 1][1]
            if end - begin > most_chars:
                break
            final = text[parts[last - 1][0] : end]
            if last < len(parts) and (final[-1] == ":" or _goes_on(final.rstrip(",; ")) or _TURN.match(text, end)):
                continue
            if _STATUS.search(lost) and not _STATUS.search(text[begin:end]):
                continue
            yield first, last


def _goes_on(clause: str) -> bool:
    return any(sign is not None for sign in (_NEEDS_MORE.match(clause), _SAYS.search(clause), _LEADS_ON.search(clause)))


def topic_alone(text: str, end: int) -> bool:
    """Whether the first clause, up to ``end``, only names what the next one speaks of: …联欢会,近日在…举行."""
    return _WANTS_SUBJECT.match(text, end) is not None and _PREDICATE.search(text, 0, end) is None


def _starts(text: str, parts: Sequence[Span]) -> list[int]:
    """Clauses that a run may begin with."""
    found = [0]
    led_in, claimed = True, False  # only lead-ins so far in this segment; a speaker's tag so far in the sentence
    for index in range(1, len(parts)):
        before = text[slice(*parts[index - 1])]
        bare = before.rstrip(",;: ")
        claimed = claimed or _CLAIM.search(bare) is not None
        led_in = before[-1] == ";" or (led_in and _LEAD_IN.search(bare) is not None)
        if led_in and not claimed:
            found.append(index)
    return found
