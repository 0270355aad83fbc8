"""Which strings of an article may be keywords: runs of words, with what is counted about each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from typing import NamedTuple

from digests.keywords.cut import Words

MOST_WORDS = 6
MOST_CHARS = 12
KNOWN_WORDS = 3  # a known term of more words is found only where it may recur
ONCE = 8  # words that stand once, in the body: so many of the rarest are looked at
_OPENING, _CLOSING = re.compile("[“‘《【]"), "”’》】"
_NAMING = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "j", "l", "i", ""))  # parts of speech that name things
_NUMBER = "0123456789.%+/-"

Span = tuple[int, int]  # first token, token after the last


class Candidate(NamedTuple):
    """A string and where it stands, in order of the text. (A named tuple: an article has a hundred.)"""

    text: str
    spans: tuple[Span, ...]
    in_title: int  # how many of the spans are in the title
    quoted: int  # how many stand alone between quotation marks or title marks
    within: int  # how often the longer candidate that holds it most often occurs


def candidates(words: Words, facts: Mapping[str, tuple[float, str]], known: Container[str] = ()) -> list[Candidate]:
    """Runs of one to six words, at most twelve characters, that neither begin nor end in a function word.

    ``facts``: idf and part of speech of every word (`Idf.facts`). A string seen once in the body alone must name
    something by itself, be quoted or ``known``; one seen twice or in the title is always kept. That halves the work
    and loses 3 % of the keywords editors chose (cctv_kw, csl_kw).
    """
    opened = _opened(words)
    kept: dict[str, tuple[list[Span], int]] = {}
    once: list[tuple[float, int, str]] = []
    for text, spans in _spans(words, facts, opened, known).items():
        first, stop = spans[0]
        single = stop - first == 1
        if single and text[0] in _NUMBER and not text.strip(_NUMBER):
            continue
        quoted = sum([span[0] in opened and _closes(words, span) for span in spans]) if opened else 0
        if first < words.title_tokens or len(spans) > 1 or quoted or text in known:
            kept[text] = (spans, quoted)
        elif single and facts[text][1] in _NAMING:
            once.append((-facts[text][0], first, text))
    for _, first, text in sorted(once)[:ONCE]:
        kept[text] = ([(first, first + 1)], 0)
    within = _within(words, kept)
    return [
        Candidate(
            text=text,
            spans=tuple(spans),
            in_title=sum([first < words.title_tokens for first, _ in spans]),
            quoted=quoted,
            within=within.get(text, 0),
        )
        for text, (spans, quoted) in kept.items()
    ]


def _spans(
    words: Words, facts: Mapping[str, tuple[float, str]], opened: Container[int], known: Container[str]
) -> dict[str, list[Span]]:
    """Where each string stands that `candidates` could keep.

    Most runs of words cannot recur, because one of their words stands but once: outside the title and quotation marks
    they are cut short there.
    """
    tokens, starts, runs, text = words.tokens, words.starts, words.runs, words.text
    counts = Counter(tokens)
    empty = {word for word, (_, part) in facts.items() if part == "u"}
    recurs = {word for word, times in counts.items() if times > 1}
    spans: dict[str, list[Span]] = {}
    for i, token in enumerate(tokens):
        if token in empty:
            continue
        start = starts[i]
        if len(token) > 1:
            spans.setdefault(token, []).append((i, i + 1))
        anyway = i < words.title_tokens or i in opened
        if not anyway and token not in recurs:
            for j in range(i + 1, min(runs[i], i + KNOWN_WORDS)):
                if (string := text[start : starts[j] + len(tokens[j])]) in known:
                    spans.setdefault(string, []).append((i, j + 1))
            continue
        for j in range(i + 1, min(runs[i], i + MOST_WORDS)):
            last = tokens[j]
            end = starts[j] + len(last)
            if end - start > MOST_CHARS or not (anyway or last in recurs):
                break
            if last not in empty:
                spans.setdefault(text[start:end], []).append((i, j + 1))
    return spans


def _opened(words: Words) -> set[int]:
    """The tokens that come right after an opening quotation or title mark."""
    places = {mark.end() for mark in _OPENING.finditer(words.text)}
    return {place for place, start in enumerate(words.starts) if start in places} if places else set()


def _closes(words: Words, span: Span) -> bool:
    end = words.starts[span[1] - 1] + len(words.tokens[span[1] - 1])
    return end < len(words.text) and words.text[end] in _CLOSING


def _within(words: Words, kept: dict[str, tuple[list[Span], int]]) -> dict[str, int]:
    within: dict[str, int] = {}
    starts, tokens, text = words.starts, words.tokens, words.text
    for spans, _ in kept.values():
        first, stop = spans[0]
        times = len(spans)
        for i in range(first, stop):
            for j in range(i + 1, stop + 1):
                if j - i < stop - first:
                    inner = text[starts[i] : starts[j - 1] + len(tokens[j - 1])]
                    if inner in kept and within.get(inner, 0) < times:
                        within[inner] = times
    return within
