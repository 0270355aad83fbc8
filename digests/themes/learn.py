"""Learning a themes file from labelled examples: a linear model whose weights are printed as keywords.

Linear support vector machines, one theme against the rest, over the substrings of one to four characters that `fit`
will look for; then each theme keeps its heaviest keywords and is fitted once more on those alone. What is learnt is
written in the same file format and scored by the same sum (`Scoring.unit` and `overlap` on, each keyword counted once).

Tried and not kept: words and word pairs of the segmenter as features (0.2 points worse on cnews10, cross-validated,
3.3 on chinanews6, 1.0 on nlpcc17_18); counts up to three instead of presence (0.6 and 2.7 worse on the first two);
choosing keywords by weight times frequency (1.7 worse on chinanews6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Any

from digests.chinese.script import fold
from digests.chinese.words import BLOCK
from digests.errors import SettingsError
from digests.models import Language
from digests.themes.examples import Example
from digests.themes.format import Scoring, Theme, Themes

KEYWORDS = 1000  # of a theme, at most
SIZES = (1, 2, 3, 4)
LEAST = 2  # examples a keyword must stand in
# Of the support vector machines: the fewer the examples, the more each has to say. 400 examples (cnews10) are told best
# with 0.15 to 0.3 (96.6, cross-validated; 96.3 with 0.1, 95.8 with 0.03), 1,200 (chinanews6) with 0.03 (75.5; 74.8 with
# 0.15), 34,500 (nlpcc17_18) with 0.008 to 0.03.
PENALTY = 60.0  # divided by the number of examples
LEAST_PENALTY, MOST_PENALTY = 0.03, 0.3
SCORING = Scoring(cap=1, title=1, minimum=-1e9, second=0.0, overlap=True, unit=True)


def learn(examples: Sequence[Example], names: Mapping[str, Mapping[Language, str]] | None = None) -> Themes:
    """Themes fitted on ``examples``; ``names`` for those whose name is more than the slug.

    Raises SettingsError when there are fewer than two themes, or one with fewer than two examples, or when
    scikit-learn (extra ``learn``) is missing.
    """
    model = _scikit()
    slugs = _slugs(examples)
    counts = [_presence(example) for example in examples]
    spread: Counter[str] = Counter(keyword for found in counts for keyword in found)
    telling = {word: 1 + log((1 + len(examples)) / (1 + n)) for word, n in spread.items() if n >= LEAST}
    labels = [slugs.index(example.theme) for example in examples]
    first = _fit(model, counts, labels, len(slugs), telling)
    kept = [frozenset(sorted(weights, key=lambda word: (-abs(weights[word]), word))[:KEYWORDS]) for weights, _ in first]
    union = {word: telling[word] for word in frozenset().union(*kept)}
    final = _fit(model, counts, labels, len(slugs), union, kept)
    return Themes(
        all=tuple(
            _theme(slug, weights, union, base, (names or {}).get(slug))
            for slug, (weights, base) in zip(slugs, final, strict=True)
        ),
        scoring=SCORING,
    )


def _scikit() -> Any:
    try:
        import sklearn.preprocessing
        import sklearn.svm
    except ImportError as missing:
        raise SettingsError(
            "themes learn", missing.name, "the extra 'learn' (pip install 'jianbao[learn]')"
        ) from missing
    return sklearn


def _slugs(examples: Sequence[Example]) -> list[str]:
    times = Counter(example.theme for example in examples)
    if len(times) < 2:
        raise SettingsError("themes learn", sorted(times), "examples of at least two themes")
    rare = min(times, key=lambda slug: (times[slug], slug))
    if times[rare] < LEAST:
        raise SettingsError("themes learn", rare, f"at least {LEAST} examples of each theme")
    return sorted(times)


def _presence(example: Example) -> dict[str, float]:
    """Every substring that may become a keyword: 1, or 2 where the title has it, as `SCORING` counts them."""
    in_title = _substrings(example.title)
    found = dict.fromkeys(_substrings(example.text) | in_title, 1.0)
    found.update(dict.fromkeys(in_title, 1.0 + SCORING.title))
    return found


def _substrings(text: str) -> set[str]:
    return {
        run[at : at + size]
        for run in BLOCK.findall(fold(text))
        for size in SIZES
        for at in range(len(run) - size + 1)
        if size > 1 or not run[at].isascii()
    }


def _fit(
    model: Any,
    counts: Sequence[Mapping[str, float]],
    labels: Sequence[int],
    themes: int,
    telling: Mapping[str, float],
    kept: Sequence[frozenset[str]] | None = None,
) -> list[tuple[dict[str, float], float]]:
    """Weights and intercept of each theme; ``kept``: the keywords each may use, all of ``telling`` otherwise.

    Rows are scaled to length 1 before the features are scaled by how telling they are, because scoring can know the
    counts it finds but not the scale of features it was fitted with.
    """
    import numpy
    from scipy.sparse import csr_matrix, diags  # type: ignore[import-untyped]

    vocabulary = {word: place for place, word in enumerate(telling)}
    starts, places, values = [0], [], []
    for found in counts:
        row = [(vocabulary[word], times) for word, times in found.items() if word in vocabulary]
        places += [place for place, _ in row]
        values += [times for _, times in row]
        starts.append(len(places))
    matrix = csr_matrix((values, places, starts), shape=(len(counts), len(vocabulary)))
    matrix = model.preprocessing.normalize(matrix) @ diags(list(telling.values()))
    columns = matrix.tocsc()
    words = list(vocabulary)
    target = numpy.array(labels)
    fitted = []
    penalty = min(MOST_PENALTY, max(LEAST_PENALTY, PENALTY / len(counts)))
    for theme in range(themes):
        mine = sorted(vocabulary[word] for word in kept[theme]) if kept else range(len(words))
        machine = model.svm.LinearSVC(C=penalty, random_state=0)
        machine.fit(columns[:, mine].tocsr() if kept else matrix, target == theme)
        weights = {words[place]: float(weight) for place, weight in zip(mine, machine.coef_[0], strict=True)}
        fitted.append((weights, float(machine.intercept_[0])))
    return fitted


def _theme(
    slug: str,
    weights: Mapping[str, float],
    telling: Mapping[str, float],
    base: float,
    names: Mapping[Language, str] | None,
) -> Theme:
    keywords = {word: round(weight * telling[word], 4) for word, weight in weights.items()}
    return Theme(
        slug=slug,
        names=names or {"zh-Hans": slug, "zh-Hant": slug, "en": slug},
        keywords=tuple(sorted(((w, v) for w, v in keywords.items() if v), key=lambda kw: (-kw[1], kw[0]))),
        base=round(base, 4),
    )
