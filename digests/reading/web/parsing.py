"""The tree of a web page, whatever its makers or somebody hostile put into it."""

from __future__ import annotations

import re
from typing import Any

from digests.tags import without_swarms

MOST_CHARS = 5_000_000  # a page of 10 MB takes 7 s and 230 MB
_PRESENTATION = re.compile(r"</?(?:b|big|center|em|font|i|small|span|strong|u)\b[^<>]*>", re.I)


class NoText(ValueError):
    """No text can be had from the page; ``str()`` says why and what to do."""


def parsed(text: str) -> tuple[Any, str, bool]:
    """The tree of the page ``text``, the markup it was made from, and whether it nests deeper than libraries read.

    Past 256 elements the parser leaves off without a word (a page of 130 paragraphs, each with a font that is never
    closed, was cut there), so such a page is parsed again without what only sets its letters. Raises NoText for pages
    of more than `MOST_CHARS`, that nest more than 2,048 deep even so, or that hold no element at all.
    """
    if len(text) > MOST_CHARS:
        raise NoText(f"is a page of {len(text) / 1e6:.0f} million characters; at most {MOST_CHARS // 10**6} are read")
    page, deep = without_swarms(text), False
    tree, whole = _tree(page, huge=False)
    if not whole:
        page, deep = _PRESENTATION.sub("", page), True
        tree, whole = _tree(page, huge=True)
    if not whole:
        raise NoText("opens more than 2,000 elements inside each other; save its text as .txt")
    if tree is None:
        raise NoText("holds no HTML element; save it as .txt if it is plain text")
    return tree, page, deep


def _tree(page: str, *, huge: bool) -> tuple[Any, bool]:
    """The parsed page, None for one without elements, and whether it was read to its end.

    Declarations of an encoding are overruled, the text is decoded already.
    """
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=huge)
    try:
        tree = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (ValueError, etree.LxmlError):
        return None, True
    return tree, all(error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
