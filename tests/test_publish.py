"""Editions with a real newsroom: articles read from a folder, composed, rendered, fanned out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import pytest

from bot import publish
from bot.messages import Message
from bot.wording import LANGUAGES, words
from digests import pipeline
from digests.models import Address, Composition, Template
from digests.store import editions, readers
from tests.delivering import NOW, subscribe, subscriber
from tests.newsdesk import ARTICLES, DAY, EVERYTHING, HOUR, Desk, opened_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened_desk(tmp_path) as made:
        yield made


def test_everyone_due_gets_the_edition_once(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING) for chat in range(1, 6)], NOW - HOUR)
    assert publish.open_due(desk.newsroom, NOW - timedelta(seconds=1)).deliveries == 0
    opened = publish.open_due(desk.newsroom, NOW)
    assert (opened.readers, opened.deliveries, len(opened.editions)) == (5, 5, 1)
    assert all(title in row.payload for row in desk.rows())
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0
    assert desk.due_at(1) == NOW + DAY
    assert publish.open_due(desk.newsroom, NOW + DAY).deliveries == 0  # nothing new, and they do not want to hear it
    assert desk.due_at(1) == NOW + 2 * DAY


def test_nothing_new_is_said_to_who_wants_to_hear_it(desk: Desk) -> None:
    mine = {1: {}, 2: {"send_empty": True}, 3: {"send_empty": True, "muted": ("足球",)}, 4: {"muted": ("足球",)}}
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING, **chosen) for chat, chosen in mine.items()], NOW - HOUR)
    assert publish.publish(desk.newsroom, themes=("urban",), now=NOW - HOUR / 2).deliveries == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 2
    assert sorted(row.address.chat_id for row in desk.rows()) == [2, 3]
    assert all(Message.from_payload(row.payload).silent for row in desk.rows())


def test_at_once_on_request_and_then_only_what_is_new(desk: Desk) -> None:
    first = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=EVERYTHING)], NOW - HOUR)
    asked = publish.for_reader(desk.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW - HOUR)
    assert asked == 1
    assert publish.for_reader(desk.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW - HOUR) == 0
    second = desk.write(3, NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    asked_for, due = desk.rows(1)
    assert first in asked_for.payload
    assert second in due.payload
    assert first not in due.payload
    (whole,) = desk.rows(2)
    assert first in whole.payload
    assert second in whole.payload


def test_more_is_asked_for_beyond_the_window(desk: Desk) -> None:
    old = desk.write(1, NOW - 20 * DAY)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
    asking = partial(publish.for_reader, desk.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW)
    assert asking() == 0
    assert asking(everything=True) == 1
    assert old in desk.rows(1)[0].payload
    assert asking(everything=True) == 0


def test_the_rest_of_a_newcomers_first_digest_comes_with_the_next_edition(desk: Desk) -> None:
    titles = {desk.write(number, NOW - 2 * HOUR) for number in range(5)}
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
    publish.for_reader(desk.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW - HOUR, per_theme=1)
    publish.open_due(desk.newsroom, NOW)
    first, second = ({title for title in titles if title in row.payload} for row in desk.rows(1))
    assert 0 < len(first) < len(titles)
    assert first | second == titles
    assert not first & second


def test_mutes_make_an_edition_of_ones_own(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    mine = subscriber(1, themes=EVERYTHING, muted=("本报",))
    subscribe(desk.store, [mine, subscriber(2, themes=EVERYTHING)], NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    assert desk.rows(1) == []
    assert title in desk.rows(2)[0].payload
    assert desk.due_at(1) == NOW + DAY


def test_joining_after_the_hour_means_tomorrow(desk: Desk) -> None:
    desk.write(1, NOW - 2 * HOUR)
    joined = NOW + 2 * HOUR + timedelta(minutes=3)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING, times=("10:00",))], joined)
    assert publish.open_due(desk.newsroom, joined).deliveries == 0
    assert desk.due_at(1) == NOW + 2 * HOUR + DAY
    assert publish.open_due(desk.newsroom, NOW + 2 * HOUR + DAY).deliveries == 1


def test_missed_slots_are_caught_up_once_and_merged(desk: Desk) -> None:
    reader = subscriber(1, themes=EVERYTHING, times=("08:00", "09:00", "10:00"))
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
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
    title = desk.write(1, NOW - HOUR)
    assert publish.open_due(desk.newsroom, NOW + 7 * HOUR).deliveries == 0
    assert desk.due_at(1) == NOW + DAY
    publish.open_due(desk.newsroom, NOW + DAY)
    assert title in desk.rows(1)[0].payload


def test_moving_the_time_neither_repeats_nor_skips(desk: Desk) -> None:
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=EVERYTHING, times=("10:00",))],
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
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING) for chat in (1, 2)], NOW - HOUR)
    opened = publish.publish(desk.newsroom, now=NOW - HOUR / 2)
    assert (opened.readers, opened.deliveries) == (2, 2)
    assert publish.publish(desk.newsroom, now=NOW - HOUR / 3).deliveries == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0
    assert [title in row.payload for row in desk.rows()] == [True, True]


def test_what_everybody_was_given_is_not_taken_up_again_for_who_comes_later(desk: Desk) -> None:
    desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING)], NOW - HOUR)
    assert publish.publish(desk.newsroom, themes=EVERYTHING, now=NOW - HOUR / 2).deliveries == 1
    subscribe(desk.store, [subscriber(2, themes=EVERYTHING)], NOW - HOUR / 3)
    assert publish.resume(desk.newsroom) == 0
    assert desk.rows(2) == []


def test_publishing_one_theme_leaves_the_others_to_come(desk: Desk) -> None:
    title = desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING), subscriber(2, themes=("urban",))],
              NOW - HOUR)  # fmt: skip
    assert publish.publish(desk.newsroom, themes=("defence",), now=NOW - HOUR / 2).deliveries == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 1
    assert title in desk.rows(1)[0].payload


def cut_off(monkeypatch: pytest.MonkeyPatch, *, chunk: int, at_call: int) -> None:
    """Fans out in chunks of so many readers, and fails once, at this chunk."""
    original, calls = editions.Editions.fan_out, []

    def failing(*args: Any, **kwargs: Any) -> object:
        calls.append(1)
        if len(calls) == at_call:
            raise RuntimeError("power cut")
        return original(*args, **kwargs)

    monkeypatch.setattr(editions, "FAN_OUT", chunk)
    monkeypatch.setattr(editions.Editions, "fan_out", failing)


def test_a_crash_between_two_chunks_is_made_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING) for chat in range(1, 8)], NOW - HOUR)
    cut_off(monkeypatch, chunk=2, at_call=3)
    with pytest.raises(RuntimeError):
        publish.publish(desk.newsroom, now=NOW - HOUR / 2)
    assert len(desk.rows()) == 4
    assert publish.resume(desk.newsroom) == 3
    assert sorted(row.address.chat_id for row in desk.rows()) == list(range(1, 8))
    assert publish.resume(desk.newsroom) == 0
    assert publish.open_due(desk.newsroom, NOW).deliveries == 0


def test_a_crash_while_a_due_edition_is_given_is_made_good_by_the_next_look(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING) for chat in range(1, 8)], NOW - HOUR)
    cut_off(monkeypatch, chunk=2, at_call=3)
    with pytest.raises(RuntimeError):
        publish.open_due(desk.newsroom, NOW)
    assert publish.resume(desk.newsroom) == 0  # readers who are due are found by their rows
    assert len(desk.rows()) == 4
    assert publish.open_due(desk.newsroom, NOW + timedelta(minutes=1)).readers == 3
    assert sorted(row.address.chat_id for row in desk.rows()) == list(range(1, 8))
    assert {desk.due_at(chat) for chat in range(1, 8)} == {NOW + DAY}


def meanwhile(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Lets ``deed`` happen once, between composing and storing."""
    original, waiting = pipeline.compose, [deed]

    def compose(*args: Any, **kwargs: Any) -> Composition:
        made = original(*args, **kwargs)
        if waiting:
            waiting.pop()()
        return made

    monkeypatch.setattr(pipeline, "compose", compose)


