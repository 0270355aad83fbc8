"""Damaged documents: an article or a reason each, never a crash, never more than two seconds a megabyte."""

import random
import time
from importlib.resources import files

import pytest

from digests.errors import UnreadableDocument
from digests.models import Document
from digests.reading import read
from tests.newspaper_pages import LEVELS
from tests.newspaper_pages import make as make_page
from tests.web_pages import LAYOUTS
from tests.web_pages import make as make_web

REPEATED = ("(", "（", " ", "“", "\n", "■", "1", "、", "记者 ", "|", "A1 \n", "。\n", "Q\n", "上接", "<div>", "&#x0;")

# Letters, digits, marks and blanks of many scripts, and what stands in no text.
STRANGE = (
    "αβγδεζηθικλμνξοπρωΩЖéñß٣३²½①㈠ⅣＡ９ーㄅ가あ𠮷㐀豈🙂‍🇨️^$|\\*+?[](){}<>〔〕【】「」《》"
    "…—·•●■□◆▲▼★※→％℃′\u3000\u00a0\u2003\u2028\u200b\u200f\ufeff\ufffd\ue000\x0b\x0c\x1c\x85\t"
)


def bases() -> list[tuple[str, bytes]]:
    texts = [("a.txt", e.read_bytes()) for e in files("seeds").iterdir() if e.name.endswith(".txt")]
    texts += [("a.txt", "\n".join(make_page(1, level).lines).encode()) for level in LEVELS]
    return sorted(texts) + [("a.html", make_web(layout, 0).content) for layout in sorted(LAYOUTS)]


def mutate(rng: random.Random, content: bytes, other: bytes) -> bytes:
    kind = rng.randrange(9)
    if kind == 0:
        damaged = bytearray(content)
        for _ in range(rng.choice((1, 5, 50, 500))):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        return bytes(damaged)
    if kind == 1:
        return content[: rng.randrange(1, len(content))]
    if kind == 2:
        return b"<div>" * rng.choice((10, 1000, 20_000)) + content
    if kind == 3:
        return content.replace(b"\n", b"") * rng.choice((1, 5, 20))
    if kind == 4:
        return content.replace("。".encode(), b"")
    if kind == 5:
        return content[rng.randrange(len(content)) :] + other[: rng.randrange(len(other))]
    if kind == 6:
        return (rng.choice(REPEATED) * rng.choice((10, 3000, 30_000))).encode() + content
    if kind == 7:
        characters = list(content.decode("utf-8", "replace"))
        for _ in range(rng.choice((10, 100, 1000))):
            characters[rng.randrange(len(characters))] = rng.choice(STRANGE) * rng.choice((1, 1, 3))
        return "".join(characters).encode("utf-8", "replace")
    charset = rng.choice(("gb18030", "utf-16", "big5", "latin-1", "utf-16-be"))
    return content.decode("utf-8", "replace").encode(charset, "replace")


def check(count: int, seed: int) -> None:
    rng = random.Random(seed)
    documents = bases()
    for number in range(count):
        (name, content), (_, other) = rng.choice(documents), rng.choice(documents)
        damaged = mutate(rng, content, other)
        outcome, spent = outcome_of(name, damaged)
        assert outcome, number
        assert "\n" not in outcome, number
        assert spent < 2 * max(0.5, len(damaged) / 1e6), (number, name, len(damaged), spent)


def outcome_of(name: str, content: bytes) -> tuple[str, float]:
    """The first headline or the reason why there is none, and seconds of processor time."""
    started = time.process_time()
    try:
        outcome = read(Document(source="made", name=name, content=content))[0].title
    except UnreadableDocument as error:
        outcome = str(error)
    return outcome, time.process_time() - started


def test_damaged_documents_give_an_article_or_a_reason() -> None:
    check(120, seed=1)


@pytest.mark.full
def test_two_thousand_damaged_documents_give_an_article_or_a_reason() -> None:
    check(2000, seed=2)


