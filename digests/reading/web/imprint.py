"""What a web page says about its article: headline and writers.

Markup made for machines comes first (meta elements, JSON-LD), then what is printed between the headline and the text,
where sites set date, source and writer, then the lines under the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from digests.reading import bylines
from digests.reading.days import days
from digests.reading.marks import plain
from digests.reading.names import is_name
from digests.reading.web import metadata
from digests.reading.web.frames import is_label
from digests.reading.web.pieces import Piece

_AUTHOR_NAMES = ("author", "article:author", "mediaid", "dc.creator")
_TITLE_NAMES = ("og:title", "twitter:title", "articletitle", "title")
_SEPARATOR = re.compile(" *(?:[_|｜»·]|--|—{1,2}|(?<![A-Za-z0-9])-|-(?![A-Za-z0-9])) *")
_SITE = re.compile(
    "(?:[日晚时早晨商导周]报|青年报|电视台|[新资]讯|新闻|频道|在线|数字报|电子报|网站?|周刊|公众号|平台|首页|博客|客户端|中心|门户)$"
)
_LONGEST_TITLE = 200
_LONGEST_NAME = 8  # characters of a site or an account that stands where a page should have its title
_LONGEST_IMPRINT = 120  # characters of a line between headline and text that may name a writer
_BY = re.compile("^(?:由|[Bb]y|文|作者|撰文|撰稿|记者|記者)[ :：/|]*")
_NOT_NAMES = re.compile("\\d{1,2}[:：]\\d\\d(?:[:：]\\d\\d)?|[()（）\\[\\]【】|·•/]")
_MOST_CUTS = 24  # of a title; an English one has many blanks
_OUTLET = re.compile("[報报網网社刊台聞闻] ?[／/|] *(?=[記记])")
_SLASH = re.compile(" *[／/|] *")
_NAMES_APART = re.compile("[,，、;；/ ]+")
_LABEL = re.compile(
    "(?:时间|日期|来源|记者|作者|编辑|撰文|文字|图片|出版|更新|发布|发布于|责编|校对|审核|阅读|点击|浏览|字号|评论|标签|分类|"
    "关键词) ?[:|]"
)
_ISSUE = re.compile(
    "\\d[日 ] ?\\d{1,2}:\\d\\d|第 ?(?:[A-Z]?\\d{1,3}|[一二三四五六七八九十]{1,3}) ?版"
)  # the hour or the page beside a day
_CALLED = ("class", "id", "aria-labelledby", "itemprop", "rel")  # attributes in which makers call things by name


def headline(tree: Any, found: Sequence[Piece]) -> tuple[str | None, Piece | None]:
    """The headline, and the piece that prints it.

    A page names itself in its title, beside site and section; the part of it that is also printed as a line of its own
    is the headline. Failing that the only `<h1>`, and last the title without what looks like names of sites.
    """
    named = metadata.meta(tree, _TITLE_NAMES)
    title = next((" ".join(element.text_content().split()) for element in tree.iter("title")), "")
    site = metadata.meta(tree, ("og:site_name", "sitename")) or ""
    heads = [piece for piece in found if _within(piece, "h1") and 4 <= len(piece.text) <= 100]
    for name in filter(None, (named, title)):
        if (printed := _printed_part(name, found, site)) and not (better := _outranked(printed[1], found)):
            return printed
        if printed and better:
            return better.text, better
    own = [piece for piece in heads if len(piece.text) >= 6 and not _is_site(piece.text, site)]
    if len({piece.text for piece in own}) == 1:
        return own[0].text, own[0]
    if above := _above_the_imprint(found):
        return above.text, above
    cut = _without_site(named or title)
    if cut and not _is_site(cut, site):
        return cut, None
    called = [piece for piece in found if _called_a_title(piece)]
    below = [*called, *heads, *(piece for piece in found if _within(piece, "h2") or _within(piece, "h3"))]
    first = next(
        (piece for piece in below if 6 <= len(piece.text) <= 60 and not piece.frame and not piece.linked), None
    )
    return (first.text, first) if first else (cut or None, None)


def _above_the_imprint(found: Sequence[Piece]) -> Piece | None:
    """The bold line straight above source, writer and day, on pages whose title names their site alone."""
    for above, piece in itertools.pairwise(found):
        if is_imprint(piece.text) and not piece.frame:
            fits = above.bold and 6 <= len(above.text) <= 60 and not (above.linked or above.frame or above.prose)
            return above if fits and not (is_label(above.text) or is_imprint(above.text)) else None
    return None


def named(tree: Any, title: str | None) -> str:
    """All that the page calls itself, ``title`` among it."""
    own = (" ".join(element.text_content().split()) for element in tree.iter("title", "h1"))
    return "\n".join(filter(None, (title, metadata.meta(tree, _TITLE_NAMES), *own)))


def _outranked(printed: Piece, found: Sequence[Piece]) -> Piece | None:
    """The longer line that its makers call a title, where ``printed`` is too short to tell anything and no heading."""
    if len(printed.text) > _LONGEST_NAME or printed.bold or _called_a_title(printed):
        return None
    called = [piece for piece in found if _called_a_title(piece) and not piece.frame and not piece.linked]
    return next((piece for piece in called if len(printed.text) < len(piece.text) <= 60), None)


def _called_a_title(piece: Piece) -> bool:
    """Whether its makers call it a title (newstitle, art-tit): the words of sites are too many to be listed whole."""
    called = f"{piece.element.get('class') or ''} {piece.element.get('id') or ''}".lower()
    return bool(re.search("title|headline|(?:^|[^a-z])(?:bt|tit)(?:[^a-z]|$)", called)) and not piece.prose


def _within(piece: Piece, tag: str) -> bool:
    element = piece.element
    while element is not None:
        if element.tag == tag:
            return True
        element = element.getparent()
    return False


def _is_site(text: str, site: str) -> bool:
    bare = "".join(text.split())
    return bare == "".join(site.split()) or (len(bare) <= 12 and bool(_SITE.search(plain(bare))))


def _printed_part(name: str, found: Sequence[Piece], site: str) -> tuple[str, Piece] | None:
    """The longest part of ``name`` that a line prints, headings first, and that line; None if only the site's name is.

    What an inline element of the line prints counts as well: some set a column's name before the headline.
    """
    name = name[:_LONGEST_TITLE]
    between = [*_SEPARATOR.finditer(name), *re.finditer(" ", name)]
    cuts = sorted({0, *(at for match in between[:_MOST_CUTS] for at in match.span()), len(name)})
    parts = {"".join(name[a:b].split()) for a, b in itertools.combinations(cuts, 2)}
    best: tuple[tuple[bool, int, bool], str, Piece] | None = None
    for piece in found:
        if 2 * piece.linked > len(piece.text):
            continue
        for text in (piece.text, *(piece.parts if len(piece.parts) == 2 else ())):
            bare = "".join(text.split())
            if len(bare) < (2 if _within(piece, "h1") else 4) or bare not in parts or _is_site(text, site):
                continue
            rank = (_within(piece, "h1") or piece.bold, len(bare), not piece.frame)
            if best is None or rank > best[0]:
                best = rank, text, piece
    return best[1:] if best else None


def _without_site(name: str) -> str:
    """``name`` without parts at its end, then at its beginning, that name a site or section."""
    parts = [part for part in _SEPARATOR.split(name.strip()) if part]
    while len(parts) > 1 and len(parts[-1]) <= 16 and sum(map(len, parts[:-1])) >= 6:
        parts.pop()
    while len(parts) > 1 and _is_site(parts[0], ""):
        parts.pop(0)
    if len(parts) == 1:
        return parts[0]
    return name[name.find(parts[0]) : name.rfind(parts[-1]) + len(parts[-1])] if parts else ""


def writers(tree: Any, around: Sequence[Piece]) -> tuple[str, ...]:
    """Persons who wrote it: named by the page's markup, else in the lines ``around`` the text. An office is none."""
    said = [name for entry in metadata.linked_data(tree) for name in _persons(entry.get("author"))]
    if not said:
        said = list(persons(metadata.meta(tree, _AUTHOR_NAMES)))
    if not said:
        around = [piece for piece in around if not is_label(piece.text)]
        lines = [name for piece in around for name in _signed(piece)]
        said = lines or [name for piece in around for name in _names_writers(piece)]
    if not said:
        said = [name for piece in around if not (piece.frame or piece.linked) for name in _beside_a_day(piece.text)]
    return tuple(dict.fromkeys(name.strip() for name in said))[:6]


