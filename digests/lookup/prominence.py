"""How prominently a sentence mentions what was looked up: as its subject, by name, introducing it, or in a list.

Constants: each was tried on 512 sentences that editors marked for named things and lookups of the seeds; SUBJECT and
LISTED move two of them up and none down, the others many more up than down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from digests.chinese.forms import form, form_aligned
from digests.lookup.matching import places

NAMED = 1.2  # set in quotation marks
FIRST = 1.1  # the sentence begins with it
INTRODUCED = 1.15  # a verb of founding or opening before it (首创开通“创业地图”), or one of being after it
SUBJECT = 1.1  # a clause begins with it and goes on with what it did or does
LISTED = 0.9  # one of several things listed
ASKED = 0.7  # in a question
ANSWERING = 1.25  # a sentence with the kind of thing a question asks for

_OPENING = frozenset("“‘「『《〈（(【\"'")
_CLOSING = frozenset("”’」』》〉）)】\"'")
_FOUNDING = re.compile(
    r"(?:成立|建立|设立|設立|推出|打造|上线|上線|开通|開通|首创|首創|实施|實施|启动|啟動|创建|創建|创办|創辦|发布|發布|構建|构建|建成|制定|出台|采用|採用"
    r"|称为|稱為|名为|名為|叫做)[^，。；、,;]{0,10}$"
)
_DEFINING = re.compile(r"[^，。；、,;]{0,4}(?:就是|是指|是|即|指的|由|为|為|包括|打造成|建成|成为|成為|作为|作為|旨在)")
_DOING = re.compile(
    r"已|将|將|正|致力|累计|累計|可以|能|会|會|主要|通过|通過|依托|依託|位于|位於|坐落|以|从|從|覆盖|覆蓋|重点|重點|聚焦|面向|每"
)
_ASKING = re.compile(r"[？?][”’」』\"']*$")
_NAME = re.compile(r"[“「《『]([^“”「」《》『』，。；、,;]{2,20})[”」》』]")


def prominence_of(forms: Sequence[str], text: str) -> float:
    """How well a sentence speaks of the words it holds, by its best hit; 1 for a mere mention and for no words."""
    if not forms:
        return 1.0
    searched, offsets = form_aligned(text)
    factor = ASKED if _ASKING.search(text) else 1.0
    hits = [(offsets[start], offsets[end - 1] + 1, start) for word in forms for start, end in places(word, searched)]
    return factor * max((_hit(text, start, end, first=at == 0) for start, end, at in hits), default=1.0)


def _hit(text: str, start: int, end: int, *, first: bool) -> float:
    """How well the hit ``text[start:end]`` is set."""
    factor = FIRST if first else 1.0
    if text[start - 1 : start] in _OPENING and text[end : end + 1] in _CLOSING:
        factor *= NAMED
        start, end = start - 1, end + 1
    if _FOUNDING.search(text, max(0, start - 14), start) or _DEFINING.match(text, end):
        factor *= INTRODUCED
    if "、" in (text[start - 1 : start], text[end : end + 1]):
        factor *= LISTED
    if (start == 0 or text[start - 1] in "，,：:；;") and _DOING.match(text, end):
        factor *= SUBJECT
    return factor


_FIGURE = re.compile(
    r"[0-9０-９](?![0-9０-９.．]*\s?[年月日])|[一二两兩三四五六七八九十百千万萬亿億]{2,}|[一二两兩三四五六七八九十][家个個人名所位项項条條次届屆]"
)
_KINDS = (  # what a question asks for, and how a sentence that tells it looks
    (re.compile(r"多少|多大|多长|多長|多高|多远|多遠|几[家个人名所位项条次]|幾[家個人名所位項條次]"), _FIGURE),
    (
        re.compile(r"什么时[候间]|什麼時[候間]|何时|何時|[哪几幾][年天月号號点點]|多久"),
        re.compile(r"[0-9０-９]\s?[年月日号號时時点點:：]|近日|日前|[今昨明去前][天日年]|[上下]午"),
    ),
    (re.compile(r"哪[里裡裏儿兒]|在哪|何[地处處]|什么地方|什麼地方"), re.compile(r"在|位于|位於|坐落|地址")),
)


def asked_for(question: str) -> re.Pattern[str] | None:
    """What a sentence that answers a question of how many, when or where holds; None for other questions."""
    return next((answer for asking, answer in _KINDS if asking.search(question)), None)


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The search forms of what is printed in quotation or title marks."""
    return frozenset(form(found[1]) for text in texts for found in _NAME.finditer(text))
