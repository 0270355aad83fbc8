"""100,000 rules against 1,000 articles: milliseconds an article, beside trying each rule."""

from __future__ import annotations

import random
import time
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

from digests.chinese.forms import form
from digests.lookup import holds
from digests.query import Entry, Query, parse
from digests.watches import Rules, Text

RULES, ARTICLES = 100_000, 1_000
TODAY = date(2026, 3, 2)


def measure() -> dict[str, Any]:
    """Rules and articles are drawn from jieba's dictionary by its frequencies."""
    chance = random.Random(6)
    words, printed, watched = vocabulary()
    queries = {number: rule(chance, words, watched) for number in range(RULES)}
    begun = time.perf_counter()
    rules = Rules(queries)
    built = time.perf_counter() - begun
    texts = [article(chance, words, printed) for _ in range(ARTICLES)]
    times, hits = [], 0
    for text in texts:
        begun = time.perf_counter()
        hits += len(rules.matching(text))
        times.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    expected = [naive(queries, text) for text in texts[:5]]
    baseline = (time.perf_counter() - begun) / 5
    assert expected == [rules.matching(text) for text in texts[:5]]
    times.sort()
    return {
        "rules": RULES,
        "articles": ARTICLES,
        "built_s": round(built, 2),
        "ms_an_article": round(sum(times) / len(times) * 1000, 2),
        "ms_p99": round(times[int(len(times) * 0.99)] * 1000, 2),
        "hits_an_article": round(hits / ARTICLES, 1),
        "baseline_each_rule_ms": round(baseline * 1000, 1),
        "ratio": round(baseline / (sum(times) / len(times)), 1),
    }


def vocabulary() -> tuple[list[str], list[float], list[float]]:
    """jieba's dictionary: words, how often each is printed, and watched (rare ones more so)."""
    import jieba

    words, printed = [], []
    with Path(jieba.__file__).with_name("dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _ = line.split(" ")
            words.append(word)
            printed.append(float(count))
    watched = [count**0.5 if len(word) > 1 else 0.0 for word, count in zip(words, printed, strict=True)]
    return words, list(accumulate(printed)), list(accumulate(watched))


def rule(chance: random.Random, words: list[str], weights: list[float]) -> Query:
    """One to three words, sometimes a choice or an exclusion."""
    picked = chance.choices(words, cum_weights=weights, k=5)
    query = picked[: chance.choice((1, 1, 2, 2, 3))]
    if chance.random() < 0.1:
        query[0] += "|" + picked[3]
    if chance.random() < 0.1:
        query.append("-" + picked[4])
    return parse(" ".join(query), today=TODAY)


def article(chance: random.Random, words: list[str], weights: list[float]) -> Text:
    """A headline and 20 sentences of 20 words, about 750 characters: the usual length of a report."""
    lines = [form("".join(chance.choices(words, cum_weights=weights, k=20))) for _ in range(21)]
    return Text(title=lines[0], body="\n".join(lines[1:]), themes=(), source="daily", day=TODAY)


def naive(queries: dict[int, Query], text: Text) -> list[int]:
    """Each rule alone, by the lookup's own matching."""
    entry = Entry(
        pk=1, article="a", story="s", title=text.title, body=text.body, marks="." * 20, day=text.day, lead=True
    )
    return [number for number, query in queries.items() if query.words and holds(query, entry)]
