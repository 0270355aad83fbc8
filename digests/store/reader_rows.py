"""Readers between their three forms: the noun, the row, and the line of ``jianbao readers export``."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, ValidationError
from sqlalchemy import Row

from digests.errors import DigestError
from digests.models import Address, ChatKind, Feedback, Language, Length, Reader, Script, Template, Watch
from digests.schedule import Timetable, wall, zone


class UnusableReader(DigestError):
    """A line that describes no reader; says which part of it and why."""


def timetable(reader: Reader) -> Timetable:
    return Timetable(times=reader.times, days=reader.days, timezone=reader.timezone, quiet=reader.quiet)


def values(reader: Reader) -> dict[str, Any]:
    """The columns that hold a reader's choices, the two grouping hashes included."""
    plan = timetable(reader)
    private = reader.kind != "channel"  # a channel's messages carry no private buttons
    shared = [sorted(reader.themes), reader.script, reader.length, reader.language, reader.timezone, private]
    if reader.template != "full":  # the only one there was, whose hashes stand in older rows
        shared.append(reader.template)
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
        "taste": [_press(one) for one in reader.taste],
        "since": reader.since,
        "paused": reader.paused,
        "profile": _hash(shared),
        "timetable": _hash([sorted(plan.times), sorted(plan.days), plan.timezone, plan.quiet]),
        "active": reader.paused is None and bool(reader.themes and reader.times and reader.days),
        "personal": bool(reader.muted or reader.taste),
        "template": reader.template,
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
        taste=tuple(_stored(one) for one in row.taste),
        watches=watches,
        since=row.since,
        paused=row.paused,
        template=row.template,
    )


def line(one: Reader) -> str:
    """One reader as a line of JSON, as the contract has it.

    ``taste`` sums up what was pressed, name by name, and does not fade; ``feedback`` says when each press was.
    """
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
        "template": one.template,
        "send_empty": one.send_empty,
        "muted": list(one.muted),
        "taste": _summed(one),
        "feedback": [_press(press) for press in one.taste],
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
        given = _Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ").replace("Input should be ", "expected ")
        if first["loc"][:1] == ("days",):  # a union, of which the library tells each part's complaint
            where, said = "days", 'expected "daily" or weekdays from 1, Monday, to 7'
        raise UnusableReader(f"{where}: {said}" if where else said) from error
    chosen = given.model_dump(exclude={"chat_id", "thread_id", "watches", "taste", "feedback", "days", "since"})
    return Reader(
        address=Address(chat_id=given.chat_id, thread_id=given.thread_id),
        days=tuple(range(1, 8)) if given.days == "daily" else tuple(sorted(set(given.days))),
        taste=given.presses(),
        watches=tuple(Watch(**watch.model_dump()) for watch in given.watches),
        since=given.since.astimezone(UTC),
        **chosen,
    )


def _wall(text: str) -> str:
    try:
        wall(text)
    except ValueError as error:
        raise ValueError("expected a time such as 08:00") from error
    return text


def _zone(name: str) -> str:
    try:
        zone(name)
    except (KeyError, OSError) as error:
        raise ValueError("not an IANA time zone") from error
    return name


WallTime = Annotated[str, AfterValidator(_wall)]


class _WatchLine(BaseModel):
    query: Annotated[str, Field(min_length=1)]
    mode: Literal["alert", "digest"] = "alert"
    urgent: bool = False


class _PressLine(BaseModel):
    about: str
    names: tuple[str, ...]
    weight: Annotated[float, Field(ge=-1, le=1)]
    at: AwareDatetime

    def feedback(self) -> Feedback:
        return Feedback(about=self.about, names=self.names, weight=self.weight, at=self.at.astimezone(UTC))


class _Line(BaseModel):
    """A line of ``jianbao readers export``, as the contract has it."""

    chat_id: int
    thread_id: int | None = None
    kind: ChatKind = "private"
    language: Language = "zh-Hans"
    script: Script | None = None
    themes: tuple[str, ...] = ()
    times: tuple[WallTime, ...] = ("08:00",)
    days: Literal["daily"] | tuple[Annotated[int, Field(ge=1, le=7)], ...] = "daily"
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    quiet: tuple[WallTime, WallTime] | None = None
    length: Length = "normal"
    send_empty: bool = False
    muted: tuple[str, ...] = ()
    taste: dict[str, float] = {}
    feedback: tuple[_PressLine, ...] | None = None
    since: AwareDatetime
    watches: tuple[_WatchLine, ...] = ()
    paused: str | None = None
    template: Template = "full"

    def presses(self) -> tuple[Feedback, ...]:
        """What was pressed; of a line that does not say when, as if it had been at ``since``."""
        if self.feedback is not None:
            return tuple(press.feedback() for press in self.feedback)
        at = self.since.astimezone(UTC)
        return tuple(Feedback(about=name, names=(name,), weight=w, at=at) for name, w in sorted(self.taste.items()))


def _press(one: Feedback) -> dict[str, Any]:
    at = one.at.astimezone(UTC).isoformat()
    return {"about": one.about, "names": list(one.names), "weight": one.weight, "at": at}


def _stored(one: dict[str, Any]) -> Feedback:
    at = datetime.fromisoformat(one["at"])
    return Feedback(about=one["about"], names=tuple(one["names"]), weight=one["weight"], at=at)


def _summed(reader: Reader) -> dict[str, float]:
    weights: dict[str, float] = {}
    for press in reader.taste:
        for name in press.names:
            weights[name] = weights.get(name, 0.0) + press.weight
    return {name: max(-1.0, min(1.0, weight)) for name, weight in weights.items()}


def _hash(shared: Any) -> str:
    canonical = json.dumps(shared, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(canonical.encode(), digest_size=6).hexdigest()
