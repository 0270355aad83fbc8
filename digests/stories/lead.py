"""Which of the articles of a story stands for all."""

from __future__ import annotations

import re
from datetime import datetime

from digests.models import Script

_SPACED = re.compile(r"(?<=[，。！？；：、”」])[ 　]+(?=[\u3400-\u9fff“「])")
_UNSPACED = re.compile(r"(?<=[，。！？；：、”」])(?=[\u3400-\u9fff“「])")
_HANT_PLACES = re.compile(r"台湾|台北|台中|台南|高雄|新竹|立法院|行政院|新台币|香港|港府|港元|九龙|新界|澳门")
LeadKey = tuple[bool, bool, str, datetime, str]
SPACED_RATIO = 0.05  # above it a print is machine-made: typesetters put no space behind Chinese punctuation


def machine_made(text: str) -> bool:
    """Whether the print shows the spacing of machine translation: spaces between a stop and the next character."""
    spaced = len(_SPACED.findall(text))
    return spaced > SPACED_RATIO * (spaced + len(_UNSPACED.findall(text)))


def home_script(folded: str) -> Script:
    """The script an article is likeliest written in: that of the place it reports on."""
    return "hant" if len(_HANT_PLACES.findall(folded)) > len(folded) / 400 else "hans"


def better_lead(
    *,
    text: str,
    folded: str,
    script: Script,
    published_on: str | None,
    first_read_at: datetime,
    article: str,
) -> LeadKey:
    """A key to sort a story's articles by; the smallest leads.

    Careful print before machine-made, the script of the place reported on before a conversion, then what was
    printed first, read first, and the id. Word frequencies were tried and rejected: a machine's paraphrase is built of
    commoner words than its original (mean log frequency -4.95 against -5.00 on a garbled copy).
    """
    return (machine_made(text), script != home_script(folded), published_on or "9999", first_read_at, article)
