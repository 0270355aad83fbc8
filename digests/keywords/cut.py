"""An article's words, cut once and shared by keywords, stories and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digests.chinese.script import fold_aligned
from digests.chinese.words import Segmenter
from digests.models import Article

# What stays one word although it holds a sign: 1+2+3+4, ai-for-science, 3.5, 96.4%, r&d, ps/2
_JOINED = re.compile(r"[a-z0-9]+(?:[+./&'-][a-z0-9]+)+[%+]?|[0-9]+%|[a-z]+\+{1,2}(?![a-z0-9])")
_RUN = re.compile(rf"(?:{_JOINED.pattern}|[\u4e00-\u9fd5A-Za-z0-9])+")


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
    title_chars = len(fold_aligned(title).text)
    tokens: list[str] = []
    starts: list[int] = []
    runs: list[int] = []
    title_tokens = 0
    for run in _RUN.finditer(folded.text):
        found = _pieces(run[0], segmenter)
        tokens += found
        runs += [len(tokens)] * len(found)
        at = run.start()
        for word in found:
            starts.append(at)
            at += len(word)
        if run.start() < title_chars:
            title_tokens = len(tokens)
    return Words(
        text=folded.text,
        printed=printed,
        offsets=folded.offsets,
        title_chars=title_chars,
        title_tokens=title_tokens,
        tokens=tuple(tokens),
        starts=tuple(starts),
        runs=tuple(runs),
    )


def _pieces(run: str, segmenter: Segmenter) -> list[str]:
    found: list[str] = []
    done = 0
    for joined in _JOINED.finditer(run):
        found += segmenter.cut(run[done : joined.start()])
        found.append(joined[0])
        done = joined.end()
    return found + segmenter.cut(run[done:])
