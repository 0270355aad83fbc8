"""The facts of a text: its figures and the names it quotes, compared to find what is new in a later report."""

from __future__ import annotations

import re

_FACT = re.compile(
    r"(?<![\d.第])(?:\d{2,}(?:\.\d+)?|\d\.\d+|\d(?=[%万萬亿億]))%?"  # a bare digit says too little
    r"(?![\d.]*[年月日号號时時点點分版])[万萬亿億]?"  # dates and hours change by themselves
    r"|(?<=[“「《『])[^“”「」《》『』，。、\n]{2,20}(?=[”」》』])"
)


def facts(text: str) -> tuple[str, ...]:
    """Each once, in the order of the text: numbers as printed, names without their marks."""
    return tuple(dict.fromkeys(_FACT.findall(text)))
