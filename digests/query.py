"""The lookup language: what a reader types -> words that must, may not, or may stand instead of each other.

Words are all required. ``"…"`` keeps a phrase as it is, ``-词`` excludes, ``a|b`` is either, and ``theme:``,
``from:``, ``after:``, ``before:`` (or 主题: 来源: 自: 至:) and ``7d`` (or 近7天) narrow down. An operator counts only
at the start or after a space, ``|`` only between two words; whatever cannot be an operator is a plain word: names
print 1+2+3+4, 概念验证中心-高质量孵化器, B-52. One pass over the text, no pattern comes from a reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from digests.chinese.forms import form, pairs
from digests.models import How

MAX_CHARS = 400  # what is read of a text; longer ones come from pasting a page, and their beginning finds it
MAX_WORDS = 24

_PHRASES = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
_MINUS = "-－"
_EITHER = "|｜"
_FILTERS = {
    "theme": "theme", "主题": "theme", "主題": "theme",
    "from": "source", "来源": "source", "來源": "source",
    "after": "after", "since": "after", "自": "after", "之后": "after", "之後": "after",
    "before": "before", "until": "before", "至": "before", "之前": "before",
}  # fmt: skip
_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365, "天": 1, "日": 1, "周": 7, "週": 7, "月": 30, "年": 365}
_RECENT = ("最近", "近")
_NAMED_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way a word may stand in a text: its search form, and how it relates to what was typed."""

    form: str
    how: How = "exact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One thing to look for. ``spellings``: any of them will do, the typed ones first."""

    text: str  # as typed
    spellings: tuple[Spelling, ...]
    exact: bool = False  # was quoted: no alias, no correction, no taking apart

    @property
    def grams(self) -> tuple[str, ...]:
        """The pairs of neighbours of the word as typed, repeated as they stand."""
        return tuple(pairs(self.spellings[0].form))

    @property
    def shown(self) -> str:
        """The word as typed; one that was taken for another, with what it was taken for."""
        meant = self.spellings[0] if self.spellings else None
        if meant is not None and meant.how in ("pinyin", "fuzzy"):
            return f"{self.text} → {meant.form}"
        return f'"{self.text}"' if self.exact else self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A parsed lookup. ``after`` and ``before`` are days in the reader's zone, both ends included."""

    text: str
    words: tuple[Word, ...] = ()
    without: tuple[Word, ...] = ()
    themes: tuple[str, ...] = ()  # any of them
    source: str | None = None
    after: date | None = None
    before: date | None = None

    @property
    def narrowed(self) -> bool:
        return any((self.themes, self.source, self.after, self.before))

    @property
    def understood(self) -> str:
        """The query as it was read, in one line and in its own language."""
        parts = [word.shown for word in self.words]
        parts += [f"-{word.text}" for word in self.without]
        named = (
            ("theme", "|".join(self.themes) or None),
            ("from", self.source),
            ("after", self.after),
            ("before", self.before),
        )
        return " ".join(parts + [f"{name}:{value}" for name, value in named if value is not None])


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    words: list[Word] = field(default_factory=list)
    without: list[Word] = field(default_factory=list)
    filters: dict[str, str | date | tuple[str, ...]] = field(default_factory=dict)


def parse(
    text: str, *, today: date, themes: Mapping[str, str] | None = None, sources: Mapping[str, str] | None = None
) -> Query:
    """Reads a lookup. ``themes`` and ``sources``: names as readers know them -> slugs; compared in their search form.

    A filter whose value names nothing is a plain word; one whose value is part of several names means any of those
    themes. Never raises; a text with nothing to look for gives no words.
    """
    names = {
        "theme": {form(name): slug for name, slug in (themes or {}).items()},
        "source": {form(name): slug for name, slug in (sources or {}).items()},
    }
    reading = _Reading()
    for token, phrase in _named(list(_tokens(text[:MAX_CHARS].replace("\0", " "))), names):
        if len(reading.words) + len(reading.without) >= MAX_WORDS:
            break
        _read(token, phrase, reading, names, today)
    return Query(
        text=text,
        words=tuple(reading.words),
        without=tuple(reading.without),
        **reading.filters,  # type: ignore[arg-type]
    )


def _tokens(text: str) -> Iterable[tuple[str, bool]]:
    """Pieces between spaces, and whether each is a phrase in quotes; a minus before a phrase stays in front of it."""
    at, pieces = 0, []
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        sign = text[at] if text[at] in _MINUS else ""
        quote = text[at + len(sign) : at + len(sign) + 1]
        end = text.find(_PHRASES[quote], at + len(sign) + 1) if quote in _PHRASES and quote else -1
        if end > 0 and (end + 1 == len(text) or text[end + 1].isspace()):
            pieces.append((sign + text[at + len(sign) + 1 : end], True))
            at = end + 1
            continue
        end = next((i for i in range(at, len(text)) if text[i].isspace()), len(text))
        pieces.append((text[at:end], False))
        at = end
    return _joined(pieces)


def _joined(pieces: list[tuple[str, bool]]) -> Iterable[tuple[str, bool]]:
    """``a | b`` written with spaces as one piece ``a|b``, and ``theme: a`` as ``theme:a``."""
    joined: list[tuple[str, bool]] = []
    glue = False
    for token, phrase in pieces:
        if joined and not joined[-1][1] and joined[-1][0][-1] in ":：" and joined[-1][0][:-1].casefold() in _FILTERS:
            joined[-1] = (joined[-1][0] + token, False)
        elif token in _EITHER and not phrase:
            glue = bool(joined) and not joined[-1][1]
        elif glue and not phrase:
            joined[-1] = (f"{joined[-1][0]}|{token}", False)
            glue = False
        else:
            joined.append((token, phrase))
            glue = False
    return joined


