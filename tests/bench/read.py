"""Documents read, without cutting into words, beside bare jieba tokenizing of the same text in the same run."""

from __future__ import annotations

import random
import re
import time
from importlib.resources import files
from typing import Any

import jieba

from digests.models import Document
from digests.reading import read

VARIANTS = 200


def measure() -> dict[str, Any]:
    """Seeds whose sentences are drawn anew, each variant from a part of the sentences of its own."""
    documents = [
        Document(source="bench", name=f"{at}.txt", content=text.encode()) for at, text in enumerate(variants())
    ]
    jieba.setLogLevel(60)
    jieba.initialize()
    for document in documents[:5]:
        read(document)
    begun = time.process_time()
    articles = sum(len(read(document)) for document in documents)
    ours = time.process_time() - begun
    begun = time.process_time()
    for document in documents:
        for _ in jieba.cut(document.content.decode()):
            pass
    theirs = time.process_time() - begun
    characters = sum(len(document.content.decode()) for document in documents)
    return {
        "documents": len(documents),
        "articles": articles,
        "characters": characters,
        "seconds": round(ours, 3),
        "million_characters_a_second": round(characters / ours / 1e6, 2),
        "baseline_jieba_s": round(theirs, 3),
        "ratio": round(theirs / ours, 1),
    }


def variants() -> list[str]:
    """Texts laid out as the seeds are; no two hold the same sentences in the same places."""
    seeds = sorted(entry.name for entry in files("seeds").iterdir() if entry.name.endswith(".txt"))
    texts = [files("seeds").joinpath(name).read_text("utf-8") for name in seeds]
    pool = [sentence for text in texts for sentence in re.findall("[^。\n]{12,}。", text)]
    out = []
    for at in range(VARIANTS):
        chance = random.Random(at)
        own = chance.sample(pool, len(pool) // 4)
        out.append(
            re.sub("[^。\n]{12,}。", lambda _, own=own, chance=chance: chance.choice(own), texts[at % len(texts)])
        )
    return out
