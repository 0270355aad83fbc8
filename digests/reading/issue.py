"""The day on which a page was printed, by the lines that frame it."""

from __future__ import annotations

from collections.abc import Sequence

from digests.reading import dates
from digests.reading.days import is_day
from digests.reading.lines import Line
from digests.reading.web.copied import SIGNED

_HEAD, _FOOT = 14, 6  # lines of a page that may hold its masthead


def day(lines: Sequence[Line], *, web: bool) -> str | None:
    """The day in the masthead of classified ``lines``, None where there is none, or several differ.

    The days of notices and letters count only where no other is printed, and at the foot of the page.
    """
    framing = [line for line in lines if line.kind in ("furniture", "credit") or line.why == SIGNED]
    ends = _ends(lines)
    sent = set() if web else _signing_days(lines)
    found = dates.masthead([line.text for line in framing if line.number not in sent], ends)
    if found or not sent:
        return found
    sent -= {line.number for line in lines[-_FOOT:]}
    return dates.masthead([line.text for line in framing if line.number not in sent], ends)


def _signing_days(lines: Sequence[Line]) -> set[int]:
    """Numbers of lines with the day of a notice or letter: below its last sentence, or below who signs it.

    They are no masthead where another line is, as notices are dated some days before they are printed.
    """
    found: set[int] = set()
    ended = False
    for line in lines:
        if ended and line.kind in ("credit", "furniture") and is_day(line.text):
            found.add(line.number)
        elif line.kind != "byline":
            ended = line.kind == "text" and (line.closed or line.signed)
    return found


def _ends(lines: Sequence[Line]) -> list[str]:
    """Lines of the page's head and foot that may print its day, whatever they were taken for."""
    few = [*lines[:_HEAD], *lines[max(_HEAD, len(lines) - _FOOT) :]]
    return [line.text for line in few if len(line.text) <= 60 and not line.closed]
