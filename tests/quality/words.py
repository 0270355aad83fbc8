"""Keywords, and themes learnt from examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digests import keywords
from digests.themes import dump, fit, parse
from digests.themes.examples import Example
from digests.themes.learn import learn
from tests.quality._stage import article, knowledge
from tests.quality.measures import Measure, rows

MEASURES = (
    Measure(task="cctv_kw", kind="keywords", against="factor", at_least=(("F1@5", 1.7),), aim=(("F1@5", 2.1),)),
    Measure(task="csl_kw", kind="keywords", against="factor", at_least=(("F1@5", 1.5),), aim=(("F1@5", 1.8),)),
    Measure(task="cnews10", kind="labels", at_least=(("accuracy", -0.5),), aim=(("accuracy", 0.0),)),
    Measure(task="chinanews6", kind="labels", at_least=(("accuracy", -3.0),), aim=(("accuracy", 0.0),)),
    Measure(task="nlpcc17_18", kind="labels", at_least=(("accuracy", -7.0),), aim=(("accuracy", -1.0),)),
)
TASKS = tuple(measure.task for measure in MEASURES)

_UNTERMINATED_TAIL = re.compile(r"(.*[.。!?！？])\s*([^.。!?！？]+)", re.DOTALL)


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, Any]]:
    if task.endswith("_kw"):
        for row in rows(data, task, split):
            title, text = _titled(row)
            yield row["id"], _keywords(row["id"], title, text)
        return
    labels = sorted({row["label"] for row in rows(data, task, "train")})
    slugs = {label: f"t{place}" for place, label in enumerate(labels)}
    examples = [
        Example(title=row.get("title", ""), text=row["text"], theme=slugs[row["label"]])
        for row in rows(data, task, "train")
    ]
    themes = parse(dump(learn(examples), source="learnt"))
    for row in rows(data, task, split):
        yield row["id"], labels[int(fit(row.get("title", ""), row["text"], themes)[0].theme[1:])]


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, Any]]:
    """jieba's TF-IDF; a linear support vector machine on the tf-idf of character 2-4-grams."""
    if task.endswith("_kw"):
        from digests.chinese import unknown

        assert unknown  # imports jieba without its warnings
        from jieba.analyse import extract_tags

        for row in rows(data, task, split):
            yield row["id"], extract_tags("\n".join(_titled(row)), topK=10)
        return
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    train, wanted = rows(data, task, "train"), rows(data, task, split)
    texts = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
    machine = LinearSVC().fit(texts.fit_transform(map(_whole, train)), [row["label"] for row in train])
    for row, label in zip(wanted, machine.predict(texts.transform(map(_whole, wanted))), strict=True):
        yield row["id"], str(label)


def _whole(row: dict[str, Any]) -> str:
    return "\n".join(filter(None, (row.get("title"), row["text"])))


def _titled(row: dict[str, Any]) -> tuple[str, str]:
    """Title and text; in a text given as one piece the part that ends without a full stop is the title."""
    if "title" in row:
        return row["title"], row["text"]
    found = _UNTERMINATED_TAIL.fullmatch(row["text"].strip())
    return (found[2], found[1]) if found else ("", row["text"])


def _keywords(id: str, title: str, text: str) -> list[str]:
    known = knowledge()
    made = article(id, text, title=title)
    words = keywords.cut(made, known.segmenter)
    return [k.text for k in keywords.keywords(words, idf=known.idf, known=known.themes.terms)]
