"""Charsets told from bytes alone, and text without anything invisible."""

import random
import unicodedata
from importlib.resources import files

import pytest
from opencc import OpenCC

from digests.reading.decode import Undecodable, clean, decode

SIMPLIFIED = (
    "望海县渔港的码头一天比一天热闹，渔民们忙着修补网具，冷库也开始预冷。"
    "“今年的潮汛来得早。”船长陈国庆说，出海的日子定在下周。"
)
TO_TRADITIONAL = OpenCC("s2t")
CHARSETS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be")


def in_charset(text: str, charset: str) -> str:
    """Traditional where the charset has no Simplified characters."""
    return TO_TRADITIONAL.convert(text) if charset.startswith("big5") else text


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("length", [10, 30, 60])
def test_charset_is_found_from_a_few_characters(charset: str, length: int) -> None:
    text = in_charset(SIMPLIFIED[:length], charset)
    assert decode(text.encode(charset)) == text


@pytest.mark.parametrize("charset", CHARSETS)
def test_charset_of_any_cut_of_the_seeds(charset: str) -> None:
    text = "".join(e.read_text("utf-8") for e in files("seeds").iterdir() if e.name.endswith(".txt")).replace("\n", "")
    rng = random.Random(charset)
    for _ in range(60):
        start, length = rng.randrange(len(text) - 400), rng.choice((10, 30, 100, 400))
        cut = in_charset(text[start : start + length].strip(), charset)
        try:
            content = cut.encode(charset)
        except UnicodeEncodeError:
            continue
        assert decode(content) == cut


def test_declared_charset_does_not_overrule_the_bytes() -> None:
    assert decode(SIMPLIFIED.encode(), "gb2312") == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gb18030"), "utf-8") == SIMPLIFIED
    assert decode("镕䶮不在旧字符集里，码头上的人都这么说。".encode("gb18030"), "gb2312").startswith("镕䶮")


def test_a_character_cut_off_at_the_end_is_dropped_and_one_broken_byte_is_survived() -> None:
    assert decode(SIMPLIFIED.encode()[:-1]) == SIMPLIFIED[:-1]
    damaged = bytearray((SIMPLIFIED * 4).encode())
    damaged[100] = 0xFF
    assert len(decode(bytes(damaged))) >= len(SIMPLIFIED) * 4 - 3


def test_invisible_characters_go_and_visible_ones_stay() -> None:
    assert clean("a\r\nb\rc\u200b\u00ad\ufeff\x07") == "a\nb\nc"
    assert clean("１２３　ＡＢＣ") == "１２３　ＡＢＣ"
    assert clean("e\u0301") == "é"


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00" * 40, bytes(range(256)) * 4, b"\xc3\xa9t\xe9 caf\xe9" * 9]
)
def test_no_text_says_why_and_what_to_do(content: bytes) -> None:
    with pytest.raises(Undecodable, match="; "):
        decode(content)


@pytest.mark.parametrize(
    "char", ["\x00", "\r", "\x85", "\xad", "\u200b", "\u2028", "\u202e", "\ufe0f", "\ufeff", "\ue000"]
)
def test_cleaning_does_to_a_character_in_usual_text_what_it_does_alone(char: str) -> None:
    assert clean(f"潮汛{char}来了。") == f"潮汛{clean(char)}来了。"


def test_text_of_usual_characters_only_is_composed_and_visible_already() -> None:
    usual = "\t\n !~\xa0\xff‐‧←⇿①⛿　〩一鿿︰﹫！～"
    assert clean(usual) == usual == unicodedata.normalize("NFC", usual)
    assert clean("e\u0301") == "é"
