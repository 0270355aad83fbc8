"""What a web page says of itself for machines: meta elements and JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from digests.reading.web.literals import mended

_OF_ARTICLES = ("datePublished", "pubDate", "dateCreated", "author")


def metas(tree: Any) -> dict[str, str]:
    """What meta elements say, by their names in small letters; of several with one name the first."""
    values: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        content = (element.get("content") or "").strip()
        if key and content:
            values.setdefault(key, content)
    return values


def meta(tree: Any, names: tuple[str, ...]) -> str | None:
    """The first of ``names`` that the page has."""
    values = metas(tree)
    return next((values[name] for name in names if name in values), None)


def linked_data(tree: Any) -> list[dict[str, Any]]:
    """The articles that JSON-LD describes, graphs and lists opened."""
    found: list[dict[str, Any]] = []
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "") or not element.text or len(element.text) > 200_000:
            continue
        try:
            data = json.loads(mended(element.text), strict=False)
        except (ValueError, RecursionError):
            continue
        entries = data if isinstance(data, list) else [data]
        for entry in entries:
            graph = entry.get("@graph") if isinstance(entry, dict) else None
            found += [each for each in (graph if isinstance(graph, list) else [entry]) if isinstance(each, dict)]
    return [entry for entry in found if any(entry.get(key) for key in _OF_ARTICLES)]
