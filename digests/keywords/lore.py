"""What is known of a word by itself, looked up once and kept: words come again from article to article."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digests.chinese.idf import Idf
from digests.keywords.weights import weights_at

MOST = 20 << 10  # words kept of all lengths together, about 3 MB; then those of the length with most are forgotten
LONGEST = 9  # characters; longer strings weigh as one of so many
_NAMING = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "j", "l", "i", "none"))  # parts of speech that name things
_JOINING = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "j", "b", "none"))
_RECURS = {"v": 3, "vn": 3, "p": 1 << 30}
_LOOSE = frozenset("udfm")  # function words, adverbs, directions, numerals: neighbours that leave a word alone
_FILLERS = frozenset("udm")
_NUMBER = "0123456789.%/-"
_HUGE = "万亿"
_POLITE = ("先生", "女士")

# How names of offices, places, products, plans and events end.
_NAME_ENDINGS = (
    "街道 社区 中心 平台 联盟 集团 公司 银行 大学 学院 医院 地图 计划 行动 工程 机制 制度 体系 政策 条例 方案 基金 "
    "模式 系统 模型 芯片 机器人 产业 经济 技术 科技 协会 学会 论坛 峰会 大会 大赛 基地 车站 机场 大桥 公园 广场 专班 "
    "窗口 功能 指数 板块 创新带 示范区 开发区 高新区 联合体 共同体 孵化器 实验室 研究院 体育场"
)
_NAME_ENDS = frozenset(
    "区县市省镇乡村街路站港岛湾园馆院校所局办委部厅署处会社团队军党报奖杯节周展赛券贷码卡链圈带廊谷城楼桥线网端云库法案条"
) | frozenset(_NAME_ENDINGS.split())


@dataclass(frozen=True, slots=True)
class Facts:
    """``telling``: idf / 10; ``part``: of speech, "none" for a word not listed.

    ``alone``: points of the word as a keyword by itself, for being telling, for its form and for its part of speech;
    ``bare``: their sum; ``growing``: points for each unit of the logarithm by which its frequency in the body counts.
    ``begins``, ``ends``: points of a phrase for beginning or ending with such a part of speech.
    """

    telling: float
    part: str
    empty: bool  # a function word: no phrase begins or ends with it
    mute: bool  # no keyword by itself: function words, single characters, bare numbers
    naming: bool
    recurs: int  # so often it must stand in the body to be looked at
    loose: bool
    ends_name: bool
    joins_name: bool
    fills: bool  # says that a run is no name where it stands within
    alone: tuple[float, float, float]
    bare: float
    growing: float
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """An article's words: ``times``: how often each stands, in order of the text; ``of``: what is known of each, in the
    same order; ``at``: the same of each token."""

    times: Mapping[str, int]
    of: Mapping[str, Facts]
    at: Sequence[Facts]


class Lore(dict[str, Facts]):
    """Folded word -> its facts; ``weights``: those of `digests.keywords.weights` for articles of one length."""

    def __init__(self, idf: Idf, weights: Mapping[str, float], others: list[Lore]) -> None:
        self._idf = idf
        self.weights = weights
        self._all = others
        self._shared: dict[tuple[object, ...], Facts] = {}
        self._by_part: dict[str, tuple[float, float, float]] = {}
        self._single = weights["telling.mean"] + weights["telling.least"] + weights["telling.sum"]
        others.append(self)

    def vocabulary(self, tokens: Sequence[str]) -> Vocabulary:
        """What is known of an article's words, each looked up once."""
        if sum(map(len, self._all)) >= MOST:
            max(self._all, key=len).clear()
        times = dict(Counter(tokens))
        of = dict(zip(times, map(self.__getitem__, times), strict=True))
        return Vocabulary(times, of, [*map(of.__getitem__, tokens)])

    def __missing__(self, word: str) -> Facts:
        listed = self._idf.fact(word)
        if min(word) < "\u4e00":
            facts = self._facts(word, listed)
        else:  # nothing else of a Chinese word matters: 64,000 words have 3,700 different facts
            shape = (
                listed,
                min(len(word), LONGEST),
                is_name(word),
                word in _NAME_ENDS,
                word[0] in _HUGE,
                word[-2:] in _POLITE,
            )
            facts = self._shared.get(shape) or self._shared.setdefault(shape, self._facts(word, listed))
        self[word] = facts
        return facts

    def _facts(self, word: str, listed: tuple[float, str]) -> Facts:
        w, (idf, part) = self.weights, listed
        telling, part = idf / 10, part or "none"
        only, begins, ends = self._by_part.get(part) or self._of_part(part)
        small = part == "u"
        empty = small and word not in _NAME_ENDS  # 园, 湾 and the like are listed with the function words
        number = word[0] in _NUMBER and not word.strip(_NUMBER)
        number = number or (part == "m" and word[0] in _HUGE)  # the rest of a figure: 万人次
        alone = self._single * telling, of_form(word, is_name(word), w) + w["form.words1"], only
        mute = small or len(word) == 1 or number or word[-2:] in _POLITE
        return Facts(
            telling=telling,
            part=part,
            empty=empty,
            mute=mute,
            naming=part in _NAMING and not mute,
            recurs=_RECURS.get(part, 2),
            loose=part in _LOOSE,
            ends_name=(part in _JOINING or (small and not empty))
            and (word in _NAME_ENDS or (part != "vn" and is_name(word))),
            joins_name=part in _JOINING,
            fills=part in _FILLERS,
            alone=alone,
            bare=sum(alone),
            growing=w["frequency.body"] + w["frequency.telling"] * telling,
            begins=begins,
            ends=ends,
        )

    def _of_part(self, part: str) -> tuple[float, float, float]:
        """Points of a part of speech: for a word by itself, at the beginning of a phrase, at its end."""
        w = self.weights
        found = self._by_part[part] = w[f"speech.only_{part}"], w[f"speech.begins_{part}"], w[f"speech.ends_{part}"]
        return found


def is_name(text: str) -> bool:
    """Whether ``text`` ends as names do."""
    return text[-1] in _NAME_ENDS or text[-2:] in _NAME_ENDS or text[-3:] in _NAME_ENDS


def of_form(text: str, named: bool, w: Mapping[str, float]) -> float:
    """Points for length, ending, digits and letters; ``named``: see `is_name`."""
    points = w[_CHARS[min(len(text), LONGEST)]]
    if named:
        points += w["form.name"]
    if min(text) < "\u4e00":
        if any(char.isdigit() for char in text):
            points += w["form.digit"]
        if any("a" <= char <= "z" for char in text):
            points += w["form.latin"]
    return points


@lru_cache(maxsize=8)
def lore_of(idf: Idf, length: float) -> Lore:
    """``length``: see `digests.keywords.weights.length_of`."""
    return Lore(idf, weights_at(length), _lores(idf))


@lru_cache(maxsize=1)
def _lores(idf: Idf) -> list[Lore]:
    """Those that share one room for their words."""
    del idf
    return []


_CHARS = tuple(f"form.chars{n}" for n in range(LONGEST + 1))
