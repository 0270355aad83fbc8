"""Words that the dictionary lacks: jieba's hidden Markov model over runs of single characters, in a third of the time.

Each character begins a word (B), stands within one (M) or at its end (E), or alone (S). The sums are made in jieba's
order and equal ones decided as there, so the words are the same (a test compares them).
"""

from __future__ import annotations

import re
import sys
import warnings
from typing import Any

_PIECE = re.compile("[\u4e00-\u9fd5]+|[^\u4e00-\u9fd5]+")


def _import_jieba() -> Any:
    """jieba without its detour through pkg_resources, needed for nothing here: 12 MB and a deprecation warning."""
    absent = object()
    known = sys.modules.get("pkg_resources", absent)
    sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # invalid escapes in its sources, reported when first compiled
            import jieba
            import jieba.finalseg
    finally:
        if known is absent:
            del sys.modules["pkg_resources"]
        else:
            sys.modules["pkg_resources"] = known  # type: ignore[assignment]
    jieba.setLogLevel(60)
    return jieba.finalseg


_model = _import_jieba()
_NEVER: float = _model.MIN_FLOAT
_START = tuple(_model.start_P[state] for state in "BMES")
_AT = tuple(_model.emit_P[state] for state in "BMES")  # for each state, character -> logarithm of its chance there
_BE, _BM, _ME, _MM, _EB, _ES, _SB, _SS = (
    _model.trans_P[before][after] for before, after in ("BE", "BM", "ME", "MM", "EB", "ES", "SB", "SS")
)


def words(run: str) -> list[str]:
    """The words of a run of Chinese characters, ASCII letters and digits."""
    found: list[str] = []
    for piece in _PIECE.findall(run):
        if piece[0] < "\u4e00":
            found.append(piece)
        else:
            found += _chinese(piece)
    return found


def _chinese(run: str) -> list[str]:
    at_b, at_m, at_e, at_s = _AT
    first = run[0]
    b, m, e, s = [start + at.get(first, _NEVER) for start, at in zip(_START, _AT, strict=True)]
    back: list[tuple[bool, bool, bool, bool]] = []  # see `_back`
    for char in run[1:]:
        chance = at_b.get(char, _NEVER)
        ended, alone = e + _EB + chance, s + _SB + chance
        new_b = ended if (b_ended := ended > alone) else alone
        chance = at_s.get(char, _NEVER)
        ended, alone = e + _ES + chance, s + _SS + chance
        s = ended if (s_ended := ended > alone) else alone
        chance = at_e.get(char, _NEVER)
        begun, inner = b + _BE + chance, m + _ME + chance
        e = begun if (e_begun := begun > inner) else inner
        chance = at_m.get(char, _NEVER)
        begun, inner = b + _BM + chance, m + _MM + chance
        m = begun if (m_begun := begun > inner) else inner
        b = new_b
        back.append((b_ended, s_ended, e_begun, m_begun))
    return _back(run, back, e > s)


def _back(run: str, back: list[tuple[bool, bool, bool, bool]], ended: bool) -> list[str]:
    """The words, from the last to the first.

    ``back``: for each character but the first, whether the one before it ends a word rather than stands alone, where
    this one begins a word, and where it stands alone; whether that one begins a word rather than stands within, where
    this one ends a word, and where it stands within. ``ended``: whether the last one ends a word.
    """
    words: list[str] = []
    stop = len(run)
    while stop:
        begin = stop - 1
        if ended:
            begun = False
            while begin and not begun:
                begun = back[begin - 1][2 if begin == stop - 1 else 3]
                begin -= 1
        words.append(run[begin:stop])
        if begin:
            ended = back[begin - 1][0 if ended else 1]
        stop = begin
    words.reverse()
    return words
