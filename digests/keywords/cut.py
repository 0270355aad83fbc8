"""An article's words, cut once and shared by keywords, stories and the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import add

from digests.chinese.script import fold_aligned
from digests.chinese.words import Segmenter
from digests.models import Article

# What stays one word although it holds a sign: 1+2+3+4, ai-for-science, 3.5, 96.4%, r&d, ps/2
_JOINED = re.compile(r"[a-z0-9]+(?:[+./&'-][a-z0-9]+)+[%+]?|[0-9]+%|[a-z]+\+{1,2}(?![a-z0-9])|(?<=[\u4e00-\u9fd5])\+")
# A run is tried for signs only where its letters and characters end, not at each of them.
_RUN = re.compile(
    r"[\u4e00-\u9fd5A-Za-z0-9]+"
    r"(?:(?:(?<=[a-z0-9])[+./&'-][a-z0-9]+)+[%+]?[\u4e00-\u9fd5A-Za-z0-9]*"
    r"|(?<=[0-9])%[\u4e00-\u9fd5A-Za-z0-9]*|(?<=[a-z])\+{1,2}(?![a-z0-9])[\u4e00-\u9fd5A-Za-z0-9]*|(?<=[\u4e00-\u9fd5])\+(?![a-z0-9]))*"
)


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
    def all(self) -> tuple[str, ...]:
        return self.tokens

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
    cut_block = segmenter.cut_block
    tokens: list[str] = []
    starts: list[int] = []
    runs: list[int] = []
    title_tokens = 0
    for run in _RUN.finditer(folded.text):
        string = run[0]
        found = cut_block(string) if string.isalnum() else _pieces(string, cut_block)
        tokens += found
        starts += accumulate(map(len, found), initial=run.start())
        del starts[-1]
        runs += [len(tokens)] * len(found)
        if starts[-1] < title_chars:
            title_tokens = len(tokens)
    return Words(
        text=folded.text,
        printed=printed,
        offsets=folded.offsets,
        title_chars=title_chars,
        title_tokens=title_tokens,
        tokens=tuple(tokens),
        starts=tuple(starts),
        ends=tuple(map(add, starts, map(len, tokens))),
        runs=tuple(runs),
    )


def _pieces(run: str, cut_block: Callable[[str], list[str]]) -> list[str]:
    """The words of a run that holds signs."""
    found: list[str] = []
    done = 0
    for joined in _JOINED.finditer(run):
        if done < joined.start():
            found += cut_block(run[done : joined.start()])
        found.append(joined[0])
        done = joined.end()
    return found + cut_block(run[done:]) if done < len(run) else found
