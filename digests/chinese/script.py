"""Simplified and Traditional: telling them apart, converting for display, folding for comparison.

Two needs that must not be mixed up. *Display* (`convert`) wants what a careful printer would set: phrases decide
between 裡 and 里, 乾 and 干. *Comparison* (`fold`) wants one form in which both scripts, full and half width, upper
and lower case and variant characters meet, with every offset still pointing at the printed character.

Only glyphs change, never terms: of 311 theme words that an editor gave in both scripts, OpenCC's s2tw misses 4 (all
glyph choices), s2twp 20, among them 窗口 -> 視窗 and 产业集群 -> 產業叢集. A quote says what its source said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from opencc import OpenCC

from digests.chinese.printing import corrected
from digests.models import Script

# Printed variants that OpenCC's t2s leaves alone: Japanese and old-style forms met in Traditional pages and PDF text
# layers, and the radicals that some PDF fonts map back to instead of the character. Pairs: variant, usual form.
_VARIANTS = (
    "汚污戸户郞郎晩晚曁暨槪概毎每吿告閙闹淸清靑青鄕乡尙尚喩喻枱台姪侄硏研衞卫甯宁鬭斗鬬斗劵券厰厂廏厩廐厩囯国圀国囘回囬回壻婿巗岩歳岁慙惭搾榨"
    "擕携敍叙暱昵欵款氷冰涖莅涙泪澁涩烱炯煑煮犂犁畧略痺痹盌碗砲炮礮炮秊年粧妆糭粽紬绸緖绪羮羹翺翱聨联肎肯脗吻荅答菓果萠萌蔴麻蘂蕊蕋蕊虵蛇"
    "蚘蛔裵裴覩睹覇霸諠喧讐仇讎仇賍赃賛赞趂趁躭耽軆体輭软邨村鎗枪阯址隄堤隣邻韮韭飃飘餙饰騐验齩咬祇只衹只祗只妳你姙妊娯娱寃冤寳宝専专尅克憇憩"
    "抝拗攷考昻昂晳晰暎映朞期栢柏梱捆楕椭槀槁簷檐歗啸漑溉燄焰猨猿甦苏甎砖瘉愈碁棋礟炮穨颓窰窑竚伫罣挂聴听脇胁膓肠荳豆藷薯裠裙觝抵豓艳躶裸輙辄"
    "酧酬銲焊閤阁阬坑頫俯顋腮駈驱麐麟麤粗鼇鳌甴由"
    "⺟母⺠民⻄西⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟"
    "「“」”﹁“﹂”『‘』’﹃‘﹄’〝“〞”〟”＂\"＇'〈《〉》・·‧·•·･·︰:﹔;﹕:﹐,﹑、﹒.｡。｢“｣”︱|"
)
_VARIANT = {ord(_VARIANTS[i]): _VARIANTS[i + 1] for i in range(0, len(_VARIANTS), 2)}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")

# 著 is two words. Traditional print uses it for the particle 着 too; it stays 著 beside these (a work, or "notable").
_ZHE = re.compile(r"(?<![专原显卓巨论编译合土遗昭所新拙知名])著(?![名称者述录书作])")


# What OpenCC 1.4 leaves as it is alone, and changes in phrases of such characters: 瞭解, 覆信, 土坏.
_IN_PHRASES = "覆甦瞭沈藉衹坏哩"


class _Folding(dict[int, str]):
    """Code point -> its form for comparison; filled as characters are met, so start-up costs nothing."""

    def __missing__(self, code_point: int) -> str:
        folded = self[code_point] = _fold_character(chr(code_point))
        return folded


def _fold_character(char: str) -> str:
    if (known := _VARIANT.get(ord(char))) is not None:
        return known
    if 0xD800 <= ord(char) < 0xE000:
        return "\ufffd"  # a lone surrogate: OpenCC would refuse the whole text
    plain = unicodedata.normalize("NFKC", char).casefold()
    plain = "".join(_VARIANT.get(ord(c), c) for c in plain)
    # … and other punctuation would grow into ASCII runs: no one searches for them, and offsets would shift
    return plain if len(plain) == 1 or unicodedata.category(char)[0] != "P" else char


_folding = _Folding()

# Nearly every character is its own form or one of seven stops: what is left is found by one pattern, in a tenth of the
# time of looking every character up. The pattern may find too much, never too little.
_STOPS = tuple((stop, _fold_character(stop)) for stop in "，：；？！（）")


def _ranges(characters: Iterable[str]) -> str:
    """A regular expression's class of the characters from U+4E00 to U+9FA5 without ``characters``."""
    parts, begin = [], 0x4E00
    for code_point in sorted({ord(c) for c in characters if "\u4e00" <= c <= "\u9fa5"} | {0x9FA6}):
        if begin < code_point:
            parts.append(f"{chr(begin)}-{chr(code_point - 1)}")
        begin = code_point + 1
    return "".join(parts)


