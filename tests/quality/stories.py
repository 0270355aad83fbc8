"""Stories: the same text across scripts and edits, the same event in two reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import exp, log, sqrt
from pathlib import Path

from digests import keywords, stories
from digests.chinese.idf import RARE
from digests.chinese.script import convert, fold
from digests.chinese.sentences import split as split_sentences
from digests.models import Article, Candidate, Print, Signature
from digests.stories.likeness import Common, Gist, event_likeness
from tests.quality._seeds import seeds
from tests.quality._stage import article, knowledge
from tests.quality.measures import Measure, Row, pairs, rows

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
PRIOR = 2000  # documents that the shipped table weighs as much as
Idf = Callable[[str], float]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_SHARED_TERMS = 2  # as the store asks for


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, int]]:
    if task == "dup_st":
        for row in rows(data, task, split):
            yield row["id"], int(_same_text(row["a"], row["b"]))
        return
    known, asked = rows(data, task, "train"), rows(data, task, split)
    threshold = _best_threshold([(_same_event(row), bool(row["label"])) for row in known])
    for row in asked:
        yield row["id"], int(_same_event(row) >= threshold)


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, int]]:
    """Shared 8-character hashes alone; TF-IDF cosine with its threshold fitted on train."""
    if task == "dup_st":
        for row in rows(data, task, split):
            a, b = (set(_sign(article(side, row[side])).sketch) for side in "ab")
            yield row["id"], int(len(a & b) >= 0.3 * min(len(a), len(b)))
        return
    known, asked = rows(data, task, "train"), rows(data, task, split)
    idf = _counted(known)
    threshold = _best_threshold([(_cosine(row, idf), bool(row["label"])) for row in known])
    for row in asked:
        yield row["id"], int(_cosine(row, idf) >= threshold)


def _same_text(a: str, b: str) -> bool:
    first, second = article("a", a), article("b", b)
    signed, wanted = _sign(first), _sign(second)
    beside = _found(wanted, [_candidate(first, "s", signed, lead=first.id)])
    return stories.place(second, wanted, beside, prints=_prints([first]), now=NOW).kind == "text"


def _candidate(it: Article, story: str, signed: Signature, *, lead: str) -> Candidate:
    return Candidate(story=story, lead=lead, article=it.id, signature=signed, first_read_at=NOW)


def _prints(archive: Iterable[Article]) -> stories.Prints:
    printed = {
        it.id: Print(title=it.title, text=it.text, script=it.script, published_on=it.published_on, first_read_at=NOW)
        for it in archive
    }
    return lambda ids: {name: printed[name] for name in ids}


def _sign(it: Article) -> Signature:
    words = keywords.cut(it, knowledge().segmenter)
    return stories.signature(words.title, words.body, words.tokens, idf=knowledge().idf)


def _counted(seen: Iterable[Row]) -> Idf:
    """The shipped table and the texts' own document frequencies: the baseline gets more than we ask for ourselves."""
    texts = {text for row in seen for text in (row["a"], row["b"])}
    counts = Counter(word for text in texts for word in set(_words(text)))
    shipped, documents = knowledge().idf, len(texts) + PRIOR

    def idf(word: str) -> float:
        return min(RARE, log(documents / (counts[word] + PRIOR * exp(-shipped(word)))))

    return idf


def _words(text: str) -> tuple[str, ...]:
    return keywords.cut(article("a", text), knowledge().segmenter).tokens


def _same_event(row: Row) -> float:
    a, b = article("a", row["a"]), article("b", row["b"])
    first, second = _sign(a), _sign(b)
    common = Common.of(first.weighed, second)
    return event_likeness(common, Gist.of(first.gist), second.gist) if common else 0.0


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


def fixtures() -> dict[str, float]:
    """On the seeds: the one pair that tells the same text, found and led by its original, and nothing else merged."""
    signed = {it.id: _sign(it) for it in seeds()}
    archive: list[Candidate] = []
    members: dict[str, list[str]] = {}
    leads: dict[str, str] = {}
    for _, it in stories.reading_order((NOW, it) for it in seeds()):
        beside = _found(signed[it.id], archive)
        placed = stories.place(it, signed[it.id], beside, prints=_prints(seeds()), now=NOW)
        story = placed.story or it.id
        members.setdefault(story, []).append(it.id)
        if placed.leads:
            leads[story] = it.id
            archive = [replace(c, lead=it.id) if c.story == story else c for c in archive]
        archive.append(_candidate(it, story, signed[it.id], lead=leads[story]))
    titles = {it.id: it.title for it in seeds()}
    copies = {story: ids for story, ids in members.items() if len(ids) > 1}
    right = [story for story, ids in copies.items() if {titles[id][:4] for id in ids} == {"让科技创", "讓科技創"}]
    return {
        "seeds.copy_found": 100.0 * len(right),
        "seeds.original_leads": 100.0 * sum(titles[leads[story]].startswith("让") for story in right),
        "seeds.others_apart": 100.0 * (len(members) == len(seeds()) - len(right)),
        "own_pairs.F1": pairs([(_same_text(a, b), same) for a, b, same in _own_pairs()])["F1"],
    }


def _found(wanted: Signature, archive: Iterable[Candidate]) -> list[Candidate]:
    """Who the store would find."""
    terms, bands = set(wanted.terms), set(wanted.bands)
    return [
        c for c in archive if bands & set(c.signature.bands) or len(terms & set(c.signature.terms)) >= _SHARED_TERMS
    ]


def _own_pairs() -> list[tuple[str, str, bool]]:
    """Edited copies of the seeds, and each seed beside the next one edited the same way."""
    texts = [it.text for it in seeds() if it.script == "hans"]
    edits = (
        lambda text: convert(text, "hant"),
        lambda text: text[: len(text) * 6 // 10],
        lambda text: "\n".join(reversed(text.split("\n"))),
        lambda text: "".join(text[i : i + 19] + "\n" for i in range(0, len(text), 19)),
        lambda text: "".join(text[i:j] for n, (i, j) in enumerate(split_sentences(text)) if n % 5),
    )
    made = []
    for place, text in enumerate(texts):
        edit = edits[place % len(edits)]
        made.append((text, edit(text), True))
        made.append((text, edit(texts[place - 1]), False))
    return made
