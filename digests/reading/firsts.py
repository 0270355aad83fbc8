"""How lines begin and end: words that begin a paragraph or a sentence, and characters with which neither ends."""

from __future__ import annotations

import re

from digests.reading.lines import Line

OPEN_END = frozenset(
    "，,、：:；;—-(（《“‘「『·/和与及的是在将对把被向从由于为以并且而或至到着了之其该各每等让使令经按据跟比除"
    "與將對從於為爲並著該讓經據"
)
OPEN_MARKS = frozenset("，,、(（《“‘「『·/")
GOES_ON = frozenset("的地得了着过们和与及等而则也都就才又还并且之其中以内外上下后前来所者性化型著過們與則還並內後來")
UNITS = frozenset(
    "年月日例处种起届套台辆层级个点％%多余万亿千百十元人次项家名岁平公号版天小分时度米吨亩户所条座個點餘萬億項歲號時"
)
ENUMERATOR = re.compile(
    "(?:[（(]?[一二三四五六七八九十\\d]{1,3}[)）、.．](?!\\d)|第[一二三四五六七八九十]{1,3}[,、]|"
    "[一二三四五六七八九十]是|其[一二三四五六][,、]|[●◆■▲★○□◎①-⑳])"
)
# Openings that begin paragraphs far more often than sentences inside them; times, places and quotes begin both.
_STARTS_PARAGRAPH = (
    "(?:此外[,]|另外[,]|与此同时|同时[,]|据(?:悉|了解|介绍|统计|报道)|记者(?:了解|获悉|从|在|看到|注意)|"
    "活动现场|会上[,]|会后[,]|会议(?:指出|强调|要求|认为)|下一步[,]|接下来[,]|"
    "[一-鿿·]{2,5}(?:表示|指出|认为|介绍|强调|要求|坦言|告诉记者)|[本新中][一-鿿]{1,8}(?:讯|日?电))"
)
_STARTS_SENTENCE = (
    "(?:首先|其次|再次|最后[,]|近日|日前|近年来|目前[,]|今年|去年|当前[,]|近期|近来|昨[天日]|今[天日]|随后|截至|为此|对此|"
    '[“"]|\\d{1,4}[年月日]|作为|自\\d|在[^,]{2,14}[,]|[一-鿿]{2,4}说[,:]|记者)'
)
_SUBORDINATES = (
    "(?:为了|随着|通过|根据|按照|经过|由于|虽然|如果|因为|除了|其中|其实|不过|但是?|而且?|只要|尽管|当|每天|每年|"
    "有的|这些?|那些?|他|她|我们?|它)"
)
STARTS_TEXT = re.compile(f"{_STARTS_SENTENCE}|{_STARTS_PARAGRAPH}|{_SUBORDINATES}")
_FRESH = re.compile(f"(?:{ENUMERATOR.pattern}|(?:{_STARTS_PARAGRAPH}))()|{_STARTS_SENTENCE}")  # a group: of paragraphs


def fresh(line: Line) -> float:
    """How much the first words of ``line`` begin a paragraph rather than go on with one, 0 to 2.5."""
    if line.fresh is None:
        begins = _FRESH.match(line.head)
        line.fresh = 0.0 if begins is None else 2.5 if begins.lastindex else 1.5
    return line.fresh
