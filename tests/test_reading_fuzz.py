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


def bases() -> list[tuple[str, bytes]]:
    texts = [("a.txt", e.read_bytes()) for e in files("seeds").iterdir() if e.name.endswith(".txt")]
    texts += [("a.txt", "\n".join(make_page(1, level).lines).encode()) for level in LEVELS]
    return sorted(texts) + [("a.html", make_web(layout, 0).content) for layout in sorted(LAYOUTS)]


def mutate(rng: random.Random, content: bytes, other: bytes) -> bytes:
    kind = rng.randrange(8)
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


@pytest.mark.parametrize("line", ["很", "很。", "（", "记者 ", "上接第", "1", "A", "“很", "2024年", "摄 "])
def test_line_of_half_a_million_characters(line: str) -> None:
    content = (line * (500_000 // len(line))).encode()
    outcome, spent = outcome_of("a.txt", content)
    assert outcome
    assert spent < 2 * max(0.5, len(content) / 1e6)


def test_hundreds_of_texts_that_break_off_take_no_longer_than_their_length() -> None:
    chance = random.Random(7)
    characters = [chr(code) for code in range(0x4E00, 0x5600)]

    def words(count: int) -> str:
        return "".join(chance.choices(characters, k=count))

    lines = [line for _ in range(200) for line in (words(12), "■记者 王磊", words(60) + "。", words(60))]
    content = "\n".join(lines).encode()
    begun = time.process_time()
    read(Document(source="made", name="a.txt", content=content))
    assert time.process_time() - begun < 2
