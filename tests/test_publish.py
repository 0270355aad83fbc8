"""Editions with a real newsroom: articles read from a folder, composed, rendered, fanned out."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import publish
from bot.settings import load
from digests import knowledge, pipeline
from digests.models import Address, Delivery, Source
from digests.pipeline import Newsroom
from tests.delivering import NOW, open_store, subscribe, subscriber

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ARTICLES = (  # different happenings: none may become a story with another
    ("量子计算机在合肥调试成功", "合肥的科研人员昨日完成量子计算机的低温调试。超导芯片在零下二百七十度稳定运行。"),
    ("深海机器人下潜六千米取回样品", "自主研制的深海机器人结束首次科考。它在马里亚纳海沟附近采集了十二份沉积物。"),
    ("人工智能帮助基层医院读片", "县医院放射科上月引入人工智能读片软件。肺结节的漏诊率因此下降一半。"),
    ("新型钙钛矿电池刷新转换效率", "光伏实验室公布钙钛矿叠层电池的测试结果。第三方机构确认效率超过三成。"),
    ("卫星互联网完成手机直连试验", "工程师用普通手机通过低轨卫星打通视频电话。试验在戈壁无人区持续四小时。"),
)


@pytest.fixture(scope="session")
def known() -> knowledge.Knowledge:
    return knowledge.load(load(None, {}))


class Desk:
    """A newsroom whose articles the test writes, at times of its own."""

    def __init__(self, folder: Path, known: knowledge.Knowledge) -> None:
        self.store = open_store(folder)
        self.newsroom = Newsroom(store=self.store, knowledge=known, timezone="Asia/Shanghai")
        self.source = Source(id="desk", kind="folder", location=str(folder / "in"), name="本报", every_s=60)
        (folder / "in").mkdir()
        self._folder = folder / "in"
        with self.store.writing() as tx:
            tx.sources.put(self.source)

    def write(self, number: int, at: datetime) -> str:
        """One article that fits no theme; gives its headline."""
        title, body = ARTICLES[number]
        path = self._folder / f"{number}.txt"
        path.write_text(f"{title}\n\n{body}\n", "utf-8")
        os.utime(path, (at.timestamp() - 60, at.timestamp() - 60))
        report = pipeline.read(self.newsroom, self.source, now=at)
        assert report.new == 1, report
        return title

    def rows(self, chat_id: int | None = None) -> list[Delivery]:
        with self.store.reading() as tx:
            return [row for row in tx.outbox.rows() if chat_id in (None, row.address.chat_id)]

    def due_at(self, chat_id: int) -> datetime | None:
        with self.store.reading() as tx:
            return tx.readers.due_at(Address(chat_id=chat_id))


@pytest.fixture
def desk(tmp_path: Path, known: knowledge.Knowledge) -> Iterator[Desk]:
    made = Desk(tmp_path, known)
    yield made
    made.store.close()


def test_everyone_due_gets_the_edition_once(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=("other",)) for chat in range(1, 6)], NOW - HOUR)
    assert publish.open_due(desk.newsroom, NOW - timedelta(seconds=1)).deliveries == 0
    opened = publish.open_due(desk.newsroom, NOW)
    assert (opened.readers, opened.deliveries, len(opened.editions)) == (5, 5, 1)
    assert all(title in row.payload for row in desk.rows())
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0
    assert desk.due_at(1) == NOW + DAY
    assert publish.open_due(desk.newsroom, NOW + DAY).deliveries == 0  # nothing new, and they do not want to hear it
    assert desk.due_at(1) == NOW + 2 * DAY


def test_nothing_new_is_said_to_who_wants_to_hear_it(desk: Desk) -> None:
    subscribe(desk.store, [subscriber(1, themes=("other",)), subscriber(2, themes=("other",), send_empty=True)],
              NOW - HOUR)  # fmt: skip
    assert publish.open_due(desk.newsroom, NOW).deliveries == 1
    assert [row.address.chat_id for row in desk.rows()] == [2]


def test_at_once_on_request_and_then_only_what_is_new(desk: Desk) -> None:
    first = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(1, themes=("other",)), subscriber(2, themes=("other",))], NOW - HOUR)
    asked = publish.for_reader(desk.newsroom, Address(chat_id=1), themes=("other",), now=NOW - HOUR)
    assert asked == 1
    assert publish.for_reader(desk.newsroom, Address(chat_id=1), themes=("other",), now=NOW - HOUR) == 0
    second = desk.write(3, NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    asked_for, due = desk.rows(1)
    assert first in asked_for.payload
    assert second in due.payload
    assert first not in due.payload
    (whole,) = desk.rows(2)
    assert first in whole.payload
    assert second in whole.payload


def test_the_rest_of_a_newcomers_first_digest_comes_with_the_next_edition(desk: Desk) -> None:
    titles = {desk.write(number, NOW - 2 * HOUR) for number in (0, 1, 3)}
    subscribe(desk.store, [subscriber(1, themes=("other",))], NOW - HOUR)
    publish.for_reader(desk.newsroom, Address(chat_id=1), themes=("other",), now=NOW - HOUR, per_theme=2)
    publish.open_due(desk.newsroom, NOW)
    first, second = ({title for title in titles if title in row.payload} for row in desk.rows(1))
    assert len(first) == 2
    assert first | second == titles
    assert not first & second


def test_mutes_make_an_edition_of_ones_own(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    mine = subscriber(1, themes=("other",), muted=("本报",))
    subscribe(desk.store, [mine, subscriber(2, themes=("other",))], NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    assert desk.rows(1) == []
    assert title in desk.rows(2)[0].payload
    assert desk.due_at(1) == NOW + DAY


def test_joining_after_the_hour_means_tomorrow(desk: Desk) -> None:
    desk.write(1, NOW - 2 * HOUR)
    joined = NOW + 2 * HOUR + timedelta(minutes=3)
    subscribe(desk.store, [subscriber(1, themes=("other",), times=("10:00",))], joined)
    assert publish.open_due(desk.newsroom, joined).deliveries == 0
    assert desk.due_at(1) == NOW + 2 * HOUR + DAY
    assert publish.open_due(desk.newsroom, NOW + 2 * HOUR + DAY).deliveries == 1


def test_missed_slots_are_caught_up_once_and_merged(desk: Desk) -> None:
    reader = subscriber(1, themes=("other",), times=("08:00", "09:00", "10:00"))
    subscribe(desk.store, [reader], NOW - HOUR)
    desk.write(1, NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    desk.write(3, NOW + HOUR / 2)
    desk.write(4, NOW + HOUR + HOUR / 2)
    opened = publish.open_due(desk.newsroom, NOW + 3 * HOUR)  # down for three hours: 09:00 and 10:00 passed
    assert opened.deliveries == 1
    assert len(desk.rows(1)) == 2
    assert desk.due_at(1) == NOW + DAY
    assert publish.open_due(desk.newsroom, NOW + 2 * HOUR).deliveries == 0  # the clock is set back


def test_too_late_is_left_out_and_comes_with_the_next(desk: Desk) -> None:
    subscribe(desk.store, [subscriber(1, themes=("other",))], NOW - HOUR)
    title = desk.write(1, NOW - HOUR)
    assert publish.open_due(desk.newsroom, NOW + 7 * HOUR).deliveries == 0
    assert desk.due_at(1) == NOW + DAY
    publish.open_due(desk.newsroom, NOW + DAY)
    assert title in desk.rows(1)[0].payload


def test_moving_the_time_neither_repeats_nor_skips(desk: Desk) -> None:
    subscribe(desk.store, [subscriber(1, themes=("other",)), subscriber(2, themes=("other",), times=("10:00",))],
              NOW - DAY + HOUR)  # fmt: skip
    desk.write(1, NOW - DAY)
    publish.open_due(desk.newsroom, NOW - DAY + 2 * HOUR)
    desk.write(3, NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    nine = NOW + HOUR
    with desk.store.writing() as tx:
        for chat, times in ((1, ("10:00",)), (2, ("08:00",))):
            reader = tx.readers.get(Address(chat_id=chat))
            assert reader is not None
            tx.readers.save(replace(reader, times=times), nine)
    publish.open_due(desk.newsroom, nine)
    assert desk.due_at(1) == NOW + 2 * HOUR + DAY  # had today's at eight: none at ten
    assert desk.due_at(2) == NOW + DAY  # today's came at once, at nine
    assert [len(desk.rows(chat)) for chat in (1, 2)] == [1, 2]


def test_publishing_by_hand_moves_the_window_on(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=("other",)) for chat in (1, 2)], NOW - HOUR)
    opened = publish.publish(desk.newsroom, now=NOW - HOUR / 2)
    assert (opened.readers, opened.deliveries) == (2, 2)
    assert publish.publish(desk.newsroom, now=NOW - HOUR / 3).deliveries == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0
    assert [title in row.payload for row in desk.rows()] == [True, True]


def test_publishing_one_theme_leaves_the_others_to_come(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(1, themes=("livelihood", "other")), subscriber(2, themes=("urban",))],
              NOW - HOUR)  # fmt: skip
    assert publish.publish(desk.newsroom, themes=("livelihood",), now=NOW - HOUR / 2).deliveries == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 1
    assert title in desk.rows(1)[0].payload


def test_a_crash_between_two_chunks_is_made_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from digests.store import editions

    monkeypatch.setattr(editions, "FAN_OUT", 2)
    desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=("other",)) for chat in range(1, 8)], NOW - HOUR)
    original, calls = editions.Editions.fan_out, []

    def failing(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise RuntimeError("power cut")
        return original(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(editions.Editions, "fan_out", failing)
    with pytest.raises(RuntimeError):
        publish.publish(desk.newsroom, now=NOW - HOUR / 2)
    assert len(desk.rows()) == 4
    assert publish.resume(desk.newsroom) == 3
    assert sorted(row.address.chat_id for row in desk.rows()) == list(range(1, 8))
    assert publish.resume(desk.newsroom) == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0
