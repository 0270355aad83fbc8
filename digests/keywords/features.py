"""What is counted about a candidate keyword, as named numbers; `weigh` turns them into points."""

from __future__ import annotations

from bisect import bisect
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

Features = list[tuple[str, float]]  # "part.feature" -> value; only what is not 0


class Measure:
    """Features of an article's candidates. ``known``: terms of the themes file or a lexicon, with weights of 0 to 1."""

    def __init__(self, words: Words, idf: Idf, known: Mapping[str, float]) -> None:
        self._words, self._idf, self._known = words, idf, known
        self._counts = Counter(words.tokens)
        self._part = {word: idf.part(word) for word in self._counts}
        self._weight = {word: idf(word) / 10 for word in self._counts}
        body = words.text[words.title_chars + 1 :]
        ends = [at for at in (body.find(mark) for mark in "。!?\n") if at >= 0]
        self._lead_end = words.title_chars + 1 + (min(ends) if ends else len(body))
        self._long = log(max(len(body), 100) / 500)
        self._paragraphs = [at for at, char in enumerate(words.text) if char == "\n"]

    def __call__(self, candidate: Candidate) -> Features:
        found: Features = []
        self._add_frequency(candidate, found)
        self._add_position(candidate, found)
        self._add_form(candidate, found)
        self._add_speech(candidate, found)
        self._add_edges(candidate, found)
        if (weight := self._known.get(candidate.text)) is not None:
            found += [("known.is", 1.0), ("known.weight", weight)]
        return found

    def _add_frequency(self, candidate: Candidate, found: Features) -> None:
        times = len(candidate.spans)
        in_body = times - candidate.in_title
        first, stop = candidate.spans[0]
        weights = [self._weight[word] for word in self._words.tokens[first:stop]]
        mean = sum(weights) / len(weights)
        titled = candidate.in_title > 0
        often = log1p(in_body)
        found += [
            ("frequency.body", often),
            ("frequency.telling", often * mean),
            ("telling.mean", mean),
            ("telling.least", min(weights)),
            ("telling.sum", sum(weights)),
        ]
        found.append(("frequency.long", often * self._long))
        if times > 1:
            found.append(("frequency.again", 1.0))
            spread = len({bisect(self._paragraphs, self._words.starts[i]) for i, _ in candidate.spans})
            found.append(("frequency.spread", log(spread)))
            if stop - first > 1:
                found.append(("frequency.again_long", 1.0))
        if titled:
            found += [("title.is", 1.0), ("title.telling", mean), ("title.body", often), ("title.long", self._long)]
            if not in_body:
                found.append(("title.only", 1.0))

    def _add_position(self, candidate: Candidate, found: Features) -> None:
        words = self._words
        found.append(("position.first", log1p(words.starts[candidate.spans[0][0]]) / 5))
        lead = candidate.in_title < len(candidate.spans) and (
            words.starts[candidate.spans[candidate.in_title][0]] < self._lead_end
        )
        if lead:
            found.append(("position.lead", 1.0))
        starts, paragraphs = words.starts, self._paragraphs
        heads = sum(
            starts[i] - paragraphs[bisect(paragraphs, starts[i]) - 1] <= HEAD_CHARS for i in self._in_body(candidate)
        )
        if heads:
            found += [("position.head", 1.0), ("position.heads", log(heads))]

    def _in_body(self, candidate: Candidate) -> list[int]:
        return [first for first, _ in candidate.spans[candidate.in_title :]]

    def _add_form(self, candidate: Candidate, found: Features) -> None:
        text = candidate.text
        first, stop = candidate.spans[0]
        size = stop - first
        found += [(f"length.chars{min(len(text), 9)}", 1.0), (f"length.words{min(size, 5)}", 1.0)]
        if candidate.quoted:
            found += [("quoted.any", 1.0), ("quoted.share", candidate.quoted / len(candidate.spans))]
        if not text.isalpha() or min(text) < "\u4e00":
            if any(char.isdigit() for char in text):
                found.append(("form.digit", 1.0))
            if any("a" <= char <= "z" for char in text):
                found.append(("form.latin", 1.0))
        if size > 1:
            tokens = self._words.tokens
            rarest = min(self._counts[word] for word in tokens[first:stop])
            found.append(("cohesion.share", log(len(candidate.spans) / rarest)))
            if len(candidate.spans) == rarest > 1:
                found.append(("cohesion.bound", 1.0))
            if len(tokens[first]) == 1:
                found.append(("form.first_single", 1.0))
            if len(tokens[stop - 1]) == 1:
                found.append(("form.last_single", 1.0))
        if any(text[-end:] in _NAME_ENDS for end in (1, 2, 3)):
            found.append(("form.name", 1.0))
            if size > 1:
                found.append(("form.long_name", 1.0))
        if candidate.within:
            share = min(1.0, candidate.within / len(candidate.spans))
            found.append(("containment.share", share))
            if share == 1.0:
                found.append(("containment.always", 1.0))
                if len(candidate.spans) > 1:
                    found.append(("containment.always_again", 1.0))

    def _add_speech(self, candidate: Candidate, found: Features) -> None:
        tokens, part = self._words.tokens, self._part
        first, stop = candidate.spans[0]
        begins, ends = part[tokens[first]] or "none", part[tokens[stop - 1]] or "none"
        titled = candidate.in_title > 0
        if stop - first == 1:
            found.append((f"speech.only_{begins}", 1.0))
            if titled:
                found.append((f"speech.only_titled_{begins}", 1.0))
            return
        found += [(f"speech.begins_{begins}", 1.0), (f"speech.ends_{ends}", 1.0)]
        if titled:
            found.append((f"speech.ends_titled_{ends}", 1.0))
        if any(part[word] in ("u", "d", "m") for word in tokens[first + 1 : stop - 1]):
            found.append(("speech.holds_filler", 1.0))

    def _add_edges(self, candidate: Candidate, found: Features) -> None:
        """How freely the neighbours vary: a fragment is always followed, or preceded, by the rest of its name."""
        tokens, runs, part = self._words.tokens, self._words.runs, self._part
        times = len(candidate.spans)
        before: list[str] = []
        after: list[str] = []
        for first, stop in candidate.spans:
            if first and runs[first - 1] == runs[first]:
                before.append(tokens[first - 1])
            elif candidate.in_title and first < self._words.title_tokens:
                found.append(("edges.opens_title", 1.0))
            if stop < runs[first]:
                after.append(tokens[stop])
            elif candidate.in_title and first < self._words.title_tokens:
                found.append(("edges.closes_title", 1.0))
        for side, neighbours in (("left", before), ("right", after)):
            most = max(map(neighbours.count, neighbours)) if neighbours else 0
            found.append((f"edges.free_{side}", 1 - most / times))
            loose = sum(part[word] in ("u", "d", "f", "m") for word in neighbours)
            if loose:
                found.append((f"edges.loose_{side}", loose / times))
