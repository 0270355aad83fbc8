"""Stories: the same text across scripts and edits, the same event in two reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from math import log, sqrt
from pathlib import Path

from digests import keywords, stories
from digests.chinese.idf import Idf
from digests.chinese.script import fold
from digests.models import Article, Candidate, Signature
from digests.stories.likeness import Gist, event_likeness
from tests.quality._stage import article, knowledge
from tests.quality.measures import Measure, Row, rows

MEASURES = (
    Measure(
        task="dup_st",
        kind="pairs",
        against="figure",
        at_least=(("F1", 99.0), ("P", 98.0)),
        aim=(("F1", 99.7),),
    ),
    Measure(task="sohu_B", kind="pairs", at_least=(("F1", 0.5),), aim=(("F1", 6.0),)),
)
TASKS = tuple(measure.task for measure in MEASURES)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SHARED_TERMS = 2  # as the store asks for


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, int]]:
    if task == "dup_st":
        for row in rows(data, task, split):
            yield row["id"], int(_same_text(row["a"], row["b"]))
        return
    known, asked = rows(data, task, "train"), rows(data, task, split)
    idf = _with_archive(known)
    threshold = _best_threshold([(_same_event(row, idf), bool(row["label"])) for row in known])
    for row in asked:
        yield row["id"], int(_same_event(row, idf) >= threshold)


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, int]]:
    """Shared 8-character hashes alone; TF-IDF cosine with its threshold fitted on train."""
    if task == "dup_st":
        for row in rows(data, task, split):
            a, b = (set(_sign(article(side, row[side])).minhash) for side in "ab")
            yield row["id"], int(len(a & b) >= 0.3 * min(len(a), len(b)))
        return
    known, asked = rows(data, task, "train"), rows(data, task, split)
    idf = _with_archive(known)
    threshold = _best_threshold([(_cosine(row, idf), bool(row["label"])) for row in known])
    for row in asked:
        yield row["id"], int(_cosine(row, idf) >= threshold)


def _same_text(a: str, b: str) -> bool:
    first, second = article("a", a), article("b", b)
    signed, wanted = _sign(first), _sign(second)
    candidate = Candidate(
        story="s",
        article="a",
        lead=True,
        signature=signed,
        title="",
        text=first.text,
        script=first.script,
        published_on=None,
        first_read_at=NOW,
        common_bands=len(set(signed.bands) & set(wanted.bands)),
        common_terms=len(dict(signed.terms).keys() & dict(wanted.terms).keys()),
    )
    found = candidate.common_bands or candidate.common_terms >= _SHARED_TERMS
    placed = stories.place(second, wanted, [candidate] if found else [], now=NOW)
    return placed.kind == "text"


def _sign(it: Article, idf: Idf | None = None) -> Signature:
    known = knowledge()
    words = keywords.cut(it, known.segmenter)
    return stories.signature(words.title, words.body, words.all, idf=idf or known.idf)


def _with_archive(seen: Iterable[Row]) -> Idf:
    """The archive's own frequencies, as a running service counts them."""
    texts = {text for row in seen for text in (row["a"], row["b"])}
    counts = Counter(word for text in texts for word in set(_words(text)))
    return knowledge().idf.with_archive(counts, len(texts))


def _words(text: str) -> tuple[str, ...]:
    return keywords.cut(article("a", text), knowledge().segmenter).all


def _same_event(row: Row, idf: Idf) -> float:
    a, b = article("a", row["a"]), article("b", row["b"])
    return event_likeness(_sign(a, idf), Gist.of("", a.text), _sign(b, idf), Gist.of("", b.text))


def _cosine(row: Row, idf: Idf) -> float:
    a, b = ({w: (1 + log(n)) * idf(w) for w, n in Counter(_content(row[side])).items()} for side in "ab")
    dot = sum(weight * b.get(word, 0.0) for word, weight in a.items())
    return dot / (sqrt(sum(v * v for v in a.values()) * sum(v * v for v in b.values())) or 1.0)


def _content(text: str) -> list[str]:
    return [word for word in knowledge().segmenter.cut(fold(text)) if word[0].isalnum() and len(word) > 1]


def _best_threshold(scored: list[tuple[float, bool]]) -> float:
    """Where F1 is highest."""
    scored = sorted(scored, key=lambda pair: -pair[0])
    positives = sum(true for _, true in scored)
    right, best, threshold = 0, 0.0, 1.0
    for place, (score, true) in enumerate(scored, 1):
        right += true
        if 2 * right / (place + positives) > best:
            best, threshold = 2 * right / (place + positives), score
    return threshold
