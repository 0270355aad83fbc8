"""The JSON that other programs rely on, made from the house's types. Adding a field is free, renaming one is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping

    from digests.models import Delivery, Digest, Elsewhere, Hit, Item, Lookup, Quote, StoredArticle, Story
    from digests.reasons import Stage
    from digests.store.sources import SourceRecord
    from digests.themes import Theme

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")


def echo_json(value: object) -> None:
    """The only thing on stdout: UTF-8, not escaped."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def article(stored: StoredArticle) -> dict[str, Any]:
    made, analysis = stored.article, stored.analysis
    return {
        "id": made.id,
        "revision": made.revision,
        "document": made.document,
        "source": made.source,
        "title": made.title,
        "kicker": made.kicker,
        "deck": made.deck,
        "title_derived": made.title_derived,
        "byline": list(made.byline),
        "asked_by": made.asked_by,
        "answered_by": made.answered_by,
        "published_on": made.published_on,
        "published_how": made.published_how,
        "script": made.script,
        "theme": analysis.theme,
        "themes": [theme.theme for theme in analysis.themes],
        "keywords": [keyword.text for keyword in analysis.keywords[:10]],
        "text": made.text,
        "url": made.url,
        "story": stored.story,
        "section_of": made.section_of,
        "sectioned": made.sectioned,
        "page": made.page,
        "continued_from": made.continued_from,
        "continued_on": made.continued_on,
        "lines": _spans(made.lines),
        "elsewhere": _places(made.elsewhere),
        "first_read_at": stored.first_read_at.isoformat(),
    }


def story(made: Story) -> dict[str, Any]:
    return {"id": made.id, "lead": made.lead, "articles": list(made.articles), "related": list(made.related)}


def digest(composed: Digest) -> dict[str, Any]:
    return {
        "theme": composed.theme,
        "name": composed.name,
        "since": composed.since.isoformat() if composed.since else None,
        "until": composed.until.isoformat(),
        "items": [_item(item) for item in composed.items],
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "story": item.story,
        "headline": item.headline,
        "theme": item.theme,
        "score": {"total": item.score.total, "parts": dict(item.score.parts)},
        "sentences": [_quote(quote) for quote in item.quotes],
        "keywords": list(item.keywords),
        "articles": list(item.articles),
        "published_on": item.published_on,
        "sources": list(item.sources),
        "url": item.url,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "text": quote.text,
        "article": quote.article,
        "lines": _spans(quote.lines),
        "elsewhere": _places(quote.elsewhere),
        "shortened": quote.shortened,
        "original": quote.original,
    }


def lookup(answer: Lookup) -> dict[str, Any]:
    return {
        "query": answer.query,
        "understood": answer.understood,
        "total": {"at_least": answer.total} if answer.total_at_least else answer.total,
        "dropped": list(answer.dropped),
        "nearest": list(answer.nearest),
        "results": [_hit(hit) for hit in answer.hits],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "story": hit.story,
        "article": hit.article,
        "title": hit.title,
        "sentence": hit.sentence,
        "lines": _spans(hit.lines),
        "elsewhere": _places(hit.elsewhere),
        "highlights": _spans(hit.highlights),
        "matched": list(hit.matched),
        "score": hit.score,
        "theme": hit.theme,
        "source": hit.source,
        "published_on": hit.published_on,
        "url": hit.url,
        "how": hit.how,
        "copy": hit.copy,
    }


def stage(asked: Stage) -> dict[str, Any]:
    return {"stage": asked.stage, "kept": asked.kept, "reason": asked.reason, "values": dict(asked.values)}


def theme(listed: Theme) -> dict[str, Any]:
    return {
        "slug": listed.slug,
        "names": dict(listed.names),
        "description": listed.description,
        "keywords": len(listed.keywords),
    }


def deliveries(counts: Mapping[str, int], rows: tuple[Delivery, ...]) -> dict[str, Any]:
    return {
        "counts": dict(counts),
        "rows": [
            {
                "chat_id": row.address.chat_id,
                "thread_id": row.address.thread_id,
                "edition": row.edition,
                "kind": row.kind,
                "part": row.part,
                "state": row.state,
                "reason": row.reason,
                "attempts": row.attempts,
                "message_id": row.message_id,
            }
            for row in rows
        ],
    }


def source(record: SourceRecord) -> dict[str, Any]:
    known, state = record.source, record.state
    return {
        "id": known.id,
        "kind": known.kind,
        "location": known.location,
        "name": known.name,
        "every_s": known.every_s,
        "configured": record.configured,
        "active": record.active,
        "last_read_at": state.last_read_at.isoformat() if state.last_read_at else None,
        "next_due_at": state.next_due_at.isoformat() if state.next_due_at else None,
        "documents": state.documents,
        "failed": state.failed,
        "reason": state.reason,
    }


def _places(places: tuple[Elsewhere, ...]) -> list[dict[str, Any]]:
    """Lines of other documents, for what two pages printed."""
    return [{"document": place.document, "lines": _spans(place.lines)} for place in places]


def _spans(spans: tuple[tuple[int, int], ...]) -> list[list[int]]:
    return [list(span) for span in spans]
