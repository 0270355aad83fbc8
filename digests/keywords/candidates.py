"""Which strings of an article may be keywords: runs of words, with what is counted about each."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from digests.chinese.idf import Idf
from digests.keywords.cut import Words

MOST_WORDS = 6
MOST_CHARS = 12
_OPENING, _CLOSING = "“‘《【", "”’》】"
_NAMING = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "j", "l", "i", ""))  # parts of speech that name things
_DATELINE = re.compile(r"(?:本[报网台刊]|新华社|中新[社网])?(?:讯|综合报道)|本[报网台刊]记者")  # who reports, not what


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A string and where it stands: ``spans`` are (first token, token after the last), in order of the text."""

    text: str
    spans: tuple[tuple[int, int], ...]
    in_title: int  # how many of the spans are in the title
    quoted: int  # how many stand alone between quotation marks or title marks
    within: int = 0  # how often the longer candidate that holds it most often occurs


def candidates(words: Words, idf: Idf, known: Container[str] = ()) -> list[Candidate]:
    """Runs of one to six words, at most twelve characters, that neither begin nor end in a function word.

    A string seen once in the body alone must name something by itself, be quoted, or be ``known``; one seen twice or
    in the title is always kept. That halves the work and loses 3 % of the keywords editors chose (cctv_kw, csl_kw).
    """
    spans = _spans(words, idf)
    kept: dict[str, Candidate] = {}
    for text, found in spans.items():
        first, stop = found[0]
        in_title = sum(i < words.title_tokens for i, _ in found)
        quoted = sum(_is_quoted(words, span) for span in found)
        single = stop - first == 1
        if (single and text.strip("0123456789.%+/-") == "") or _DATELINE.fullmatch(text):
            continue
        names = single and idf.part(text) in _NAMING
        if in_title or quoted or len(found) > 1 or names or text in known:
            kept[text] = Candidate(text=text, spans=tuple(found), in_title=in_title, quoted=quoted)
    return _contained(words, kept)


def _spans(words: Words, idf: Idf) -> dict[str, list[tuple[int, int]]]:
    tokens, starts, runs, text = words.tokens, words.starts, words.runs, words.text
    empty = {word: idf.part(word) == "u" for word in set(tokens)}
    spans: dict[str, list[tuple[int, int]]] = {}
    for i, token in enumerate(tokens):
        if empty[token]:
            continue
        start = starts[i]
        for j in range(i, min(runs[i], i + MOST_WORDS)):
            last = tokens[j]
            end = starts[j] + len(last)
            if end - start > MOST_CHARS:
                break
            if end - start > 1 and not empty[last]:
                spans.setdefault(text[start:end], []).append((i, j + 1))
    return spans


def _is_quoted(words: Words, span: tuple[int, int]) -> bool:
    start = words.starts[span[0]] - 1
    end = words.starts[span[1] - 1] + len(words.tokens[span[1] - 1])
    if start < 0 or end >= len(words.text):
        return False
    return words.text[start] in _OPENING and words.text[end] in _CLOSING


def _contained(words: Words, kept: dict[str, Candidate]) -> list[Candidate]:
    within: dict[str, int] = {}
    for candidate in kept.values():
        first, stop = candidate.spans[0]
        for i in range(first, stop):
            for j in range(i + 1, stop + 1):
                if j - i < stop - first:
                    end = words.starts[j - 1] + len(words.tokens[j - 1])
                    inner = words.text[words.starts[i] : end]
                    if inner in kept:
                        within[inner] = max(within.get(inner, 0), len(candidate.spans))
    return [
        Candidate(
            text=one.text,
            spans=one.spans,
            in_title=one.in_title,
            quoted=one.quoted,
            within=within.get(one.text, 0),
        )
        for one in kept.values()
    ]
