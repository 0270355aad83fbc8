"""What an operator may choose on the news side. Values are checked here; files are read by who opens them."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from digests.models import Source

EVERY_S = {"folder": 60, "feed": 900, "page": 900}
SLUG = r"^[a-z0-9][a-z0-9-]{0,63}$"
UNITS_S = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}
LONGEST_D = 36_500  # a hundred years; what reaches back further would leave the calendar


def parse_duration(value: object) -> object:
    """``90``, ``"90 s"``, ``"15 min"``, ``"6 h"``, ``"1 d"`` as a timedelta; anything else is left to the type.

    Raises:
        ValueError: no such duration, or one that is no use: below zero or longer than a hundred years.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*", value.lower())
    if match is None or (match[2] or "s") not in UNITS_S:
        raise ValueError("expected a duration such as 60 s, 15 min, 6 h or 1 d")
    seconds = float(match[1]) * UNITS_S[match[2] or "s"]
    if seconds > LONGEST_D * UNITS_S["d"]:
        raise ValueError(f"expected a duration of at most {LONGEST_D} d")
    return timedelta(seconds=seconds)


def _zone(value: object) -> object:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("expected an IANA time zone such as Asia/Shanghai") from error
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Zone = Annotated[str, BeforeValidator(_zone)]


class Choices(BaseModel):
    """A table of settings: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceChoice(Choices):
    """One ``[[sources]]`` table."""

    id: Annotated[str, Field(pattern=SLUG)]
    kind: Literal["folder", "feed", "page"]
    path: Path | None = None
    url: str | None = None
    name: str | None = None
    every: Duration | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    category: str = ""

    @model_validator(mode="after")
    def _placed(self) -> SourceChoice:
        if self.kind == "folder" and (self.path is None or self.url is not None):
            raise ValueError("a folder source needs `path` and no `url`")
        if self.kind != "folder" and (self.url is None or self.path is not None):
            raise ValueError(f"a {self.kind} source needs `url` and no `path`")
        if self.url is not None and not re.match(r"https?://[^/\s]", self.url):
            raise ValueError("`url` must begin with http:// or https://")
        if self.every is not None and self.every < timedelta(seconds=1):
            raise ValueError("`every` must be 1 s or longer")
        return self

    def source(self) -> Source:
        every_s = int(self.every.total_seconds()) if self.every else EVERY_S[self.kind]
        location = str(self.path.expanduser().absolute()) if self.path else self.url or ""
        return Source(
            id=self.id,
            kind=self.kind,
            location=location,
            name=self.name or self.id,
            every_s=every_s,
            include=self.include,
            exclude=self.exclude,
            category=self.category,
        )


class NewsChoices(Choices):
    """The keys that concern reading, understanding and composing."""

    home: Path | None = None
    database_url: str | None = None
    timezone: Zone = "Asia/Shanghai"
    sources: tuple[SourceChoice, ...] | None = None
    themes: str = Field(default="district", description="district, general, or the path of a themes file")
    lexicon: Path | None = Field(default=None, description="own words, one a line")
    aliases: Path | None = Field(default=None, description="own aliases for lookups, one group a line")
    segmenter: Literal["jieba", "rjieba"] = "jieba"
    weights: dict[str, float] = Field(default_factory=dict, description="weights of the named score parts")
    allowed_hosts: tuple[str, ...] = Field(default=(), description="internal hosts that may be fetched from")

    @model_validator(mode="after")
    def _distinct(self) -> NewsChoices:
        ids = [source.id for source in self.sources or ()]
        twice = sorted({source_id for source_id in ids if ids.count(source_id) > 1})
        if twice:
            raise ValueError(f"two sources have the id {', '.join(twice)}: give each its own")
        return self
