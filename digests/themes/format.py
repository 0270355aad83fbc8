"""The themes file: TOML to frozen objects and back.

```toml
[scoring]                 # all optional, see `Scoring`
cap = 3

[[theme]]
slug = "sci-tech"
description = "..."
exclude = ["..."]         # phrases in which the theme's keywords do not count
[theme.names]
zh-Hans = "..."
zh-Hant = "..."
en = "..."
[theme.keywords]
"科技创新" = 5
```
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, get_args

from digests.chinese.script import fold
from digests.errors import SettingsError
from digests.models import OTHER, Language

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Key = tuple[int, str, float]  # theme's place, folded keyword, weight
Entry = tuple[
    str, int, tuple[tuple[int, Key], ...]
]  # folded keyword, its size, place and key of each theme that has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """How points become themes.

    ``minimum``: a theme needs so many points (after length); ``second``: a further theme needs this share of the
    first's points. ``length_chars``: longer articles are divided by (chars / length_chars) ** ``length_power``.
    ``overlap``: keywords inside longer ones count too. ``unit``: divide by the Euclidean norm of the counts of all
    keywords found, as a linear model over unit vectors does; learnt files set both.
    """

    cap: float = 3.0
    title: float = 2.0
    minimum: float = 0.0
    second: float = 0.5
    length_chars: float = 600.0
    length_power: float = 0.5
    overlap: bool = False
    unit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme. ``keywords``: folded, with weights, heaviest first; ``base``: points that every article gets."""

    slug: str
    names: Mapping[Language, str]
    description: str = ""
    keywords: tuple[tuple[str, float], ...]
    exclusions: tuple[str, ...] = ()
    base: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Themes:
    """A parsed themes file. ``index``: first two characters of a keyword -> entries, longest first;
    ``has_singles``: some keyword is one character. ``begins``: finds each place where one may begin, and others.

    ``terms``: what the file's keywords tell the keyword stage, folded -> 0 to 1; empty for a learnt file, whose
    keywords separate themes but need not be names of anything.
    """

    all: tuple[Theme, ...]
    scoring: Scoring = Scoring()
    index: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    has_singles: bool = field(init=False, repr=False, compare=False)
    begins: re.Pattern[str] = field(init=False, repr=False, compare=False)
    terms: Mapping[str, float] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "index", _index(self.all))
        object.__setattr__(self, "has_singles", any(len(head) == 1 for head in self.index))
        object.__setattr__(self, "begins", _begins(self.index, self.has_singles))
        object.__setattr__(self, "terms", MappingProxyType({} if self.scoring.unit else _terms(self.all)))

    @property
    def slugs(self) -> tuple[str, ...]:
        return tuple(theme.slug for theme in self.all)

    def get(self, slug: str) -> Theme | None:
        return next((theme for theme in self.all if theme.slug == slug), None)


def is_slug(text: str) -> bool:
    return bool(_SLUG.fullmatch(text)) and text != OTHER and len(text) <= 32


def _terms(themes: tuple[Theme, ...]) -> dict[str, float]:
    heaviest = max((weight for theme in themes for _, weight in theme.keywords), default=0.0)
    terms: dict[str, float] = {}
    for theme in themes:
        for keyword, weight in theme.keywords:
            if weight > 0:
                terms[keyword] = max(terms.get(keyword, 0.0), weight / heaviest)
    return terms


def _index(themes: tuple[Theme, ...]) -> Mapping[str, tuple[Entry, ...]]:
    owners: dict[str, dict[int, float]] = {}
    for place, theme in enumerate(themes):
        for phrase in theme.exclusions:
            owners.setdefault(phrase, {})[place] = 0.0
        for keyword, weight in theme.keywords:
            owners.setdefault(keyword, {})[place] = weight
    heads: dict[str, list[Entry]] = {}
    for keyword, places in owners.items():
        keys = tuple((place, (place, keyword, weight)) for place, weight in places.items())
        heads.setdefault(keyword[:2], []).append((keyword, len(keyword), keys))
    return {head: tuple(sorted(found, key=lambda entry: -entry[1])) for head, found in heads.items()}


def _begins(heads: Mapping[str, object], any_follows: bool) -> re.Pattern[str]:
    """Characters that come first in ``heads`` before one that comes second: a quarter of all places stay."""
    if not heads:
        return re.compile("(?!)")
    first = f"[{re.escape(''.join(sorted({head[0] for head in heads})))}]"
    second = re.escape("".join(sorted({head[1:] for head in heads})))
    return re.compile(first if any_follows else f"{first}(?=[{second}])", re.DOTALL)