@pytest.mark.parametrize("due_first", [True, False])
def test_what_is_given_while_another_digest_is_composed_is_not_given_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, due_first: bool
) -> None:
    first, second = desk.write(1, NOW - 2 * HOUR), desk.write(3, NOW - HOUR)
    subscribe(desk.store, [subscriber(1, themes=EVERYTHING, muted=("足球",))], NOW - HOUR)
    asking = partial(publish.for_reader, desk.newsroom, Address(chat_id=1), themes=EVERYTHING, now=NOW)
    opening = partial(publish.open_due, desk.newsroom, NOW)
    meanwhile(monkeypatch, asking if due_first else opening)
    (opening if due_first else asking)()
    sent = "".join(row.payload for row in desk.rows(1))
    assert (sent.count(first), sent.count(second)) == (1, 1)
    assert desk.due_at(1) == NOW + DAY


def test_who_leaves_while_their_digest_is_composed_stops_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def leave() -> None:
        with desk.store.writing() as tx:
            tx.readers.forget(Address(chat_id=1))

    desk.write(1, NOW - 2 * HOUR)
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING, muted=("足球",)) for chat in (1, 2)], NOW - HOUR)
    meanwhile(monkeypatch, leave)
    assert publish.open_due(desk.newsroom, NOW).readers == 1
    assert [row.address.chat_id for row in desk.rows()] == [2]


