"""Hard-wrapped lines with furniture back into paragraphs, and newspaper pages of our own making."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from digests.reading import paragraphs
from tests.quality.measures import Measure, rows

TASKS = ("ocr_lines",)
MEASURES = (Measure(task="ocr_lines", kind="lines", against="figure", at_least=(("F1", 98.5),)),)


def predict(task: str, data: Path, split: str) -> Iterator[tuple[str, list[str]]]:
    for row in rows(data, task, split):
        yield row["id"], [paragraph.text for paragraph in paragraphs(row["raw"].split("\n"))]


def baseline(task: str, data: Path, split: str) -> Iterator[tuple[str, list[str]]]:
    """A line that ends with a sentence ends a paragraph."""
    for row in rows(data, task, split):
        joined = re.sub(r"\s*\n\s*", "\n", row["raw"].strip())
        yield row["id"], [part.replace("\n", "") for part in re.split("(?<=[。！？])\n", joined)]