def _signed(piece: Piece) -> tuple[str, ...]:
    """Who signs a line, perhaps between outlet and day, as in Taiwan: "聯合報／ 記者王磊／台北報導 2031-03-05"."""
    if signed := bylines.byline(piece.text) or bylines.credited(piece.spaced):
        return signed
    text = piece.spaced if len(piece.text) <= _LONGEST_IMPRINT else ""
    if outlet := _OUTLET.search(text):
        text = text[outlet.end() :]
    for day in days(text)[:1]:
        text = text[: day.start]
    return bylines.byline(_SLASH.sub("/", text).strip()) or () if text else ()


def _beside_a_day(text: str) -> tuple[str, ...]:
    """The names in a line that holds nothing else but a day and an hour; one of two characters may be a place."""
    if len(text) > _LONGEST_IMPRINT:
        return ()
    for day in reversed(days(text)):
        text = f"{text[: day.start]} {text[day.end :]}"
    names = bylines.names(_NOT_NAMES.sub(" ", text).strip())
    return names if len(names) > 1 or len("".join(names)) > 2 else ()


def persons(named: str | None) -> tuple[str, ...]:
    """The persons in a list of names; an office or an outlet is none."""
    return tuple(name for part in _NAMES_APART.split(named or "") if _is_person(name := part.strip()))