def parse(text: str, *, name: str = "themes") -> Themes:
    """Themes from TOML. Raises SettingsError naming key, value and what was expected; ``name`` is the file's."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(name, str(error), "a TOML file with [[theme]] tables") from error
    found = table.get("theme")
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise SettingsError(f"{name}: theme", found, "at least one [[theme]] table")
    themes = tuple(_theme(one, f"{name}: theme[{place}]") for place, one in enumerate(found, 1))
    seen: set[str] = set()
    for theme in themes:
        if theme.slug in seen:
            raise SettingsError(f"{name}: slug", theme.slug, "each slug once; rename one of the two")
        seen.add(theme.slug)
    return Themes(all=themes, scoring=_scoring(table.get("scoring", {}), name))


def _scoring(table: Any, name: str) -> Scoring:
    if not isinstance(table, dict):
        raise SettingsError(f"{name}: scoring", table, "a [scoring] table")
    known = {one.name: one.default for one in fields(Scoring)}
    for key, value in table.items():
        if key not in known:
            raise SettingsError(f"{name}: scoring.{key}", value, f"one of {', '.join(known)}")
        if isinstance(known[key], bool):
            if not isinstance(value, bool):
                raise SettingsError(f"{name}: scoring.{key}", value, "true or false")
        elif not _is_number(value) or (value < 0 and key != "minimum"):
            raise SettingsError(f"{name}: scoring.{key}", value, "a number, not negative")
    return Scoring(**table)


def _theme(table: dict[str, Any], where: str) -> Theme:
    slug = table.get("slug")
    if not isinstance(slug, str) or not is_slug(slug):
        raise SettingsError(f"{where}.slug", slug, f"small letters, digits and hyphens, at most 32, not {OTHER!r}")
    where = f"{where} ({slug})"
    unknown = set(table) - {"slug", "names", "description", "keywords", "exclude", "base"}
    if unknown:
        raise SettingsError(f"{where}.{min(unknown)}", table[min(unknown)], "no such key; see the shipped themes files")
    names = table.get("names")
    if not isinstance(names, dict) or not all(isinstance(names.get(lang), str) for lang in get_args(Language)):
        raise SettingsError(f"{where}.names", names, f"a table with {', '.join(get_args(Language))}")
    description = table.get("description", "")
    if not isinstance(description, str):
        raise SettingsError(f"{where}.description", description, "text")
    exclude = table.get("exclude", [])
    if not isinstance(exclude, list) or not all(isinstance(phrase, str) and phrase for phrase in exclude):
        raise SettingsError(f"{where}.exclude", exclude, "a list of phrases")
    base = table.get("base", 0.0)
    if not _is_number(base):
        raise SettingsError(f"{where}.base", base, "a number")
    return Theme(
        slug=slug,
        names=MappingProxyType({lang: names[lang] for lang in get_args(Language)}),
        description=description,
        keywords=_keywords(table.get("keywords"), where),
        exclusions=tuple(fold(phrase) for phrase in exclude),
        base=float(base),
    )


def _keywords(table: Any, where: str) -> tuple[tuple[str, float], ...]:
    if not isinstance(table, dict) or not table:
        raise SettingsError(f"{where}.keywords", table, 'a table of keywords with weights, such as "科技创新" = 5')
    weights: dict[str, float] = {}
    for keyword, weight in table.items():
        if not keyword.strip():
            raise SettingsError(f"{where}.keywords", keyword, "words; remove the empty one")
        if not _is_number(weight):
            raise SettingsError(f"{where}.keywords.{keyword}", weight, "a number")
        weights[fold(keyword)] = float(weight)
    return tuple(sorted(weights.items(), key=lambda kw: (-kw[1], kw[0])))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def dump(themes: Themes, *, source: str) -> str:
    """``themes`` as a file that `parse` reads back the same. ``source``: where the weights are from, put on top."""
    lines = [f"# {line}" for line in source.splitlines()] + ["", "[scoring]"]
    lines += [f"{one.name} = {_literal(getattr(themes.scoring, one.name))}" for one in fields(Scoring)]
    for theme in themes.all:
        lines += ["", "[[theme]]", f"slug = {_literal(theme.slug)}", f"description = {_literal(theme.description)}"]
        lines += [f"base = {_literal(theme.base)}"] if theme.base else []
        lines += [f"exclude = [{', '.join(_literal(p) for p in theme.exclusions)}]"] if theme.exclusions else []
        lines += ["[theme.names]", *(f"{lang} = {_literal(text)}" for lang, text in theme.names.items())]
        lines += ["[theme.keywords]", *(f"{_literal(word)} = {_literal(weight)}" for word, weight in theme.keywords)]
    return "\n".join(lines) + "\n"


def _literal(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = re.sub(r'[\\"]', r"\\\g<0>", value)
        return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{ord(c[0]):04x}", escaped) + '"'
    return repr(int(value)) if value == int(value) else repr(value)
