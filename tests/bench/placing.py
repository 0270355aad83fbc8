"""One new article placed among a million: found, compared, its keys written; beside jieba cutting the same article.

The archive is made of rows as storing leaves them, not of a million texts: sketches of which a quarter are hashes of
real clauses drawn by Zipf's law (so that some keys are in thousands of articles) and the rest of nobody else, event
terms drawn from jieba's dictionary by frequency, 10,000 articles a day. Among them stand `TARGETS` real articles of
some 900 characters, and of each comes back: the same text, the text cut down and in the other script, another
report of the event (its headline and opening, a body of its own), and something else altogether.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import accumulate
from math import log, sqrt
from pathlib import Path
from typing import Any
from zlib import crc32

import jieba

from digests import keywords, stories
from digests.chinese.script import convert
from digests.knowledge import Knowledge, load
from digests.models import Article, Candidate, Print, Signature
from digests.settings import NewsChoices
from digests.store import Store, Transaction
from digests.store.driver import driver, instant
from digests.store.signatures import packed, weighed
from digests.stories.signature import GIST_CHARS, RARITY_POWER, SKETCH, TERMS
from tests import archive_made, archived
from tests.archived import NOW

ARTICLES = int(os.environ.get("PLACING_ARTICLES", "1000000"))
A_DAY = 10_000
TARGETS = 250
PARTS = 5  # short articles of `archive_made` in a real one
SHINGLES = 220  # hashed ones of an article of 900 characters
CLAUSES, SHARED = 12, 4  # clauses that an article shares with others, and the hashes it has of each at most
WORDS = 40  # of headline and opening
KINDS = 400  # texts and gists of the others
BATCH = 5000
PK_BITS = 24


def measure() -> dict[str, Any]:
    """CPU milliseconds an article, and how many of those that belong somewhere were put there."""
    knowledge = load(NewsChoices())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "archive.sqlite3"
        store = Store(f"sqlite:///{path}")
        began = time.process_time()
        targets = _fill(store, knowledge)
        figures: dict[str, Any] = {
            "articles": ARTICLES,
            "built_s": round(time.process_time() - began),
            "file_mb": path.stat().st_size >> 20,
        }
        for kind in ("same", "edited", "event", "other"):
            figures |= _placed(store, knowledge, kind, targets)
        figures |= _baseline(targets)
        store.close()
    return figures


def _placed(store: Store, knowledge: Knowledge, kind: str, targets: dict[int, Article]) -> dict[str, float]:
    """``right``: put where it would be if it were compared with the article it comes from and no other."""
    spent, right, joined = [], 0, 0
    recent = sorted(targets)[-TARGETS:] if kind == "event" else sorted(targets)[:TARGETS]
    for number, pk in enumerate(recent):
        newcomer = _newcomer(kind, targets[pk], number)
        words = keywords.cut(newcomer, knowledge.segmenter)
        wanted = _alone(newcomer, _signed(knowledge, newcomer), targets[pk], _signed(knowledge, targets[pk]))
        try:
            with store.writing() as tx:
                began = time.process_time()
                story = _place(tx, knowledge, newcomer, words)
                spent.append((time.process_time() - began) * 1000)
                raise _Undone
        except _Undone:
            right += story == wanted
            joined += wanted != f"s{newcomer.id}"
    ratios = {f"{kind}_right_ratio": round(right / len(spent), 3), f"{kind}_joining": joined}
    return _percentiles(kind, spent) | ratios


def _alone(newcomer: Article, signature: Signature, target: Article, other: Signature) -> str:
    beside = Candidate(story=f"s{target.id}", lead=target.id, article=target.id, signature=other, first_read_at=NOW)
    printed = Print(title=target.title, text=target.text, script=target.script, published_on=None, first_read_at=NOW)
    placed = stories.place(newcomer, signature, [beside], prints=lambda ids: {target.id: printed}, now=NOW)
    return placed.story or f"s{newcomer.id}"


class _Undone(Exception):
    """Leaves the archive as it was."""


def _place(tx: Transaction, knowledge: Knowledge, article: Article, words: keywords.Words) -> str:
    """As `intake` does it, but for the row of the article itself and its index entry."""
    signature = stories.signature(words.title, words.body, words.tokens, idf=knowledge.idf)
    near = tx.signatures.candidates(signature, event_since=NOW - stories.EVENT_WINDOW)
    placed = stories.place(article, signature, near, prints=tx.stories.prints, now=NOW)
    story = placed.story or f"s{article.id}"
    if placed.story is None:
        tx.stories.open(story, lead=article.id, now=NOW)
    tx.stories.relate(story, placed.related)
    covered = {band for candidate in near if candidate.story == story for band in candidate.signature.bands}
    driver(tx.connection).execute("PRAGMA defer_foreign_keys = ON")
    tx.signatures.put(tx.articles.highest() + 1, signature, leads=placed.leads, now=NOW, covered=covered)
    return story


def _newcomer(kind: str, target: Article, number: int) -> Article:
    chance = random.Random(number)
    title, text, id = target.title, target.text, f"x{target.id}"
    if kind == "same":
        return replace(target, id=id, document="copy")
    if kind == "edited":
        kept = [sentence for sentence in text.split("。") if chance.random() < 0.8]
        return _article(id, convert(title, "hant"), convert("。".join(kept), "hant"), script="hant")
    (other,) = _articles(1, first=9_000_000 + number)
    if kind == "event":
        return _article(id, title, f"{text[:GIST_CHARS]}。{other.text}")
    return replace(other, id=id)


def _articles(count: int, *, first: int) -> Iterator[Article]:
    """Of some 900 characters: five of the short ones of `archive_made` each."""
    made = archive_made.articles(count * PARTS, first=first * PARTS)
    for number in range(first, first + count):
        parts = [next(made) for _ in range(PARTS)]
        yield _article(f"t{number}", parts[0].title, "\n".join(part.text for part in parts))


def _article(id: str, title: str, text: str, **more: Any) -> Article:
    return archived.article(id, title, text, **{"script": "hans"} | more)


def _baseline(targets: dict[int, Article]) -> dict[str, float]:
    jieba.setLogLevel(60)
    jieba.initialize()
    spent = []
    for it in targets.values():
        began = time.process_time()
        jieba.lcut(f"{it.title}\n{it.text}")
        spent.append((time.process_time() - began) * 1000)
    return _percentiles("jieba_alone", spent)


def _percentiles(name: str, spent: list[float]) -> dict[str, float]:
    ordered = sorted(spent)
    return {
        f"{name}_p50_ms": round(ordered[len(ordered) // 2], 2),
        f"{name}_p99_ms": round(ordered[len(ordered) * 99 // 100], 2),
    }


def _fill(store: Store, knowledge: Knowledge) -> dict[int, Article]:
    """The archive; gives the real articles in it by their keys: half of them spread over all time, half of today."""
    document = archived.opened(store)
    step = ARTICLES // TARGETS
    places = [*range(step // 2, ARTICLES, step), *range(ARTICLES - 2 * TARGETS, ARTICLES, 2)]
    targets = dict(zip(sorted(set(places)), _articles(len(set(places)), first=0), strict=True))
    made = _Background(knowledge)
    bands, terms = array("Q"), array("Q")
    for first in range(1, ARTICLES + 1, BATCH):
        rows = []
        for pk in range(first, min(first + BATCH, ARTICLES + 1)):
            real = targets.get(pk)
            signature = made.signature() if real is None else _signed(knowledge, real)
            rows.append((pk, real or made.text(pk), signature))
            bands.extend(band << PK_BITS | pk for band in signature.bands)
            terms.extend(term << PK_BITS | pk for term in signature.event_keys)
        with store.writing() as tx:
            _put(tx, rows, document)
    with store.writing() as tx:
        _put_keys(tx, "bands", bands)
        _put_keys(tx, "event_terms", terms)
    return targets


def _signed(knowledge: Knowledge, it: Article) -> Signature:
    words = keywords.cut(it, knowledge.segmenter)
    return stories.signature(words.title, words.body, words.tokens, idf=knowledge.idf)


def _put(tx: Transaction, rows: list[tuple[int, Article, Signature]], document: int) -> None:
    run = driver(tx.connection)
    at = {pk: instant(NOW - timedelta(days=(ARTICLES - pk) / A_DAY)) for pk, *_ in rows}
    run.executemany(
        "INSERT INTO stories (id, lead, first_read_at, updated_at) VALUES (?, ?, ?, ?)",
        [(f"s{it.id}", it.id, at[pk], at[pk]) for pk, it, _ in rows],
    )
    run.executemany(
        "INSERT INTO articles (pk, id, revision, document, position, story, title, title_derived, byline, script,"
        " paragraphs, theme, themes, keywords, first_read_at, revised_at)"
        " VALUES (?, ?, 1, ?, 0, ?, ?, 0, '[]', 'hans', ?, 'other', '[]', '[]', ?, ?)",
        [(pk, it.id, document, f"s{it.id}", it.title, _paragraphs(it), at[pk], at[pk]) for pk, it, _ in rows],
    )
    run.executemany(
        "INSERT INTO signatures (article, first_read_at, chars, sketch, terms, gist) VALUES (?, ?, ?, ?, ?, ?)",
        [(pk, at[pk], one.chars, packed(one.sketch), weighed(one), one.gist) for pk, _, one in rows],
    )


def _paragraphs(it: Article) -> str:
    return json.dumps([[p.text, p.lines, p.role, p.severed] for p in it.paragraphs], ensure_ascii=False)


def _put_keys(tx: Transaction, table: str, keys: array[int]) -> None:
    """In their own order: a tree filled at random places would be most of the time this takes."""
    rows = ((key >> PK_BITS, key & (1 << PK_BITS) - 1) for key in sorted(set(keys)))
    driver(tx.connection).executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)


class _Background:
    """Signatures and texts of everybody else."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._chance = random.Random(7)
        sketches = [_signed(knowledge, _article("c", "", "".join(clause))).sketch for clause in archive_made.clauses()]
        self._clauses = [sketch[:SHARED] for sketch in sketches]
        self._ranks = list(accumulate(1 / rank for rank in range(1, len(self._clauses) + 1)))
        words, sums = archive_made.dictionary()
        facts = knowledge.idf.facts(words)
        self._words = [(crc32(word.encode()), facts[word][0] ** RARITY_POWER) for word in words]
        self._sums = sums
        self._texts = list(_articles(KINDS, first=5_000_000))
        self._gists = [_signed(knowledge, it).gist for it in self._texts]

    def signature(self) -> Signature:
        chance = self._chance
        own = accumulate(-log(1 - chance.random()) * 2**32 / SHINGLES for _ in range(SKETCH))
        hashes = {int(value) & 0xFFFFFFFF for value in own}
        for clause in chance.choices(self._clauses, cum_weights=self._ranks, k=CLAUSES):
            hashes.update(clause)
        words = dict(chance.choices(self._words, cum_weights=self._sums, k=WORDS))
        heaviest = sorted(words.items(), key=lambda pair: -pair[1])[:TERMS]
        norm = sqrt(sum(weight * weight for weight in words.values()))
        return Signature(
            sketch=tuple(sorted(hashes)[:SKETCH]),
            terms=tuple(word for word, _ in heaviest),
            weights=tuple(weight / norm for _, weight in heaviest),
            gist=chance.choice(self._gists),
            chars=900,
        )

    def text(self, pk: int) -> Article:
        return replace(self._chance.choice(self._texts), id=f"b{pk}")
