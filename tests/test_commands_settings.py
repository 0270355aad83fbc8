"""What people type when they mean a time, a day, a city or a theme, and what their choices become."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.buttons import Press, Signer
from bot.commands import (
    articles,
    choices,
    feedback,
    menu,
    own,
    search,
    spoken,
    start,
    subscriptions,
    timetable,
    watching,
)
from bot.commands.known import changed, named
from bot.commands.menu import IN_GROUPS, MENU
from bot.commands.menus import commands
from bot.commands.table import COMMANDS
from bot.commands.talk import Pressed, Request
from bot.wording import LANGUAGES, words
from digests import pipeline
from digests.knowledge import load_themes
from digests.models import Address, Feedback, Language, Reader
from digests.pipeline import Newsroom
from digests.query import parse
from digests.settings import NewsChoices
from tests.talking import newsroom_in

NOW = datetime.now(UTC)
SIGNER = Signer.of("1:test")


@pytest.fixture
def newsroom(seeded_home: Path, tmp_path: Path) -> Iterator[Newsroom]:
    made = newsroom_in(tmp_path / "home", seeded_home)
    yield made
    made.store.close()


def request(text: str = "", *, press: Press | None = None) -> Request:
    pressed = Pressed(press=press) if press else None
    return Request(address=Address(chat_id=1), now=datetime.now(UTC), signer=SIGNER, text=text, pressed=pressed)


def reader(newsroom: Newsroom) -> Reader | None:
    with newsroom.store.reading() as tx:
        return tx.readers.get(Address(chat_id=1))


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("20:30", ("20:30",)), ("8点", ("08:00",)), ("8點半", ("08:30",)), ("8:00、20:00", ("08:00", "20:00")),
        ("20:00 8:00 20:00", ("08:00", "20:00")), ("７：０５", ("07:05",)), ("24:00", ("00:00",)), ("24:30", None),
        ("8:60", None),
        ("八点", ("08:00",)), ("早上八点半", ("08:30",)), ("下午六点", ("18:00",)), ("晚上十点二十分", ("22:20",)),
        ("二十二点", ("22:00",)), ("中午12点", ("12:00",)), ("中午一点", ("13:00",)), ("晚上12点", ("00:00",)),
        ("凌晨十二点", ("00:00",)), ("上午9:05、晚上8點", ("09:05", "20:00")), ("下午15:00", ("15:00",)),
        ("8am", ("08:00",)), ("8:30 PM", ("20:30",)), ("12 am, 12pm", ("00:00", "12:00")),
        ("7 am 6 pm", ("07:00", "18:00")), ("7:30 am and 6 pm", ("07:30", "18:00")), ("8:00 handy", None),
        ("三十点", None), ("8点七十分", None), ("早上", None), ("十", None), ("8 amp", None), ("20:30分", None),
        ("8", None), ("8点的新闻", None), ("", None), ("20:30-21:00", None),
        ("晚8点", ("20:00",)), ("早八點一刻", ("08:15",)), ("晚间七点三刻", ("19:45",)), ("半夜12点", ("00:00",)),
        ("夜里两点", ("02:00",)), ("零点", ("00:00",)), ("八点整、十点钟", ("08:00", "10:00")), ("一刻", None),
        ("二十二点零五分", ("22:05",)), ("每天八点", None),
    ],
)  # fmt: skip
def test_times(text: str, times: tuple[str, ...] | None) -> None:
    assert timetable.read_times(text) == times


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("22:00-07:00", ("22:00", "07:00")), ("23:00 至 6:30", ("23:00", "06:30")), ("23:00~06:30", ("23:00", "06:30")),
        ("22:00-22:00", None), ("22:00", None), ("25:00-07:00", None), ("一-二", None),
        ("晚上十一点到早上七点", ("23:00", "07:00")), ("23点至7点半", ("23:00", "07:30")), ("23点 7点", None),
    ],
)  # fmt: skip
def test_quiet_hours(text: str, span: tuple[str, str] | None) -> None:
    assert timetable.read_span(text) == span


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("每天", (1, 2, 3, 4, 5, 6, 7)), ("工作日", (1, 2, 3, 4, 5)), ("週末", (6, 7)), ("周一至周五", (1, 2, 3, 4, 5)),
        ("周六到周一", (1, 6, 7)), ("周三、周六", (3, 6)), ("星期天", (7,)), ("禮拜二 禮拜四", (2, 4)),
        ("mon, wed", (1, 3)), ("每周一", (1,)), ("周一三五", (1, 3, 5)), ("每週二、四", (2, 4)), ("星期六日", (6, 7)),
        ("Mon-Fri", (1, 2, 3, 4, 5)), ("weekdays", (1, 2, 3, 4, 5)), ("一周", None), ("周刊", None), ("", None),
    ],
)  # fmt: skip
def test_days(text: str, days: tuple[int, ...] | None) -> None:
    assert timetable.read_days(text) == days


@pytest.mark.parametrize(
    ("text", "days", "times"),
    [
        ("每天早上7点半和晚上9点", (1, 2, 3, 4, 5, 6, 7), ("07:30", "21:00")),
        ("周一至周五 8:00", (1, 2, 3, 4, 5), ("08:00",)), ("工作日早上八点", (1, 2, 3, 4, 5), ("08:00",)),
        ("每周一三五早上八点", (1, 3, 5), ("08:00",)), ("周一三点", (1,), ("03:00",)), ("周一一点", (1,), ("01:00",)),
        ("周一三五十点", (1, 3, 5), ("10:00",)), ("周五五点、十五点", (5,), ("05:00", "15:00")),
        ("weekends at 9 am", (6, 7), ("09:00",)),
        ("星期三、星期六：20:30", None, None), ("每天 25点", None, None), ("8点", None, None), ("周末", None, None),
        ("每天的新闻 8点", None, None), ("周一8点，周二9点", None, None), ("8点周一9点", None, None),
    ],
)  # fmt: skip
def test_days_and_times_in_one(text: str, days: tuple[int, ...] | None, times: tuple[str, ...] | None) -> None:
    assert timetable.read_days_and_times(text) == (days and times and (days, times))


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("东京", "Asia/Tokyo"), ("東京", "Asia/Tokyo"), ("Tokyo", "Asia/Tokyo"), ("北京时间", "Asia/Shanghai"),
        ("Asia/Taipei", "Asia/Taipei"), ("臺北", "Asia/Taipei"), ("台湾", "Asia/Taipei"), ("香港", "Asia/Hong_Kong"),
        ("new york", "America/New_York"), ("New_York", "America/New_York"), ("紐約", "America/New_York"),
        ("加德满都", "Asia/Kathmandu"), ("加爾各答", "Asia/Calcutta"), ("新德里", "Asia/Kolkata"),
        ("重慶", "Asia/Shanghai"),
        ("柏林", "Europe/Berlin"), ("不在地图上", None), ("", None), ("../../etc/passwd", None),
    ],
)  # fmt: skip
def test_cities(text: str, zone: str | None) -> None:
    assert timetable.read_zone(text) == zone


@pytest.mark.parametrize(
    ("zone", "names"),
    [
        ("Asia/Kolkata", ("加尔各答", "加爾各答", "Kolkata")),
        ("Asia/Kathmandu", ("加德满都", "加德滿都", "Kathmandu")),
        ("Europe/Kiev", ("基辅", "基輔", "Kyiv")), ("Europe/Kyiv", ("基辅", "基輔", "Kyiv")),
        ("America/Argentina/Buenos_Aires", ("布宜诺斯艾利斯", "布宜諾斯艾利斯", "Buenos Aires")),
        ("Asia/Shanghai", ("上海", "上海", "Shanghai")),
    ],
)  # fmt: skip
def test_cities_are_named_in_the_readers_language_after_their_zone_was_renamed(
    zone: str, names: tuple[str, ...]
) -> None:
    assert tuple(words(language).city(zone) for language in LANGUAGES) == names


@pytest.mark.parametrize("off", ["免打扰 关", "免打扰关", "勿擾取消", "免打擾 取消", "不设免打扰", "quiet off"])
def test_quiet_hours_are_taken_back_by_words(newsroom: Newsroom, off: str) -> None:
    for said in ("免打扰 22:00-07:00", off):
        choices.settings(request(said), newsroom)
    stored = reader(newsroom)
    assert stored is not None
    assert stored.quiet is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_timetable_in_words(language: Language) -> None:
    made = Reader(
        address=Address(chat_id=1), since=NOW, times=("20:00", "08:00"), days=(6, 7), timezone="Europe/London"
    )
    said = timetable.when(made, words(language))
    assert said.index("08:00") < said.index("20:00")
    assert words(language).city("Europe/London") in said
    assert words(language)("when.weekend") in said


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("20:30", "times", ("20:30",)), ("每天 7:00 19:00", "times", ("07:00", "19:00")), ("周末", "days", (6, 7)),
        ("东京", "timezone", "Asia/Tokyo"), ("23:00-06:30", "quiet", ("23:00", "06:30")), ("繁體", "script", "hant"),
        ("繁体", "script", "hant"), ("照原文", "script", None), ("长", "length", "long"), ("Short", "length", "short"),
        ("精簡", "template", "brief"), ("只要标题", "template", "headlines"), ("layout full", "template", "full"),
        ("English", "language", "en"), ("免打扰 22:00-07:00", "quiet", ("22:00", "07:00")),
        ("繁体界面", "language", "zh-Hant"), ("工作日 晚8点", "times", ("20:00",)),
        ("工作日 晚8点", "days", (1, 2, 3, 4, 5)), ("免打扰 晚上11点到早上7点", "quiet", ("23:00", "07:00")),
    ],
)  # fmt: skip
def test_settings_by_words(newsroom: Newsroom, text: str, field: str, value: object) -> None:
    choices.settings(request(text), newsroom)
    stored = reader(newsroom)
    assert stored is not None
    assert getattr(stored, field) == value


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("搜索材料银行", "材料银行"), ("查找：材料銀行", "材料銀行"), ("搜尋材料銀行", "材料銀行"),
        ("搜索不曾见过", "不曾见过"), ("搜索", "搜索"),
    ],
)  # fmt: skip
def test_a_command_word_without_a_space_is_left_out_where_it_finds_nothing(
    newsroom: Newsroom, words: str, asked: str
) -> None:
    (message,) = search.find(request(words), newsroom).messages
    assert message.html.startswith(f"🔍 <b>{asked}</b>")


def test_who_is_paused_is_not_told_that_articles_come(newsroom: Newsroom) -> None:
    subscriptions.subscribe(request("科技"), newsroom)
    for way, hint in ((own.pause, "/resume"), (own.resume, "按时送到")):
        way(request(), newsroom)
        ask = subscriptions.today(request(), newsroom).ask
        assert ask is not None
        assert hint in ask.nothing.html


def test_what_is_no_setting_changes_nothing(newsroom: Newsroom) -> None:
    reply = choices.settings(request("随便"), newsroom)
    assert "随便" in reply.messages[0].html
    assert reader(newsroom) is None


@pytest.mark.parametrize("named", ["免打扰", "勿擾", "Quiet hours"])
def test_a_choice_named_shows_what_it_may_be(newsroom: Newsroom, named: str) -> None:
    (message,) = choices.settings(request(named), newsroom).messages
    assert "哪段时间不打扰" in message.html
    assert [button.text for button in message.buttons[0]] == ["22:00–07:00", "23:00–08:00"]


@pytest.mark.parametrize("section", choices.SINGLE)
def test_every_value_offered_can_be_chosen_and_then_stands_alone(newsroom: Newsroom, section: str) -> None:
    reply = choices.settings(request(press=Press(action="s", arguments=(section,))), newsroom)
    assert reply.edit is not None
    offered = [button for row in reply.edit.buttons[:-1] for button in row]
    assert len(offered) > 1
    for button in offered:
        press = SIGNER.read(button.data or "")
        assert press is not None
        after = choices.chosen(request(press=press), newsroom)
        assert after.edit is not None
        name = button.text.removeprefix("✓ ")
        assert [b.text for row in after.edit.buttons for b in row if b.text.startswith("✓")] == [f"✓ {name}"]
        assert name in after.edit.html


def test_what_is_too_long_for_a_setting_is_not_searched_for_one() -> None:
    assert spoken.meant("8点") is not None
    assert spoken.meant("8点" + " " * spoken.LONGEST) is None


def test_a_watch_is_dropped_by_words_too(newsroom: Newsroom) -> None:
    press = Pressed(press=Press(action="W", arguments=("alert",)), subject="类脑芯片")
    watching.kept(replace(request(), pressed=press), newsroom)
    assert watching.unwatch(request(" "), newsroom).messages[0].html.startswith("你关注的词")
    assert (
        watching.unwatch(request("没有这个"), newsroom)
        .messages[0]
        .html.startswith("本来就没关注“没有这个”。\n你关注的词")
    )
    assert "不再关注“类脑芯片”" in watching.unwatch(request("類腦芯片"), newsroom).messages[0].html
    stored = reader(newsroom)
    assert stored is not None
    assert stored.watches == ()


def test_the_last_time_and_day_stay(newsroom: Newsroom) -> None:
    for section, value in (("times", "08:00"), *(("days", str(day)) for day in range(1, 8))):
        choices.chosen(request(press=Press(action="S", arguments=(section, value, "0"))), newsroom)
    stored = reader(newsroom)
    assert stored is not None
    assert (stored.times, stored.days) == (("08:00",), (7,))


def test_the_script_follows_the_language_unless_chosen_apart(newsroom: Newsroom) -> None:
    def press(section: str, value: str) -> Reader | None:
        choices.chosen(request(press=Press(action="S", arguments=(section, value))), newsroom)
        return reader(newsroom)

    stored = press("language", "zh-Hant")
    assert stored is not None
    assert stored.script == "hant"
    press("script", "none")
    stored = press("language", "zh-Hans")
    assert stored is not None
    assert stored.script is None


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("urban", ("urban",)), ("城市更新与空间规划", ("urban",)), ("城市更新與空間規劃", ("urban",)),
        ("城市", ("urban",)),
        ("科技", ("sci-tech",)), ("城市 民生", ("urban", "livelihood")), ("城市、民生", ("urban", "livelihood")),
        ("URBAN", ("urban",)), ("城市 没有这个", ()), ("市", ()), ("", ()), ("<b>", ()),
    ],
)  # fmt: skip
def test_themes_by_words(newsroom: Newsroom, text: str, slugs: tuple[str, ...]) -> None:
    assert named(text, newsroom) == slugs


def test_subscribing_twice_says_so(newsroom: Newsroom) -> None:
    assert "已订阅" in subscriptions.subscribe(request("城市"), newsroom).messages[0].html
    assert "本来就订了" in subscriptions.subscribe(request("城市"), newsroom).messages[0].html
    assert "已退订" in subscriptions.unsubscribe(request("城市"), newsroom).messages[0].html
    assert "本来就没订" in subscriptions.unsubscribe(request("城市"), newsroom).messages[0].html


def test_pausing_nobody_stores_nobody(newsroom: Newsroom) -> None:
    for command in (own.pause, own.resume):
        assert command(request(), newsroom).messages[0].html.startswith("还没有订阅主题"), "nothing could come anyway"
    own.export(request(), newsroom)
    choices.settings(request(), newsroom)
    assert reader(newsroom) is None


def test_resuming_says_when_something_comes_and_only_then(newsroom: Newsroom) -> None:
    subscriptions.subscribe(request("城市"), newsroom)
    assert "没有暂停：每天 08:00" in own.resume(request(), newsroom).messages[0].html
    own.pause(request(), newsroom)
    assert "已恢复：每天 08:00" in own.resume(request(), newsroom).messages[0].html
    subscriptions.unsubscribe(request("城市"), newsroom)
    assert "还没有订阅主题" in own.resume(request(), newsroom).messages[0].html


def test_an_export_holds_every_choice(newsroom: Newsroom) -> None:
    subscriptions.subscribe(request("城市"), newsroom)
    reply = own.export(request(), newsroom)
    assert reply.attachment is not None
    assert b'"urban"' in reply.attachment.content
    assert b'"days": "daily"' in reply.attachment.content


def article_id(newsroom: Newsroom) -> str:
    found = pipeline.find(newsroom, "人工智能", script=None, page=1, per_page=1, now=NOW)
    return found.hits[0].article


def test_feedback_shows_moves_the_score_and_is_bounded(newsroom: Newsroom) -> None:
    article = article_id(newsroom)
    stored = pipeline.article(newsroom, article)
    assert stored is not None

    def liking() -> float:
        made = pipeline.item(newsroom, stored.story, script=None, length="normal", now=NOW, reader=Address(chat_id=1))
        assert made is not None
        return dict(made.score.parts)["feedback"]

    subscriptions.subscribe(request("科技"), newsroom)
    assert liking() == 0
    feedback.judged(request(press=Press(action="-", arguments=(article,))), newsroom)
    once = liking()
    assert once < 0
    for _ in range(3):
        feedback.judged(request(press=Press(action="-", arguments=(article,))), newsroom)
    assert liking() == pytest.approx(once, abs=0.01), "a thumb counts once, however often it is pressed"
    feedback.less_of_outlet(request(press=Press(action="o", arguments=(article,))), newsroom)
    assert liking() < once
    feedback.judged(request(press=Press(action="+", arguments=(article,))), newsroom)
    assert liking() > 0, "up takes the place of down"
    feedback.judged(request(press=Press(action="-", arguments=(article,))), newsroom)
    assert "👎" in feedback.taste(request(), newsroom).messages[0].html
    feedback.reset(request(press=Press(action="r")), newsroom)
    assert liking() == 0


def test_a_number_under_a_message_too_old_to_be_shown_to_us_opens_the_article(newsroom: Newsroom) -> None:
    article = article_id(newsroom)
    reply = articles.picked(request(press=Press(action="i", arguments=(article, "3", "urban"))), newsroom)
    assert reply.keyboard is None
    assert "少看这家" in [button.text for row in reply.messages[0].buttons for button in row]


def test_why_still_answers_under_a_digest_of_the_first_release(newsroom: Newsroom) -> None:
    hits = pipeline.find(newsroom, "人工智能", script=None, page=1, per_page=2, now=NOW).hits
    keyboard = tuple(Press(action="a", arguments=(hit.article, "1")) for hit in hits)
    pressed = Pressed(press=Press(action="Y"), keyboard=(*keyboard, Press(action="m"), Press(action="s")))
    (message,) = articles.why(replace(request(), pressed=pressed), newsroom).messages
    assert hits[0].title[:10] in message.html
    assert [button.text for button in message.buttons[0]] == ["[1]", "2"]


def test_what_was_pressed_fades_with_time_and_is_forgotten(newsroom: Newsroom) -> None:
    feedback.judged(request(press=Press(action="+", arguments=(article_id(newsroom),))), newsroom)

    def listed(days: int) -> str:
        later = replace(request(), now=datetime.now(UTC) + timedelta(days=days))
        return feedback.taste(later, newsroom).messages[0].html

    assert "0.5\n" in listed(0)
    assert "约 30 天减半" in listed(0)
    assert "0.25\n" in listed(30)
    assert "还没有喜好" in listed(101)


def test_names_are_shown_in_the_readers_script(newsroom: Newsroom) -> None:
    choices.settings(request("繁體"), newsroom)
    article = article_id(newsroom)
    (page,) = articles.opened(request(), newsroom, article).messages
    assert "樣例報章" in page.html
    said = feedback.less_of_outlet(request(press=Press(action="o", arguments=(article,))), newsroom).toast
    assert said is not None
    assert "樣例報章" in said
    muted = feedback.mute_story(request(press=Press(action="M", arguments=(article,))), newsroom)
    assert muted.toast
    listed = feedback.taste(request(), newsroom).messages[0]
    headline = page.html.split("</b>")[0].removeprefix("<b>")
    assert "樣例報章" in listed.html
    assert f"静音：{headline[:20]}" in listed.html
    assert f"恢复“{headline[:8]}" in listed.buttons[0][0].text


def test_a_channel_is_told_only_of_what_it_hears(newsroom: Newsroom) -> None:
    asked = replace(request(), kind="channel")
    html = start.help_(asked, newsroom).messages[0].html
    assert "/unwatch" in html
    assert "频道里发 /subscribe" in html
    assert "直接发词，简体" not in html
    assert "也可以打字" in start.help_(request(), newsroom).messages[0].html


def test_a_group_is_told_only_of_what_it_hears(newsroom: Newsroom) -> None:
    html = start.help_(replace(request(), kind="supergroup"), newsroom).messages[0].html
    assert "/find 词" in html
    assert "直接发词，简体" not in html
    assert "也可以打字" not in html


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("杨浦", True),
        ("没有这些词吧", True),
        ("theme:城市", True),
        ("!!!", False),
        ("-杨浦", False),
        ("7d", False),
        ("杨浦" * 31, False),
    ],
)
def test_only_what_can_be_watched_is_offered(newsroom: Newsroom, words: str, offered: bool) -> None:
    found = search.find(request(words), newsroom).messages[-1]
    pressed = [SIGNER.read(button.data or "") for row in found.buttons for button in row]
    assert any(press is not None and press.action == "w" for press in pressed) is offered
    refused = watching.watch(request(words), newsroom).messages[0].buttons == ()
    assert refused is not offered


def test_the_newest_presses_are_kept() -> None:
    made = Reader(address=Address(chat_id=1), since=NOW)
    for number in range(feedback.MOST_PRESSES + 5):
        made = feedback._pressing(made, Feedback(about=f"s{number}", names=("甲",), weight=0.5, at=NOW))
    assert [press.about for press in made.taste] == [f"s{n}" for n in range(5, feedback.MOST_PRESSES + 5)]


def test_mutes_keep_stories_and_words_out(newsroom: Newsroom) -> None:
    subscriptions.subscribe(request("科技"), newsroom)

    def shown() -> tuple[str, ...]:
        made = pipeline.compose(
            newsroom, themes=("sci-tech",), since=None, until=datetime.now(UTC), script=None, length="long",
            now=datetime.now(UTC), reader=Address(chat_id=1),
        )  # fmt: skip
        return made.stories

    first, *_ = shown()
    stored = pipeline.article(newsroom, first[1:])
    assert stored is not None
    feedback.mute_story(request(press=Press(action="M", arguments=(stored.article.id,))), newsroom)
    assert first not in shown()
    second = pipeline.article(newsroom, shown()[0][1:])
    assert second is not None
    feedback.mute_word(request(press=Press(action="k", arguments=(second.analysis.keywords[0].text,))), newsroom)
    assert second.story not in shown()
    listed = feedback.taste(request(), newsroom).messages[0]
    assert stored.article.title[:10] in listed.html
    restore = next(b for row in listed.buttons for b in row if (p := SIGNER.read(b.data or "")) and p.action == "u")
    press = SIGNER.read(restore.data or "")
    assert press is not None
    feedback.unmuted(request(press=press), newsroom)
    assert first in shown()


def test_changes_keep_what_was_decided_elsewhere(newsroom: Newsroom) -> None:
    subscriptions.subscribe(request("城市"), newsroom)
    with newsroom.store.writing() as tx:
        tx.readers.pause(Address(chat_id=1), "telegram: blocked", NOW)
    kept = changed(request(), newsroom, lambda stored: stored)
    assert kept.paused == "telegram: blocked"


@pytest.mark.parametrize("themes", ["district", "general"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_help_gives_as_examples_is_understood(language: Language, themes: str) -> None:
    w, chosen = words(language), load_themes(NewsChoices(themes=themes))
    names = {name: theme.slug for theme in chosen.all for name in theme.names.values()}
    sources = dict.fromkeys(("名称", "名稱", "name"), "s")
    filters = re.findall(r"[^\s、，,；;：]+:[^\s、，,；;＝]+", w("find.syntax"))
    assert len(filters) == 3
    for example in filters:
        assert parse(example, today=NOW.date(), themes=names, sources=sources).narrowed, example
    typed = re.split(r"[、,] ?", re.split("[:：] ?", w("help.aliases").rstrip(".。"))[1])
    assert len(typed) == 6
    assert all(menu.understood(example) for example in typed), typed


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_name_commands_that_exist(language: Language) -> None:
    for names in (MENU, IN_GROUPS):
        made = commands(names, language)
        assert {command.command for command in made} <= COMMANDS.keys()
        assert all(1 <= len(command.description) <= 256 for command in made)
    assert set(MENU) == set(COMMANDS)


def test_a_page_of_questions_is_no_story_that_could_be_muted(newsroom: Newsroom) -> None:
    with newsroom.store.reading() as tx:
        page = next(stored.article for stored in tx.articles.all() if stored.article.sectioned)
        section = tx.articles.sections(page.id)[0].article

    def offered(article: str) -> set[str]:
        (message,) = articles.full(request(press=Press(action="a", arguments=(article, "1"))), newsroom).messages
        return {button.text for row in message.buttons for button in row}

    assert offered(section.id) - offered(page.id) >= {"静音这件事"}
    assert "少看这家" in offered(page.id)
