"""Grouping articles into stories: copies, rewordings, events, and independence of the order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.chinese.script import convert, detect, fold
from digests.models import Article, Candidate, Paragraph, Print, Signature
from digests.stories import EVENT_WINDOW, Limits, Placement, place, reading_order, signature
from digests.stories.lead import home_script, machine_made
from digests.stories.likeness import Common, Gist, event_likeness
from digests.stories.wording import Wording, Wordings, Yardstick

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)

BRIDGE = (
    "青川县跨江大桥3月1日正式通车，桥长1280米，双向四车道。通车以后，两岸居民往返时间从40分钟缩短到8分钟。\n"
    "县交通局局长罗启明介绍，大桥总投资6.4亿元，历时31个月建成，沿线设有观景平台和自行车道。\n"
    "渡口经营了六十年的老船工周顺德说，轮渡将改为旅游线路，船员全部得到安置。"
)
REWORDED = (
    "青川县跨江大桥3月1日通车了，桥长1280米，是双向四车道。大桥通车以后，两岸的居民往返时间从40分钟缩短到了8分钟。\n"
    "县交通局罗启明局长说，大桥总投资6.4亿元，历时31个月才建成，沿线设有观景台和骑行道。\n"
    "在渡口经营六十年的船工周顺德表示，轮渡以后改成旅游线路，船员都得到了安置。"
)
LIBRARY = (
    "松岭市图书馆新馆本周试运行，藏书120万册，设少儿、古籍、视障三个专区。\n"
    "馆长何静表示，试运行期间每天限流3000人，市民可以在网上预约座位，还书可以到街头的24小时书屋。"
)
COUNTS = (
    "云州疾控中心{day}日通报，{before}日0时至24时，全市新增病例{a}例，其中本地{b}例，输入{c}例，"
    "治愈出院{d}例，尚在医学观察{e}人。"
)


def cut(text: str) -> list[str]:
    """Overlapping pairs of characters stand in for words: placing must not hang on one dictionary."""
    return [run[i : i + 2] for run in re.findall(r"\w+", text) for i in range(max(1, len(run) - 1))]


class Rarity:
    """Some pairs of characters are rarer than others, none is a name."""

    def facts(self, words: Iterable[str]) -> dict[str, tuple[float, str]]:
        return {word: (3.0 + log(1 + sum(map(ord, word)) % 50), "n") for word in words}


def article(id: str, text: str, title: str = "", **more: object) -> Article:
    paragraphs = tuple(Paragraph(text=p, lines=((i, i),)) for i, p in enumerate(text.split("\n"), 1))
    fields = {"source": "s", "document": "d", "script": detect(text), **more}
    return Article(id=id, title=title, paragraphs=paragraphs, **fields)  # type: ignore[arg-type]


def sign(it: Article) -> Signature:
    title, body = fold(it.title), fold(it.text)
    return signature(title, body, cut(title) + cut(body), idf=Rarity())


@dataclass(frozen=True)
class Kept:
    """What the archive holds of an article."""

    article: Article
    candidate: Candidate

    def printed(self) -> Print:
        it = self.article
        return Print(
            title=it.title,
            text=it.text,
            script=it.script,
            published_on=it.published_on,
            first_read_at=self.candidate.first_read_at,
        )


def stored(it: Article, story: str, *, at: datetime = NOW, lead: str | None = None) -> Kept:
    return Kept(it, Candidate(story=story, lead=lead or it.id, article=it.id, signature=sign(it), first_read_at=at))


def placed(it: Article, *others: Kept, at: datetime = NOW, limits: Limits | None = None) -> Placement:
    def prints(ids: Sequence[str]) -> dict[str, Print]:
        return {kept.article.id: kept.printed() for kept in others if kept.article.id in ids}

    return place(it, sign(it), [kept.candidate for kept in others], prints=prints, now=at, limits=limits)


ORIGINAL = article("a", BRIDGE)
COPIES = {
    "the same text": BRIDGE,
    "Traditional": convert(BRIDGE, "hant"),
    "hard-wrapped": re.sub(r"(.{17})", r"\1\n", BRIDGE),
    "the first part": BRIDGE.split("\n")[0],
    "another dateline and furniture": "新华社青川3月1日电（记者 李响）" + BRIDGE + "\n（责任编辑：某某）",
    "paragraphs in another order": "\n".join(reversed(BRIDGE.split("\n"))),
    "full-width digits": BRIDGE.translate({ord("0") + i: 0xFF10 + i for i in range(10)}),
    "corner quotes": BRIDGE.replace("，", "「，」"),
}


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES)
def test_copies_join_as_the_same_text(text: str) -> None:
    result = placed(article("b", text), stored(ORIGINAL, "one"))
    assert (result.kind, result.story, result.beside) == ("text", "one", "a")
    assert result.likeness >= 0.7


def test_copies_share_bands_so_that_the_store_finds_them() -> None:
    for text in COPIES.values():
        assert set(sign(ORIGINAL).bands) & set(sign(article("b", text)).bands)


def test_a_reworded_report_joins_the_event() -> None:
    result = placed(article("b", REWORDED), stored(ORIGINAL, "one"))
    assert (result.kind, result.story) == ("event", "one")


def test_another_text_opens_a_story() -> None:
    result = placed(article("b", LIBRARY), stored(ORIGINAL, "one"))
    assert result == Placement(kind="new", story=None, leads=True)


def test_daily_reports_of_one_form_stay_apart() -> None:
    first = article("a", COUNTS.format(day=3, before=2, a=17, b=11, c=6, d=24, e=358))
    second = article("b", COUNTS.format(day=4, before=3, a=29, b=20, c=9, d=31, e=402))
    assert Yardstick.of_folded(fold(first.text)).beside(Wording.of("", second.text)).share > 0.4
    assert placed(second, stored(first, "one")).kind == "new"


def test_a_wording_is_read_once_a_revision() -> None:
    others = [stored(article(name, text), name) for name, text in (("a", BRIDGE), ("b", LIBRARY), ("c", REWORDED))]
    printed = {kept.article.id: kept.printed() for kept in others}
    asked: list[Sequence[str]] = []

    def prints(ids: Sequence[str]) -> dict[str, Print]:
        asked.append(ids)
        return {name: printed[name] for name in ids}

    known = Wordings(most=2)
    first, second, third = (kept.candidate for kept in others)
    assert known.of([first], prints) == {"a": Wording.of("", BRIDGE)}
    assert known.of([second, first], prints) == {"a": Wording.of("", BRIDGE), "b": Wording.of("", LIBRARY)}
    assert asked == [["a"], ["b"]]
    known.of([third], prints)  # in the room of the one used longest ago
    known.of([second, replace(third, revision=2), first], prints)
    assert asked[2:] == [["c"], ["c", "a"]]


def test_an_article_is_not_placed_beside_itself() -> None:
    assert placed(ORIGINAL, stored(ORIGINAL, "one")).kind == "new"


def test_an_event_is_joined_by_likeness_to_its_lead_alone() -> None:
    follower = stored(article("b", REWORDED), "one", lead="another")
    result = placed(ORIGINAL, follower)
    assert result.kind == "new"
    assert result.related == ("one",)


def test_a_bridge_joins_one_story_and_links_the_other() -> None:
    older = stored(ORIGINAL, "one", at=NOW - timedelta(hours=2))
    newer = stored(article("b", BRIDGE), "two", at=NOW - timedelta(hours=1))
    result = placed(article("c", BRIDGE), newer, older)
    assert (result.story, result.related) == ("one", ("two",))


def test_an_event_is_over_after_its_window_but_a_text_never() -> None:
    late = NOW + EVENT_WINDOW + timedelta(days=30)
    assert placed(article("c", BRIDGE), stored(ORIGINAL, "one"), at=late).kind == "text"
    follow_up = article("b", "罗启明说，青川县跨江大桥通车后，轮渡改为旅游线路。大桥沿线的观景平台今天迎来游客。")
    common = Common.of(sign(follow_up).weighed, sign(ORIGINAL))
    assert common
    chance = event_likeness(common, Gist.of(sign(follow_up).gist), sign(ORIGINAL).gist)
    limits = Limits(event=chance - 0.01, related=1.0)
    assert placed(follow_up, stored(ORIGINAL, "one"), limits=limits).kind == "event"
    assert placed(follow_up, stored(ORIGINAL, "one"), at=late, limits=limits).kind == "new"


def test_the_garbled_copy_never_leads() -> None:
    garbled = article("0", convert(REWORDED, "hant").replace("。", "。 ").replace("，", "， "))
    assert machine_made(garbled.text)
    assert not placed(garbled, stored(ORIGINAL, "one")).leads
    assert placed(ORIGINAL, stored(garbled, "one")).leads


def test_what_was_printed_first_leads() -> None:
    early = article("b", BRIDGE, published_on="2026-02-27")
    late = article("a", BRIDGE, published_on="2026-02-28")
    assert placed(early, stored(late, "one")).leads
    assert not placed(late, stored(early, "one")).leads


def test_home_script() -> None:
    assert home_script("台北市议会今天审查捷运预算，高雄与台中代表列席。") == "hant"
    assert home_script("上海市政府今天发布新规划，记者从会上获悉有关情况。") == "hans"


def test_reading_order_is_by_time_then_id() -> None:
    b, a, c = (article(id, BRIDGE) for id in "bac")
    later = NOW + timedelta(minutes=1)
    assert [x.id for _, x in reading_order([(NOW, b), (later, a), (NOW, c)])] == ["b", "c", "a"]


def group(articles: Sequence[Article]) -> dict[str, str]:
    """Places a batch as the pipeline does: reading order, the whole archive as candidates."""
    archive: list[Kept] = []
    for _, it in reading_order([(NOW, x) for x in articles]):
        result = placed(it, *archive)
        story = result.story or f"s{it.id}"
        if result.leads:
            archive = [
                kept if kept.candidate.story != story else stored(kept.article, story, lead=it.id) for kept in archive
            ]
        lead = next((kept.candidate.lead for kept in archive if kept.candidate.story == story), it.id)
        archive.append(stored(it, story, lead=lead))
    return {kept.article.id: kept.candidate.story for kept in archive}


@settings(max_examples=12, deadline=None)
@given(st.randoms(use_true_random=False))
def test_grouping_does_not_depend_on_the_order_of_a_batch(dice: random.Random) -> None:
    texts = [BRIDGE, REWORDED, LIBRARY, convert(BRIDGE, "hant"), BRIDGE.split("\n")[0] + LIBRARY, LIBRARY[:60]]
    articles = [article(str(i), text) for i, text in enumerate(texts)]
    expected = group(articles)
    dice.shuffle(articles)
    assert group(articles) == expected
    assert len(set(expected.values())) < len(texts)


def test_signatures_do_not_depend_on_script_or_spacing() -> None:
    plain_sign = sign(ORIGINAL)
    assert sign(article("b", convert(BRIDGE, "hant"))) == plain_sign
    assert sign(article("b", BRIDGE.replace("，", "， "))).sketch == plain_sign.sketch


def test_keys_fit_32_bits() -> None:
    for text in (BRIDGE, "", "一", "。"):
        made = sign(article("a", text))
        keys = [*made.sketch, *made.terms]
        assert all(0 <= key < 2**32 for key in keys)
        assert len(set(made.bands)) == len(made.bands)
