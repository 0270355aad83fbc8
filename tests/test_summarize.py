"""Quotes and lines: what may stand alone, what is chosen, and that all of it is printed so in its article."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digests.chinese.script import convert, detect, fold
from digests.chinese.sentences import sentences
from digests.models import Article, Keyword, Paragraph
from digests.summarize import ROOM, Room, briefs, lines, quotes
from digests.summarize.clauses import clauses, runs, topic_alone
from digests.summarize.fitness import balanced, own_start, unfit
from digests.summarize.prepared import Prepared, only_words, options, size

FUNCTION = set("的了是在和与也都就而及对把被为以到从将不有这那其之")


def cut(text: str) -> list[str]:
    """Single function characters, pairs of the others: quoting must not hang on one dictionary."""
    found: list[str] = []
    for run in re.findall(r"\w+|\W+", text):
        if not run[0].isalnum():
            found.append(run)
            continue
        found.extend(re.findall(rf"[{''.join(FUNCTION)}]|\d+|[^{''.join(FUNCTION)}\d]{{1,2}}", run))
    return found


class Rarity:
    """Every word of two characters is a noun and equally telling."""

    def __call__(self, word: str) -> float:
        return 1.5 if word in FUNCTION else 6.0 if len(word) == 1 else 8.0

    def part(self, word: str) -> str:
        return "u" if word in FUNCTION else "n"


idf = Rarity()


def article(*paragraphs: str | Paragraph, title: str = "") -> Article:
    made = tuple(
        p if isinstance(p, Paragraph) else Paragraph(text=p, lines=((i, i),)) for i, p in enumerate(paragraphs, 1)
    )
    script = detect("".join(p.text for p in made))
    return Article(id="a", source="s", document="d", title=title, script=script, paragraphs=made)


def said(it: Article, n: int = 2, room: Room = ROOM["normal"], keywords: tuple[Keyword, ...] = ()) -> list[str]:
    return [q.text for q in quotes(it, n, cut=cut, idf=idf, room=room, keywords=keywords)]


NEWS = (
    "本报讯 青川县跨江大桥3月1日正式通车，桥长1280米，双向四车道。通车以后，两岸居民往返时间从40分钟缩短到8分钟。",
    "县交通局局长罗启明介绍，大桥总投资6.4亿元，历时31个月建成。“大家盼了六十年。不容易啊！”他说。",
    "这是该县最大的工程。其两侧种满樱花。老船工周顺德说，轮渡将改为旅游线路，船员全部得到安置。",
)


def test_the_dateline_is_not_quoted() -> None:
    first, *_ = said(article(*NEWS), 1)
    assert first == "青川县跨江大桥3月1日正式通车，桥长1280米，双向四车道。"


def test_quotes_stand_in_printed_order_with_their_lines() -> None:
    made = quotes(article(*NEWS), 3, cut=cut, idf=idf)
    assert len(made) == 3
    assert [q.lines for q in made] == sorted(q.lines for q in made)
    body = article(*NEWS).text
    positions = [body.index(q.text) for q in made]
    assert positions == sorted(positions)


def test_pronouns_without_their_noun_are_not_quoted() -> None:
    shown = said(article(*NEWS), 6)
    assert not any(text.startswith(("这是", "其两侧")) for text in shown)


def test_what_an_interviewer_asks_is_not_quoted_even_without_a_question_mark() -> None:
    asked = Paragraph(text="跨江大桥3月1日正式通车，总投资6.4亿元。", lines=((1, 1),), role="question")
    told = Paragraph(text="大桥长1280米，历时31个月建成。", lines=((2, 2),), role="answer")
    assert said(article(asked, told), 2) == [told.text]
    assert said(article(asked), 1, ROOM["short"]) == said(article(asked), 1) == []


def test_a_question_is_quoted_only_as_the_one_line_of_an_article() -> None:
    asks = article("青川县跨江大桥3月1日通车了吗？", "桥长1280米，双向四车道。")
    assert said(asks, 5) == ["桥长1280米，双向四车道。"]
    alone = article("青川县跨江大桥3月1日通车了吗？")
    assert said(alone, 1) == []
    assert said(alone, 1, ROOM["short"]) == ["青川县跨江大桥3月1日通车了吗？"]


@pytest.mark.parametrize("total", [10, 25, 40, 60, 200])
def test_all_quotes_of_an_article_share_one_budget(total: int) -> None:
    shown = said(article(*NEWS), 5, Room(whole_chars=60, most_chars=60, total_chars=total))
    used = sum(size(only_words(cut(fold(quote)))) for quote in shown)
    assert used <= total or len(shown) == 1  # an article whose sentences are all too long still gives one
    assert len(shown) == len(set(shown))
    assert len(shown) > 1 or total < 60


def test_a_severed_opening_is_never_quoted() -> None:
    torn = Paragraph(text="和旅游线路的建设。大桥已于3月1日通车，投资6.4亿元。", lines=((1, 1),), severed=True)
    assert said(article(torn), 5) == ["大桥已于3月1日通车，投资6.4亿元。"]
    alone = Paragraph(text="和旅游线路的建设。", lines=((1, 1),), severed=True)
    assert said(article(alone), 5) == []


def test_an_end_that_stands_on_another_page_is_never_quoted() -> None:
    torn = Paragraph(text="大桥已于3月1日通车。两岸居民往返时间从40分钟缩短到", lines=((1, 1),), unfinished=True)
    assert said(article(torn), 5) == ["大桥已于3月1日通车。"]
    alone = Paragraph(text="两岸居民往返时间从40分钟缩短到", lines=((1, 1),), unfinished=True)
    assert said(article(alone), 5) == said(article(alone), 1, ROOM["short"]) == []


def test_nothing_is_said_twice() -> None:
    lead = "青川县跨江大桥3月1日正式通车，桥长1280米。"
    again = "3月1日，青川县跨江大桥正式通车，桥长1280米。"
    shown = said(article(lead, again, "县交通局局长罗启明介绍，总投资6.4亿元，历时31个月建成。"))
    assert shown == [lead, "县交通局局长罗启明介绍，总投资6.4亿元，历时31个月建成。"]


def test_keywords_and_title_draw_the_quote() -> None:
    text = ("全县今年安排了多项民生工程。", "轮渡码头改造同步完成并交付使用。", "沿江绿道年内也要贯通并对外开放。")
    plain = said(article(*text), 1)
    drawn = said(article(*text, title="沿江绿道年内贯通"), 1, keywords=(Keyword(text="沿江绿道", weight=3.0),))
    assert drawn == ["沿江绿道年内也要贯通并对外开放。"]
    assert plain != drawn


UNFIT = {
    "question": "钱从哪里来?",
    "unbalanced": "他说“明天开工。",
    "furniture": "更多内容请戳下方链接,了解全文。",
    "unfinished": "主要有以下三个方面:",
    "bare": "打造创新联合体。",
    "dangling": "该项目总投资6.4亿元,年底完工。",
}


@pytest.mark.parametrize(("reason", "text"), UNFIT.items(), ids=UNFIT)
def test_what_cannot_stand_alone(reason: str, text: str) -> None:
    assert unfit(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "其实,办理业务前可以预约。",
        "这些年来,全县修路120公里。",
        "其中,本地企业占六成。",
        "他山之石,可以攻玉,考察团说。",
    ],
)
def test_what_only_looks_dangling(text: str) -> None:
    assert unfit(text) is None


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("本报讯 大桥通车。", "大桥通车。"),
        ("新华社北京3月1日电(记者 李响)大桥通车。", "大桥通车。"),
        ("据新华社电 大桥通车。", "大桥通车。"),
        ("中新网青川3月1日电(记者 李响)大桥通车。", "大桥通车。"),
        ("(记者 李响)大桥通车。", "大桥通车。"),
        ("大桥通车。", "大桥通车。"),
        ("社会各界通电话祝贺。", "社会各界通电话祝贺。"),
        ("本报讯", "本报讯"),
    ],
)
def test_datelines(text: str, rest: str) -> None:
    assert text[own_start(text) :] == rest


LONG = (
    "为方便两岸居民出行,青川县跨江大桥3月1日通车,桥长1280米,双向四车道;大桥两侧设有“观景平台,自行车道”,沿线种满樱花。"
)


def cuts(text: str, most: int) -> list[str]:
    parts = clauses(text)
    return [text[parts[a][0] : parts[b - 1][1]] for a, b in runs(text, parts, most)]


def test_clauses_are_never_cut_inside_quotations_or_numbers() -> None:
    text = "会上发布“甲,乙;丙”三项成果,投资1,200万元,比例3:1,全部完成。"
    parts = [text[a:b] for a, b in clauses(text)]
    assert parts == ["会上发布“甲,乙;丙”三项成果,", "投资1,200万元,", "比例3:1,", "全部完成。"]


def test_runs_begin_where_the_sentence_may_be_entered() -> None:
    found = cuts(LONG, 60)
    assert "青川县跨江大桥3月1日通车,桥长1280米,双向四车道;" in found
    assert "大桥两侧设有“观景平台,自行车道”,沿线种满樱花。" in found
    assert not any(run.startswith(("桥长", "双向", "沿线")) for run in found)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("罗启明表示,大桥年底通车,投资6.4亿元。", "大桥年底"),
        ("到2030年末,全县公路达到4000公里,村村通车,户户通电。", "全县公路"),
        ("预计今年六月,大桥建成通车,轮渡停运,船员转岗。", "大桥建成"),
        ("记者获悉,大桥年底通车,但投资还没有落实。", "大桥年底通车,$"),
    ],
)
def test_claims_and_targets_keep_what_makes_them_so(text: str, never: str) -> None:
    assert not any(re.match(never, run) for run in cuts(text, 100))


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("青川县交通局13日称,大桥年底通车,投资6.4亿元。", "青川县交通局13日称"),
        ("县长在座谈会上强调,大桥年底通车。", "县长在座谈会上强调"),
        ("4月2日晚,大桥亮起灯光。", "4月2日晚"),
        ("今天(12月4日)下午,大桥合龙。", "今天(12月4日)下午"),
        ("大桥开工以来,工人轮班施工,进度加快。", "大桥开工以来"),
        ("为保障两岸出行,县里开通轮渡,每日十班。", "为保障两岸出行"),
        ("在各方支持下,大桥提前合龙,两岸相连。", "在各方支持下"),
    ],
)
def test_a_cut_never_leaves_half_a_sentence(text: str, never: str) -> None:
    found = [run.rstrip(",") for run in cuts(text, 100)]
    assert never not in found
    assert text in found


@pytest.mark.parametrize(
    "whole_clause",
    ["大桥每年输送电量360亿千瓦时", "县里向各镇征求意见建议", "大桥通车已经8年", "农场在河东岸种下百亩稻子"],
)
def test_a_cut_may_end_behind_what_only_looks_unfinished(whole_clause: str) -> None:
    assert f"{whole_clause}," in cuts(f"{whole_clause},沿线各镇受益。", 100)


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("“清风”青川县老船工迎春茶话会,近日在县城码头举行。", True),
        ("青川县老船工周顺德,将与六十位同行告别轮渡。", True),
        ("青川县六十位老船工有了新的码头和候船大厅,近日迁入。", False),
        ("青川县老船工周顺德和他六十位同行的家人,大桥的第一批乘客。", False),
    ],
)
def test_a_line_is_more_than_what_it_speaks_of(text: str, alone: bool) -> None:
    (_, end), *_ = clauses(text)
    assert topic_alone(text, end) is alone
    shown = [o.text for o in options(Prepared.of(0, sentences(article(text))[0], cut), ROOM["short"], idf, free=True)]
    assert (text[: end - 1] + "…" in shown) is not alone


def test_a_long_sentence_is_shortened_with_the_cut_shown() -> None:
    room = Room(whole_chars=20, most_chars=40)
    (quote,) = quotes(article(LONG), 1, cut=cut, idf=idf, room=room)
    assert quote.shortened
    assert quote.text.startswith("…") or quote.text.endswith("…")
    assert quote.text.strip("…") in LONG
    assert len(quote.text) <= 42


def test_a_cut_sentence_keeps_its_subject() -> None:
    class Verbs(Rarity):
        def part(self, word: str) -> str:
            return "v" if word == "加快" else "n"

    text = "从滨江地区目前的情况来看,加快建设人民城市示范区,沿江三十座码头全部改成绿地。"
    room = Room(whole_chars=10, most_chars=30)
    (kept,) = quotes(article(text), 1, cut=cut, idf=Verbs(), room=room)
    assert kept.text == "从滨江地区目前的情况来看,加快建设人民城市示范区…"
    assert said(article(text), 1, room)[0].startswith("…加快建设")


def test_a_sentence_within_its_room_stays_whole() -> None:
    room = Room(whole_chars=200, most_chars=200)
    assert said(article(LONG), 1, room) == [LONG]


def test_unfit_sentences_are_the_last_resort_and_only_one() -> None:
    assert said(article("该项目总投资6.4亿元,年底完工。这是第一期工程。"), 3) == ["该项目总投资6.4亿元,年底完工。"]
    assert said(article("")) == []


def test_questions_of_a_page_of_questions_are_not_quoted() -> None:
    asked = Paragraph(text="问:大桥什么时候通车,投资多少,请介绍一下。", lines=((1, 1),), role="question")
    answered = Paragraph(text="罗启明:大桥3月1日通车,投资6.4亿元。", lines=((2, 2),), role="answer")
    assert said(article(asked, answered), 3) == ["罗启明:大桥3月1日通车,投资6.4亿元。"]


@pytest.mark.parametrize(("text", "ok"), [("“甲‘乙’丙”", True), ("“甲‘乙丙”", False), ("甲)乙", False), ("甲乙", True)])
def test_balanced(text: str, ok: bool) -> None:
    assert balanced(fold(text)) is ok


PROSE = st.text(alphabet="甲乙丙丁大桥通车说将预计到年末，。！？；：“”《》（）,;:. 123", min_size=1, max_size=120)


@settings(deadline=None)
@given(PROSE, st.sampled_from(list(ROOM.values())))
def test_every_quote_is_printed_in_its_source(text: str, room: Room) -> None:
    for script in ("hans", "hant"):
        printed = convert(text, script, source="hans")  # type: ignore[arg-type]
        for quote in quotes(article(printed), 3, cut=cut, idf=idf, room=room):
            assert quote.text.strip("…") in printed
            assert quote.shortened == (quote.text.strip("…") != quote.text) or not quote.shortened


COLUMN = (
    "3月1日，青川县跨江大桥正式通车，桥长1280米，双向四车道，总投资6.4亿元。",
    "松岭图书馆新馆今天试运行，藏书120万册，每天限流3000人，读者可以网上预约座位。",
    "昨天，铁山女足以3比2逆转望江队，第一次夺得全国联赛冠军，队长苏蔓打进制胜球。",
    "北麓医院5月2日起推出夜间门诊，内科和儿科每晚开到21时，首周接诊1460人次。",
)


def test_a_column_of_short_items_falls_into_its_items() -> None:
    it = article(*COLUMN)
    assert [group[0].text for group in briefs(it, cut=cut, lexicon=idf)] == list(COLUMN)


def test_a_report_stays_one_and_so_does_what_has_sub_heads() -> None:
    report = article(*NEWS)
    assert briefs(report, cut=cut, lexicon=idf) == (report.paragraphs,)
    headed = article(Paragraph(text="小标题", lines=((9, 9),), role="subhead"), *COLUMN)
    assert len(briefs(headed, cut=cut, lexicon=idf)) == 1


@pytest.mark.parametrize("room", [10, 40, 60, 90, 140, 400])
def test_lines_share_the_room(room: int) -> None:
    evening = [article(*NEWS), article(*COLUMN)]
    said = lines(evening, room, cut=cut, idf=idf)
    counts = [len(quotes_) for quotes_ in said]
    assert sum(counts) <= 1 + len(COLUMN)
    assert counts == [1, len(COLUMN)] or room < 140, "everything has a line where there is room for it"
    used = sum(len(re.findall(r"[\u4e00-\u9fff]|\d+", quote.text)) for quotes_ in said for quote in quotes_)
    assert used <= room
    for it, quotes_ in zip(evening, said, strict=True):
        assert all(quote.text.strip("…") in it.text for quote in quotes_)


def test_a_line_without_a_budget_depends_on_its_own_article_alone() -> None:
    asked = Paragraph(text="青川县跨江大桥3月1日通车了吗，桥长多少米？", lines=((9, 9),), role="question")
    evening = [article(*NEWS), article(*COLUMN), article(asked)]
    together = lines(evening, cut=cut, idf=idf)
    assert together == tuple(lines([it], cut=cut, idf=idf)[0] for it in evening)
    assert [len(quotes_) for quotes_ in together] == [1, len(COLUMN), 0], "nobody's question is a line"


def test_a_line_alone_is_no_item_of_a_list() -> None:
    listed = "一是青川县跨江大桥3月1日正式通车，桥长1280米，投资6.4亿元。"
    other = "青川县的渡轮将改为旅游线路，船员得到安置。"
    ((line,),) = lines([article(listed + other, title="青川县跨江大桥正式通车")], cut=cut, idf=idf)
    assert line.text == other
    ((line,),) = lines([article(listed, title="青川县跨江大桥正式通车")], cut=cut, idf=idf)
    assert line.text.startswith("一是")


def test_a_brief_line_asks_only_where_nothing_is_told() -> None:
    asked, told = "没空看病怎么办？", "青川县人民医院5月起推出夜间门诊，每晚开到21时。"
    found = lines([article(asked + told)], cut=cut, idf=idf)
    assert [told.startswith(q.text.strip("…")) for q in found[0]] == [True]
    assert [q.text for q in lines([article(asked)], cut=cut, idf=idf)[0]] == [asked]


def test_room_that_is_left_goes_to_longer_lines() -> None:
    docs = [article(f"{name}大桥通车，全长1280米，双向四车道，总投资6.4亿元。") for name in ("青川", "云州", "松岭")]
    tight, roomy = ([q[0].text for q in lines(docs, room, cut=cut, idf=idf)] for room in (40, 60))
    chars = [sum(len(re.findall(r"\d+(?:\.\d+)?|[\u4e00-\u9fff]", text)) for text in found) for found in (tight, roomy)]
    assert chars[0] <= 40 < chars[1] <= 60
    assert sum("…" in text for text in roomy) < sum("…" in text for text in tight)
