"""The figures: overlap of summaries, keywords found, labels and pairs right, answers ranked.

ROUGE-N and ROUGE-L as F1 over tokens (Lin, "ROUGE: a package for automatic evaluation of summaries", 2004), one
reference, no stemming; a Chinese character is a token, so is a run of Latin letters or a number, punctuation is none.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Row = dict[str, Any]
Figures = dict[str, float]
Kind = Literal["overlap", "keywords", "labels", "pairs", "search", "lines"]

_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row of the table. ``at_least`` and ``aim`` are gains over the baseline, factors of it, or figures to reach.

    ``cap``: tokens of a summary that count.
    """

    task: str
    kind: Kind
    against: Literal["gain", "factor", "figure"] = "gain"
    at_least: tuple[tuple[str, float], ...]
    aim: tuple[tuple[str, float], ...] = ()
    cap: int | None = None


def rows(data: Path, task: str, split: str) -> list[Row]:
    folder = "drcd_search" if task == "drcd_cross" else task
    lines = (data / folder / f"{split}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def figures(measure: Measure, wanted: Sequence[Row], found: Mapping[str, Any]) -> Figures:
    """The figures of one task in percent. Raises KeyError for a missing prediction."""
    if measure.kind == "overlap":
        return _mean(overlap(found[row["id"]], row["ref"], measure.cap) for row in wanted)
    if measure.kind == "keywords":
        return _keywords(wanted, found)
    if measure.kind == "labels":
        return {"accuracy": 100 * sum(found[row["id"]] == row["label"] for row in wanted) / len(wanted)}
    if measure.kind == "pairs":
        return pairs([(bool(int(found[row["id"]])), bool(row["label"])) for row in wanted])
    if measure.kind == "search":
        return _search(wanted, found)
    return _lines(wanted, found)


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def overlap(shown: str, reference: str, cap: int | None = None) -> Figures:
    mine, theirs = tokens(shown)[:cap], tokens(reference)
    return {
        "R-1": _ngrams(mine, theirs, 1),
        "R-2": _ngrams(mine, theirs, 2),
        "R-L": _f1(_common_subsequence(mine, theirs), len(mine), len(theirs)),
    }


def _ngrams(mine: Sequence[str], theirs: Sequence[str], n: int) -> float:
    a, b = (Counter(zip(*(side[i:] for i in range(n)), strict=False)) for side in (mine, theirs))
    return _f1((a & b).total(), a.total(), b.total())


def _f1(common: float, mine: float, theirs: float) -> float:
    return 200 * common / (mine + theirs) if common else 0.0


def _common_subsequence(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence, a row of bits at a time (Hyyrö, "Bit-parallel LCS", 2004)."""
    where: dict[str, int] = {}
    for place, token in enumerate(mine):
        where[token] = where.get(token, 0) | 1 << place
    full = (1 << len(mine)) - 1
    row = full
    for token in theirs:
        matched = row & where.get(token, 0)
        row = (row + matched | row - matched) & full
    return len(mine) - row.bit_count()


def pairs(decided: Sequence[tuple[bool, bool]]) -> Figures:
    """Precision, recall and F1 of (predicted, true) pairs."""
    right = sum(mine and true for mine, true in decided)
    said, true = sum(mine for mine, _ in decided), sum(true for _, true in decided)
    return {"P": 100 * right / max(1, said), "R": 100 * right / max(1, true), "F1": 200 * right / max(1, said + true)}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).lower()


def _keywords(wanted: Sequence[Row], found: Mapping[str, Any]) -> Figures:
    result = {}
    for k in (5, 10):
        precision = recall = 0.0
        for row in wanted:
            gold = {_plain(word) for word in row["keywords"]}
            mine = list(dict.fromkeys(map(_plain, found[row["id"]])))[:k]
            hits = len(gold.intersection(mine))
            precision += hits / max(1, len(mine))
            recall += hits / len(gold)
        result[f"F1@{k}"] = 200 * precision * recall / max(1e-9, (precision + recall) * len(wanted))
    return result


def _search(wanted: Sequence[Row], found: Mapping[str, Any]) -> Figures:
    places = []
    for row in wanted:
        best = list(found[row["id"]])[:10]
        right = row.get("docid", row["id"])
        places.append(best.index(right) + 1 if right in best else 0)
    return {
        "R@1": 100 * sum(place == 1 for place in places) / len(places),
        "R@10": 100 * sum(place > 0 for place in places) / len(places),
        "MRR@10": 100 * sum(1 / place for place in places if place) / len(places),
    }


def _lines(wanted: Sequence[Row], found: Mapping[str, Any]) -> Figures:
    """Paragraph boundaries by their place among the characters; a text that is not the gold one misses all."""
    right = said = true = 0
    for row in wanted:
        mine, theirs = _ends(found[row["id"]]), _ends(row["paras"])
        said, true = said + len(mine), true + len(theirs)
        if "".join(map(_plain, found[row["id"]])) == "".join(map(_plain, row["paras"])):
            right += len(mine & theirs)
    return {"P": 100 * right / max(1, said), "R": 100 * right / max(1, true), "F1": 200 * right / max(1, said + true)}


def _ends(paragraphs: Iterable[str]) -> set[int]:
    ends, at = set(), 0
    for paragraph in paragraphs:
        at += len(_plain(paragraph))
        ends.add(at)
    return ends


def _mean(each: Iterable[Figures]) -> Figures:
    total: Counter[str] = Counter()
    count = 0
    for one in each:
        count += 1
        for name, value in one.items():
            total[name] += value  # type: ignore[assignment]
    return {name: value / max(1, count) for name, value in total.items()}
