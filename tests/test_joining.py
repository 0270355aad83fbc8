"""Halves of a text in the archive: joined whichever comes first, over versions and crashes, and told once."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digests import pipeline, reasons
from digests.models import Address, StoredArticle
from digests.query import parse
from digests.search import rules as rereading
from digests.store import Store
from digests.store.editions import Shown
from digests.watches import Rules
from tests.delivering import NOW, subscriber
from tests.issue_pages import CANTEEN_WHOLE, HARBOUR_HANT, PORT, PORT_WHOLE, RAIL_WHOLE
from tests.newsdesk import EVERYTHING, HOUR, Desk

A1, A3, A4, A5 = sorted(PORT)
Fresh = Callable[[], Desk]


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Fresh]:
    made: list[Desk] = []

    def desk() -> Desk:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Desk(folder))
        return made[-1]

    yield desk
    for each in made:
        each.store.close()


def take(desk: Desk, pages: Sequence[tuple[str, str]], begin: datetime = NOW) -> None:
    """One document after the other, a minute apart."""
    for minute, (name, text) in enumerate(pages):
        at = begin + timedelta(minutes=minute)
        desk.put(name, text, at)
        report = pipeline.read(desk.newsroom, desk.source, now=at)
        assert not report.failed


def archive(store: Store) -> list[StoredArticle]:
    with store.reading() as tx:
        return list(tx.articles.all())


def shape(store: Store) -> set[Any]:
    """Everything that may not hang on the order of arrival."""
    return {
        (one.article.id, one.article.title, one.article.text, one.article.lines, one.article.elsewhere)
        for one in archive(store)
    }


def titled(store: Store, title: str) -> StoredArticle:
    (found,) = [one for one in archive(store) if title in one.article.title]
    return found


@pytest.mark.parametrize("order", [*permutations((A1, A3, A5)), (A5, A4, A3, A1)])
def test_any_order_of_arrival_gives_the_same_texts(fresh: Fresh, order: tuple[str, ...]) -> None:
    desk = fresh()
    take(desk, [(name, PORT[name]) for name in order])
    port = titled(desk.store, "渔港改造").article
    assert port.text == PORT_WHOLE
    assert (port.document, port.continued_on, port.byline) == (A1, None, ("高远航",))
    assert [place.document for place in port.elsewhere] == [A3, A5]
    rest = [name for name in PORT if name not in order]
    take(desk, [(name, PORT[name]) for name in rest], NOW + HOUR)
    assert titled(desk.store, "社区食堂").article.text == CANTEEN_WHOLE
    assert len(archive(desk.store)) == 6, "halves are no articles of their own"
    before = shape(desk.store)
    take(desk, [(name, PORT[name] + "\n") for name in sorted(PORT)], NOW + 2 * HOUR)
    assert shape(desk.store) == before


def test_an_issue_read_at_once_is_told_like_one_read_page_by_page(fresh: Fresh) -> None:
    at_once, by_page = fresh(), fresh()
    for version, at in (PORT, NOW), ({name: text.replace("，", "，还", 3) for name, text in PORT.items()}, NOW + HOUR):
        for name, text in version.items():
            at_once.put(name, text, at)
        assert not pipeline.read(at_once.newsroom, at_once.source, now=at).failed
        take(by_page, sorted(version.items()), at)
        assert shape(at_once.store) == shape(by_page.store)
    assert "还" in titled(at_once.store, "渔港改造").article.text


def test_every_line_leads_back_to_its_page(fresh: Fresh) -> None:
    desk = fresh()
    take(desk, list(PORT.items()))
    port = titled(desk.store, "渔港改造").article
    for paragraph in port.paragraphs:
        places = [(A1, paragraph.lines), *((place.document, place.lines) for place in paragraph.elsewhere)]
        printed = "".join(
            "\n".join(PORT[document].split("\n")[first - 1 : last])
            for document, spans in places
            for first, last in spans
        )
        cut = paragraph.elsewhere[0].start if paragraph.elsewhere else len(paragraph.text)
        assert paragraph.text[:cut] in printed
        assert paragraph.text[cut : cut + 20] in printed


def test_folios_and_the_other_script(fresh: Fresh) -> None:
    for order in (sorted(HARBOUR_HANT), sorted(HARBOUR_HANT, reverse=True)):
        desk = fresh()
        take(desk, [(name, HARBOUR_HANT[name]) for name in order])
        assert titled(desk.store, "捷運環線").article.text == RAIL_WHOLE
        assert len(archive(desk.store)) == 3


def test_a_half_alone_is_marked_and_its_torn_sentence_not_quoted(fresh: Fresh) -> None:
    desk = fresh()
    take(desk, [(A1, PORT[A1])])
    port = titled(desk.store, "渔港改造")
    assert port.article.continued_on == "3"
    item = pipeline.item(desk.newsroom, port.story, script=None, length="long", now=NOW)
    assert item is not None
    assert not any("防波" in quote.text or "下转" in quote.text for quote in item.quotes)
    found = pipeline.find(desk.newsroom, "防波", script=None, page=1, per_page=5, now=NOW)
    assert [hit.sentence[-3:] for hit in found.hits] == ["防波…"], "only where nothing else has the word, the cut shown"
    stages = {stage.stage: stage for stage in reasons.reasons(desk.newsroom, port.article.id, now=NOW) or ()}
    assert "page 3" in stages["jump"].reason
    take(desk, [(A3, PORT[A3])], NOW + HOUR)
    (hit,) = pipeline.find(desk.newsroom, "防波堤", script=None, page=1, per_page=5, now=NOW).hits
    assert hit.article == port.article.id
    assert [place.document for place in hit.elsewhere] == [A3]


VERSIONS = {
    "the first half": (A1, "四百一十二艘", "四百二十艘"),
    "the first half about the seam": (A1, "拓到六十米", "拓宽到六十米"),
    "the middle": (A3, "陈阿海", "陈阿山"),
    "the middle about the seam": (A3, "浪再大", "浪头再大"),
    "the end": (A5, "二十分钟", "半小时"),
}


@pytest.mark.parametrize(("name", "old", "new"), VERSIONS.values(), ids=VERSIONS)
def test_a_later_version_of_a_page_is_one_of_the_whole(fresh: Fresh, name: str, old: str, new: str) -> None:
    desk = fresh()
    take(desk, list(PORT.items()))
    before = titled(desk.store, "渔港改造")
    assert old in before.article.text
    take(desk, [(name, PORT[name].replace(old, new))], NOW + HOUR)
    after = titled(desk.store, "渔港改造")
    assert after.article.text == PORT_WHOLE.replace(old, new)
    assert (after.article.id, after.article.revision) == (before.article.id, before.article.revision + 1)
    assert after.story == before.story
    assert len(archive(desk.store)) == 6
    words = new if len(new) > 3 else "渔港"
    hits = pipeline.find(desk.newsroom, words, script=None, page=1, per_page=5, now=NOW).hits
    assert before.article.id in {hit.article for hit in hits}


def test_a_page_that_prints_the_whole_text_later_does_not_hold_it_twice(fresh: Fresh) -> None:
    desk = fresh()
    take(desk, [(name, PORT[name]) for name in (A1, A4)])
    head, tail = PORT[A1].split("盐要少，（下转第4版）")
    full = f"{head}盐要少，{CANTEEN_WHOLE.partition('盐要少，')[2]}{tail}"
    take(desk, [(A1, full)], NOW + HOUR)
    assert titled(desk.store, "社区食堂").article.text == CANTEEN_WHOLE
    assert len([one for one in archive(desk.store) if "豆腐天天有" in one.article.text]) == 1


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(sorted(PORT)), st.booleans()), min_size=1, max_size=7))
def test_any_history_of_versions_ends_as_the_last_ones(fresh: Fresh, history: list[tuple[str, bool]]) -> None:
    """Whatever came before: each page in its last version, joined as if it had come like that at once."""
    desk = fresh()
    changed = {name: text.replace("渔港", "渔港码头").replace("食堂", "饭堂") for name, text in PORT.items()}
    pages = [(name, changed[name] if new else PORT[name]) for name, new in history]
    take(desk, pages)
    last = dict(pages)
    take(desk, [(name, PORT[name]) for name in sorted(PORT) if name not in last], NOW + HOUR)
    final = PORT | last
    other = fresh()
    take(other, sorted(final.items()))
    texts = {one.article.text for one in archive(desk.store)}
    assert texts == {one.article.text for one in archive(other.store)}
    assert len(archive(desk.store)) == 6


@pytest.mark.parametrize("order", [(A1, A3), (A3, A1)], ids=["first half first", "second half first"])
def test_what_was_told_of_one_half_is_not_told_again(fresh: Fresh, order: tuple[str, str]) -> None:
    desk = fresh()
    take(desk, [(order[0], PORT[order[0]])])
    half = next(one for one in archive(desk.store) if "渔" in one.article.title)
    reader = Address(chat_id=7, thread_id=None)
    deliver(desk, reader, half.story)
    take(desk, [(order[1], PORT[order[1]])], NOW + HOUR)
    whole = titled(desk.store, "渔港改造")
    assert whole.story == half.story
    later = NOW + 2 * HOUR
    composed = pipeline.compose(
        desk.newsroom, themes=EVERYTHING, since=NOW - HOUR, until=later, script=None, length="long", now=later,
        reader=reader, limit=50,
    )  # fmt: skip
    assert whole.story not in composed.stories
    assert composed.stories, "the others are news"
    shown = pipeline.article(desk.newsroom, half.article.id)
    assert shown is not None
    assert shown.article.id == whole.article.id, "an old button opens the whole"


def deliver(desk: Desk, reader: Address, story: str) -> None:
    """An edition that shows the story, given to a new reader."""
    with desk.store.writing() as tx:
        tx.readers.save(subscriber(reader.chat_id), NOW)
        edition = tx.editions.open(
            kind="alert", key=["x", story], themes=[], since=None, until=NOW, payloads=["x"],
            shown=[Shown(story=story, part=1, reports=1)], now=NOW,
        )  # fmt: skip
        tx.editions.give(edition, 1, priority=1)


def test_two_stories_that_prove_to_be_one_text_count_as_given_for_both(fresh: Fresh) -> None:
    """A first version hid the join: whoever was given the second half has the text."""
    desk = fresh()
    hidden = (
        PORT[A1].replace("（下转第3版）", "波堤。").replace("望潮区渔港改造三年收官 四百艘渔船有了新泊位", "三年收官")
    )
    take(desk, [(A1, hidden), (A3, PORT[A3])])
    first, half = titled(desk.store, "三年收官"), titled(desk.store, "渔船有了新泊位")
    assert first.story != half.story
    reader = Address(chat_id=7, thread_id=None)
    deliver(desk, reader, half.story)
    take(desk, [(A1, PORT[A1])], NOW + HOUR)
    whole = titled(desk.store, "渔港改造")
    assert (whole.article.id, whole.story) == (first.article.id, first.story)
    with desk.store.reading() as tx:
        assert whole.story in tx.outbox.had(reader)
        stories = tx.stories.all()
        assert tx.stories.views([half.story]) == ()
    assert half.story not in {story.id for story in stories}
    assert sorted(id for story in stories for id in story.articles) == sorted(
        one.article.id for one in archive(desk.store)
    )


def test_a_watch_hears_of_words_that_only_the_second_half_holds(fresh: Fresh) -> None:
    desk = fresh()
    take(desk, [(A1, PORT[A1])])
    with desk.store.writing() as tx:
        tx.watches.looked_at(None)
    take(desk, [(A3, PORT[A3])], NOW + HOUR)
    rules = Rules()
    rules.put(1, parse("冷库", today=NOW.date()))
    with desk.store.reading() as tx:
        fresh_ids = [id for _, id, _ in tx.watches.fresh(100)]
        texts = rereading.texts(tx, fresh_ids)
    told = {story for story, text in texts.values() if rules.matching(text)}
    assert told == {titled(desk.store, "渔港改造").story}


def test_why_names_the_pages(fresh: Fresh) -> None:
    desk = fresh()
    take(desk, list(PORT.items()))
    port = titled(desk.store, "渔港改造").article
    stages = {stage.stage: stage for stage in reasons.reasons(desk.newsroom, port.id, now=NOW) or ()}
    assert stages["joined"].reason == f"finished by {A3} (page A3), {A5} (page A5), as the texts prove"
    assert [part["document"] for part in stages["joined"].values["parts"]] == [A1, A3, A5]
    (second, _) = stages["joined"].values["halves"]
    assert reasons.reasons(desk.newsroom, second, now=NOW) == reasons.reasons(desk.newsroom, port.id, now=NOW)
    assert "jump" not in stages


def test_killed_at_any_point_it_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    """Before, in and after each transaction from the first document on: two documents, two texts that jump."""
    empty = tmp_path / "empty.sqlite3"
    Store(f"sqlite:///{empty}").close()
    results: list[tuple[int, set[Any], int]] = []
    command = [sys.executable, "-m", "tests.joining_child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        for at in (-1, 0, *range(SOURCE_PUT + 1, SOURCE_PUT + 3 * WRITES + 1)):
            folder = laid_out(tmp_path / str(at), empty)
            killed = killed_at(child, folder, at)
            if at > 0:
                assert killed_at(child, folder, 0) == 0
            store = Store(f"sqlite:///{folder / 'x.sqlite3'}")
            with store.reading() as tx:
                results.append((killed, shape(store), len(tx.stories.all())))
            store.close()
    assert [code for code, _, _ in results] == [0, 0, *[-9] * (3 * WRITES)]
    assert all(end[1:] == results[0][1:] for end in results)


SOURCE_PUT, WRITES = 3, 3  # points passed before the first document; transactions after: two documents, the source


def killed_at(child: subprocess.Popen[str], folder: Path, at: int) -> int:
    """What the run ended with; ``at`` 0: not killed."""
    assert child.stdin is not None
    assert child.stdout is not None
    print(json.dumps({"folder": str(folder), "at": at, "now": (NOW + HOUR).isoformat()}), file=child.stdin, flush=True)
    return int(child.stdout.readline())


def laid_out(folder: Path, empty: Path) -> Path:
    """A migrated database, and two pages in a folder beside it."""
    for name in (A1, A3):
        path = folder / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PORT[name], "utf-8")
        os.utime(path, (NOW.timestamp() - 60, NOW.timestamp() - 60))
    shutil.copy(empty, folder / "x.sqlite3")
    return folder
