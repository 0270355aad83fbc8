"""The language data that stages need (segmenter, idf, themes, score weights, lexicon), loaded once and never changed.

The stages themselves are pure; reading dictionaries and tables from disk happens here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from importlib import resources
from pathlib import Path

from digests import lookup, score
from digests import themes as theming
from digests.chinese.idf import Idf, parse_idf
from digests.chinese.pinyin import readings
from digests.chinese.script import fold
from digests.chinese.words import BLOCK, Segmenter, Word, load_segmenter
from digests.errors import SettingsError
from digests.settings import NewsChoices

BUNDLED_THEMES = ("district", "general")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Words, how telling each is, the themes, the weights of the score, and what lookups know of language."""

    segmenter: Segmenter
    idf: Idf
    themes: theming.Themes
    weights: score.Weights
    lookups: lookup.Lexicon


def load(choices: NewsChoices) -> Knowledge:
    """Everything the settings choose.

    Raises:
        SettingsError: a file of the operator's cannot be used; names the key, the place in it and the remedy.
    """
    words = [*_lexicon(bundled("lexicon.txt"), "lexicon.txt")]
    if choices.lexicon:
        words += _lexicon(_own("lexicon", choices.lexicon), str(choices.lexicon))
    segmenter = load_segmenter(choices.segmenter, words)
    aliases = [bundled("aliases.txt")]
    if choices.aliases:
        aliases.append(_own("aliases", choices.aliases))
    idf = parse_idf(bundled("idf.txt"))
    chosen = load_themes(choices)
    return Knowledge(
        segmenter=segmenter,
        idf=idf,
        themes=chosen,
        weights=_weights(choices.weights),
        lookups=lookup.lexicon(
            cut=segmenter.cut,
            idf=idf,
            aliases=aliases,
            questions=bundled("question_words.txt"),
            small=bundled("function_words.txt"),
            lookalikes=bundled("lookalikes.txt"),
            themes={name: theme.slug for theme in chosen.all for name in (theme.slug, *theme.names.values())},
        ),
    )


def warm(known: Knowledge) -> None:
    """Loads the tables that the first lookup would wait for; those of Traditional output are left to who reads it."""
    known.segmenter.cut(fold("熱身"))
    known.idf("热身")
    readings("热")


def _weights(chosen: Mapping[str, float]) -> score.Weights:
    known = {field.name for field in fields(score.Weights)}
    for name, value in chosen.items():
        if name not in known:
            raise SettingsError(f"weights.{name}", value, f"one of {', '.join(sorted(known))}")
    return replace(score.Weights(), **{name: type(getattr(score.Weights(), name))(chosen[name]) for name in chosen})


def load_themes(choices: NewsChoices) -> theming.Themes:
    """The themes file alone: one of ours by its name, or the operator's by its path."""
    if choices.themes in BUNDLED_THEMES:
        return theming.parse(bundled(f"themes-{choices.themes}.toml"), name=choices.themes)
    return theming.parse(_own("themes", Path(choices.themes)), name=choices.themes)


def bundled(name: str) -> str:
    """A text file of ``digests/data``."""
    return (resources.files("digests") / "data" / name).read_text("utf-8")


def _own(key: str, path: Path) -> str:
    try:
        return path.expanduser().read_text("utf-8")
    except FileNotFoundError as error:
        raise SettingsError(key, str(path), "an existing file") from error
    except OSError as error:
        raise SettingsError(key, str(path), f"a readable file ({(error.strerror or str(error)).lower()})") from error
    except UnicodeDecodeError as error:
        raise SettingsError(key, str(path), "a file of UTF-8 text") from error


def _lexicon(text: str, name: str) -> Iterator[Word]:
    """Lines of ``word``, ``word frequency`` or ``word frequency tag``; ``#`` begins a comment."""
    for number, line in enumerate(text.splitlines(), start=1):
        parts = line.split("#")[0].split()
        if not parts:
            continue
        word = fold(parts[0])
        frequency = parts[1] if len(parts) > 1 else "0"
        if len(parts) > 3 or not frequency.isdecimal() or not BLOCK.fullmatch(word):
            expected = "lines of `word [frequency [part of speech]]`, the word in characters, letters and digits"
            raise SettingsError(f"{name}, line {number}", line, expected)
        yield word, int(frequency), parts[2] if len(parts) > 2 else "n"