@pytest.mark.parametrize("scrap", ["很\n", "A1 \n", "“很\n", "<br>很", "<td>很", "<div>很</div>", "<li>项目</li>"])
def test_a_megabyte_of_scraps_is_no_text(scrap: str) -> None:
    content = (scrap * (1_000_000 // len(scrap.encode()))).encode()
    outcome, spent = outcome_of("a.html" if "<" in scrap else "a.txt", content)
    assert "a table and no text" in outcome
    assert spent < 2


@pytest.mark.parametrize(
    "link",
    [
        "<a>很</a>",
        "<a href='/n/1.html'>云岭区老桥重新通车</a>",
        "<li><a href='/n/1.html'>云岭区老桥重新通车</a></li>",
        "<p><a href='/n/1.html'>昨天，云岭区的老桥重新通车，两岸居民不用再绕行。</a></p>",
        "<div><span>2031-02-03</span><a href='/n/1.html'>云岭区老桥今日起重新通车</a></div>",
    ],
)  # fmt: skip
def test_a_megabyte_of_links_is_no_article_and_libraries_are_not_asked(link: str) -> None:
    content = ("<title>云岭新闻</title>" + link * (1_000_000 // len(link.encode()))).encode()
    outcome, spent = outcome_of("a.html", content)
    assert "no article, only headings, links" in outcome
    assert spent < 1


def test_a_megabyte_of_attributes_costs_no_more_than_its_length() -> None:
    attributes = " ".join(f'a{number}=">"' for number in range(80_000))
    outcome, spent = outcome_of("a.html", f"<div {attributes}><h1>老桥</h1><p>老桥昨天重新通车了，两岸欢喜。".encode())
    assert outcome == "老桥"
    assert spent < 2


@pytest.mark.parametrize("opened", ["<p><font>", "<div><b><span>", "<center><div>"])
def test_elements_that_are_never_closed_cut_nothing_off(opened: str) -> None:
    text = [f"老桥昨天重新通车，这是第{number}段，两岸的人都说好。" for number in range(300)]
    content = f"<html><body><h1>老桥通车</h1>{''.join(opened + line for line in text)}</body></html>".encode()
    (article,) = read(Document(source="made", name="a.html", content=content))
    assert article.text.split("\n\n") == text


def test_elements_without_end_are_refused() -> None:
    assert "inside each other" in outcome_of("a.html", ("<table><tr><td>老桥通车了。" * 3000).encode())[0]


@pytest.mark.parametrize("line", ["很", "很。", "（", "记者 ", "上接第", "1", "A", "“很", "2024年", "摄 "])
def test_line_of_half_a_million_characters(line: str) -> None:
    content = (line * (500_000 // len(line))).encode()
    outcome, spent = outcome_of("a.txt", content)
    assert outcome
    assert spent < 2 * max(0.5, len(content) / 1e6)


def words(chance: random.Random, count: int) -> str:
    return "".join(chr(chance.randrange(0x4E00, 0x5600)) for _ in range(count))


NEWSPAPERS = {
    "open lines": lambda chance: words(chance, 8) + "\n",
    "headlines": lambda chance: f"{words(chance, 12)}\n\n{words(chance, 20)}。\n\n",
    "quotations": lambda chance: f"“{words(chance, 30)}，{words(chance, 14)}。”\n",
    "open quotations": lambda chance: f"“{words(chance, 30)}，{words(chance, 14)}\n",
    "bylines": lambda chance: f"■本报记者 王{words(chance, 2)}\n",
    "glued bylines": lambda chance: f"{words(chance, 40)}。本报记者 王{words(chance, 2)}\n",
    "articles that break off": lambda chance: (
        f"{words(chance, 12)}\n■记者 王磊\n{words(chance, 60)}。\n{words(chance, 60)}\n"
    ),
    "jumps": lambda chance: (
        f"{words(chance, 12)}\n{words(chance, 60)}（下转第2版）\n（上接第1版）{words(chance, 50)}。\n"
    ),
    "pieces": lambda chance: f"{words(chance, chance.randrange(1, 120))}，\n",
}


@pytest.mark.parametrize("kind", NEWSPAPERS)
def test_a_long_page_of_one_kind_takes_no_longer_than_its_length(kind: str) -> None:
    chance = random.Random(7)
    printed: list[str] = []
    while sum(map(len, printed)) < 340_000:
        printed += [NEWSPAPERS[kind](chance) for _ in range(200)]
    content = "".join(printed).encode()
    outcome, spent = outcome_of("a.txt", content)
    assert outcome
    assert spent < 2 * max(0.5, len(content) / 1e6)


def test_hundreds_of_texts_that_break_off_take_no_longer_than_their_length() -> None:
    chance = random.Random(7)
    lines = [
        line
        for _ in range(200)
        for line in (words(chance, 12), "■记者 王磊", words(chance, 60) + "。", words(chance, 60))
    ]
    content = "\n".join(lines).encode()
    begun = time.process_time()
    read(Document(source="made", name="a.txt", content=content))
    assert time.process_time() - begun < 2
