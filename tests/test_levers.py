"""The sandbox's levers: time that moves on, articles that drop in, both as ordinary rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import levers
from bot.app.levers import DROPPED, MovableTime, drop, jump
from bot.settings import load
from bot.wording import words
from digests import pipeline
from digests.models import Address, Reader
from digests.pipeline import Newsroom
from digests.sources import folder

W = words("en")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with pipeline.opened(load(None, {}), f"sqlite:///{tmp_path / 'x.sqlite3'}") as opened:
        yield opened


@pytest.fixture
def time(tmp_path: Path) -> MovableTime:
    return MovableTime(tmp_path / "clock")


def test_time_never_goes_back_and_outlives_a_restart(tmp_path: Path, time: MovableTime) -> None:
    assert abs(time() - datetime.now(UTC)) < timedelta(seconds=5)
    time.jump(datetime.now(UTC) + timedelta(days=2))
    time.jump(datetime.now(UTC))
    again = MovableTime(tmp_path / "clock")
    assert timedelta(days=2) - timedelta(minutes=1) < again() - datetime.now(UTC) <= timedelta(days=2)


@pytest.mark.parametrize("content", ["", "nonsense", "nan", "inf"])
def test_a_damaged_clock_file_is_no_trouble(tmp_path: Path, content: str) -> None:
    (tmp_path / "clock").write_text(content, "ascii")
    assert abs(MovableTime(tmp_path / "clock")() - datetime.now(UTC)) < timedelta(seconds=5)


def test_jump_leads_to_the_next_reader_s_time(newsroom: Newsroom, time: MovableTime) -> None:
    assert jump(newsroom, W, time) == W("sandbox.nobody")
    reader = Reader(address=Address(chat_id=1), themes=("urban",), times=("08:00",), since=time())
    with newsroom.store.writing() as tx:
        tx.readers.save(reader, time())
        due_at = tx.readers.next_due_at()
    assert due_at is not None
    assert "08:00" in jump(newsroom, W, time)
    assert timedelta(0) <= time() - due_at < timedelta(minutes=1)


def test_a_dropped_article_is_read_like_any_other_and_at_once(
    newsroom: Newsroom, time: MovableTime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "SETTLE_S", levers.SETTLE_S)
    paused: list[float] = []
    monkeypatch.setitem(folder.read.__kwdefaults__, "sleep", paused.append)
    text = "滨江步道全线贯通\n本报讯 滨江步道昨日全线贯通,全长12公里,沿线新建驿站9处。\n市民可以从早到晚免费使用。"
    assert drop(newsroom, W, time, tmp_path / DROPPED, text) == W("sandbox.dropped")
    with newsroom.store.reading() as tx:
        (record,) = [record for record in tx.sources.due(time()) if record.source.id == DROPPED]
    report = pipeline.read(newsroom, record.source, now=time() + timedelta(seconds=5))
    assert (report.new, report.failed, paused) == (1, (), [])
    found = pipeline.find(newsroom, "驿站", script=None, page=1, per_page=5, now=time())
    assert [hit.title for hit in found.hits] == ["滨江步道全线贯通"]
