"""Dates of feed entries, as sites really write them; None where a reader could mean two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.sources.dates import CHINA, published_on

Spelling = Callable[[datetime], str]
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)

CASES = {
    "Fri, 01 Mar 2024 08:00:00 +0800": "2024-03-01",
    "Fri, 01 Mar 2024 20:00:00 GMT": "2024-03-02",
    "Fri, 01 Mar 2024 20:00:00 +0000 (UTC)": "2024-03-02",
    "Fri, 1 Mar 24 08:00 +0800": "2024-03-01",
    "1 Mar 2024": "2024-03-01",
    "Sat, 21 Nov 2026 23:30:00 CST": "2026-11-21",
    "Sat, 21 Nov 2026 23:30:00 GMT+8": "2026-11-21",
    "Sat, 21 Nov 2026 20:00:00 EST": "2026-11-22",
    "Fri, 01 Mar 2024 00:00:00 GMT": "2024-03-01",
    "Fri, 01 Mar 2024 24:00:00 +0800": "2024-03-02",
    "Friday, March 1, 2024 8:00 AM": "2024-03-01",
    "Mar 1, 2024, 11:30 PM": "2024-03-01",
    "Fri Mar  1 08:00:00 CST 2024": "2024-03-01",
    "Fri Mar 01 08:00:00 2024": "2024-03-01",
    "2024-03-01": "2024-03-01",
    "2024-03-01T08:00:00+08:00": "2024-03-01",
    "2024-03-01T23:30:00Z": "2024-03-02",
    "2024-03-01T23:30:00.123456Z": "2024-03-02",
    "2024-03-01 23:30:00": "2024-03-01",
    "2024-03-01 23:30:00 +0800": "2024-03-01",
    "2024-3-1 8:00": "2024-03-01",
    "20240301": "2024-03-01",
    "20240301083000": "2024-03-01",
    "20240301T083000Z": "2024-03-01",
    "2026年11月21日 08:30": "2026-11-21",
    "2026年11月21日08时30分": "2026-11-21",
    "2026年11月21日 星期六 下午 3:05": "2026-11-21",
    "2026年11月21日(星期六)": "2026-11-21",
    "2026年1月2日": "2026-01-02",
    "2026/11/21 08:30": "2026-11-21",
    "2026/11/21": "2026-11-21",
    "2026.11.21 08:30": "2026-11-21",
    "2026-11-21 星期六 08:30": "2026-11-21",
    "1795000000": "2026-11-18",
    "1795000000000": "2026-11-18",
    " 2024-03-01\n": "2024-03-01",
    "2026-11-23T08:00:00+08:00": "2026-11-23",  # tomorrow's paper
    "2026-11-25": None,
    "2099-01-01": None,
    "4102444800": None,
    "Thu, 01 Jan 1970 00:00:00 GMT": None,
    "0": None,
    "": None,
    None: None,
    "今天 08:30": None,
    "3 小时前": None,
    "03/01/2024": None,
    "1/3/24": None,
    "2023-02-29": None,
    "2024-13-01": None,
    "2024-06-31T00:00:00Z": None,
    "Fri, 31 Jun 2024 08:00:00 +0800": None,
    "Fri, 01 Mrz 2024 08:00:00 +0800": None,
    "Fri, 01 Mar 2024 08:00:00 XYZ": None,
    "Fri, 01 Mar 2024 08:00:00 +9900": None,
    "2024-03-01 发布": None,
    "2024": None,
    "2024-03": None,
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_dates(text: str | None, expected: str | None) -> None:
    assert published_on(text, NOW) == expected


@given(
    st.integers(631_152_000, 1_795_000_000),
    st.integers(-12, 14),
    st.sampled_from([datetime.isoformat, format_datetime, lambda d: d.strftime("%Y-%m-%d %H:%M:%S %z")]),
)
def test_every_moment_in_every_zone_is_its_day_in_china(epoch: int, hours: int, spelled: Spelling) -> None:
    moment = datetime.fromtimestamp(epoch, timezone(timedelta(hours=hours)))
    expected = moment if moment.time().isoformat() == "00:00:00" else moment.astimezone(CHINA)
    assert published_on(spelled(moment), NOW) == expected.date().isoformat()


@given(st.text(alphabet="0123456789-/.:年月日时分TZ+GMTCST ,JanFebMar", max_size=40))
def test_whatever_is_written_gives_a_day_that_has_come_or_none(text: str) -> None:
    said = published_on(text, NOW)
    assert said is None or date(1980, 1, 1) <= date.fromisoformat(said) <= date(2026, 11, 23)


def test_a_million_digits_do_not_hang() -> None:
    assert published_on("1" * 1_000_000, NOW) is None
    assert published_on(" " * 100_000 + "x", NOW) is None
