"""Data as scripts write it where JSON will not do: read, never run.

Two forms. JavaScript's own literals (`{title:a,open:!0,at:void 0}`), perhaps as what a function returns whose arguments
stand for values that recur, as Nuxt 2 prints a page's data: `(function(a,b){a.x=b;return {…}}("…",null))`. And a list
whose things name each other by their places in it, as Nuxt 3 does. Sources: the outputs of the packages devalue 2 and
devalue 4; whatever they do not print (an operator, a template, a call) ends the reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_DEEPEST = 60
_BLANK = re.compile("\\s*")
_STRING = re.compile("\"(?:[^\"\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\n]++|\\\\.)*+'|`(?:[^`\\\\$]++|\\\\.)*+`", re.S)
_NUMBER = re.compile("[-+]?(?:\\d+\\.?\\d*(?:[eE][-+]?\\d+)?|\\.\\d+)")
_NAME = re.compile("[\\w$]+(?:\\.[\\w$]+)*")
_CONSTANTS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_CONSTANT = re.compile("!0|!1|-?Infinity|void 0")
_MADE = re.compile("(?:new )?(?:Date|Set|Map|Array|Object\\.create|BigInt|URL|Object|String|Number|Symbol)\\(")
_CALLED = re.compile("\\(?\\s*\\(?\\s*(?:function ?\\w*\\(([\\w$, ]*)\\)\\s*\\{|\\(([\\w$, ]*)\\)\\s*=>\\s*\\{)\\s*")
_RETURN = re.compile("return(?=[ ({\\[])\\s*")
_BODY_ENDS = re.compile("[\\s;]*\\}\\s*\\)?\\s*(?=\\()")
_SET = re.compile('([\\w$]+)(?:\\.([\\w$]+)|\\[("[^"]*"|\\d+)\\])\\s*=(?!=)\\s*')
_ESCAPE = re.compile("\\\\(?:u\\{([0-9a-fA-F]{1,6})\\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.S)
_NO_CHARACTER = re.compile(  # half a pair of surrogates, or a control character
    "\\\\u(?:d[89ab][0-9a-f]{2}(?!\\\\ud[c-f])|00(?:0[0-8bcef]|1[0-9a-f]|7f))|(?<!\\\\ud[89ab]..)\\\\ud[c-f][0-9a-f]{2}",
    re.I,
)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_HELD = frozenset(("Reactive", "ShallowReactive", "Ref", "ShallowRef", "NuxtError", "Island"))


class NoData(ValueError):
    """What stands there is no literal, or more than may be read."""


@dataclass(slots=True)
class Budget:
    """How many values may still be read, over all that is tried on one page."""

    left: int


@dataclass(frozen=True, slots=True)
class _Named:
    """Stands for the argument of that name."""

    name: str


def mended(text: str) -> str:
    """A script without escapes of what is no character; an emoji cut in half would spoil the text it ends."""
    return _NO_CHARACTER.sub("", text) if "\\u" in text else text


def literal(text: str, at: int, budget: Budget) -> tuple[Any, int]:
    """The object, list or called function that begins at ``at``, and where it ends. Raises NoData."""
    reader = _Reader(text, at, budget)
    data = reader.called() if text[at : at + 1] == "(" or text.startswith("function", at) else reader.value(0)
    return data, reader.at


def unflattened(flat: Any) -> Any:
    """What the first thing of a list means where the things name each other by their places; None for other lists."""
    if not isinstance(flat, list) or len(flat) < 2 or not _names_places(flat[0], len(flat)):
        return None
    made: list[Any] = [{} if isinstance(each, dict) else [] if isinstance(each, list) else each for each in flat]
    for index, each in reversed(list(enumerate(flat))):  # a wrapper comes before what it holds
        if isinstance(each, list) and each and isinstance(each[0], str):
            held = each[1] if len(each) > 1 else None
            made[index] = _at(made, held) if each[0] in _HELD else held
    for index, each in enumerate(flat):
        if isinstance(each, dict):
            made[index].update((key, _at(made, place)) for key, place in each.items())
        elif isinstance(each, list) and not (each and isinstance(each[0], str)):
            made[index].extend(_at(made, place) for place in each)
    return made[0]


def _names_places(first: Any, count: int) -> bool:
    """Whether all that ``first`` holds are places in a list of ``count`` things."""
    if isinstance(first, list) and first and isinstance(first[0], str):
        return first[0] in _HELD
    places = list(first.values()) if isinstance(first, dict) else first
    return bool(
        isinstance(places, list) and places and all(type(place) is int and 0 < place < count for place in places)
    )


def _at(made: Sequence[Any], place: Any) -> Any:
    return made[place] if type(place) is int and 0 <= place < len(made) else None


@dataclass(slots=True)
class _Reader:
    text: str
    at: int
    budget: Budget
    parameters: frozenset[str] = field(default_factory=frozenset)

    def value(self, depth: int) -> Any:
        self._blank()
        self.budget.left -= 1
        if depth > _DEEPEST or self.budget.left < 0:
            raise NoData
        match self.text[self.at : self.at + 1]:
            case "{":
                return self._object(depth)
            case "[":
                return self._list("]", depth)
            case '"' | "'" | "`":
                return self._string()
            case "(":
                inner = self._list(")", depth)
                return inner[-1] if inner else None
        return self._plain(depth)

    def _plain(self, depth: int) -> Any:
        """A constant, a number, an argument, or what a constructor makes of one thing."""
        if match := _CONSTANT.match(self.text, self.at):
            self.at = match.end()
            return {"!0": True, "!1": False}.get(match[0])
        if match := _NUMBER.match(self.text, self.at):
            self.at = match.end()
            return float(match[0]) if any(mark in match[0] for mark in ".eE") else int(match[0][:30])
        if match := _MADE.match(self.text, self.at):
            self.at = match.end() - 1
            made = self._list(")", depth)
            return made[0] if made else None
        if match := _NAME.match(self.text, self.at):
            self.at = match.end()
            if match[0] in _CONSTANTS:
                return _CONSTANTS[match[0]]
            if match[0] in self.parameters:
                return _Named(match[0])
        raise NoData

    def _object(self, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        self.at += 1
        while not self._ends("}"):
            if self.text[self.at] in "\"'":
                key = self._string()
            elif match := _NAME.match(self.text, self.at):
                self.at, key = match.end(), match[0]
            else:
                raise NoData
            self._expect(":")
            out[key] = self.value(depth + 1)
            self._between("}")
        return out

    def _list(self, end: str, depth: int) -> list[Any]:
        out: list[Any] = []
        self.at += 1
        while not self._ends(end):
            if self.text[self.at] == ",":  # a hole
                self.at += 1
                continue
            out.append(self.value(depth + 1))
            self._between(end)
        return out

    def _string(self) -> str:
        match = _STRING.match(self.text, self.at)
        if match is None:
            raise NoData
        self.at = match.end()
        written = match[0]
        if "\\" not in written:
            return written[1:-1]
        try:
            return str(json.loads(written, strict=False))
        except ValueError:
            unescaped = _ESCAPE.sub(_escaped, written[1:-1])
            return unescaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def called(self) -> Any:
        """What a function returns that does nothing but set fields of its arguments."""
        match = _CALLED.match(self.text, self.at)
        if match is None:
            raise NoData
        self.at = match.end()
        names = [name for part in (match[1] or match[2] or "").split(",") if (name := part.strip())]
        self.parameters = frozenset(names)
        fields = []
        while not (end := _RETURN.match(self.text, self.at)):
            if (target := _SET.match(self.text, self.at)) is None or target[1] not in self.parameters:
                raise NoData
            self.at = target.end()
            fields.append((target[1], target[2] or target[3].strip('"'), self.value(0)))
            self._blank()
            self.at += self.text[self.at : self.at + 1] in (";", ",")
            self._blank()
        self.at = end.end()
        data = self.value(0)
        past = _BODY_ENDS.match(self.text, self.at)
        if past is None:
            raise NoData
        self.at = past.end()
        given = dict(zip(names, self._list(")", 0), strict=False))
        for name, key, value in fields:
            if isinstance(given.get(name), dict):
                given[name][key] = value
        return _filled(data, given)

    def _blank(self) -> None:
        if match := _BLANK.match(self.text, self.at):
            self.at = match.end()

    def _ends(self, end: str) -> bool:
        self._blank()
        here = self.text[self.at : self.at + 1]
        if not here:
            raise NoData
        self.at += here == end
        return here == end

    def _between(self, end: str) -> None:
        self._blank()
        here = self.text[self.at : self.at + 1]
        if here != "," and here != end:
            raise NoData
        self.at += here == ","

    def _expect(self, mark: str) -> None:
        self._blank()
        if self.text[self.at : self.at + 1] != mark:
            raise NoData
        self.at += 1


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        return chr(int(code, 16)) if int(code, 16) < 0x110000 else "\ufffd"
    return _SHORT.get(match[4], match[4])


def _filled(data: Any, given: dict[str, Any]) -> Any:
    """``data`` with what is given for the names in it, in place; an argument may be set into another."""
    stack = [data, *given.values()]
    seen: set[int] = set()
    while stack:
        node = stack.pop()
        if not isinstance(node, dict | list) or id(node) in seen:
            continue
        seen.add(id(node))
        for key, value in list(node.items() if isinstance(node, dict) else enumerate(node)):
            if isinstance(value, _Named):
                node[key] = given.get(value.name)
            elif isinstance(value, dict | list):
                stack.append(value)
    return given.get(data.name) if isinstance(data, _Named) else data
