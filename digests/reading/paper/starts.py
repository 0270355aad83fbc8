"""Where the articles of a printed page may begin: log-odds for every line that may be a headline, byline or lead.

Theory. Nothing of a headline proves it, but much speaks for it: its shape and length, whether a text has ended above
it or breaks off, what follows the headlines (a byline, a lead, a jump marker, a text that tells what they tell). Each
sign is worth what it was on drawn pages (`odds`), so that a headline without byline below a text that a column cut
off is likely, a full line of a column hardly. Kickers, headlines and decks one below the other begin one article with
the first of them, so each line has odds for both: standing ``below`` headlines, or not.

Nothing is decided here: `paths` takes the articles that make the best page as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from digests.reading.echoes import echo
from digests.reading.firsts import OPEN_END, fresh
from digests.reading.lines import Line
from digests.reading.notes import is_box, is_notice, is_service
from digests.reading.paper import ledes
from digests.reading.paper.beginnings import numbered
from digests.reading.paper.headlines import is_label
from digests.reading.paper.meets import no_start
from digests.reading.paper.odds import added
from digests.reading.paper.openings import HEADING, like_heading
from digests.reading.seams import leads, proved
from digests.reading.shapes import heading_shape

_LONGEST, _SHAPE = 44, 0.5  # characters of a headline, and how much it must look like one to be thought of
_LINES, _AFTER = 4, 150  # lines of headlines; characters of the text below that they echo
_LEAST = -4.0  # less likely lines are not thought of
_SURE, _FIRM = 1.0, 2.0
_LEAD, _JUMP, _HEADED, _UNDER = 2.0, 8.0, -1.0, -3.0  # of leads and jump texts: without headline, with one, below it
_LEDE = 3.0  # log-odds that a text is a lede, beyond which they tell no more; what is none may head an article, too
_NOTICE = 24  # characters of a line that says what kind of notice follows
_MOST_ECHO, _VOTES, _INDENTS = 0.6, 2, 0.1
_ENDS_OPEN = frozenset("?？!！”…")  # a headline may end with them


class Starts:
    """``odds``: of lines that may begin an article, by place; ``until``: the first line below their headlines.

    ``likely``: those more likely than not; ``headed``: the lines of their headlines and bylines.
    """

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._above = _signs_above(lines)
        self._may_head = [_may_head(line) for line in lines]
        text = [line for line in lines if line.kind == "text"]
        self._indents = sum([line.indent > 0 for line in text]) > _INDENTS * len(text)
        self.odds: dict[int, float] = {}
        self._below: dict[int, float] = {}
        self.until: dict[int, int] = {}
        known = 0
        for at, line in enumerate(lines):
            if line.kind == "byline" or (line.kind == "text" and (self._may_head[at] or line.jump or leads(line))):
                known = max(known, self._weigh(at, below=0 < at <= known and not self._ends_head(at, known)))
        self.likely: list[int] = []
        headed: set[int] = set()
        end = 0
        for at in self.odds:
            below = 0 < at <= end and not self._ends_head(at, end)
            if (self._below if below else self.odds)[at] > 0:
                self.likely.append(at)
                end = max(end, self.until[at])
                headed.update(range(at, self.until[at]))
        self.headed = frozenset(headed)

    def score(self, at: int, *, below: bool) -> float:
        """Log-odds that an article begins at ``at``; ``below``: headlines stand above, of the same article or not."""
        return (self._below if below else self.odds).get(at, -9.0)

    def firm(self, at: int) -> bool:
        """Whether it is beyond doubt, or nearly, that an article begins at ``at``."""
        return max(self.odds[at], self._below[at]) > _FIRM

    def breaks(self) -> frozenset[int]:
        """Numbers of lines that begin something: headlines that are all but sure, and what stands below them.

        Their lines get the shape of headlines, whatever they end with.
        """
        found: set[int] = set()
        for at in self.likely:
            if max(self.odds[at], self._below[at]) <= _SURE or self._lines[at].kind != "text":
                continue
            end = self.until[at]
            for place in range(at, end):
                line = self._lines[place]
                if line.kind == "text":
                    line.shape = max(HEADING, heading_shape(line))
                    if place == at or not fills(self._lines[place - 1]):
                        found.add(line.number)
            if at < end < len(self._lines):
                found.add(self._lines[end].number)
        return frozenset(found)

    def _ends_head(self, at: int, end: int) -> bool:
        return at == end and self._lines[at - 1].kind == "byline"

    def _weigh(self, at: int, *, below: bool) -> int:
        """Finds the odds of the line at ``at``; where its headlines end."""
        line = self._lines[at]
        if line.kind == "byline":
            end = at + 1
            alone = added("byline", self._byline(at, headed=False))
            under = added("byline", self._byline(at, headed=True)) if below else alone
        elif line.jump is not None or leads(line):
            end, under = at, _UNDER
            headed = below or (at > 0 and self._lines[at - 1].kind == "byline")
            alone = _HEADED if headed else _JUMP if line.jump is not None else _LEAD
            under = _UNDER if below else alone
        else:
            if self._amid_column(at):
                return 0
            end = self._group(at)
            follows = self._follows(end)
            own = added("heading", self._heading(at, end, follows))
            alone = own + added("heading", self._above_it(at, follows, headed=False))
            under = own + added("heading", self._above_it(at, follows, headed=True)) if below else alone
            if follows == "text" and max(alone, under) > _LEAST - _LEDE and self._over(at):
                lede = added("heading", {"lede": max(0.0, min(_LEDE, ledes.odds(self._told(end))))})
                alone, under = alone + lede, under + lede
            end += end < len(self._lines) and self._lines[end].kind == "byline"
        if max(alone, under) <= _LEAST:
            return 0
        self.odds[at], self._below[at], self.until[at] = alone, under, end
        return end

    def _amid_column(self, at: int) -> bool:
        """Whether a full line stands below an open one, and nothing of an article follows: it is no headline."""
        line, above = self._lines[at], self._lines[at - 1] if at else None
        if above is None or above.kind != "text" or above.closed or above.signed or not fills(line):
            return False
        return " " not in line.head and self._next(at + 1) in ("text", "end")

    def _group(self, at: int) -> int:
        """The first line below the headlines from ``at`` on."""
        end = at + 1
        while end < len(self._lines) and end - at < _LINES and self._may_head[end]:
            if not like_heading(self._lines[end]) and fills(self._lines[end]):
                break
            end += 1
        return end

    def _next(self, at: int) -> str:
        if at >= len(self._lines):
            return "end"
        line = self._lines[at]
        if line.kind == "byline":
            return "byline"
        return "jump" if line.jump is not None else "lead" if leads(line) else "text"

    def _follows(self, end: int) -> str:
        """What stands at ``end``, and if it is a byline, what it signs."""
        follows = self._next(end)
        if follows != "byline" or end + 1 >= len(self._lines):
            return follows
        below = self._next(end + 1)
        if below == "text" and self._heads(end + 1):
            return "byl_head"
        return {"lead": "byl_lead", "jump": "byl_lead", "end": "end"}.get(below, "byl_text")

    def _heads(self, at: int) -> bool:
        return self._may_head[at] and like_heading(self._lines[at])

    def _prev(self, at: int, *, headed: bool) -> str:
        if not at or headed:
            return "heading" if headed else "first"
        above = self._lines[at - 1]
        if above.kind == "byline" or above.signed:
            return "byline" if above.kind == "byline" else "signed"
        full = above.column.full
        if above.closed:
            return "ended" if not full or above.width < full - 1 else "full_ended"
        return "short_open" if full and above.width < full - 2 else "open"

    def _over(self, at: int) -> bool:
        """Whether no text breaks off above."""
        above = self._lines[at - 1] if at else None
        return above is None or above.kind != "text" or above.closed or above.signed

    def _told(self, end: int) -> str:
        """The text from ``end`` on, past a byline."""
        found = ""
        while end < len(self._lines) and len(found) < _AFTER:
            line = self._lines[end]
            if line.kind == "text":
                found += line.text
            elif found:
                break
            end += 1
        return found

    def _heading(self, at: int, end: int, follows: str) -> dict[str, float]:
        """Signs of a heading at ``at`` but for what stands above it."""
        line, size = self._lines[at], len(self._lines[at].text)
        full, blank, filled = line.column.full, " " in line.head, fills(line)
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        echoed = min(_MOST_ECHO, echo("".join([each.text for each in self._lines[at:end]]), self._told(end)))
        signs: dict[str, float] = {
            "bias": 1,
            "shape": heading_shape(line),
            "term_" + follows: 1,
            "len5" if size <= 5 else "len11" if size <= 11 else "len25" if size <= 25 else "len26": 1,
            "echo": echoed,
            "text_echo": echoed * (follows == "text"),
            "notice": size <= _NOTICE and not filled and _announces(line.plain),
            "query": line.text[-1] in "?？!！",
            "quote": line.text[-1] in "”…",
            "halved_full" if filled else "halved": blank,
            "fills": filled,
            "wider": 0 < full < line.width - 1,
            "narrow": line.width < full - 1,
            "grouped": end - at > 1,
            "label": is_label(line.text),
            "numbered": numbered(line.head),
            "fresh": fresh(line),
            "open_end": line.text[-1] in OPEN_END,
            "indented": line.indent > 0 and self._indents,
            "seam_below": below is not None and below.kind == "text" and not leads(below) and proved(line, below) > 0,
        }
        if self._indents:
            while end < len(self._lines) and self._lines[end].kind != "text":
                end += 1
            if end < len(self._lines):
                signs["ind_below" if self._lines[end].indent else "noind_below"] = 1
        return signs

    def _above_it(self, at: int, follows: str, *, headed: bool) -> dict[str, float]:
        """Signs of a heading in what stands above it, and together with what follows."""
        line, prev = self._lines[at], self._prev(at, headed=headed)
        found: dict[str, float] = {"prev_" + prev: 1}
        if at:
            above = self._lines[at - 1]
            found["gap"] = line.gap > above.gap
            found["seam_above"] = above.kind == "text" and proved(above, line) > 0
        if prev in ("open", "short_open"):
            found["open_x_fills" if fills(line) else "open_x_short" if line.column.full else "open_x_loose"] = 1
            found["open_term_" + follows] = 1
        elif prev in ("ended", "full_ended"):
            found["ended_term_" + follows] = 1
        elif prev == "heading":
            found["head_term_" + follows] = 1
        return found

    def _byline(self, at: int, *, headed: bool) -> dict[str, float]:
        """Signs that an article without headline begins with its byline."""
        prev, follows = self._prev(at, headed=headed), self._next(at + 1)
        if follows == "text" and self._heads(at + 1):
            follows = "head"
        signs: dict[str, float] = {
            "bias": 1,
            "prev_" + prev: 1,
            "term_" + follows: 1,
            "above": self._above,
            "nameless": not self._lines[at].names,
        }
        if follows == "lead":
            signs["lead_prev_" + prev] = 1
        elif follows == "text":
            below = self._lines[at + 1]
            signs |= {"text_above": self._above, "fresh": fresh(below), "text_prev_" + prev: 1}
            if self._indents:
                signs["indented" if below.indent else "noind"] = 1
        return signs


def _announces(heading: str) -> bool:
    return is_notice(heading) or is_box(heading) or is_service(heading)


def fills(line: Line) -> bool:
    """Whether ``line`` is as wide as its column."""
    return line.column.full > 0 and abs(line.width - line.column.full) <= 1


def _may_head(line: Line) -> bool:
    """Whether it is thought of as a headline at all."""
    if line.kind != "text" or len(line.text) > _LONGEST or line.jump is not None or line.signed or leads(line):
        return False
    ends = not line.closed or line.text[-1] in _ENDS_OPEN
    return ends and heading_shape(line) >= _SHAPE and not no_start(line)


def _signs_above(lines: Sequence[Line]) -> int:
    """How clearly bylines of the page stand above the text (2) or below it (-2).

    Those glued to its end do not count: texts that go on from another page are signed so wherever the others are.
    """
    votes = 0
    for at, line in enumerate(lines):
        if line.kind != "byline":
            continue
        headed = at > 0 and _may_head(lines[at - 1]) and like_heading(lines[at - 1])
        ends = at + 1 == len(lines) or (_may_head(lines[at + 1]) and like_heading(lines[at + 1]))
        votes += headed - ends
    return max(-_VOTES, min(_VOTES, votes))
