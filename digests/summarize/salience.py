"""Salience: how much of what an article keeps coming back to a sentence holds.

    salience = sum of count x idf of its content words / chars ** 0.6
               x (1 + 0.3 at the top, falling by e every four sentences)
               x (1 + 0.1 a figure, up to three) x (1 + 0.1 a quoted or book-title name, up to two)
               x (1.3 with a date or 近日 in its first clause) x (1 + 0.5 x share of the title's words)
               x (1 + 0.5 x share of the keywords' weight it names) x 0.97 a 、 (who attended) x standing

A word counts however often a chosen sentence has said it; only a sentence nearly all of whose words were said loses:
x 1 - (share of their weight that was said) ** 6. Tried on 135 talks with summaries: losing from half on costs 1.0 of
ROUGE-1 and of ROUGE-L, no loss at all 0.9 and 0.1, the word-by-word redundancy of MMR 1 to 2, function words 1.5, twice
the weight of figures 0.8, the worth of headlines as a further factor 0.3 to 0.7; every other factor half or twice as
large moves ROUGE-L by 0.3 at most. On the seeds, such factors find an editor's sentence in 9 to 11 of 12 articles;
power 0.7 and above falls for run-in heads.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import exp

from digests.summarize.fitness import standing
from digests.summarize.prepared import Lexicon, Option, Prepared

CONTENT = frozenset(("n", "nr", "ns", "nt", "nz", "vn", "v", ""))
LENGTH_POWER = 0.6
SAID_POWER = 6  # half said costs 2 %, nine tenths 47 %
PLAIN_IDF = 4.5
_FIGURE = re.compile(r"\d+(?:\.\d+)?%?")
_NAME = re.compile(r"[“《]")
_DATED = re.compile(r"[^,]{0,24}?(?:日前|近日|今天|昨天|今日|昨日|\d+月\d+日|\d+日)")


def topical(sentences: Sequence[Prepared], lexicon: Lexicon) -> dict[str, float]:
    """Count x idf of every content word of two characters or more; plain words (p) where they are not everywhere."""
    counts = Counter(word for s in sentences for part in s.words for word in part if len(word) > 1)
    found = {}
    for word, count in counts.items():
        idf, part = lexicon(word), lexicon.part(word)
        if part in CONTENT or (part == "p" and idf > PLAIN_IDF):
            found[word] = count * idf
    return found


def salience(
    option: Option,
    weights: Mapping[str, float],
    *,
    said: Collection[str] = (),
    title: Collection[str] = (),
    keywords: Mapping[str, float] | None = None,
) -> float:
    """The formula above; 0 for a sentence without content words."""
    words = {word for word in option.words if word in weights}
    mass = sum(weights[word] for word in words)
    if not mass:
        return 0.0
    value: float = mass / option.chars**LENGTH_POWER
    again = sum(weights[word] for word in words if word in said) / mass
    value *= 1 - again**SAID_POWER
    value *= 1 + 0.3 * exp(-option.source.index / 4)
    value *= 1 + 0.1 * min(3, len(_FIGURE.findall(option.folded)))
    value *= 1 + 0.1 * min(2, len(_NAME.findall(option.folded)))
    value *= 1.3 if _DATED.match(option.folded) else 1.0
    value *= 1 + 0.5 * _share({word: 1.0 for word in title if word in weights}, words)
    value *= 1 + 0.5 * _share(keywords or {}, words)
    value *= exp(-0.03 * option.folded.count("、"))
    return value * standing(option.folded, complete=option.source.sentence.complete)


def _share(wanted: Mapping[str, float], words: Collection[str]) -> float:
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in words) / total if total else 0.0
