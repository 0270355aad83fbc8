"""Which strings of an article may be keywords: runs of words, with what is counted about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from digests.chinese.idf import Idf
from digests.keywords.cut import Words

MOST_WORDS = 6
MOST_CHARS = 12
KNOWN_WORDS = 3  # a known term of more words than this is found only where it recurs or stands in the title
ONCE = 16  # words that stand once, in the body: so many of the rarest are looked at
_OPENING, _CLOSING = "“‘《【", "”’》】"
_NAMING = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "j", "l", "i", ""))  # parts of speech that name things
_NUMBER = "0123456789.%+/-"

Span = tuple[int, int]  # first token, token after the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A string and where it stands, in order of the text."""

    text: str
    spans: tuple[Span, ...]
    in_title: int  # how many of the spans are in the title
    quoted: int  # how many stand alone between quotation marks or title marks
    within: int  # how often the longer candidate that holds it most often occurs


def candidates(words: Words, idf: Idf, known: Container[str] = ()) -> list[Candidate]:
    """Runs of one to six words, at most twelve characters, that neither begin nor end in a function word.

    A string seen once in the body alone must name something by itself, be quoted, or be ``known``; one seen twice or
    in the title is always kept. That halves the work and loses 3 % of the keywords editors chose (cctv_kw, csl_kw).
    """
    kept: dict[str, tuple[list[Span], int]] = {}
    once: list[tuple[float, int, str]] = []
    for text, spans in _spans(words, idf, known).items():
        first, stop = spans[0]
        single = stop - first == 1
        if single and not text.strip(_NUMBER):
            continue
        quoted = 0
        for span in spans:
            quoted += _is_quoted(words, span)
        if first < words.title_tokens or len(spans) > 1 or quoted or text in known:
            kept[text] = (spans, quoted)
        elif single and idf.part(text) in _NAMING:
            once.append((-idf(text), first, text))
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


def _spans(words: Words, idf: Idf, known: Container[str]) -> dict[str, list[Span]]:
    """Where each string stands that `candidates` could keep.

    Most runs of words cannot recur, because one of their words stands but once: outside the title they are cut short.
    """
    tokens, starts, runs, text = words.tokens, words.starts, words.runs, words.text
    counts = Counter(tokens)
    empty = {word for word in counts if idf.part(word) == "u"}
    spans: dict[str, list[Span]] = {}
    for i, token in enumerate(tokens):
        if token in empty:
            continue
        start = starts[i]
        longest = start + MOST_CHARS
        may_recur = i < words.title_tokens or (start > 0 and text[start - 1] in _OPENING)
        always = may_recur
        may_recur = may_recur or counts[token] > 1
        for j in range(i, min(runs[i], i + MOST_WORDS)):
            last = tokens[j]
            end = starts[j] + len(last)
            if end > longest:
                break
            may_recur = may_recur and (always or counts[last] > 1)
            if not may_recur and j - i >= KNOWN_WORDS:
                break
            if end - start > 1 and last not in empty:
                string = text[start:end]
                if may_recur or i == j or string in known:
                    found = spans.get(string)
                    if found is None:
                        spans[string] = [(i, j + 1)]
                    else:
                        found.append((i, j + 1))
    return spans


def _is_quoted(words: Words, span: Span) -> bool:
    start = words.starts[span[0]] - 1
    if start < 0 or words.text[start] not in _OPENING:
        return False
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
