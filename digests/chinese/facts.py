"""Figures and named things in a text, by which it can be told what one report has that others had not."""

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
