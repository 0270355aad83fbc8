"""Labelled examples to learn from: one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from digests.errors import SettingsError
from digests.themes.format import is_slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text and the slug of the theme it is about."""

    title: str = ""
    text: str
    theme: str


def parse_examples(text: str, *, name: str = "examples") -> list[Example]:
    """Lines of ``{"text": ..., "theme": slug}``, ``title`` optional. Raises SettingsError naming the line."""
    return [
        _example(line, f"{name}, line {number}")
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()  # JSON strings may hold U+2028, so not splitlines
    ]


def _example(line: str, where: str) -> Example:
    expected = 'a JSON object with "text" and "theme", such as {"title": "...", "text": "...", "theme": "sport"}'
    try:
        row: Any = json.loads(line)
    except ValueError as error:
        raise SettingsError(where, line[:40], expected) from error
    if not isinstance(row, dict) or not all(isinstance(row.get(key, ""), str) for key in ("title", "text", "theme")):
        raise SettingsError(where, line[:40], expected)
    if not row.get("text"):
        raise SettingsError(f"{where}, text", row.get("text"), "the words of an article")
    if not is_slug(row.get("theme", "")):
        raise SettingsError(f"{where}, theme", row.get("theme"), "a slug: small letters, digits and hyphens")
    return Example(title=row.get("title", ""), text=row["text"], theme=row["theme"])
