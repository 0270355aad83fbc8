"""A real newsroom for tests: articles of the test's own, read at times of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from bot.settings import load
from digests import knowledge, pipeline
from digests.models import Address, Delivery, Source
from digests.pipeline import Newsroom
from tests.delivering import open_store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ARTICLES = (  # different happenings: none may become a story with another
    ("量子计算机在合肥调试成功", "合肥的科研人员昨日完成量子计算机的低温调试。超导芯片在零下二百七十度稳定运行。"),
    ("深海机器人下潜六千米取回样品", "自主研制的深海机器人结束首次科考。它在马里亚纳海沟附近采集了十二份沉积物。"),
    ("人工智能帮助基层医院读片", "县医院放射科上月引入人工智能读片软件。肺结节的漏诊率因此下降一半。"),
    ("新型钙钛矿电池刷新转换效率", "光伏实验室公布钙钛矿叠层电池的测试结果。第三方机构确认效率超过三成。"),
    ("卫星互联网完成手机直连试验", "工程师用普通手机通过低轨卫星打通视频电话。试验在戈壁无人区持续四小时。"),
)


@cache
def known() -> knowledge.Knowledge:
    """Loaded once a worker: the dictionary takes a second."""
    return knowledge.load(load(None, {}))


# Every theme there is: what fits which is another test's affair, and an operator's choice.
EVERYTHING = (
    "sci-tech", "industry", "startup", "cooperation", "gov-services", "urban", "livelihood", "education-talent",
    "governance", "defence", "other",
)  # fmt: skip


class Desk:
    """A newsroom whose articles the test writes, at times of its own."""

    def __init__(self, folder: Path) -> None:
        self.store = open_store(folder)
        self.newsroom = Newsroom(store=self.store, knowledge=known(), timezone="Asia/Shanghai")
        self.source = Source(id="desk", kind="folder", location=str(folder / "in"), name="本报", every_s=60)
        (folder / "in").mkdir()
        self._folder = folder / "in"
        with self.store.writing() as tx:
            tx.sources.put(self.source)

    def write(self, number: int, at: datetime) -> str:
        """One article ; gives its headline."""
        title = ARTICLES[number][0]
        self.drop(number, at)
        report = pipeline.read(self.newsroom, self.source, now=at)
        assert report.new == 1, report
        return title

    def drop(self, number: int, at: datetime) -> None:
        """Puts the article into the folder and leaves the reading to whoever looks."""
        title, body = ARTICLES[number]
        path = self._folder / f"{number}.txt"
        path.write_text(f"{title}\n\n{body}\n", "utf-8")
        os.utime(path, (at.timestamp() - 60, at.timestamp() - 60))

    def put(self, name: str, text: str, at: datetime) -> None:
        """A file of the test's own, written a minute before ``at``."""
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        os.utime(path, (at.timestamp() - 60, at.timestamp() - 60))

    def report(self, number: int, copy: int, at: datetime, more: str = "") -> None:
        """The same text by another paper, and ``more``: one more report of the story."""
        title, body = ARTICLES[number]
        folder = self._folder.parent / str(copy)
        source = Source(id=f"paper-{copy}", kind="folder", location=str(folder), name=f"第{copy}报", every_s=60)
        folder.mkdir()
        path = folder / f"{number}.txt"
        path.write_text(f"{title}\n\n{body}\n{body[:12]}，本报第{copy}次报道。{more}\n", "utf-8")
        os.utime(path, (at.timestamp() - 60, at.timestamp() - 60))
        with self.store.writing() as tx:
            tx.sources.put(source)
        assert pipeline.read(self.newsroom, source, now=at).new == 1

    def rows(self, chat_id: int | None = None) -> list[Delivery]:
        with self.store.reading() as tx:
            return [row for row in tx.outbox.rows() if chat_id in (None, row.address.chat_id)]

    def due_at(self, chat_id: int) -> datetime | None:
        with self.store.reading() as tx:
            return tx.readers.due_at(Address(chat_id=chat_id))


@contextmanager
def opened_desk(folder: Path) -> Iterator[Desk]:
    made = Desk(folder)
    try:
        yield made
    finally:
        made.store.close()
