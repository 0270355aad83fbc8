"""Headlines: which of the printed headings is the headline, and one made from the lead where none is printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digests.reading.echoes import echo
from digests.reading.marks import plain, unbalanced
from digests.reading.notes import is_note
from digests.reading.repair import Block


@dataclass(frozen=True, slots=True)
class Heading:
    title: str
    kicker: str | None = None
    deck: str | None = None
    derived: bool = False


_KICKER = re.compile(
    "(?:系列|专栏|专题|访谈|报道|特刊|特稿|连载|聚焦|观察|评论|时评|快评|社论|丨|︱|\\||(?:强调|指出|要求|提出|表示)$|[:]$|[—·]$)"
)
_LABELS = "【◆■●★▲◇□○◎▪▶►"
_LABEL = re.compile("(?:【([^】]+)】|[◆■●★▲◇□○◎▪▶►] ?([一-鿿 ]+))$")
_SAYS = re.compile("(?:强调|指出|要求|提出)$")
_ATTENDED = re.compile("^—|主持|出席|讲话|致[辞词]|宣布|参加|部署|作报告|访")
_DECK = re.compile("^(?:—{1,2}|-{1,2}|——)|^.{0,6}(?:侧记|纪实|综述)$")
_CALLS = re.compile(
    "把|紧盯|切实|着力|做[好实优强]|加[快强]|推[动进]|扎实|全[力面]|坚决|牢牢|不断|努力|奋力|确保|筑牢|压实|强化|凝聚|抓[好实紧]|守[牢护]|聚焦|深化|落实|坚[持定]|锚定|以[一-鿿]{4}"
)
_VISITS = re.compile("(?:专?访|对话)[一-鿿·]{4,}$")  # a portrait and who is portrayed
_SERIES, _COLUMN = re.compile("[一-鿿“”]{2,6}[·•][一-鿿“”]{2,8}"), 14
_DATELINE = re.compile(
    "^(?:[【(\\[][^】)\\]]{1,20}[】)\\]] *|(?:本报|本刊|本网|本台|新华社|中新社|中新网|人民网|新华网|中国新闻网|"
    "[一-鿿]{2,5}社)[^,。]{0,16}?(?:专?电|讯|消息)[ :]*(?:[(][^)]{0,20}[)])? *)"
)
# Left out of a derived headline: when it happened is shown as the date, and these words add no fact.
_DROPPED = re.compile(
    "(?:日前|近日|昨日|昨天|今日|今天|今晨|昨晚|同时|正式|隆重|顺利|成功|圆满|共同|于|"
    "\\d{1,2}月\\d{1,2}日(?:上午|下午|晚|晚上|凌晨)?)(?=[一-鿿])"
)
_EVENT = re.compile(
    "(?:举行|举办|召开|启动|启幕|开幕|闭幕|落幕|揭牌|签约|签订|上线|发布|开工|竣工|投用|启用|成立|落地|开业|"
    "亮相|入选|获评|获得|完成|建成|开通|推出|出台|印发|公布|揭晓|正式|突破|达到|增长|通过|实施|开展|走进|参加|"
    "会见|调研|表彰)"
)
_SCENE = re.compile("在|为|据|从|自|随着|经|由|当|记者")
_TOLD = 0.25  # see `echo`: a headline is told again
_SHORTEST, _LONGEST = 8, 32
_LARGE, _UPPER = 12, 20  # characters of a line of a headline that takes two, and where the first ends inside a clause
_GOES_ON = frozenset("，,、：:")
_COVERBS, _LOCATIVES = frozenset("把将让给使令被向为"), frozenset("间里中上下时后前旁边")
_HAPPENED = re.compile(
    "(?:举行|举办|召开|启动|启幕|开幕|闭幕|落幕|揭牌|签约|上线|发布|开工|竣工|投用|成立|揭晓|进行时|临近|来临|到来|在即|将至)$"
)


def choose(blocks: Sequence[Block], told: str = "") -> Heading | None:
    """The headline among headings printed one below the other (or two on one line), None if there is none.

    ``told``: the text below, whose lead tells what the headline tells, not what the column is called.

    Kickers name a series or what happened, or end with a bar; decks begin with a dash or are the longer part of a line
    that holds both. Large type needs two lines, which then weigh the same: see `_twofold`. Ties go to the line printed
    first.
    """
    texts = [part for block in blocks for part in _parts(block.text)]
    if not texts:
        return None
    if len(texts) == 1:
        return Heading(texts[0])
    weights = [_weight(text, at, texts) for at, text in enumerate(texts)]
    if len(texts[0]) <= _COLUMN and not echo(texts[0], told) and echo(texts[1], told) > _TOLD:
        weights[0] -= 0.7  # what the column is called, or the occasion
    main = max(range(len(texts)), key=lambda at: (weights[at], -at))
    pairs = {at: max(weights[at : at + 2]) + _twofold(*texts[at : at + 2]) for at in range(len(texts) - 1)}
    first = max(pairs, key=lambda at: (pairs[at], -at))
    lines = 2 if _twofold(*texts[first : first + 2]) and pairs[first] >= weights[main] else 1
    main = first if lines == 2 else main
    before, after = texts[:main], texts[main + lines :]
    title = " ".join(texts[main : main + lines])
    whole = len(title.split()) > 1
    if (
        lines == 1
        and not whole
        and before
        and after
        and _SAYS.search(plain(before[-1]))
        and not _ATTENDED.search(plain(after[0]))
    ):
        title = f"{title} {after.pop(0)}"  # what is said may take two lines
    kicker = " ".join(text for text in before if not _is_deck(text)) or None
    deck = " ".join([*(text for text in before if _is_deck(text)), *after]) or None
    return Heading(title, kicker, deck)


def is_label(text: str) -> bool:
    """Whether a heading names a column or box, not what is told in it: short, in brackets or with an ornament."""
    match = _LABEL.match(plain(text)) if text[0] in _LABELS else None
    return bool(match and 2 <= len(match[1] or match[2]) <= 8)


def titled(heading: Heading | None, title: str) -> Heading:
    """``heading`` under the ``title`` its carrier gives; what is printed as headline and says other words is a deck."""
    if heading is None:
        return Heading(title)
    printed, given = "".join(heading.title.split()), "".join(title.split())
    if printed in given or given in printed:
        return Heading(title, heading.kicker, heading.deck)
    return Heading(title, heading.kicker, " ".join(filter(None, (heading.title, heading.deck))))


def _parts(text: str) -> list[str]:
    """Deck and headline on one line: split at the blank only if the first is long and has clauses of its own."""
    head, _, tail = text.rpartition(" ")
    if (
        head
        and len(head) >= 20
        and re.search("[,，]", head)
        and 6 <= len(tail) <= 25
        and not unbalanced(head)
        and not unbalanced(tail)
    ):
        return [head.strip(), tail]
    return [text]


def _is_deck(text: str) -> bool:
    return len(text) >= 20 and bool(re.search("[,，]", text))


def _twofold(a: str, b: str) -> float:
    """Points for two lines being one headline, 0 where they are not: both are short, and they weigh the same, or one
    makes no statement without the other (a speaker or place above, what is done with it below).

    Weighed on 71 groups in the manner of three dozen papers, of which nine have a headline of two lines.
    """
    sizes, goes_on = (len(a), len(b)), a[-1] in _GOES_ON
    if (
        max(sizes) > (_UPPER if goes_on else _LARGE)
        or min(sizes) < 5 - goes_on
        or is_label(a)
        or is_note(a)
        or len(a.split()) > 1
    ):
        return 0.0
    above, below = plain(a), plain(b)
    apart = abs(sizes[0] - sizes[1])
    if _DECK.search(below) or _ATTENDED.search(below) or below[-1] in "?!" or above[-1] in "?!":
        return 0.0
    if _KICKER.search(above.rstrip(":")):
        return 0.0
    if apart > 1 and _HAPPENED.search(above):
        return 0.0
    points = 1.2 if apart <= 1 else 0.4 if apart <= 4 and max(sizes) <= 11 else 0.0
    points += 0.8 * (below[0] in _COVERBS) + 0.8 * (above[-1] in _LOCATIVES) + 1.2 * goes_on
    return points if points >= 1.2 else 0.0


def _weight(text: str, at: int, texts: Sequence[str]) -> float:
    folded = plain(text)
    weight = -3.0 * ("。" in folded[:-1])  # a deck of sentences
    if _KICKER.search(folded) and len(folded) <= 26:
        weight -= 2.0
    if _DECK.search(folded):
        weight -= 3.0
    if is_label(folded) or is_note(folded):
        weight -= 3.0
    elif len(folded) < 6:
        weight -= 1.0
    above = len(texts[at - 1]) if at else 0
    decks = at > 0 and len(folded) >= max(16, above + 3) and ("," in folded or at > 1 or " " in texts[at - 1].strip())
    if above >= 20 and len(folded) <= 25 and len(texts[at - 1].split()) == 1:
        weight += 1.0  # the short line under a long one: deck above, headline below
    elif above >= 17 and len(folded) <= above - 6:
        weight += 0.7
    elif above and above + 4 <= len(folded) <= 20 and not decks:
        weight += 0.3  # kickers are shorter
    if at and _ATTENDED.search(folded):
        weight -= 0.5
    if at + 1 < len(texts) and _HAPPENED.search(folded):
        weight -= 0.5  # what happened, above what it means
    halves = folded.replace(",", " ").split()
    if len(halves) == 2 and min(map(len, halves)) >= 3 and not (decks or (at and _ATTENDED.search(folded))):
        weight += 0.6 if max(map(len, halves)) > 3 else -0.6 * (not at)  # so headlines are made, and names of columns
    if at and _CALLS.match(folded) and not _CALLS.match(plain(texts[at - 1])):
        weight += 0.5  # what is asked for, below what happened
    if not at and len(texts) > 1 and (_VISITS.match(folded) or (len(folded) <= _COLUMN and _SERIES.fullmatch(folded))):
        weight -= 2.0
    if len(texts) == 3 and at == 1 and not _DECK.search(plain(texts[2])):
        weight += 0.5  # kicker, headline, deck
    if folded[-1] in "?!":
        weight += 0.4
    return weight


def derive(body: Sequence[Block]) -> str:
    """A headline from the lead where none is printed: its clause that best tells an event, without its date words.

    Never more than the lead says. Falls back to the first clause, cut at `_LONGEST` characters.
    """
    lead = next((block.text for block in body if len(block.text) >= 12), body[0].text if body else "")
    lead = lead[_dateline(lead) :]
    sentence = re.match("[^。！？!?]*", lead)
    clauses = [clause for clause in re.split("[，,；;]", sentence[0] if sentence else lead) if clause.strip()]
    best = max(enumerate(clauses), key=lambda c: (_newsworth(c[1]), -c[0]), default=(0, lead))[1]
    title = _DROPPED.sub("", best).strip()
    if len(title) > _LONGEST:
        title = title[:_LONGEST].rstrip("，,、的") + "…"
    return title or lead[:_LONGEST].strip() or "…"


def _dateline(text: str) -> int:
    match = _DATELINE.match(plain(text[:60]))
    return match.end() if match else 0


def _newsworth(clause: str) -> float:
    length, folded = len(clause), plain(clause)
    points = 2.0 * bool(_EVENT.search(folded))
    points += 1.0 * (_SHORTEST <= length <= _LONGEST) - 2.0 * (length < _SHORTEST) - 0.05 * max(0, length - _LONGEST)
    if unbalanced(clause):
        points -= 2.0
    if _SCENE.match(folded):
        points -= 1.0
    return points + 0.5 * bool(re.search("\\d", clause))
