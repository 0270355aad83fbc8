"""Points of a candidate keyword: what is counted about it, times the weights of `digests.keywords.weights`.

Every part is a plain sum, so the weights can be fitted by any linear method and ``why`` can show where points are from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import log, log1p

from digests.keywords.candidates import Candidate
from digests.keywords.cut import Words

PARTS = ("telling", "frequency", "title", "position", "form", "containment", "speech", "edges", "known")
SPEECH = (*"nvabdiljmqtsfup", "nr", "ns", "nt", "nz", "vn", "none")
HEAD_CHARS = 24  # so near its paragraph's beginning a word tells what the paragraph is about
_LOOSE = frozenset("udfm")  # function words, adverbs, directions, numerals: neighbours that leave a word alone
_FILLERS = frozenset("udm")

# How names of offices, places, products, plans and events end.
_NAME_ENDINGS = (
    "街道 社区 中心 平台 联盟 集团 公司 银行 大学 学院 医院 地图 计划 行动 工程 机制 制度 体系 政策 条例 方案 基金 "
    "模式 系统 模型 芯片 机器人 产业 经济 技术 科技 协会 学会 论坛 峰会 大会 大赛 基地 车站 机场 大桥 公园 广场 专班 "
    "窗口 功能 指数 板块 创新带 示范区 开发区 高新区 联合体 共同体 孵化器 实验室 研究院 体育场"
)
_NAME_ENDS = frozenset(
    "区县市省镇乡村街路站港岛湾园馆院校所局办委部厅署处会社团队军党报奖杯节周展赛券贷码卡链圈带廊谷城楼桥线网端云库法案条"
) | frozenset(_NAME_ENDINGS.split())


class Scale:
    """Weighs the candidates of one article.

    ``facts``: idf and part of speech of every word. ``known``: terms of the themes file, with weights of 0 to 1.
    """

    def __init__(
        self,
        words: Words,
        facts: Mapping[str, tuple[float, str]],
        known: Mapping[str, float],
        weights: Mapping[str, float],
    ) -> None:
        self._words, self._known, self._w = words, known, weights
        counts = Counter(words.tokens)
        self._count = [counts[word] for word in words.tokens]
        self._part = [facts[word][1] or "none" for word in words.tokens]
        self._loose = [one in _LOOSE for one in self._part]
        self._telling = [facts[word][0] / 10 for word in words.tokens]
        body = words.text[words.title_chars + 1 :]
        ends = [at for at in (body.find(mark) for mark in "。!?\n") if at >= 0]
        self._lead_end = words.title_chars + 1 + (min(ends) if ends else len(body))
        self._long = log(max(len(body), 100) / 500)
        self._paragraph, self._head = _paragraphs(words)

    def points(self, candidate: Candidate) -> float:
        return sum(self._parts(candidate), self._w["base"])

    def parts(self, candidate: Candidate) -> tuple[tuple[str, float], ...]:
        """Named parts that add up to `points`."""
        return (("base", self._w["base"]), *zip(PARTS, self._parts(candidate), strict=True))

    def _parts(self, candidate: Candidate) -> tuple[float, ...]:
        first, stop = candidate.spans[0]
        telling = self._telling[first:stop]
        mean = sum(telling) / len(telling)
        often = log1p(len(candidate.spans) - candidate.in_title)
        return (
            self._of_telling(telling, mean),
            self._of_frequency(candidate, mean, often),
            self._of_title(candidate, mean, often) if candidate.in_title else 0.0,
            self._of_position(candidate),
            self._of_form(candidate) + (self._of_phrase(candidate) if stop - first > 1 else 0.0),
            self._of_containment(candidate) if candidate.within else 0.0,
            self._of_speech(candidate),
            self._of_edges(candidate),
            self._of_known(candidate.text),
        )

    def _of_telling(self, telling: list[float], mean: float) -> float:
        w = self._w
        return w["telling.mean"] * mean + w["telling.least"] * min(telling) + w["telling.sum"] * sum(telling)

    def _of_frequency(self, candidate: Candidate, mean: float, often: float) -> float:
        w = self._w
        points = w["frequency.body"] * often + w["frequency.telling"] * often * mean
        points += w["frequency.long"] * often * self._long
        if len(candidate.spans) > 1:
            paragraphs = {self._paragraph[first] for first, _ in candidate.spans}
            points += w["frequency.again"] + w["frequency.spread"] * log(len(paragraphs))
            first, stop = candidate.spans[0]
            if stop - first > 1:
                points += w["frequency.again_phrase"]
        return points

    def _of_title(self, candidate: Candidate, mean: float, often: float) -> float:
        w = self._w
        points = w["title.is"] + w["title.telling"] * mean + w["title.body"] * often + w["title.long"] * self._long
        if candidate.in_title == len(candidate.spans):
            points += w["title.only"]
        return points

    def _of_position(self, candidate: Candidate) -> float:
        w, starts, spans = self._w, self._words.starts, candidate.spans
        points = w["position.first"] * log1p(starts[spans[0][0]]) / 5
        if candidate.in_title == len(spans):
            return points
        if starts[spans[candidate.in_title][0]] < self._lead_end:
            points += w["position.lead"]
        heads = 0
        for first, _ in spans[candidate.in_title :]:
            heads += self._head[first]
        if heads:
            points += w["position.head"] + w["position.heads"] * log(heads)
        return points

    def _of_form(self, candidate: Candidate) -> float:
        w, text = self._w, candidate.text
        first, stop = candidate.spans[0]
        points = w[_CHARS[min(len(text), 9)]] + w[_WORDS[min(stop - first, 5)]]
        if candidate.quoted:
            points += w["form.quoted"] + w["form.quoted_share"] * candidate.quoted / len(candidate.spans)
        if min(text) < "\u4e00":
            if any(char.isdigit() for char in text):
                points += w["form.digit"]
            if any("a" <= char <= "z" for char in text):
                points += w["form.latin"]
        if text[-1] in _NAME_ENDS or text[-2:] in _NAME_ENDS or text[-3:] in _NAME_ENDS:
            points += w["form.name"]
            if stop - first > 1:
                points += w["form.long_name"]
        return points

    def _of_phrase(self, candidate: Candidate) -> float:
        """How tightly the words of a phrase hang together: often seen apart, they make no name."""
        w, tokens, times = self._w, self._words.tokens, len(candidate.spans)
        first, stop = candidate.spans[0]
        rarest = min(self._count[first:stop])
        points = w["form.cohesion"] * log(times / rarest)
        if times == rarest > 1:
            points += w["form.bound"]
        if len(tokens[first]) == 1:
            points += w["form.first_single"]
        if len(tokens[stop - 1]) == 1:
            points += w["form.last_single"]
        return points

    def _of_containment(self, candidate: Candidate) -> float:
        w, times = self._w, len(candidate.spans)
        if candidate.within < times:
            return w["containment.share"] * candidate.within / times
        points = w["containment.share"] + w["containment.always"]
        return points + w["containment.always_again"] if times > 1 else points

    def _of_speech(self, candidate: Candidate) -> float:
        w, part = self._w, self._part
        first, stop = candidate.spans[0]
        begins, ends = part[first], part[stop - 1]
        if stop - first == 1:
            points = w[_ONLY[begins]]
            return points + w[_ONLY_TITLED[begins]] if candidate.in_title else points
        points = w[_BEGINS[begins]] + w[_ENDS[ends]]
        if candidate.in_title:
            points += w[_ENDS_TITLED[ends]]
        if stop - first > 2 and not _FILLERS.isdisjoint(part[first + 1 : stop - 1]):
            points += w["speech.holds_filler"]
        return points

    def _of_edges(self, candidate: Candidate) -> float:
        """How freely the neighbours vary: a fragment is always followed, or preceded, by the rest of its name."""
        w, tokens, runs, loose = self._w, self._words.tokens, self._words.runs, self._loose
        times, titles = len(candidate.spans), candidate.in_title
        before: list[str] = []
        after: list[str] = []
        loose_before = loose_after = opens = closes = 0
        for place, (first, stop) in enumerate(candidate.spans):
            if first and runs[first - 1] == runs[first]:
                before.append(tokens[first - 1])
                loose_before += loose[first - 1]
            elif place < titles:
                opens = 1
            if stop < runs[first]:
                after.append(tokens[stop])
                loose_after += loose[stop]
            elif place < titles:
                closes = 1
        points = w["edges.free_left"] * (1 - _most(before) / times) + w["edges.free_right"] * (1 - _most(after) / times)
        if titles:
            points += w["edges.opens_title"] * opens + w["edges.closes_title"] * closes
        return points + w["edges.loose_left"] * (loose_before / times) + w["edges.loose_right"] * (loose_after / times)

    def _of_known(self, text: str) -> float:
        weight = self._known.get(text)
        return 0.0 if weight is None else self._w["known.is"] + self._w["known.weight"] * weight


_BREAK = re.compile("\n")
_CHARS = tuple(f"form.chars{n}" for n in range(10))
_WORDS = tuple(f"form.words{n}" for n in range(6))
_ONLY, _ONLY_TITLED, _BEGINS, _ENDS, _ENDS_TITLED = (
    {speech: f"speech.{where}_{speech}" for speech in SPEECH}
    for where in ("only", "only_titled", "begins", "ends", "ends_titled")
)


def _most(neighbours: list[str]) -> int:
    """How often the commonest neighbour occurs."""
    if len(neighbours) < 2:
        return len(neighbours)
    return max(map(neighbours.count, neighbours))


def _paragraphs(words: Words) -> tuple[list[int], list[bool]]:
    """For each token: its paragraph, counted from the title's 0, and whether it stands near that paragraph's head."""
    number, begins = 0, 0
    breaks = [mark.start() for mark in _BREAK.finditer(words.text)]
    paragraph, head = [], []
    for start in words.starts:
        while number < len(breaks) and breaks[number] < start:
            begins = breaks[number]
            number += 1
        paragraph.append(number)
        head.append(start - begins <= HEAD_CHARS)
    return paragraph, head
