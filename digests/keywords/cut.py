"""An article's words, cut once and shared by keywords, stories and the rest."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, repeat

from digests.chinese.script import fold_aligned
from digests.chinese.words import OTHER, Segmenter
from digests.models import Article

# What stays one word although it holds a sign: 1+2+3+4, ai-for-science, 3.5, 96.4%, r&d, c++, and the + in 长护险+医养.
# All begin with one character of a class, by which the pattern is tried at few places only, and have their first sign
# within a hundred. An empty group marks what is none and is passed over at once: the beginning of a longer run, and
# digits or letters behind whose first nothing was found. Tried from each of its digits, a megabyte of them took 2.2 s.
_JOINED = re.compile(
    r"[a-z0-9+](?:(?<=[a-z0-9])(?=[a-z0-9]{100})[a-z0-9]*(?=[a-z0-9]{100})()"
    r"|(?<=[a-z0-9])[a-z0-9]{0,99}+(?:[+./&'-][a-z0-9]+)+[%+]?|(?<=[0-9])[0-9]{0,99}+%"
    r"|(?<=[a-z])[a-z]{0,99}+\+{1,2}(?![a-z0-9])|(?<=[\u4e00-\u9fd5]\+)(?![a-z0-9])"
    r"|(?<=[0-9])[0-9]*()|(?<=[a-z])[a-z]*())"
)
_BREAK = "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Title and body folded, joined by a line break in ``text``, and cut.

    ``tokens[i]`` stands at ``starts[i]`` of ``text``; its run, unbroken by punctuation or space, ends before token
    ``runs[i]``. ``offsets`` lead from ``text`` to the printed ``title + "\\n" + body``.
    """

    text: str
    printed: str
    offsets: Sequence[int]
    title_chars: int
    title_tokens: int
    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    runs: tuple[int, ...]

    @property
    def title(self) -> str:
        return self.text[: self.title_chars]

    @property
    def body(self) -> str:
        return self.text[self.title_chars + 1 :]

    @property
    def in_title(self) -> tuple[str, ...]:
        return self.tokens[: self.title_tokens]

    def span(self, first: int, size: int) -> str:
        """``size`` tokens from ``first`` on, with what stands between them."""
        return self.text[self.starts[first] : self.ends[first + size - 1]]

    def joined(self, place: int) -> bool:
        """Whether this token and the next stand in one run."""
        return place >= 0 and self.runs[place] > place + 1

    def as_printed(self, start: int, stop: int) -> str:
        """The printed form of ``text[start:stop]``."""
        return self.printed[self.offsets[start] : self.offsets[stop - 1] + 1]


def cut(article: Article, segmenter: Segmenter) -> Words:
    """The words of an article, title first."""
    return cut_text(article.title, article.text, segmenter)


def cut_text(title: str, body: str, segmenter: Segmenter) -> Words:
    """`cut` for a bare title and body, as printed."""
    printed = f"{title}\n{body}"
    folded = fold_aligned(printed)
    # a line break parts phrases, so the title folds alike alone and before its body
    title_chars = len(title) if len(folded.text) == len(printed) else len(fold_aligned(title).text)
    every, edges = _tokens(folded.text, segmenter.cut_blocks)
    is_word = bytes([token > _BREAK for token in every])
    starts = tuple(compress(edges, is_word))
    return Words(
        text=folded.text,
        printed=printed,
        offsets=folded.offsets,
        title_chars=title_chars,
        title_tokens=bisect_left(starts, title_chars),
        tokens=tuple(compress(every, is_word)),
        starts=starts,
        ends=tuple(compress(edges[1:], is_word)),
        runs=_runs(is_word),
    )


def _tokens(text: str, cut_blocks: Callable[[str], list[str]]) -> tuple[list[str], list[int]]:
    """Words and, between runs, breaks; where each begins, and where the last one ends."""
    blocks = OTHER.sub(_BREAK, text)
    found: list[str] = []
    done = 0
    for joined in _JOINED.finditer(text):
        if joined.lastindex:
            continue
        begin, end = joined.span()
        if done < begin:
            found += cut_blocks(blocks[done:begin])
        found.append(joined[0])
        if end == begin + 1:
            found.append("")  # a run ends behind a + that stands alone
        done = end
    found += cut_blocks(blocks[done:])
    return found, [*accumulate(map(len, found), initial=0)]


def _runs(is_word: bytes) -> tuple[int, ...]:
    """For each word, before which one its run ends."""
    sizes = [*map(len, is_word.split(b"\0"))]
    return tuple(chain.from_iterable(map(repeat, accumulate(sizes), sizes)))
