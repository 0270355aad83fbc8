"""Where the stages meet: documents in, several a transaction, and nothing that one of them does stops the rest."""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.settings import load
from digests import pipeline, reading
from digests.intake import taking
from digests.models import Article, Document, Source
from digests.pipeline import Newsroom
from digests.store.articles import Articles

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SEEDS = Path(__file__).parent.parent / "seeds"
NEWS = (
    "滨江步道全线贯通\n\n■记者 张三\n\n"
    "本报讯 滨江步道昨日全线贯通,全长12公里,沿线新建驿站9处。市民可以从早到晚免费使用。\n"
)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    with pipeline.opened(load(None, {}), f"sqlite:///{tmp_path / 'x.sqlite3'}") as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path, newsroom: Newsroom) -> Source:
    (tmp_path / "news").mkdir()
    source = Source(id="paper", kind="folder", location=str(tmp_path / "news"), name="日报", every_s=60)
    with newsroom.store.writing() as tx:
        tx.sources.put(source)
    return source


def write(folder: Source, name: str, text: str) -> None:
    path = Path(folder.location) / name
    path.write_text(text, "utf-8")
    settled = path.stat().st_mtime - 60  # what was written just now would be waited for
    os.utime(path, (settled, settled))


def everything(newsroom: Newsroom) -> list[Article]:
    with newsroom.store.reading() as tx:
        return [stored.article for stored in tx.articles.all()]


def test_a_changed_file_is_a_new_version_not_a_second_copy(newsroom: Newsroom, folder: Source) -> None:
    write(folder, "a.txt", NEWS)
    assert pipeline.read(newsroom, folder, now=NOW).new == 1
    (first,) = everything(newsroom)
    write(folder, "a.txt", NEWS.replace("9处", "10处"))
    assert pipeline.read(newsroom, folder, now=NOW + timedelta(minutes=1)).new == 1
    (second,) = everything(newsroom)
    assert (second.id, second.revision) == (first.id, 2)
    assert "10处" in second.text
    found = pipeline.find(newsroom, "10处", script=None, page=1, per_page=5, now=NOW)
    assert [hit.article for hit in found.hits] == [first.id]
    assert not pipeline.find(newsroom, '"9处"', script=None, page=1, per_page=5, now=NOW).hits


def test_a_removed_file_removes_nothing(newsroom: Newsroom, folder: Source) -> None:
    write(folder, "a.txt", NEWS)
    pipeline.read(newsroom, folder, now=NOW)
    (Path(folder.location) / "a.txt").unlink()
    report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.documents, report.failed) == (0, ())
    assert len(everything(newsroom)) == 1


def test_the_same_text_again_is_the_same_article(newsroom: Newsroom, folder: Source) -> None:
    write(folder, "a.txt", NEWS)
    write(folder, "b.txt", NEWS)
    report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.documents, report.new, report.known) == (2, 1, 1)


def test_an_old_version_under_another_name_does_not_turn_the_text_back(newsroom: Newsroom, folder: Source) -> None:
    write(folder, "a.txt", NEWS)
    pipeline.read(newsroom, folder, now=NOW)
    write(folder, "a.txt", NEWS.replace("9处", "10处"))
    pipeline.read(newsroom, folder, now=NOW)
    write(folder, "copy.txt", NEWS)
    report = pipeline.read(newsroom, folder, now=NOW)
    (only,) = everything(newsroom)
    assert (report.new, only.revision, only.document) == (0, 2, "a.txt")


def test_a_mistake_of_ours_stops_one_document_only(
    newsroom: Newsroom, folder: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(document: Document) -> tuple[Article, ...]:
        if document.name == "a.txt":
            raise RuntimeError("with a reader's words in it")
        return whole(document)

    whole = reading.read
    monkeypatch.setattr(reading, "read", trip)
    write(folder, "a.txt", NEWS)
    write(folder, "b.txt", NEWS.replace("滨江", "苏州河"))
    report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.new, report.rejected) == (1, 1)
    ((where, reason),) = report.failed
    assert where == "paper/a.txt"
    assert "RuntimeError at trip" in reason
    assert "words" not in reason
    monkeypatch.setattr(reading, "read", whole)
    assert pipeline.read(newsroom, folder, now=NOW).new == 1


