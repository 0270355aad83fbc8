"""Quotes: one sentence for a headline, a long talk in 150 tokens, an evening of items in 500."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from digests import summarize
from digests.chinese.sentences import sentences
from digests.chinese.sentences import split as split_sentences
from digests.models import Article
from tests.quality._seeds import keywords_of, seeds
from tests.quality._stage import article, knowledge
from tests.quality.measures import Measure, overlap, rows, tokens

_OWN = Path(__file__).with_name("own_news.toml")
_SEEDS = Path(__file__).with_name("seed_quotes.toml")

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


def fixtures() -> dict[str, float]:
    """On the seeds and our own short news."""
    own = tomllib.loads(_OWN.read_text("utf-8"))["news"]
    shown = [_one(it["text"]) for it in own]
    lead = [_first_sentence(it["text"]) for it in own]
    ours, plain = (
        sum(overlap(text, it["headline"])["R-1"] for text, it in zip(texts, own, strict=True)) / len(own)
        for texts in (shown, lead)
    )
    return {"own_news.gain": ours - plain, "seeds.editor": _seeds_editor(), "seeds.clean": _seeds_clean()}


def _one(text: str) -> str:
    known = knowledge()
    room = summarize.ROOM["short"]
    made = summarize.quotes(article("own", text), 1, cut=known.segmenter.cut, idf=known.idf, room=room)
    return "".join(quote.text for quote in made)


def _said(it: Article, n: int) -> list[str]:
    known = knowledge()
    made = summarize.quotes(it, n, cut=known.segmenter.cut, idf=known.idf, keywords=keywords_of(it.id))
    return [quote.text.strip("…") for quote in made]


def _seeds_editor() -> float:
    """Share of the articles one of whose two quotes is a sentence an editor would quote first; a cut one counts."""
    wanted = tomllib.loads(_SEEDS.read_text("utf-8"))["article"]
    right = 0
    for one in wanted:
        begins = tuple(one["begins"])
        spoken = {it.id: [s.text for s in sentences(it) if _begins(s.text, begins)] for it in seeds()}
        it = max(seeds(), key=lambda it: len(spoken[it.id]))
        right += any(quote in sentence for quote in _said(it, 2) for sentence in spoken[it.id])
    return 100 * right / len(wanted)


def _begins(text: str, begins: tuple[str, ...]) -> bool:
    return text.removeprefix("本报讯").strip().startswith(begins)


_FOREIGN = (
    "本报讯",
    "■",
    "上接第",
    "公众号",
    "请戳",
    "扫码",
    "供圖",
    "供图",
    "编辑:",
    "編輯:",
    "記者 ",
    "记者 ",
    "Redian",
)


def _seeds_clean() -> float:
    """Share of the quotes, six an article, that show nothing of the page's furniture and no severed opening."""
    quotes = [(it, quote) for it in seeds() for quote in _said(it, 6)]
    severed = {s.text for it in seeds() for s in sentences(it) if s.severed}
    good = sum(not any(sign in quote for sign in _FOREIGN) and quote not in severed for _, quote in quotes)
    return 100 * good / len(quotes)
