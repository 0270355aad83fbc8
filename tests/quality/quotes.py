"""Quotes: one sentence for a headline, a long talk in 150 tokens, an evening of items in 500."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from digests import summarize
from digests.chinese.sentences import split as split_sentences
from tests.quality._stage import article, knowledge
from tests.quality.measures import Measure, rows, tokens

MEASURES = (
    Measure(
        task="cctv_head",
        kind="overlap",
        at_least=(("R-1", 1.2), ("R-2", 0.8), ("R-L", 1.2)),
        aim=(("R-1", 3.5), ("R-2", 3.0), ("R-L", 3.5)),
    ),
    Measure(
        task="lcsts3",
        kind="overlap",
        at_least=(("R-1", 1.0), ("R-2", 0.6), ("R-L", 1.0)),
        aim=(("R-1", 3.0), ("R-2", 2.5), ("R-L", 3.0)),
    ),
    Measure(
        task="vcsum_seg",
        kind="overlap",
        at_least=(("R-1", 7.8), ("R-2", 6.5), ("R-L", 6.3)),
        aim=(("R-1", 10.0), ("R-2", 8.5), ("R-L", 8.0)),
        cap=150,
    ),
    Measure(
        task="cctv_digest",
        kind="overlap",
        at_least=(("R-1", 3.0), ("R-2", 4.5), ("R-L", 6.0)),
        aim=(("R-1", 6.0), ("R-2", 8.0), ("R-L", 9.0)),
        cap=500,
    ),
)
TASKS = tuple(measure.task for measure in MEASURES)


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, str]]:
    known = knowledge()
    stage = {"cut": known.segmenter.cut, "idf": known.idf}
    for row in rows(data, task, split):
        if task == "cctv_digest":
            docs = [article(f"{row['id']}-{i}", doc["text"]) for i, doc in enumerate(row["docs"])]
            made = summarize.lines(docs, 500, **stage)
            yield row["id"], "\n".join(quote.text for said in made for quote in said)
        elif task == "vcsum_seg":
            room = summarize.Room(whole_chars=40, most_chars=80, total_chars=150)
            said = summarize.quotes(article(row["id"], row["text"]), 20, room=room, **stage)
            yield row["id"], "".join(quote.text for quote in said)
        else:
            said = summarize.quotes(article(row["id"], row["text"]), 1, room=summarize.ROOM["short"], **stage)
            yield row["id"], "".join(quote.text for quote in said)


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, str]]:
    """Lead-1; the first tokens; the first sentence of each item, shortest first."""
    for row in rows(data, task, split):
        if task in ("cctv_head", "lcsts3"):
            yield row["id"], _first_sentence(row["text"])
        elif task == "vcsum_seg":
            yield row["id"], row["text"]
        else:
            yield row["id"], "\n".join(_shortest([_first_sentence(doc["text"]) for doc in row["docs"]], 500))


def _shortest(lines: list[str], budget: int) -> list[str]:
    """As many lines as the budget holds, the shortest taken first, in the order given."""
    taken, used = set(), 0
    for place in sorted(range(len(lines)), key=lambda place: (len(tokens(lines[place])), place)):
        used += len(tokens(lines[place]))
        if used > budget:
            break
        taken.add(place)
    return [line for place, line in enumerate(lines) if place in taken]


def _first_sentence(text: str) -> str:
    begin, end = split_sentences(text.strip())[0]
    return text.strip()[begin:end].strip()
