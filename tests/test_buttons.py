"""Callback data: within Telegram's 64 bytes, ours or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import Press, Signer, even, flow, rows
from bot.messages import Button

SIGNER = Signer.of("123456:token")
ARGUMENTS = st.lists(st.text(st.characters(exclude_characters="|~", exclude_categories=["Cs"]), max_size=8), max_size=3)


@given(st.text("abcWT+-", min_size=1, max_size=2), ARGUMENTS)
def test_what_is_signed_reads_back(action: str, arguments: list[str]) -> None:
    if not SIGNER.fits(action, *arguments):
        return
    data = SIGNER.data(action, *arguments)
    assert 1 <= len(data.encode()) <= 64
    assert SIGNER.read(data) == Press(action=action, arguments=tuple(arguments))


@given(st.text(max_size=64))
def test_anything_else_is_refused(data: str) -> None:
    assert SIGNER.read(data) is None


def test_a_changed_byte_is_refused() -> None:
    data = SIGNER.data("T", "urban", "1")
    for at in range(len(data)):
        for other in "0Z|~é":
            if data[at] != other:
                assert SIGNER.read(data[:at] + other + data[at + 1 :]) is None


def test_another_token_or_version_is_refused() -> None:
    data = SIGNER.data("d")
    assert Signer.of("123456:other").read(data) is None
    assert SIGNER.read("0" + data[1:]) is None


def test_too_long_or_ambiguous_is_said() -> None:
    with pytest.raises(ValueError, match="at most 64"):
        SIGNER.data("w", "很长的关键词" * 4)
    with pytest.raises(ValueError, match="must not hold"):
        SIGNER.data("w", "甲|乙")
    assert not SIGNER.fits("w", "甲|乙")


def test_the_key_never_shows() -> None:
    assert "token" not in repr(SIGNER)


def test_rows() -> None:
    made = [Button(text=str(n), data="x") for n in range(7)]
    assert [len(row) for row in rows(made, per_row=3)] == [3, 3, 1]
    assert rows([], per_row=3) == ()
    assert [len(row) for row in even(made, most=4)] == [4, 3]
    assert [len(row) for row in even(made * 2, most=8)] == [7, 7]
    assert even([], most=8) == ()
    wide = [Button(text="全文很长的按钮", data="x") for _ in range(3)]
    assert [len(row) for row in flow(wide)] == [1, 1, 1]
    assert [len(row) for row in flow(made)] == [4, 3]