def _persons(author: Any) -> Iterator[str]:
    for entry in author if isinstance(author, list) else [author]:
        if isinstance(entry, dict):
            name = entry.get("name")
            if isinstance(name, str) and 2 <= len(name) <= 24:
                yield from _one_person(name, sure=entry.get("@type") == "Person")
        elif isinstance(entry, str) and _is_person(entry):
            yield entry


def _one_person(name: str, *, sure: bool) -> Sequence[str]:
    """Who is named by a field meant for one person, where some write "新聞網 / 記者王磊"."""
    if _is_person(name):
        return (name,)
    if "/" in name or "記者" in name or "记者" in name:
        return bylines.byline(name.rpartition("/")[2].strip()) or ()
    return (name,) if sure and not _SITE.search(plain(name)) else ()


def _is_person(name: str) -> bool:
    return is_name(name) and not _SITE.search(plain(name))


def _names_writers(piece: Piece) -> tuple[str, ...]:
    """Names alone in an element that its makers call author or reporter, whole or a part of its line."""
    if piece.element is None or len(piece.text) > _LONGEST_IMPRINT:
        return ()
    called = [piece.element, *itertools.islice(piece.element.iterancestors(), 3)]
    if _is_person(piece.text):
        return (piece.text,) if any(map(_called_a_writer, called)) else ()
    texts = ("".join(part.itertext()) for part in piece.element.iterdescendants() if _called_a_writer(part))
    return tuple(name for text in texts for name in persons(_BY.sub("", text.strip())))


def _called_a_writer(element: Any) -> bool:
    words = " ".join(element.get(name) or "" for name in _CALLED).lower()
    return any(word in words for word in ("author", "reporter", "byline", "writer"))


def is_imprint(text: str) -> bool:
    """Source, writer and time in one line, or a time stamp: no part of what is told."""
    if not 8 <= len(text) <= 120 or "。" in text:
        return False
    folded = plain(text)
    return len(_LABEL.findall(folded)) >= 2 or bool(days(text) and _ISSUE.search(folded))