def test_many_readers_are_noted_in_chunks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "CHUNK", 2)
    subscribe(desk.store, [subscriber(chat, themes=EVERYTHING) for chat in range(1, 8)], NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    assert {desk.due_at(chat) for chat in range(1, 8)} == {NOW + DAY}
    subscribe(desk.store, [subscriber(9, themes=EVERYTHING, times=()), subscriber(10, themes=EVERYTHING, days=())])
    assert desk.due_at(9) is desk.due_at(10) is None


def test_a_story_comes_back_when_it_grew_and_says_so(desk: Desk) -> None:
    title = desk.write(0, NOW - 2 * HOUR)
    mine = [subscriber(chat, themes=EVERYTHING) for chat in (1, 2)]
    subscribe(desk.store, [*mine, subscriber(3, themes=EVERYTHING, muted=("足球",))], NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    desk.report(0, 1, NOW + HOUR)
    assert publish.open_due(desk.newsroom, NOW + DAY).deliveries == 0  # one more report is no news
    desk.report(0, 2, NOW + DAY + HOUR)
    desk.report(0, 3, NOW + DAY + 2 * HOUR)
    with desk.store.reading() as tx:
        (story,) = tx.stories.all()
    assert len(story.articles) == 4
    publish.for_reader(desk.newsroom, Address(chat_id=2), themes=EVERYTHING, now=NOW + DAY + 3 * HOUR)
    opened = publish.open_due(desk.newsroom, NOW + 2 * DAY)
    assert opened.deliveries == 2
    for chat in (1, 2, 3):
        assert [title in row.payload for row in desk.rows(chat)] == [True, True]
    assert "又有 2 篇新报道" in desk.rows(1)[-1].payload  # since the last edition's window ended
    assert "又有 3 篇新报道" in desk.rows(3)[-1].payload  # since this reader was told
    assert publish.open_due(desk.newsroom, NOW + 3 * DAY).deliveries == 0


def test_a_story_comes_back_with_new_facts_and_names_them(desk: Desk) -> None:
    title = desk.write(0, NOW - 2 * HOUR)
    readers_of_all = [subscriber(chat, themes=EVERYTHING) for chat in (1, 2, 4)]
    subscribe(desk.store, [*readers_of_all, subscriber(3, themes=EVERYTHING, muted=("足球",))], NOW - HOUR)
    publish.open_due(desk.newsroom, NOW)
    desk.report(0, 1, NOW + HOUR, "它有504个比特，耗资3.6亿元，由“天衍”团队命名。")
    publish.for_reader(desk.newsroom, Address(chat_id=4), themes=EVERYTHING, now=NOW + 2 * HOUR, everything=True)
    opened = publish.open_due(desk.newsroom, NOW + DAY)
    for chat in (1, 2, 3, 4):
        assert [title in row.payload for row in desk.rows(chat)] == [True, True], chat
        assert "又有 1 篇新报道" in desk.rows(chat)[-1].payload
        assert "新提到：504、3.6亿、天衍" in desk.rows(chat)[-1].payload
    assert len(opened.editions) == 2  # one for all who share, one for who mutes: nobody else needs their own
    assert publish.open_due(desk.newsroom, NOW + 2 * DAY).deliveries == 0


def test_each_template_is_rendered_once_and_had_alike(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    titles = [desk.write(number, NOW - 2 * HOUR) for number in range(3)]
    templates: tuple[Template, ...] = ("full", "brief", "headlines")
    mine = [subscriber(10 * place + n, themes=EVERYTHING, template=template)
            for place, template in enumerate(templates, 1) for n in range(3)]  # fmt: skip
    subscribe(desk.store, mine, NOW - HOUR)
    composed: list[object] = []
    real = pipeline.compose
    monkeypatch.setattr(
        pipeline, "compose", lambda *given, **how: composed.append(how["template"]) or real(*given, **how)
    )
    opened = publish.open_due(desk.newsroom, NOW)
    assert (len(opened.editions), opened.readers, sorted(composed)) == (3, 9, sorted(templates))
    full, brief, heads = (desk.rows(chat)[0].payload for chat in (10, 20, 30))
    assert "<blockquote>" in full
    assert "<blockquote>" not in brief + heads
    assert all(title in full and title in heads and title not in brief for title in titles)
    with desk.store.reading() as tx:
        had = [tx.outbox.had(reader.address) for reader in mine]
    assert all(stories == had[0] and len(stories) == 3 for stories in had)
    archive = " ".join(text for _, text in ARTICLES)
    said = re.findall(r"\d\.</b> (.+?) <i>", brief)
    assert len(said) == 3
    assert all(line.strip("…") in archive for line in said), "a brief line is a quote"
    for chat in (10, 20, 30):
        assert publish.for_reader(desk.newsroom, Address(chat_id=chat), themes=EVERYTHING, now=NOW + HOUR) == 0


def test_headings_are_in_the_readers_language_and_their_script(desk: Desk) -> None:
    desk.write(0, NOW - 2 * HOUR)
    themes = [theme.names for theme in desk.newsroom.knowledge.themes.all]
    headings = {language: [escape(names[language]) for names in themes] for language in LANGUAGES}
    headings = {language: [*names, words(language)("themes.other")] for language, names in headings.items()}
    for chat, (language, script, expected) in enumerate(
        (("en", "hant", "en"), ("en", None, "en"), ("zh-Hans", "hant", "zh-Hant"), ("zh-Hans", None, "zh-Hans")), 1
    ):
        subscribe(desk.store, [subscriber(chat, themes=EVERYTHING, language=language, script=script)], NOW - HOUR)
        publish.open_due(desk.newsroom, NOW + chat * DAY)
        shown = re.findall(r"<b>([^<]+)</b>", desk.rows(chat)[0].payload)
        assert {name for names in headings.values() for name in names} & set(shown) <= set(headings[expected])
        assert set(shown) & set(headings[expected])
