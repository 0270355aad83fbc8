"""Wording: complete in all three languages, used, and written for its readers."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import bot
from bot.wording import LANGUAGES, PLURALS, Entry, language_of, words
from digests.models import Language

ROOT = Path(bot.__file__).parent
CALL = re.compile(r"""\b(?:w|words\([^()]*\)|words_of\([^()]*\))\(\s*f?(["'])(.+?)\1""")
QUOTED = re.compile(r"""f?(["'])([a-z]+\.[A-Za-z_{}\[\].()'-]+)\1""")


def texts(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else list(entry.values())


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_every_entry() -> None:
    first, *others = (words(language).entries.keys() for language in LANGUAGES)
    for other in others:
        assert first == other


@pytest.mark.parametrize("language", LANGUAGES)
def test_entries_have_the_same_places_everywhere(language: Language) -> None:
    model = words("en").entries
    for key, entry in words(language).entries.items():
        assert {frozenset(places(text)) for text in texts(entry)} == {frozenset(places(texts(model[key])[0]))}, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_cover_what_the_language_distinguishes(language: Language) -> None:
    w = words(language)
    needed = {w.locale.plural_form(n) for n in range(200)}
    for key, entry in w.entries.items():
        if not isinstance(entry, str):
            assert needed <= entry.keys() <= PLURALS, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_plain_and_short(language: Language) -> None:
    for key, entry in words(language).entries.items():
        for text in texts(entry):
            assert text == text.strip() or key in {"list.separator", "list.colon", "digest.part"} or text.endswith(": ")
            assert not re.search(r"<[a-z/]|&[a-z]+;|[*_]{2}", text), f"markup in {key}"
            assert len(text) < 300, key


def source_files() -> list[Path]:
    rooms = {"sandbox", "cli"}  # speak English to operators and testers
    return [path for path in ROOT.rglob("*") if path.suffix in {".py", ".j2"} and not rooms & set(path.parts)]


def mentioned() -> tuple[set[str], set[str]]:
    """Keys named in code and templates, whole ones and beginnings of those put together there."""
    whole: set[str] = set()
    beginnings: set[str] = set()
    families = {key.split(".")[0] for key in words("en").entries}
    for path in source_files():
        for _, found in QUOTED.findall(path.read_text(encoding="utf-8")):
            if found.split(".")[0] not in families:
                continue
            (beginnings if "{" in found or found.endswith((".", "_")) else whole).add(found.split("{")[0])
        for found in re.findall(r'"([a-z]+\.)" ?~', path.read_text(encoding="utf-8")):
            beginnings.add(found)
    return whole, beginnings


def test_no_entry_is_missing() -> None:
    known = words("en").entries.keys()
    whole, beginnings = mentioned()
    called = {found for path in source_files() for _, found in CALL.findall(path.read_text(encoding="utf-8"))}
    assert {key for key in called if "{" not in key and "." in key and not key.endswith(".")} <= known
    assert not {start for start in beginnings if not any(key.startswith(start) for key in known)}
    assert whole & {"find.ask", "button.old"} == {"find.ask", "button.old"}, "the scan itself finds nothing any more"


def test_no_entry_is_unused() -> None:
    whole, beginnings = mentioned()
    unused = [
        key
        for key in words("en").entries
        if key not in whole and not any(key.startswith(start) for start in beginnings)
    ]
    assert unused == []


# Entries that a converter would not give: other words, other marks, other habits.
WRITTEN_FOR_TAIWAN_AND_HONG_KONG = (
    "bot.description", "command.find", "command.unsubscribe", "command.watch", "start.promise",
    "start.time", "start.done", "themes.unknown", "today.nothing_hint", "digest.items", "digest.further",
    "digest.keywords", "find.ask", "find.nothing", "find.cut", "part.keywords", "button.up",
    "button.watch_this", "button.mute_word", "settings.title", "settings.quiet", "settings.script",
    "settings.unknown", "watch.none", "watch.added_alert", "own.export", "own.forget_ask", "help.unknown",
    "help.aliases", "error.failed", "operator.deliveries",
)  # fmt: skip


def test_traditional_is_written_not_converted() -> None:
    opencc = pytest.importorskip("opencc")
    converters = [opencc.OpenCC(name) for name in ("s2t", "s2tw", "s2twp", "s2hk")]
    simplified, traditional = words("zh-Hans").entries, words("zh-Hant").entries
    assert len(WRITTEN_FOR_TAIWAN_AND_HONG_KONG) >= 20
    for key in WRITTEN_FOR_TAIWAN_AND_HONG_KONG:
        for converter in converters:
            assert [converter.convert(text) for text in texts(simplified[key])] != texts(traditional[key]), key


def test_no_simplified_character_in_traditional_wording() -> None:
    opencc = pytest.importorskip("opencc")
    to_traditional = opencc.OpenCC("s2t")
    for key, entry in words("zh-Hant").entries.items():
        if key == "language.zh-Hans":
            continue
        for text in texts(entry):
            changed = {
                (a, b)
                for a, b in zip(text, to_traditional.convert(text), strict=True)
                if a != b and b not in "臺裏纔羣"
            }
            assert not {a for a, _ in changed} - set("台里才群周范面后于系布只余表制准采托志出"), (key, changed)


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "zh-Hans"), ("", "zh-Hans"), ("zh", "zh-Hans"), ("zh-hans", "zh-Hans"), ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"), ("zh-hant", "zh-Hant"), ("zh-TW", "zh-Hant"), ("zh_HK", "zh-Hant"),
        ("zh-hans-HK", "zh-Hans"), ("zh-mo", "zh-Hant"), ("en", "en"), ("en-GB", "en"), ("de", "en"), ("ja", "en"),
    ],
)  # fmt: skip
def test_language_follows_telegram(code: str | None, language: str) -> None:
    assert language_of(code) == language


@pytest.mark.parametrize(
    ("language", "n", "shown"),
    [("en", 1, "1 story"), ("en", 2, "2 stories"), ("en", 1234, "1,234 stories"), ("zh-Hant", 1, "1 則")],
)
def test_numbers_and_plurals(language: Language, n: int, shown: str) -> None:
    assert words(language)("digest.items", n=n) == shown


@pytest.mark.parametrize(
    ("language", "printed", "shown"),
    [
        ("zh-Hans", "2023-11-20", "2023年11月20日"), ("zh-Hant", "2023-11", "2023年11月"),
        ("zh-Hans", "2023", "2023年"),
        ("en", "2023-11-20", "Nov 20, 2023"), ("en", "2023-11", "Nov 2023"), ("en", "2023", "2023"), ("en", None, ""),
    ],
)  # fmt: skip
def test_dates_say_no_more_than_is_known(language: Language, printed: str | None, shown: str) -> None:
    assert words(language).printed_date(printed) == shown


def test_a_readers_words_are_never_a_format() -> None:
    assert words("en")("find.nothing", query="{0}{x}%s") == "Nothing found for “{0}{x}%s”."