_UNUSUAL = re.compile(rf"[^\x00-@\[-\x7f。、“”《》{_ranges(map(chr, _VARIANT))}]")


def _plain(text: str) -> str:
    """Every character's form, by `_Folding`."""
    for stop, folded in _STOPS:
        text = text.replace(stop, folded)
    return _UNUSUAL.sub(lambda found: _folding[ord(found[0])], text)


@cache
def _converter(config: str) -> OpenCC:
    """Loaded at first use and kept: t2s costs 4 MB, s2tw another 44, spared as long as nothing Traditional is shown."""
    return OpenCC(config)


@cache
def _traditional() -> tuple[str, ...]:
    """The characters from U+4E00 to U+9FA5 that OpenCC changes where they stand alone."""
    every = [chr(code_point) for code_point in range(0x4E00, 0x9FA6)]
    simple = _converter("t2s").convert("\n".join(every)).split("\n")
    return tuple(char for char, changed in zip(every, simple, strict=True) if char != changed)


@cache
def _convertible() -> re.Pattern[str]:
    """Finds a character that OpenCC might change; without one a text stays as it is, which is told in an eighth of the
    time."""
    return re.compile(rf"[^\x00-\u33ff{_ranges((*_traditional(), *_IN_PHRASES))}]")


def _simplify(text: str) -> str:
    """Traditional to Simplified, one character for one; by phrases (乾隆 stays) unless one changes the length."""
    simple = text
    if _convertible().search(text):
        converter = _converter("t2s")
        simple = converter.convert(text)
        if len(simple) != len(text):
            simple = "".join(s if len(s := converter.convert(c)) == 1 else c for c in text)
    return _ZHE.sub("着", simple) if "著" in simple else simple


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; ``offsets[i]`` is where in the original the i-th folded character stands."""

    text: str
    offsets: Sequence[int]


def fold(text: str) -> str:
    """The form for comparison: compatibility forms, case, script and variant characters unified. Idempotent.

    As long as ``text`` (in code points) unless a character stands for several letters or digits, such as ㎡, Ⅲ or
    ß; where offsets matter use `fold_aligned`, which gives the same text. Expects NFC, as every article is; terms
    (資訊, 信息) stay apart, they are different words.
    """
    return _simplify(_plain(text))


def fold_aligned(text: str) -> Folded:
    """`fold` with the way back to the original's offsets."""
    plain = _plain(text)
    if len(plain) == len(text):
        return Folded(_simplify(plain), range(len(text)))
    offsets = [i for i, char in enumerate(text) for _ in _folding[ord(char)]]
    return Folded(_simplify(plain), offsets)


@cache
def _tellers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters found in Simplified print only, and in Traditional print only.

    Simplified: in GB 2312 and not in Big5 (后, 里, 干 are in both and tell nothing). Traditional: what OpenCC changes.
    """
    han = [chr(cp) for cp in range(0x4E00, 0x9FA6)]
    simple = [c for c in han if _encodes(c, "gb2312") and not _encodes(c, "big5")]
    traditional = [c for c in _traditional() if c != "乾"]
    return re.compile(f"[{''.join(simple)}]"), re.compile(f"[{''.join(traditional)}]")


def _encodes(char: str, charset: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def detect(text: str) -> Script:
    """The script most of the telling characters are in; a text without any, or with as many of each, is "hans"."""
    simple, traditional = _tellers()
    found = len(traditional.findall(text))
    if not found:
        return "hans"
    as_many = next(islice(simple.finditer(text), found - 1, None), None)
    return "hans" if as_many else "hant"


def convert(text: str, script: Script | None, *, source: Script | None = None) -> str:
    """``text`` as printed in ``script``; unchanged where it is in that script already, or none is asked for.

    ``source``: the script it is known to be in; None: told by `detect`, which is weak on a few words, so pass the
    article's own script when there is one. Lone surrogates come back as U+FFFD. To Traditional, length may change.
    """
    if script is None or (source or detect(text)) == script:
        return text
    clean = text.translate(_SURROGATES) if not text.isascii() else text
    return _simplify(clean) if script == "hans" else corrected(clean, _converter("s2tw").convert(clean))
