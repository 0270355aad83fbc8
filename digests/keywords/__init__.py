"""Keywords of an article: phrases, as printed, best first, each with the parts of its weight.

``cut`` once (its `Words` serve stories too), then `keywords`. Candidates are runs of words; each gets points from
frequency, idf, title, position, length, parts of speech, free edges, containment and known terms. The weight is their
plain sum, so ``why`` can print it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from digests.chinese.idf import Idf
from digests.keywords.cut import Words, cut, cut_text
from digests.keywords.weigh import choose
from digests.models import Keyword

__all__ = ["KEYWORDS", "Words", "cut", "cut_text", "keywords"]

KEYWORDS = 10  # of an article
_NONE: Mapping[str, float] = MappingProxyType({})


def keywords(
    words: Words, *, idf: Idf, known: Mapping[str, float] = _NONE, limit: int = KEYWORDS
) -> tuple[Keyword, ...]:
    """At most ``limit`` phrases, best first.

    ``known``: folded terms that matter to this newsroom (the themes' keywords, the lexicon) with weights of 0 to 1.
    """
    return choose(words, idf, known, limit)
