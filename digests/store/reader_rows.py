"""Readers between their three forms: the noun, the row, and the line of ``jianbao readers export``."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row

from digests.errors import DigestError
from digests.models import Address, Reader, Watch
from digests.schedule import Timetable, wall, zone

LISTS = ("themes", "times", "days", "muted")


class UnusableReader(DigestError):
    """A line that describes no reader; says which part of it and why."""


def timetable(reader: Reader) -> Timetable:
    return Timetable(times=reader.times, days=reader.days, timezone=reader.timezone, quiet=reader.quiet)


def values(reader: Reader) -> dict[str, Any]:
    """The columns that hold a reader's choices, the two grouping hashes included."""
    plan = timetable(reader)
    private = reader.kind != "channel"  # a channel's messages carry no private buttons
    shared = [sorted(reader.themes), reader.script, reader.length, reader.language, reader.timezone, private]
    return {
        "chat_id": reader.address.chat_id,
        "thread_id": reader.address.thread_id or 0,
        "kind": reader.kind,
        "language": reader.language,
        "script": reader.script,
        "themes": sorted(set(reader.themes)),
        "times": sorted(set(reader.times), key=wall),
        "days": sorted(set(reader.days)),
        "timezone": reader.timezone,
        "quiet": list(reader.quiet) if reader.quiet else None,
        "length": reader.length,
        "send_empty": reader.send_empty,
        "muted": list(reader.muted),
        "taste": dict(reader.taste),
        "since": reader.since,
        "paused": reader.paused,
        "profile": _hash(shared),
        "timetable": _hash([sorted(plan.times), sorted(plan.days), plan.timezone, plan.quiet]),
        "active": reader.paused is None and bool(reader.themes),
        "personal": bool(reader.muted or reader.taste),
    }


def reader(row: Row[Any], watches: tuple[Watch, ...] = ()) -> Reader:
    return Reader(
        address=Address(chat_id=row.chat_id, thread_id=row.thread_id or None),
        kind=row.kind,
        language=row.language,
        script=row.script,
        themes=tuple(row.themes),
        times=tuple(row.times),
        days=tuple(row.days),
        timezone=row.timezone,
        quiet=(row.quiet[0], row.quiet[1]) if row.quiet else None,
        length=row.length,
        send_empty=row.send_empty,
        muted=tuple(row.muted),
        taste=tuple(sorted(row.taste.items())),
        watches=watches,
        since=row.since,
        paused=row.paused,
    )


def line(one: Reader) -> str:
    """One reader as a line of JSON, as the contract has it."""
    daily = one.days == tuple(range(1, 8))
    fields = {
        "chat_id": one.address.chat_id,
        "thread_id": one.address.thread_id,
        "kind": one.kind,
        "language": one.language,
        "script": one.script,
        "themes": list(one.themes),
        "times": list(one.times),
        "days": "daily" if daily else list(one.days),
        "timezone": one.timezone,
        "quiet": list(one.quiet) if one.quiet else None,
        "length": one.length,
        "send_empty": one.send_empty,
        "muted": list(one.muted),
        "taste": dict(one.taste),
        "since": one.since.astimezone(UTC).isoformat(),
        "watches": [{"query": w.query, "mode": w.mode, "urgent": w.urgent} for w in one.watches],
        "paused": one.paused,
    }
    return json.dumps(fields, ensure_ascii=False)


def from_line(text: str) -> Reader:
    """The reader a line describes; unknown keys are left aside, missing ones take their defaults.

    Raises:
        UnusableReader: naming what is wrong.
    """
    try:
        given = json.loads(text)
        found = _from_fields(given)
        for at in (*found.times, *(found.quiet or ())):
            wall(at)
        zone(found.timezone)
    except KeyError as error:
        raise UnusableReader(f"{error.args[0]}: missing, or not a time zone that exists") from error
    except (ValueError, TypeError, AttributeError, OSError) as error:
        raise UnusableReader(str(error) or "not a reader") from error
    return found


def _from_fields(given: Any) -> Reader:
    if not isinstance(given, dict):
        raise TypeError("not a JSON object")
    since = datetime.fromisoformat(given["since"])
    if since.tzinfo is None:
        raise ValueError("since: expected a time with its zone")
    days = given.get("days", "daily")
    quiet = given.get("quiet")
    chosen = {name: given[name] for name in ("kind", "language", "script", "timezone", "length", "paused", "send_empty")
              if name in given}  # fmt: skip
    chosen |= {name: tuple(given[name]) for name in LISTS if name in given and name != "days"}
    _check(chosen)
    return Reader(
        address=Address(chat_id=int(given["chat_id"]), thread_id=_optional_int(given.get("thread_id"))),
        days=tuple(range(1, 8)) if days == "daily" else tuple(sorted({_weekday(day) for day in days})),
        quiet=(str(quiet[0]), str(quiet[1])) if quiet else None,
        taste=tuple(sorted((str(key), float(value)) for key, value in given.get("taste", {}).items())),
        watches=tuple(
            Watch(query=str(w["query"]), mode=_one_of("mode", w.get("mode", "alert"), MODES), urgent=bool(w["urgent"]))
            for w in given.get("watches", ())
        ),
        since=since.astimezone(UTC),
        **chosen,
    )


MODES = ("alert", "digest")
CHOICES: dict[str, tuple[str | None, ...]] = {
    "kind": ("private", "group", "supergroup", "channel"),
    "language": ("zh-Hans", "zh-Hant", "en"),
    "script": ("hans", "hant", None),
    "length": ("short", "normal", "long"),
}


def _check(chosen: dict[str, Any]) -> None:
    for name, allowed in CHOICES.items():
        if name in chosen:
            _one_of(name, chosen[name], allowed)


def _one_of(name: str, value: Any, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(str(choice) for choice in allowed)}")
    return value


def _weekday(value: Any) -> int:
    if value not in range(1, 8):
        raise ValueError(f"days: {value!r} is no weekday from 1 to 7")
    return int(value)


def _optional_int(value: Any) -> int | None:
    return None if value is None else int(value)


def _hash(shared: Any) -> str:
    canonical = json.dumps(shared, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=6).hexdigest()