def _named(pieces: list[tuple[str, bool]], names: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, bool]]:
    """``pieces``, the Latin name of a theme or source in one piece with its filter: theme:business climate."""
    at = 0
    while at < len(pieces):
        token, phrase = pieces[at]
        at += 1
        name, colon, value = token.replace("：", ":").partition(":")
        known = names.get(_FILTERS.get(name.casefold(), "")) if colon and value.isascii() and not phrase else None
        while known and at < len(pieces) and not pieces[at][1] and pieces[at][0].isascii():
            longer = f"{value} {pieces[at][0]}"
            if not any(form(longer) in called for called in known):
                break
            value, at = longer, at + 1
            token = f"{name}:{value}"
        yield token, phrase


def _read(token: str, phrase: bool, reading: _Reading, names: Mapping[str, Mapping[str, str]], today: date) -> None:
    if not phrase and _read_filter(token, reading, names, today):
        return
    if len(token) > 1 and token[0] in _MINUS and not token[1].isspace():
        word = _word(token[1:], phrase)
        if word is not None:
            reading.without.append(word)
        return
    word = _word(token, phrase)
    if word is not None and all(word.spellings != known.spellings for known in reading.words):
        reading.words.append(word)


def _word(text: str, phrase: bool) -> Word | None:
    """The word, with every side of ``|`` that holds something as a spelling; None where nothing is left."""
    sides = [text]
    if not phrase:
        for sign in _EITHER:
            sides = [side for part in sides for side in part.split(sign)]
    forms = dict.fromkeys(filter(None, map(form, sides)))
    if not forms:
        return None
    return Word(
        text=_unquoted(text),
        spellings=tuple(Spelling(form=f) for f in forms),
        exact=phrase,
    )


def _unquoted(text: str) -> str:
    """``text`` without quotation marks that hold all of it; “忍耐”行動 keeps its own."""
    whole = len(text) > 2 and _PHRASES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]
    return text[1:-1] if whole else text


def _read_filter(token: str, reading: _Reading, names: Mapping[str, Mapping[str, str]], today: date) -> bool:
    """Whether ``token`` is a filter; if so it is noted. A second filter of the same kind replaces the first."""
    days = _recent(token)
    if days is not None:
        reading.filters["after"] = today - timedelta(days=days)
        return True
    name, colon, value = token.replace("：", ":").partition(":")
    kind = _FILTERS.get(name.casefold())
    if not colon or kind is None or not value:
        return False
    if kind in names:
        slugs = _meant(form(value), value, names[kind])
        if kind == "theme" and slugs:
            reading.filters["themes"] = slugs
        elif len(slugs) == 1:
            reading.filters[kind] = slugs[0]
        else:
            return False
        return True
    day = _day(value, today, last=kind == "before")
    if day is None:
        return False
    reading.filters[kind] = day
    return True


def _meant(searched: str, value: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The slug called so, or those whose name begins with ``searched``, or else has it in it; () for none."""
    if searched in names or value in names.values():
        return (names.get(searched, value),)
    if len(searched) < 2:
        return ()
    begun = dict.fromkeys(slug for name, slug in names.items() if name.startswith(searched))
    return tuple(begun or dict.fromkeys(slug for name, slug in names.items() if searched in name))


def _recent(token: str) -> int | None:
    """Days back for 7d, 2w, 近7天, 最近3个月; None for anything else. A bare 7天 is a word: hotels are called so."""
    rest = token
    for prefix in _RECENT:
        if token.startswith(prefix):
            rest = token[len(prefix) :]
            break
    number, unit = rest[:-1].removesuffix("个").removesuffix("個"), rest[-1:].casefold()
    if unit not in _UNITS or not (number.isascii() and number.isdigit() and len(number) <= 4):
        return None
    if rest == token and not unit.isascii():
        return None
    return min(int(number) * _UNITS[unit], 36_500)


def _day(value: str, today: date, *, last: bool) -> date | None:
    """The day meant by 2024-03-05, 2024/3/5, 2024年3月, 2024 or 昨天; of a month or year the first, or the ``last``."""
    if value in _NAMED_DAYS:
        return today - timedelta(days=_NAMED_DAYS[value])
    days = _recent(value)
    if days is not None:
        return today - timedelta(days=days)
    plain = value.translate({ord(sign): "-" for sign in "/.年月"}).rstrip("日-")
    parts = plain.split("-")
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in parts):
        return None
    year, month, day = (*map(int, parts), *(0, 0))[:3]
    try:
        if day:
            return date(year, month, day)
        if not last:
            return date(year, month or 1, 1)
        return (
            (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            if month
            else date(year, 12, 31)
        )
    except (ValueError, OverflowError):
        return None


class Entry(NamedTuple):
    """What the index tells of one article that may answer: its search forms (`forms.Indexed`) and where it belongs.

    A tuple, because one is made of every candidate of a lookup, which may be thousands.
    """

    pk: int
    article: str
    story: str
    title: str
    body: str  # one sentence or sub-head a line
    marks: str  # one character a line
    day: date  # as printed, else the day first read
