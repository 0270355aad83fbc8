"""What the bot says: one TOML file a language, complete in all three, plain text only.

Markup belongs to the templates, which escape what comes from here like any other value. An entry is a string
with ``{named}`` places, or a table of plural forms chosen by ``n`` with the language's own rule. Babel is loaded
with the first number or date, not before.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard
from zoneinfo import ZoneInfo

from digests.models import Language

if TYPE_CHECKING:
    from babel import Locale

LANGUAGES: tuple[Language, ...] = ("zh-Hans", "zh-Hant", "en")
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})

Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """One language's wording. Call it with a key and the values of its places."""

    language: Language
    entries: Mapping[str, Entry]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text under ``key``; whole numbers are grouped as the language does. Raises KeyError on an unknown key."""
        entry = self.entries[key]
        if not isinstance(entry, str):
            n = values["n"]
            entry = entry.get(self.locale.plural_form(n) if _whole(n) else "other", entry["other"])
        shown = {name: self.number(value) if _whole(value) else value for name, value in values.items()}
        return entry.format(**shown) if shown else entry

    def has(self, key: str) -> bool:
        return key in self.entries

    @property
    def locale(self) -> Locale:
        return _locale(self.language)

    def number(self, value: int) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)

    def printed_date(self, printed: str | None) -> str:
        """A date as far as it is known: "YYYY-MM-DD", "YYYY-MM" or "YYYY"; an empty string for None."""
        if not printed:
            return ""
        from babel.dates import format_skeleton

        year, month, day = [int(part) for part in (*printed.split("-"), "1", "1")[:3]]
        skeleton = ("y", "yMMM", "yMMMd")[printed.count("-")]
        moment = datetime(year, month, day)  # noqa: DTZ001 - a calendar day, no instant
        return format_skeleton(skeleton, moment, locale=self.locale)

    def day(self, moment: datetime, timezone: str) -> str:
        """Weekday, month and day of an instant where the reader lives."""
        from babel.dates import format_skeleton

        return format_skeleton("MMMEd", moment.astimezone(ZoneInfo(timezone)), locale=self.locale)

    def weekday(self, iso: int) -> str:
        """Short name of ISO weekday 1..7."""
        from babel.dates import format_date

        return format_date(date(2024, 1, iso), "EEE", locale=self.locale)  # 2024-01-01 was a Monday

    def city(self, timezone: str) -> str:
        """The city an IANA zone is named for.

        The library looks renamed zones up by their new names (Asia/Kolkata), under which its data have no translation.
        """
        from babel.dates import get_timezone_location

        known = (self.locale.time_zones.get(zone) for zone in _former_names().get(timezone, ()))
        former: str | None = next((names["city"] for names in known if names and "city" in names), None)
        city = former or get_timezone_location(ZoneInfo(timezone), locale=self.locale, return_city=True)
        return city.rsplit("/", 1)[-1]

    def join(self, parts: Iterable[str]) -> str:
        """A short list: 甲、乙、丙; a, b, c."""
        return self("list.separator").join(parts)


def _whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


@cache
def words(language: Language) -> Words:
    """The wording of one language; read once."""
    path = Path(__file__).parent / f"{language.replace('-', '_').lower()}.toml"
    return Words(language, dict(_flat(tomllib.loads(path.read_text(encoding="utf-8")))))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterable[tuple[str, Entry]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, str) or (isinstance(value, dict) and value.keys() <= PLURALS):
            yield key, value
        elif isinstance(value, dict):
            yield from _flat(value, f"{key}.")
        else:
            raise TypeError(f"wording {key}: expected text, found {type(value).__name__}")


@cache
def _former_names() -> Mapping[str, tuple[str, ...]]:
    """The zones whose names changed, by every name they had or have, with those they had."""
    from babel.core import get_global

    former: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        former.setdefault(new, []).append(old)
    return {name: tuple(names) for new, names in former.items() for name in (new, *names)}


@cache
def _locale(language: Language) -> Locale:
    from babel import Locale

    return Locale.parse(language, sep="-")


def language_of(code: str | None) -> Language:
    """The wording for a Telegram ``language_code`` (IETF tag); Chinese when Telegram tells none.

    Traditional for zh-Hant and the regions that write it (tw, hk, mo); English for every other language.
    """
    tag = (code or "zh").lower().replace("_", "-")
    if not tag.startswith("zh"):
        return "en"
    if "hans" in tag:
        return "zh-Hans"
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(tag.split("-")) else "zh-Hans"
