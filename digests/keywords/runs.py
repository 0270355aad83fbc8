"""Runs of words that may be keywords: what recurs, is quoted, stands in the headline, or ends as names do."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from operator import add

from digests.keywords.cut import Words
from digests.keywords.lore import Facts, is_name

MOST_WORDS = 6
MOST_CHARS = 12
TITLE_WORDS = 3  # of a run that stands once, in the headline: of longer ones 1 in 700 was chosen by editors
TITLE_CHARS = 8
NAME_WORDS = 4  # of a name that is known by its ending alone
_MARKED = re.compile(r"[“‘《【]([^“”‘’《》【】\n]{2,14})[”’》】]")

_PROPER = frozenset(("nr", "none"))  # parts of speech of proper names
_COUNTED = frozenset(("q", "t", "m"))  # parts of speech of what stands behind a number: 2024年度

Places = list[int]  # the tokens a string begins with
Found = dict[str, tuple[Places, int]]  # string -> its places, and how many tokens it has
Spans = Iterable[tuple[int, int]]  # first token, how many


def phrases(words: Words, facts: Sequence[Facts], known: Set[str], quotations: list[tuple[int, int]]) -> Found:
    """Runs of words; those inside a quotation too, where the whole of it is one word."""
    tokens, runs, whole, starts, ends = words.tokens, words.runs, words.text, words.starts, words.ends
    pairs = list(map(add, tokens, tokens[1:]))
    found = _recurring(words, facts, pairs)
    recurring = frozenset(found)
    for spans in (_titled(words, facts), quotations, _continued(words, facts, quotations), _names(words, facts)):
        for first, size in spans:
            text = whole[starts[first] : ends[first + size - 1]]
            if text not in recurring:
                places = found.setdefault(text, ([], size))[0]
                if first not in places:
                    places.append(first)
    first_of: dict[str, int] = {}
    for place in [place for place, pair in enumerate(pairs) if pair in known]:
        first_of.setdefault(pairs[place], place)
    for text, first in first_of.items():
        if text not in found and runs[first] > first + 1:
            found[text] = [first], 2
    return {text: it for text, it in found.items() if _stands(words, facts, it[0][0], it[1])}


def _stands(words: Words, facts: Sequence[Facts], first: int, size: int) -> bool:
    """Whether a run can stand by itself: it neither ends in function words nor begins with a day or with what a number
    counts."""
    if facts[first].empty or facts[first + size - 1].empty:
        return False
    token = words.tokens[first]
    if token.isdigit() and words.tokens[first + 1][0] in "年月日":
        return False
    if len(token) > 1 and facts[first].part not in _COUNTED:
        return True
    return token != "+" and not (first and words.tokens[first - 1].isdigit() and words.joined(first - 1))


def _recurring(words: Words, facts: Sequence[Facts], pairs: list[str]) -> Found:
    """Runs of two words and more that stand twice; those of three are looked for where two overlap, and so on.

    A run of the body that never stands without the same naming word before or after it is a fragment and left out:
    a fifth of all, and 1 in 50 of those that editors chose. Not so where a place goes before it, or where it ends as
    names do and another name follows (长海路街道浣纱四村).
    """
    text, starts, ends, runs = words.text, words.starts, words.ends, words.runs
    recurring = Found()
    shorter: dict[int, str] = {}  # first place -> string, of the size before
    again = {pair for pair, times in Counter(pairs).items() if times > 1}
    alive = [place for place, pair in enumerate(pairs) if pair in again and runs[place] > place + 1]
    size = 2
    while alive and size <= MOST_WORDS:
        found: dict[str, Places] = defaultdict(list)
        for place in alive:
            found[text[starts[place] : ends[place + size - 1]]].append(place)
        recur: set[int] = set()
        begins: dict[int, str] = {}
        for string, places in found.items():
            if len(places) < 2 or len(string) > MOST_CHARS:
                continue
            recur.update(places)
            begins[places[0]] = string
            recurring.setdefault(string, (places, size))
            if places[0] >= words.title_tokens:
                _leave_fragments(recurring, shorter, places, size, facts)
        shorter = begins
        alive = [place for place in alive if place in recur and place + 1 in recur and runs[place] > place + size]
        size += 1
    return recurring


def _leave_fragments(
    recurring: Found, shorter: Mapping[int, str], places: Places, size: int, facts: Sequence[Facts]
) -> None:
    """Takes out what a run holds but its last or first word, where that never stands without it; see `_recurring`."""
    first, times = places[0], len(places)
    for place, more in ((first, first + size - 1), (first + 1, first)):
        piece = shorter.get(place)
        if piece not in recurring or len(recurring[piece][0]) != times:
            continue
        part = facts[more].part
        whole = part == "ns" if more == first else part in _PROPER and is_name(piece)
        if facts[more].joins_name and not whole:
            del recurring[piece]


def _titled(words: Words, facts: Sequence[Facts]) -> Spans:
    """Those of three words end in no verb: of 460 such clauses four were chosen."""
    for first in range(words.title_tokens):
        for stop in range(first + 2, min(words.runs[first], first + TITLE_WORDS) + 1):
            if words.ends[stop - 1] - words.starts[first] > TITLE_CHARS:
                break
            if stop == first + 2 or facts[stop - 1].part != "v":
                yield first, stop - first


def quoted(words: Words) -> list[tuple[int, int]]:
    """What stands between marks as a whole: first token, how many."""
    found = []
    for marked in _MARKED.finditer(words.text):
        first, stop = bisect_left(words.starts, marked.start(1)), bisect_left(words.starts, marked.end(1))
        if first < stop <= words.runs[first] and (words.starts[first], words.ends[stop - 1]) == marked.span(1):
            found.append((first, stop - first))
    return found


def _continued(words: Words, facts: Sequence[Facts], quotations: list[tuple[int, int]]) -> Spans:
    """Names that a quotation begins: “科创中国”长三角联盟站."""
    tokens, runs = words.tokens, words.runs
    for first, size in quotations:
        begin = first + size
        at = words.ends[begin - 1]
        if begin == len(tokens) or words.starts[begin] != at + 1 or words.text[at] != "”":
            continue
        stop = begin
        for place in range(begin, min(runs[begin], begin + NAME_WORDS)):
            if is_name(tokens[place]):
                stop = place + 1
            elif not facts[place].joins_name:
                break
        if stop > begin:
            yield first, stop - first


def _names(words: Words, facts: Sequence[Facts]) -> Spans:
    """The longest run of naming words before each word by which names end, unless the name goes on."""
    runs, found = words.runs, []
    for place in [place for place, fact in enumerate(facts) if fact.ends_name]:
        run = runs[place]
        if place + 1 < run and facts[place + 1].ends_name:
            continue
        first, least = place, max(0, place - NAME_WORDS + 1)
        while first > least and facts[first - 1].joins_name and runs[first - 1] == run:
            first -= 1
        if first < place and words.ends[place] - words.starts[first] <= MOST_CHARS:
            found.append((first, place - first + 1))
    return found


def within(words: Words, found: Found) -> dict[str, int]:
    """How often the commonest phrase around a string occurs; looked up for its ends and for single words."""
    text, starts, ends, tokens = words.text, words.starts, words.ends, words.tokens
    held: dict[str, int] = {}
    once: list[str] = []
    for places, size in found.values():
        times, first = len(places), places[0]
        stop = first + size
        inner = once if times == 1 else []
        inner += tokens[first:stop]
        for less in range(1, min(size - 1, 3)):
            inner.append(text[starts[first + less] : ends[stop - 1]])
            inner.append(text[starts[first] : ends[stop - less - 1]])
        if times > 1:
            for string in inner:
                if held.get(string, 0) < times:
                    held[string] = times
    return dict.fromkeys(once, 1) | held
