"""What a reader typed, cut where an operator may stand: at spaces outside quotation marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from digests.chinese.forms import form

PHRASES = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
MINUS = "-－"
EITHER = "|｜"
FILTERS = {
    "theme": "theme", "主题": "theme", "主題": "theme",
    "from": "source", "来源": "source", "來源": "source",
    "after": "after", "since": "after", "自": "after", "之后": "after", "之後": "after",
    "before": "before", "until": "before", "至": "before", "之前": "before",
}  # fmt: skip


def tokens(text: str) -> Iterable[tuple[str, bool]]:
    """Pieces between spaces, and whether each is a phrase in quotes; a minus before a phrase stays in front of it."""
    at, pieces = 0, []
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        sign = text[at] if text[at] in MINUS else ""
        quote = text[at + len(sign) : at + len(sign) + 1]
        end = text.find(PHRASES[quote], at + len(sign) + 1) if quote in PHRASES and quote else -1
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
        if joined and not joined[-1][1] and joined[-1][0][-1] in ":：" and joined[-1][0][:-1].casefold() in FILTERS:
            joined[-1] = (joined[-1][0] + token, False)
        elif token in EITHER and not phrase:
            glue = bool(joined) and not joined[-1][1]
        elif glue and not phrase:
            joined[-1] = (f"{joined[-1][0]}|{token}", False)
            glue = False
        else:
            joined.append((token, phrase))
            glue = False
    return joined


def named(pieces: list[tuple[str, bool]], names: Mapping[str, Mapping[str, str]]) -> Iterable[tuple[str, bool]]:
    """``pieces``, the Latin name of a theme or source in one piece with its filter: theme:business climate."""
    at = 0
    while at < len(pieces):
        token, phrase = pieces[at]
        at += 1
        name, colon, value = token.replace("：", ":").partition(":")
        known = names.get(FILTERS.get(name.casefold(), "")) if colon and value.isascii() and not phrase else None
        while known and at < len(pieces) and not pieces[at][1] and pieces[at][0].isascii():
            longer = f"{value} {pieces[at][0]}"
            if not any(form(longer) in called for called in known):
                break
            value, at = longer, at + 1
            token = f"{name}:{value}"
        yield token, phrase
