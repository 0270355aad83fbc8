"""What is counted about a candidate keyword, as named numbers; `weigh` turns them into points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import log, log1p

from digests.chinese.idf import Idf
from digests.keywords.candidates import Candidate
from digests.keywords.cut import Words

HEAD_CHARS = 24  # so near its paragraph's beginning a word tells what the paragraph is about
# How names of offices, places, products, plans and events end.
_NAME_ENDINGS = (
    "街道 社区 中心 平台 联盟 集团 公司 银行 大学 学院 医院 地图 计划 行动 工程 机制 制度 体系 政策 条例 方案 基金 "
    "模式 系统 模型 芯片 机器人 产业 经济 技术 科技 协会 学会 论坛 峰会 大会 大赛 基地 车站 机场 大桥 公园 广场 专班 "
    "窗口 功能 指数 板块 创新带 示范区 开发区 高新区 联合体 共同体 孵化器 实验室 研究院 体育场"
)
_NAME_ENDS = frozenset(
    "区县市省镇乡村街路站港岛湾园馆院校所局办委部厅署处会社团队军党报奖杯节周展赛券贷码卡链圈带廊谷城楼桥线网端云库法案条"
) | frozenset(_NAME_ENDINGS.split())

_LOOSE = frozenset("udfm")  # function words, adverbs, directions, numerals: neighbours that leave a word alone
_FILLERS = frozenset("udm")
_CHARS = tuple(f"length.chars{n}" for n in range(10))
_WORDS = tuple(f"length.words{n}" for n in range(6))

Features = list[tuple[str, float]]  # "part.feature" -> value; only what is not 0


class Measure:
    """Features of an article's candidates. ``known``: terms of the themes file or a lexicon, with weights of 0 to 1."""

    def __init__(self, words: Words, idf: Idf, known: Mapping[str, float]) -> None:
        self._words, self._known = words, known
        counts = Counter(words.tokens)
        part = {word: idf.part(word) or "none" for word in counts}
        weight = {word: idf(word) / 10 for word in counts}
        self._count = [counts[word] for word in words.tokens]
        self._part = [part[word] for word in words.tokens]
        self._loose = [one in _LOOSE for one in self._part]
        self._weight = [weight[word] for word in words.tokens]
        body = words.text[words.title_chars + 1 :]
        ends = [at for at in (body.find(mark) for mark in "。!?\n") if at >= 0]
        self._lead_end = words.title_chars + 1 + (min(ends) if ends else len(body))
        self._long = log(max(len(body), 100) / 500)
        self._paragraph, self._head = _paragraphs(words)

    def __call__(self, candidate: Candidate) -> Features:
        found: Features = []
        self._add_frequency(candidate, found)
        self._add_position(candidate, found)
        self._add_form(candidate, found)
        self._add_speech(candidate, found)
        self._add_edges(candidate, found)
        if (weight := self._known.get(candidate.text)) is not None:
            found += (("known.is", 1.0), ("known.weight", weight))
        return found

    def _add_frequency(self, candidate: Candidate, found: Features) -> None:
        times = len(candidate.spans)
        in_body = times - candidate.in_title
        first, stop = candidate.spans[0]
        weights = self._weight[first:stop]
        total = sum(weights)
        mean = total / len(weights)
        often = log1p(in_body)
        found += (
            ("frequency.body", often),
            ("frequency.telling", often * mean),
            ("frequency.long", often * self._long),
            ("telling.mean", mean),
            ("telling.least", min(weights)),
            ("telling.sum", total),
        )
        if times > 1:
            spread = len({self._paragraph[i] for i, _ in candidate.spans})
            found += (("frequency.again", 1.0), ("frequency.spread", log(spread)))
            if stop - first > 1:
                found.append(("frequency.again_long", 1.0))
        if candidate.in_title:
            found += (("title.is", 1.0), ("title.telling", mean), ("title.body", often), ("title.long", self._long))
            if not in_body:
                found.append(("title.only", 1.0))

    def _add_position(self, candidate: Candidate, found: Features) -> None:
        starts, spans = self._words.starts, candidate.spans
        found.append(("position.first", log1p(starts[spans[0][0]]) / 5))
        if candidate.in_title == len(spans):
            return
        if starts[spans[candidate.in_title][0]] < self._lead_end:
            found.append(("position.lead", 1.0))
        heads = 0
        for first, _ in spans[candidate.in_title :]:
            heads += self._head[first]
        if heads:
            found += (("position.head", 1.0), ("position.heads", log(heads)))

    def _add_form(self, candidate: Candidate, found: Features) -> None:
        text, times = candidate.text, len(candidate.spans)
        first, stop = candidate.spans[0]
        size = stop - first
        found += ((_CHARS[min(len(text), 9)], 1.0), (_WORDS[min(size, 5)], 1.0))
        if candidate.quoted:
            found += (("quoted.any", 1.0), ("quoted.share", candidate.quoted / times))
        if min(text) < "\u4e00":
            if any(char.isdigit() for char in text):
                found.append(("form.digit", 1.0))
            if any("a" <= char <= "z" for char in text):
                found.append(("form.latin", 1.0))
        if size > 1:
            rarest = min(self._count[first:stop])
            found.append(("cohesion.share", log(times / rarest)))
            if times == rarest > 1:
                found.append(("cohesion.bound", 1.0))
            if len(self._words.tokens[first]) == 1:
                found.append(("form.first_single", 1.0))
            if len(self._words.tokens[stop - 1]) == 1:
                found.append(("form.last_single", 1.0))
        if text[-1] in _NAME_ENDS or text[-2:] in _NAME_ENDS or text[-3:] in _NAME_ENDS:
            found.append(("form.name", 1.0))
            if size > 1:
                found.append(("form.long_name", 1.0))
        if candidate.within:
            share = min(1.0, candidate.within / times)
            found.append(("containment.share", share))
            if share == 1.0:
                found.append(("containment.always", 1.0))
                if times > 1:
                    found.append(("containment.always_again", 1.0))

    def _add_speech(self, candidate: Candidate, found: Features) -> None:
        part = self._part
        first, stop = candidate.spans[0]
        begins, ends = part[first], part[stop - 1]
        if stop - first == 1:
            found.append(("speech.only_" + begins, 1.0))
            if candidate.in_title:
                found.append(("speech.only_titled_" + begins, 1.0))
            return
        found += (("speech.begins_" + begins, 1.0), ("speech.ends_" + ends, 1.0))
        if candidate.in_title:
            found.append(("speech.ends_titled_" + ends, 1.0))
        if stop - first > 2 and not _FILLERS.isdisjoint(part[first + 1 : stop - 1]):
            found.append(("speech.holds_filler", 1.0))

    def _add_edges(self, candidate: Candidate, found: Features) -> None:
        """How freely the neighbours vary: a fragment is always followed, or preceded, by the rest of its name."""
        tokens, runs, loose = self._words.tokens, self._words.runs, self._loose
        times = len(candidate.spans)
        before: list[str] = []
        after: list[str] = []
        loose_before = loose_after = 0
        for place, (first, stop) in enumerate(candidate.spans):
            if first and runs[first - 1] == runs[first]:
                before.append(tokens[first - 1])
                loose_before += loose[first - 1]
            elif place < candidate.in_title:
                found.append(("edges.opens_title", 1.0))
            if stop < runs[first]:
                after.append(tokens[stop])
                loose_after += loose[stop]
            elif place < candidate.in_title:
                found.append(("edges.closes_title", 1.0))
        found += (("edges.free_left", 1 - _most(before) / times), ("edges.free_right", 1 - _most(after) / times))
        if loose_before:
            found.append(("edges.loose_left", loose_before / times))
        if loose_after:
            found.append(("edges.loose_right", loose_after / times))


def _most(neighbours: list[str]) -> int:
    """How often the commonest neighbour occurs."""
    if len(neighbours) < 2:
        return len(neighbours)
    return max(map(neighbours.count, neighbours))


def _paragraphs(words: Words) -> tuple[list[int], list[bool]]:
    """For each token: its paragraph, counted from the title's 0, and whether it stands near that paragraph's head."""
    number, begins = 0, 0
    breaks = [at for at, char in enumerate(words.text) if char == "\n"]
    paragraph, head = [], []
    for start in words.starts:
        while number < len(breaks) and breaks[number] < start:
            begins = breaks[number]
            number += 1
        paragraph.append(number)
        head.append(start - begins <= HEAD_CHARS)
    return paragraph, head