def test_a_mistake_in_storing_stops_one_document_only(
    newsroom: Newsroom, folder: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others of its transaction are stored, one by one, and it is tried again."""

    def trip(self: Articles, article: Article, *more: Any, **named: Any) -> int:
        if article.document == "b.txt":
            raise RuntimeError
        return whole(self, article, *more, **named)

    whole = Articles.put
    for name in "abc":
        write(folder, f"{name}.txt", NEWS.replace("滨江", f"{name}河"))
    with monkeypatch.context() as patched:
        patched.setattr(Articles, "put", trip)
        report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.documents, report.new, report.rejected) == (3, 2, 1)
    assert [article.document for article in everything(newsroom)] == ["a.txt", "c.txt"]
    assert pipeline.read(newsroom, folder, now=NOW).new == 1


def test_stories_do_not_hang_on_the_order_of_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Placed in one order; which text comes from which file only decides where it stands in the archive."""
    monkeypatch.setattr(taking, "WAIT_S", 600.0)  # on a busy machine a transaction would end before the last of them
    texts = [NEWS, NEWS.replace("9处", "9处之多"), NEWS.replace("免费使用", "免费步行"), NEWS.replace("滨江", "苏州河")]
    told: list[set[frozenset[str]]] = []
    for order in ((0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)):
        home = tmp_path / "".join(map(str, order))
        source = Source(id="paper", kind="folder", location=str(home), name="日报", every_s=60)
        home.mkdir()
        for place, number in enumerate(order):
            write(source, f"{place}.txt", texts[number])
        with pipeline.opened(load(None, {}), f"sqlite:///{home / 'x.sqlite3'}") as newsroom:
            with newsroom.store.writing() as tx:
                tx.sources.put(source)
            pipeline.read(newsroom, source, now=NOW)
            with newsroom.store.reading() as tx:
                told.append({frozenset((story.id, story.lead, *story.articles)) for story in tx.stories.all()})
    assert told[0] == told[1] == told[2]
    assert len(told[0]) < len(texts)


def test_a_stop_leaves_the_rest_for_the_next_start(newsroom: Newsroom, folder: Source) -> None:
    for name in ("a", "b", "c"):
        write(folder, f"{name}.txt", NEWS.replace("滨江", f"{name}滨江"))
    halting = HaltAfterOne()
    report = pipeline.read(replace(newsroom, stopping=halting), folder, now=NOW)
    assert report.documents == 1
    with newsroom.store.reading() as tx:
        assert tx.sources.due(NOW)
    report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.documents, report.first) == (3, True)


class HaltAfterOne(threading.Event):
    """Is set from the third look on: at the start, at the first document, at the second."""

    looks = 0

    def is_set(self) -> bool:
        self.looks += 1
        return self.looks > 2


def test_reading_is_repeatable_after_a_crash_between_documents(
    newsroom: Newsroom, folder: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.txt", NEWS)
    write(folder, "b.txt", NEWS.replace("滨江", "苏州河"))

    def crash(document: Document) -> tuple[Article, ...]:
        if document.name == "b.txt":
            raise KeyboardInterrupt
        return whole(document)

    whole = reading.read
    monkeypatch.setattr(reading, "read", crash)
    with pytest.raises(KeyboardInterrupt):
        pipeline.read(newsroom, folder, now=NOW)
    monkeypatch.setattr(reading, "read", whole)
    report = pipeline.read(newsroom, folder, now=NOW)
    assert (report.new, report.known) == (1, 1)
    assert len(everything(newsroom)) == 2


def test_seeds_enter_through_the_folder_source(newsroom: Newsroom) -> None:
    (seeds,) = load(None, {}).wanted_sources
    assert (seeds.kind, Path(seeds.location)) == ("folder", SEEDS)
    with newsroom.store.writing() as tx:
        tx.sources.put(seeds)
    report = pipeline.read(newsroom, seeds, now=NOW)
    assert (report.documents, report.new, report.failed) == (5, 22, ())
    quoted = pipeline.compose(
        newsroom, themes=newsroom.theme_slugs, since=None, until=NOW + timedelta(1), script=None, length="long", now=NOW
    )
    assert len(quoted.stories) == len(set(quoted.stories))
    assert max(len(item.quotes) for digest in quoted.digests for item in digest.items) == 3
