"""Messages: within Telegram's limits, escaped, split only between items or sentences."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import render
from bot.buttons import Signer
from bot.messages import TEXT_UTF16, Message, utf16_len
from bot.render import markup
from bot.sandbox.markup import parse_html
from bot.wording import LANGUAGES, words
from digests.models import (
    Analysis,
    Article,
    Composition,
    CompositionKey,
    Digest,
    Hit,
    How,
    Item,
    Language,
    Lookup,
    Paragraph,
    Quote,
    Score,
    StoredArticle,
    Template,
    ThemeScore,
)

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
SIGNER = Signer.of("1:test")
HOSTILE = (
    "<b>粗</b>", "</blockquote><script>", "&amp;&lt;&nbsp;", "“没有收尾的引号", "a<b&c>d", "\u202e倒过来\u202c",
    "零\u200b宽\ufeff字", "\U0001f468\u200d\U0001f469\u200d\U0001f467" * 60, "\x00\x07\x1b[31m", "e" + "\u0301" * 300,
    "{{ 7*7 }}{% raw %}", "长句" * 2500, "\u2028行\u2029段", "<tg-spoiler>", "'\"><img src=x>", "\ud83d",
    "𠮷" * 3000, "第一句。" * 1500, "   \n\n\t ",
)  # fmt: skip


def item(n: int, *, quotes: Iterable[str], headline: str = "标题", keywords: tuple[str, ...] = ("长三角",)) -> Item:
    article = f"{n:016x}"
    return Item(
        story=f"s{article}",
        headline=f"{headline}{n}",
        theme="urban",
        score=Score(parts=(("theme", 1.5),)),
        quotes=tuple(Quote(text=text, article=article, lines=((3, 5),)) for text in quotes),
        keywords=keywords,
        articles=(article, "f" * 16),
        published_on="2023-11-20",
        sources=("一份报纸",),
        url=None,
    )


def composition(*sections: Iterable[Item]) -> Composition:
    made = tuple(
        Digest(theme=f"theme-{i}", name=f"主题{i}", since=None, until=NOW, items=tuple(items))
        for i, items in enumerate(sections)
    )
    themes = tuple(section.theme for section in made)
    return Composition(
        key=CompositionKey(themes=themes, since=None, until=NOW, script=None, length="normal"), digests=made
    )


def check(message: Message) -> str:
    """What Telegram would refuse or cut; gives the text as shown."""
    shown = parse_html(message.html)[0].strip()
    assert 0 < utf16_len(shown) <= TEXT_UTF16
    assert len(message.html.encode()) <= 32_768
    assert message.html.count("<") - message.html.count("</") <= 100
    labels = [button for row in message.buttons for button in row]
    assert len(labels) <= 100
    for button in labels:
        assert (button.data is None) != (button.url is None)
        assert button.text.strip()
        if button.data is not None:
            assert 1 <= len(button.data.encode()) <= 64
            assert SIGNER.read(button.data) is not None
    return shown


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_digest_fits_one_message_and_says_where_from(language: Language) -> None:
    (message,) = render.digest(
        composition([item(1, quotes=["第一句。", "第二句。"]), item(2, quotes=["别的。"])]), language, signer=SIGNER
    )
    shown = check(message)
    for expected in (
        "标题1",
        "第一句。\n第二句。",
        "一份报纸",
        "2023" if language != "en" else "Nov 20, 2023",
        "长三角",
        "主题0",
    ):
        assert expected in shown
    actions = [SIGNER.read(button.data or "") for row in message.buttons for button in row]
    assert "".join(press.action for press in actions if press) == "ii" + "aYm" + "+-M" + "ms"


def test_short_quotes_show_and_long_ones_fold() -> None:
    short, long = render.digest(composition([item(1, quotes=["短。"])]), "en")[0].html, ""
    long = render.digest(composition([item(1, quotes=["长" * 200 + "。"])]), "en")[0].html
    assert "<blockquote>" in short
    assert "<blockquote expandable>" in long


def texts(message: Message) -> list[list[str]]:
    return [[button.text for button in row] for row in message.buttons]


@pytest.mark.parametrize(
    ("count", "numbers"), [(1, []), (2, [2]), (8, [8]), (9, [5, 4]), (10, [5, 5]), (20, [7, 7, 6]), (30, [8, 8, 8, 6])]
)
def test_numbers_stand_in_even_rows_and_one_item_needs_none(count: int, numbers: list[int]) -> None:
    (message,) = render.digest(composition([item(n, quotes=["一。"], keywords=()) for n in range(count)]), "zh-Hans",
                               signer=SIGNER)  # fmt: skip
    rows = texts(message)
    assert [len(row) for row in rows] == [*numbers, 3, 3, 2]
    assert rows[-3:] == [["全文 1", "为什么", "同主题"], ["👍 多一些", "👎 少一些", "静音"], ["更多", "设置"]]
    check(message)


def test_another_item_is_chosen_in_the_keyboard_alone() -> None:
    (message,) = render.digest(composition([item(n, quotes=["一。"]) for n in range(3)]), "zh-Hans", signer=SIGNER)
    own = (SIGNER.button("再显示一次", "R", "7"),)
    second = SIGNER.read(message.buttons[0][1].data or "")
    assert second is not None
    rows = render.picked(words("en"), SIGNER, (*message.buttons, own), second.arguments)
    assert [button.text for button in rows[0]] == ["1", "[2]", "3"]
    assert [button.text for button in rows[1]] == ["Read 2", "Why", "Same theme"]
    about = {press.arguments[0] for row in rows[1:3] for b in row if (press := SIGNER.read(b.data or ""))}
    assert about == {f"{1:016x}", "urban"}
    assert rows[3:] == (message.buttons[-1], own), "what stood below stays"
    first = SIGNER.read(message.buttons[0][0].data or "")
    assert first is not None
    assert render.picked(words("zh-Hans"), SIGNER, rows, first.arguments) == (*message.buttons, own)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", ["brief", "headlines"])
def test_short_templates_give_a_line_an_item(template: Template, language: Language) -> None:
    grown = replace(item(2, quotes=["别的。"]), told=1, news=("3.6亿",))
    whole = composition([item(1, quotes=["第一句。"]), grown, item(3, quotes=[])], [item(4, quotes=["长" * 900])])
    whole = replace(whole, key=replace(whole.key, template=template))
    (page,) = render.pages(whole, language, signer=SIGNER)
    shown = check(page.message)
    assert len([line for line in shown.split("\n") if re.match(r"\d+\.", line)]) == 4
    assert ("第一句。" in shown) is (template == "brief")
    assert ("标题1" in shown) is (template == "headlines")
    assert "标题3" in shown, "an item without a quote keeps its headline"
    for expected in ("一份报纸", "主题1", "3.6亿"):
        assert expected in shown
    assert "长三角" not in shown
    assert page.stories == tuple(f"s{n:016x}" for n in (1, 2, 3, 4))
    assert [len(row) for row in page.message.buttons] == [4, 3, 3, 2]


@pytest.mark.parametrize(
    ("template", "said", "unsaid"), [("brief", "第一句。", "标题1"), ("headlines", "标题1", "第一句。")]
)
def test_short_templates_are_short_in_every_format(template: Template, said: str, unsaid: str) -> None:
    url = "https://example.com/?a=<b>"
    linked = replace(item(1, quotes=["第一句。"]), url=url, told=1, news=("3.6亿",))
    whole = composition([linked, item(2, quotes=[])], [item(3, quotes=["A & B"])])
    whole = replace(whole, key=replace(whole.key, template=template))
    text, page = render.digest_text(whole), render.digest_html(whole)
    (first, second, third) = [line for line in text.split("\n") if re.match(r"\d\. ", line)]
    assert first.startswith(f"1. {said} —— 一份报纸")
    assert "3.6亿" in first
    assert (second, third[:2]) == ("2. 标题2 —— 一份报纸", "1.")
    assert [line for line in text.split("\n") if line and not re.match(r"\d\. |== |简报", line)] == []
    assert f'<a href="https://example.com/?a=&lt;b&gt;">{said}</a>' in page
    assert page.count("<li>") == 3
    for shown in (text, page):
        assert unsaid not in shown
        assert "长三角" not in shown


def test_pages_tell_where_each_story_begins() -> None:
    sections = [[item(10 * s + i, quotes=["很长的一句话。" * 40] * 2) for i in range(10)] for s in range(3)]
    made = render.pages(composition(*sections), "zh-Hans", signer=SIGNER)
    assert len(made) > 2
    assert [story for page in made for story in page.stories] == [
        made.story for section in sections for made in section
    ]
    assert all(f"标题{int(story[1:], 16)}" in page.message.html for page in made for story in page.stories)


def test_channels_and_previews_carry_no_buttons() -> None:
    whole = composition([item(1, quotes=["一。"])])
    assert render.digest(whole, "zh-Hans", signer=SIGNER, kind="channel")[0].buttons == ()
    assert render.digest(whole, "zh-Hans")[0].buttons == ()
    assert render.digest(composition([]), "zh-Hans", signer=SIGNER) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_digest_splits_between_items_and_keeps_every_sentence(language: Language) -> None:
    sentence = "这是一句不短的原文，里面有“引号”，也有数字１２３和名字，它要完整地留在一条消息里。"
    sections = [[item(10 * s + i, quotes=[f"{s}-{i}：{sentence}"] * 3) for i in range(10)] for s in range(10)]
    messages = render.digest(composition(*sections), language, signer=SIGNER)
    shown = [check(message) for message in messages]
    assert len(messages) > 2
    assert [message.silent for message in messages] == [False] + [True] * (len(messages) - 1)
    for section, i in itertools.product(range(10), range(10)):
        holding = [text for text in shown if f"{section}-{i}：{sentence}\n" * 2 + f"{section}-{i}：{sentence}" in text]
        assert len(holding) == 1
    assert all(not re.search(r"主题\d\s*$", text) for text in shown), "a theme's name ends a message"
    opened = [
        p.arguments[0]
        for m in messages
        for row in m.buttons
        for b in row
        if (p := SIGNER.read(b.data or "")) and p.action == "i"
    ]
    assert opened == [f"{10 * s + i:016x}" for s in range(10) for i in range(10)]


def test_an_item_longer_than_a_message_splits_between_its_sentences() -> None:
    sentences = [f"第{n}句" + "很长" * 300 + "。" for n in range(12)]
    messages = render.digest(composition([item(1, quotes=sentences)]), "zh-Hans", signer=SIGNER)
    shown = [check(message) for message in messages]
    assert len(messages) > 1
    for sentence in sentences:
        assert sum(sentence in text for text in shown) == 1


def test_a_sentence_longer_than_a_message_loses_nothing() -> None:
    sentence = "，".join("分句" * 40 for _ in range(100)) + "。"
    messages = render.digest(composition([item(1, quotes=[sentence])]), "zh-Hans", signer=SIGNER)
    together = squeezed("".join(check(message) for message in messages))
    assert together.count("分句") == sentence.count("分句")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_not_obeyed(text: str, language: Language) -> None:
    hostile = composition([item(n, quotes=[text, "完。"], headline=text, keywords=(text[:50],)) for n in (1, 2)])
    for template in get_args(Template):
        for message in render.digest(
            replace(hostile, key=replace(hostile.key, template=template)), language, signer=SIGNER
        ):
            check(message)
    w = words(language)
    stored = article_of(text)
    check(render.lookup(lookup_of(text), w, signer=SIGNER, page=1, names={"urban": text[:80]}))
    check(
        render.lookup(
            Lookup(query=text, understood="", total=0, nearest=(text[:30], "甲")), w, signer=SIGNER, page=1, names={}
        )
    )
    check(
        render.article(stored, w, source=text, paragraphs=[(text, "body"), ("问", "question"), ("答", "body")], page=1)
    )
    quotes = [Quote(text=text, article="a", lines=((1, 2),))]
    check(
        render.why(
            w,
            title=text,
            theme=text[:80],
            hits=[(text, 2.0)] * 9,
            keywords=[(text, 1.5)] * 9,
            score=Score(parts=(("theme", 1.0), ("feedback", -0.0))),
            quotes=quotes,
            documents={"a": text},
            reports=2,
        )
    )
    check(render.line(f"x{text}"))
    check(render.titled(f"x{text}", [text]))


def article_of(text: str) -> StoredArticle:
    printed = Article(
        id="0" * 16, source="s", document="d" + text[:200], title=text, script="hans", byline=(text[:300],),
        published_on="2023", paragraphs=(Paragraph(text=text, lines=((1, 2),)),),
        url="https://example.com/a?b=1&c=\"2\"",
    )  # fmt: skip
    analysis = Analysis(
        article=printed.id, keywords=(), themes=(ThemeScore(theme="urban", score=2.0, hits=((text[:60], 2.0),)),),
    )  # fmt: skip
    return StoredArticle(article=printed, analysis=analysis, story="s", source_name=text[:300], first_read_at=NOW)


def lookup_of(
    sentence: str, *, highlights: tuple[tuple[int, int], ...] = ((0, 2), (1, 4)), how: How = "pinyin"
) -> Lookup:
    hit = Hit(
        story="s1", article="0" * 16, title=sentence, sentence=sentence, lines=((1, 1),), highlights=highlights,
        matched=("x",), score=1.0, theme="urban", source=sentence[:200] or "s", published_on="2023-11", url=None,
        how=how,
    )  # fmt: skip
    return Lookup(query=sentence, understood="", total=12, hits=(hit,) * 5, dropped=(sentence[:100],))


def test_hits_are_bold_exactly_where_found() -> None:
    sentence = "在人工智能<热力图>里&找到人工智能。"
    at = sentence.rindex("人工智能")
    answer = lookup_of(sentence, highlights=((1, 5), (at, at + 4)))
    made = render.lookup(replace(answer, query="人工智能"), words("zh-Hans"), signer=SIGNER, page=1, names={})
    assert "<blockquote>在<b>人工智能</b>&lt;热力图&gt;里&amp;找到<b>人工智能</b>。</blockquote>" in made.html


def test_a_long_sentence_is_shown_around_its_hit() -> None:
    sentence = "前面的分句，" * 200 + "这里有关键词，" + "后面的分句，" * 200
    at = sentence.index("关键词")
    answer = replace(lookup_of(sentence, highlights=((at, at + 3),)), query="关键词")
    shown = check(render.lookup(answer, words("zh-Hans"), signer=SIGNER, page=1, names={}))
    assert "<b>关键词</b>" in render.lookup(answer, words("zh-Hans"), signer=SIGNER, page=1, names={}).html
    assert "…前面的分句，" in shown


def test_a_lookup_says_how_it_was_understood() -> None:
    names = {"urban": "城市更新", "industry": "产业"}

    def shown(understood: str) -> str:
        answer = replace(lookup_of("一句。"), query="热立图", understood=understood, dropped=())
        return check(render.lookup(answer, words("zh-Hans"), signer=SIGNER, page=1, names=names))

    assert shown("热立图 → 热力图").split("\n")[:2] == ["🔍 热立图 · 12 条 · 第 1/3 页", "查的是：热立图 → 热力图"]
    assert "查的是" not in shown("热立图")
    filtered = shown("征兵 theme:urban|industry from:paper after:2024-03-01").split("\n")
    assert filtered[1] == "查的是：征兵 主题：城市更新、产业 来源：一句。 2024年3月1日起"


def test_a_hit_says_that_a_copy_has_the_words() -> None:
    answer = lookup_of("一句。", how="variant")
    made = replace(answer, hits=(replace(answer.hits[0], copy="1" * 16),))
    assert "换了说法的转载" in check(render.lookup(made, words("zh-Hans"), signer=SIGNER, page=1, names={}))


def test_paging_buttons_lead_both_ways_and_no_further() -> None:
    def turns(page: int) -> list[str]:
        answer = replace(lookup_of("一句。"), query="一")
        message = render.lookup(answer, words("en"), signer=SIGNER, page=page, names={})
        pressed = [SIGNER.read(b.data or "") for row in message.buttons for b in row]
        return [press.arguments[0] for press in pressed if press and press.action == "p"]

    assert turns(1) == ["2"]
    assert turns(2) == ["1", "3"]
    assert turns(3) == ["2"]


def test_article_pages_hold_the_whole_text_in_order() -> None:
    paragraphs = [(f"第{n}段。" + "内容内容，还有内容。" * (n * 7 % 90), "body") for n in range(40)]
    pages = render.article_pages(paragraphs)
    assert len(pages) > 3
    text = "".join(str(block.markup) for page in pages for block in page)
    assert squeezed(html.unescape(text)) == squeezed("".join(body for body, _ in paragraphs))
    stored = article_of("标题")
    for page in (-3, 1, len(pages), 99):
        check(render.article(stored, words("zh-Hans"), source="报", paragraphs=paragraphs, page=page))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.com/a", True), (None, False), ("http://localhost/a", False), ("javascript:alert(1)", False),
        ("https://example.com/a b", False), ("https://", False),
    ],
)  # fmt: skip
def test_only_addresses_telegram_keeps_are_linked(url: str | None, linked: bool) -> None:
    stored = article_of("标题")
    stored = replace(stored, article=replace(stored.article, url=url))
    made = render.article(stored, words("zh-Hans"), source="报", paragraphs=[("正文。", "body")], page=1)
    assert ("<a href=" in made.html) is linked


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=600), st.integers(20, 90))
def test_cut_keeps_everything_within_the_limit(text: str, most: int) -> None:
    pieces = markup.cut(text, most)
    assert all(piece and utf16_len(piece) <= most for piece in pieces)
    assert squeezed("".join(pieces)) == squeezed(text)


def test_cut_prefers_sentence_ends() -> None:
    text = "一句话在这里。" * 10
    assert all(piece.endswith("。") for piece in markup.cut(text, 30))


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("短", 5, "短"), ("一二三四五六", 4, "一二三…"), ("…前文很长很长", 5, "…前文很…"), ("𠮷𠮷𠮷", 5, "𠮷𠮷…"),
        ("ae\u0301e\u0301", 4, "ae\u0301…"), ("甲 乙丙", 3, "甲…"),
    ],
)  # fmt: skip
def test_shorten(text: str, most: int, shown: str) -> None:
    assert render.shorten(text, most) == shown


def test_plain_text_and_page_say_the_same() -> None:
    whole = composition([item(1, quotes=["A & B <c> “引”。"])], [])
    text = render.digest_text(whole)
    assert "A & B <c> “引”。" in text
    assert "主题1" not in text, "a theme without items is not named"
    page = render.digest_html(whole, "zh-Hant")
    assert "A &amp; B &lt;c&gt; “引”。" in page
    assert '<html lang="zh-Hant">' in page
    for url, linked in (("https://example.com/?a=<b>", True), ("javascript:alert(1)", False)):
        page = render.digest_html(composition([replace(item(1, quotes=["一。"]), url=url)]))
        assert ("<a href=" in page) is linked
    assert render.digest_text(composition([])).strip().endswith("这段时间没有新内容。")


def test_an_alert_names_its_rules() -> None:
    (message,) = render.alert(["甲", "<乙>"], [item(1, quotes=["一。"])], "zh-Hans", signer=SIGNER)
    assert check(message).startswith("🔔 你关注的“甲、<乙>”有新文章：")
    assert render.alert(["甲"], [], "en") == ()
    long = render.alert(["很长的词" * 200], [item(n, quotes=["一句。" * 300]) for n in range(9)], "en", signer=SIGNER)
    assert len([check(message) for message in long]) > 1


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Mn", "Me"]), min_size=1, max_size=400)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=6), min_size=1, max_size=5), st.integers(1, 12)
)
def test_parts_joined_are_the_whole_within_every_limit(sections: list[list[list[str]]], times: int) -> None:
    """Any texts, any number of themes and items: every message is accepted, every quote is there, in order."""
    numbers = itertools.count(1)
    made = composition(*([item(next(numbers), quotes=[q * times for q in quotes]) for quotes in s] for s in sections))
    messages = render.digest(made, "zh-Hant", signer=SIGNER)
    whole = squeezed("".join(check(message) for message in messages))
    at = 0
    for section in sections:
        for quotes in section:
            for quote in quotes:
                at = whole.index(squeezed(quote * times), at) if len(quote) * times < 3000 else at
    assert len(messages) > 0 or not any(section for section in sections)
