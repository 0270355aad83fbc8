"""What paths say. Every row with None is a spelling that could mean something else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.sources.paths import hints

TODAY = date(2026, 11, 22)

ISSUES = {
    "2024-03-01/A03.txt": ("2024-03-01", "A03", None),
    "20240301_02版.txt": ("2024-03-01", "02", None),
    "2024/03/01/A03.txt": ("2024-03-01", "A03", None),
    "2024-03/01/content_123.htm": ("2024-03-01", None, None),
    "2024/0301/x.txt": ("2024-03-01", None, None),
    "202403/01/x.txt": ("2024-03-01", None, None),
    "2024年3月1日/第2版.txt": ("2024-03-01", "2", None),
    "2024-03-01/要闻/02版要闻.txt": ("2024-03-01", "02", "要闻"),
    "2024-03-01/要闻/3.txt": ("2024-03-01", None, "要闻"),
    "2024-3-15/A03：时政新闻.txt": ("2024-03-15", "A03", "时政新闻"),
    "解放日报20240301第02版.txt": ("2024-03-01", "02", None),
    "t20240301_12345.html": ("2024-03-01", None, None),
    "2024.12.1.md": ("2024-12-01", None, None),
    "2024_03_01_page3.pdf": ("2024-03-01", "3", None),
    "2024-03-01/2024-03-01_A05.txt": ("2024-03-01", "A05", None),
    "2024-02-29.txt": ("2024-02-29", None, None),
    "2024-03/x.txt": ("2024-03", None, None),
    "2024年11月/x.txt": ("2024-11", None, None),
    "2026-11-23/01版.txt": ("2026-11-23", "01", None),
    "A05版.txt": (None, "A05", None),
    "03版/x.txt": (None, "03", None),
    "2024-03-01/A03_转A05.txt": ("2024-03-01", None, None),
    "2024-03-01/02.txt": ("2024-03-01", None, None),
    "2023-02-29.txt": (None, None, None),
    "2024-13-01.txt": (None, None, None),
    "2024-06-31.txt": (None, None, None),
    "2024-03-01/20240228.txt": (None, None, None),
    "2024-03-01-2024-03-05.txt": (None, None, None),
    "2027-01-01.txt": (None, None, None),
    "120240301.txt": (None, None, None),
    "202403011.txt": (None, None, None),
    "a20240301f.txt": (None, None, None),
    "000_8d6404daeca14e9b.txt": (None, None, None),
    "03-01-2024.txt": (None, None, None),
    "240301.txt": (None, None, None),
    "2024/x.txt": (None, None, None),
    "18991231.txt": (None, None, None),
    "B12_vitamin.txt": (None, None, None),
    "A03.txt": (None, None, None),
    "教材第2版.txt": (None, None, None),
    "第二版.txt": (None, None, None),
    "初版.txt": (None, None, None),
    "2023版白皮书.txt": (None, None, None),
    "要闻/x.txt": (None, None, None),
}


@pytest.mark.parametrize(("name", "expected"), ISSUES.items())
def test_paths(name: str, expected: tuple[str | None, str | None, str | None]) -> None:
    found = hints(name, TODAY)
    assert (found.published_on, found.page, found.section) == expected
    assert found.published_how == ("path" if expected[0] else None)


@given(st.dates(date(1950, 1, 1), TODAY), st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y-%m/%d"]))
def test_every_day_in_every_plain_spelling_is_that_day(day: date, spelling: str) -> None:
    assert hints(day.strftime(spelling) + "/x.txt", TODAY).published_on == day.isoformat()


@given(st.text(alphabet="0123456789-_./年月日版AB第 ", max_size=30))
def test_what_is_said_is_a_day_or_a_month_that_exists_and_has_come(name: str) -> None:
    said = hints(name, TODAY).published_on
    if said is not None:
        assert date(1900, 1, 1) <= date.fromisoformat(said if len(said) == 10 else said + "-01") <= date(2026, 11, 24)
