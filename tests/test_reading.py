"""Reading: documents of every kind become clean articles, and what cannot be read says why."""

import re
from collections.abc import Sequence
from importlib.resources import files

import pytest

from digests.errors import UnreadableDocument
from digests.models import Article, Document, Hints
from digests.reading import paragraphs, read


def document(text: str, name: str = "a.txt", hints: Hints | None = None) -> Document:
    return Document(source="made", name=name, content=text.encode(), hints=hints or Hints())


def seed(number: str) -> tuple[Article, ...]:
    entry = next(entry for entry in files("seeds").iterdir() if entry.name.startswith(number))
    return read(Document(source="seeds", name=entry.name, content=entry.read_bytes()))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


SEEDS = {
    "000": [
        ("三省一市共营优质创新创业生态", ("毛信慧",), None, "2023"),
        ("推动多元化参与,共同构建创新型开放体系", ("宋明",), "1", "2023"),
        ("不断增强发展的内生动力和创新力", ("封辰霏",), "1", "2023"),
        ("构建泛在可及的“15分钟政务服务圈”", ("封辰霏", "成佳佳"), "1", "2023"),
        ("作风建设,要统筹兼顾、标本兼治", ("正言",), "1", "2023"),
    ],
    "001": [
        ("“三大千亿级”产业集群如何打造", ("成佳佳",), None, "2024"),
        ("派出所上线排队查询功能", ("陈涛",), None, "2024"),
        ("提升退役军人思政工作成效", ("汤顺佳",), None, "2024"),
        ("2024年度浣纱睦邻文化节启幕", ("汤顺佳",), None, "2024-02-23"),
        ("提高人才培养质量 打造家门口优质学校", ("封辰霏",), "1", "2024"),
        ("积极探索、不断优化区校联动征集模式", ("封辰霏",), "1", "2024"),
        ("让科技创新策源力成为现实生产力", ("陈涛",), "1", "2024"),
    ],
    "003": [("黃浦區委書記杲雲:打造“中央科創區”,激發新質生產力澎湃動能", (), None, "2024")],
    "004": [("讓科技創新的源泉成為真正的生產力", ("肖靜",), None, "2024")],
}


@pytest.mark.parametrize("number", SEEDS)
def test_seed_articles_stand_apart_with_headline_byline_and_date(number: str) -> None:
    found = [(a.title, a.byline, a.continued_from, a.published_on) for a in seed(number)]
    assert found == SEEDS[number]


def test_lost_headline_is_derived_from_the_lead_and_marked() -> None:
    assert [a.title for a in seed("001") if a.title_derived] == ["2024年度浣纱睦邻文化节启幕"]


def test_column_read_too_early_is_put_back_behind_its_open_sentence() -> None:
    article = next(a for a in seed("001") if a.title.startswith("让科技"))
    assert "力争将张江杨浦园打造成为上海科技创新中心核心功能承载区。" in article.text
    assert article.lines[-1] == (105, 109)
    soldiers = next(a for a in seed("001") if "退役军人" in a.title)
    assert soldiers.lines[-1] == (67, 67)


def test_names_cut_at_the_foot_of_a_column_are_whole_again() -> None:
    text = "".join(a.text for a in seed("001"))
    assert "副科长方雏声表示" in text
    assert "人口办在上海市公安局" in text


def test_jump_texts_are_marked_and_only_a_whole_first_sentence_is_not_severed() -> None:
    severed = {a.title[:4]: [p.severed for p in a.paragraphs] for a in (*seed("000"), *seed("001")) if a.continued_from}
    assert {title: marks[0] for title, marks in severed.items()} == {
        "推动多元": True,
        "不断增强": True,
        "构建泛在": True,
        "作风建设": True,
        "提高人才": False,  # "薛侃表示," begins a sentence
        "积极探索": True,
        "让科技创": True,
    }
    assert not any(mark for marks in severed.values() for mark in marks[1:])


def test_page_of_questions_gives_its_sections_and_then_itself() -> None:
    *sections, page = seed("002")
    assert [(a.asked_by, a.answered_by) for a in sections] == [
        ("人民日报", "薛侃"),
        ("经济日报", "周海鹰"),
        ("中新社", "徐建华"),
        ("上海教育电视台", "肖菁"),
        ("解放日报", "周海鹰"),
        ("澎湃新闻", "张天炜"),
        ("东方网", "徐建华"),
    ]
    assert len({a.section_of for a in sections}) == 1
    assert sections[0].section_of == page.id
    assert [a.stands for a in (*sections, page)] == [True] * 7 + [False]
    assert page.title == "打造“杨浦科创带”,构建人民城市的幸福样本……杨浦区详解这些新举措"
    assert page.paragraphs[0].text.startswith("今天(8月17日)下午,市政府新闻办")
    assert page.paragraphs[0].lines == ((12, 12),)
    assert page.text.endswith(sections[-1].text)
    assert (page.published_on, page.section_of) == (None, None)
    assert sections[0].context == (page.title, page.paragraphs[0].text)
    assert not any(a.context for a in (*sections[1:], page))
    assert sections[4].title == "加快职能转变,当好“服务员” 加强依法履职,当好“监督者” 深化多元共治,当好“牵线人”"
    assert sections[0].paragraphs[0].text.startswith("人民日报:")
    assert [p.role for p in sections[0].paragraphs[:2]] == ["question", "answer"]
    assert all(a.published_on is None for a in sections), "the only years are 2018 and a copyright line"


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_nothing_of_the_page_around_the_text_is_left(number: str) -> None:
    furniture = (
        "上接第1版|■|文/摄|公众号新闻|Redian|请戳|热点问答|文字实录|扫码|戳这里|相关阅读|联系我们隐私|不代表同意|"
        "编辑:|編輯:|請註明|左右滑動檢視|分享讓更多人|相關鏈接|- 評論|供圖|logo"
    )
    shown = "".join(part or "" for a in seed(number) for part in (a.title, a.kicker, a.deck, a.text))
    assert [piece for piece in furniture.split("|") if piece in shown] == []


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_paragraph_is_made_of_the_lines_it_names(number: str) -> None:
    entry = next(entry for entry in files("seeds").iterdir() if entry.name.startswith(number))
    lines = entry.read_text("utf-8").split("\n")
    for article in seed(number):
        for paragraph in article.paragraphs:
            printed = bare("".join(lines[n - 1] for first, last in paragraph.lines for n in range(first, last + 1)))
            assert bare(paragraph.text) in printed


def test_traditional_text_keeps_its_script_series_kicker_and_subheads() -> None:
    (article,) = seed("003")
    assert article.script == "hant"
    assert article.kicker == "“啟航新質生產力︱上海在行動”系列訪談"
    assert [p.text for p in article.paragraphs if p.role == "subhead"] == [
        "發揮區域優勢,為培育新質生產力厚植沃土",
        "因地制宜,找准深耕細分賽道",
        "激發新質生產力,塑造高質量發展新動能",
    ]
    assert "成為全國唯一的全服務產業人才開發目。" in article.text, "printed slips stay"


def test_same_text_has_the_same_id_wherever_it_is_read() -> None:
    text = "桥面修好了\n\n本报记者 王磊\n\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。"
    first, again = read(document(text)), read(document(text.replace("\n\n", "\n"), "b.txt"))
    assert [a.id for a in first] == [a.id for a in again]
    url = Hints(url="https://example.com/a")
    assert read(document(text, hints=url))[0].id == read(document(text + "补充一句。", hints=url))[0].id


WRAPPED = [
    "",
    "　　入秋以来，望海县渔港的",
    "码头一天比一天热闹，渔民们",
    "A5 民生",
    "忙着修补网具，冷库也开始预",
    "冷。",
    "　　“今年的潮汛来得早。”",
    "船长陈国庆说。",
]


def test_wrapped_lines_become_paragraphs_across_a_folio() -> None:
    found = paragraphs(WRAPPED)
    assert [p.text for p in found] == [
        "入秋以来，望海县渔港的码头一天比一天热闹，渔民们忙着修补网具，冷库也开始预冷。",
        "“今年的潮汛来得早。”船长陈国庆说。",
    ]
    assert found[0].lines == ((2, 3), (5, 6))


JUMPS = [
    ("（上接第3版）桥面已经合龙，护栏正在安装，通车的日子近了。", "3"),
    ("(緊接A2版)橋面已經合龍，護欄正在安裝，通車的日子近了。", "A2"),
    ("（上接第一版）桥面已经合龙，护栏正在安装，通车的日子近了。", "1"),
    ("【上接第02版】桥面已经合龙，护栏正在安装，通车的日子近了。", "2"),
]


@pytest.mark.parametrize(("text", "page"), JUMPS)
def test_jump_marker_names_the_page_of_the_first_half(text: str, page: str) -> None:
    (article,) = read(document(text))
    assert article.continued_from == page
    assert article.text[:1] in "桥橋"
    assert article.paragraphs[0].severed


BYLINES = [
    ("本报记者 王磊 通讯员 陈雨桐", ("王磊", "陈雨桐")),
    ("■记者 王 磊 文/摄", ("王磊",)),
    ("文/王磊 图/陈雨桐", ("王磊", "陈雨桐")),
    ("新华社记者 欧阳修", ("欧阳修",)),
    ("作者：王磊", ("王磊",)),
    ("記者 陳國慶", ("陳國慶",)),
]


@pytest.mark.parametrize(("line", "names"), BYLINES)
def test_byline_under_a_headline(line: str, names: Sequence[str]) -> None:
    (article,) = read(document(f"云岭区老桥重新通车\n{line}\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行。"))
    assert (article.title, article.byline) == ("云岭区老桥重新通车", names)
    assert article.text == "昨天，云岭区的老桥重新通车，两岸居民不用再绕行。"


@pytest.mark.parametrize("tail", ["■记者 王磊", "（记者 王磊）", "(本报记者 王磊)", " 记者 王磊"])
def test_byline_glued_to_the_last_paragraph(tail: str) -> None:
    (article,) = read(document(f"云岭区老桥重新通车\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行。{tail}"))
    assert (article.byline, article.text[-1]) == (("王磊",), "。")


@pytest.mark.parametrize("line", ["记者在现场看到，桥面已经", "图书馆", "记者从会上获悉", "文化和旅游部"])
def test_ordinary_words_are_no_byline(line: str) -> None:
    (article,) = read(document(f"云岭区老桥重新通车\n\n{line}铺好，护栏也装上了。\n\n两岸居民不用再绕行十里路。"))
    assert article.byline == ()


CONFERENCE = """
要闻
2024年3月8日 星期五 第1234期

镇上召开码头整治大会

以“店小二”精神服务渔民

——今年推出32条新举措

■记者 王磊 通讯员 陈雨桐

本报讯 昨天,镇上召开码头整治大会,要求各部门以更高标准、更实举措打造一流码

头,让渔民安心出海。

32条新举措出炉

会上发布了《码头整治若干措施》,围绕泊位、冷库、网具等方面提出32条新举措。

(下转第2版)

图为大会现场。 记者 王磊 摄

社区食堂开到家门口

本报讯(记者 陈涛)近日,位于渔港的社区食堂正式开业,首日接待居民超过600人次。

责任编辑:王芳 美术编辑:刘洋
"""


def test_kicker_deck_subhead_caption_and_masthead_of_one_page() -> None:
    first, second = read(document(CONFERENCE))
    assert (first.title, first.deck) == ("镇上召开码头整治大会", "以“店小二”精神服务渔民 ——今年推出32条新举措")
    assert (first.byline, second.byline) == (("王磊", "陈雨桐"), ("陈涛",))
    assert [p.role for p in first.paragraphs] == ["body", "subhead", "body"]
    assert first.paragraphs[0].text.endswith("打造一流码头,让渔民安心出海。")
    assert second.text == "本报讯 近日,位于渔港的社区食堂正式开业,首日接待居民超过600人次。"
    assert {first.published_on, second.published_on} == {"2024-03-08"}


def test_briefs_are_signed_with_names_alone() -> None:
    text = (
        "简讯\n\n码头举办元宵灯会\n\n本报讯 日前,码头在冷库旁举办元宵灯会,五百人猜灯谜。 (张小红)\n\n"
        "渔港开展消防演练\n\n本报讯 渔港近日开展消防演练,渔民们学会了用水枪。(通讯员 李明)"
    )
    first, second = read(document(text))
    assert (first.kicker, first.title, first.byline) == ("简讯", "码头举办元宵灯会", ("张小红",))
    assert (second.title, second.byline) == ("渔港开展消防演练", ("李明",))


def test_saved_web_page_without_full_stops_keeps_its_paragraphs() -> None:
    text = (
        "首页 > 新闻 > 正文\n码头新增泊位二十个\n2024-03-12 09:15:00 来源：临溪晚报 作者：李娜\n字号：大 中 小\n"
        "镇上昨日发布消息，今年码头将新增泊位二十个，重点布局在冷库和早市旁边。\n"
        "镇上负责人介绍，码头现有泊位一百八十个，船位比达到一点六比一\n"
        "下一步，码头将统建统营，解决小船泊位难\n“家门口就能停船，太方便了。”渔民老陈说。\n"
        "编辑：赵倩\n分享到：\n相关新闻\n老桥重新通车\n早市搬进新棚\n版权声明：本网注明来源的作品，未经授权不得转载。"
    )
    (article,) = read(document(text))
    assert (article.title, article.byline, article.published_on) == ("码头新增泊位二十个", ("李娜",), "2024-03-12")
    assert [p.text[:2] for p in article.paragraphs] == ["镇上", "镇上", "下一", "“家"]


def test_interview_of_one_asker_stays_one_article_with_its_questions() -> None:
    text = (
        "专访陈国庆：码头的明天\n晚报记者：新增的泊位怎么分？\n陈国庆：先到先得，小船优先，名单每月公布一次。\n"
        "晚报记者：冷库什么时候启用？\n陈国庆：设备已经到位，下个月试运行，渔民可以先登记。"
    )
    (article,) = read(document(text))
    assert article.title == "专访陈国庆：码头的明天"
    assert [p.role for p in article.paragraphs] == ["body"] * 4


def test_questions_marked_in_the_line_give_sections_without_the_marks() -> None:
    text = (
        "码头整治政策问答\n问：新增的泊位怎么分？小船有没有优先？\n答：先到先得，小船优先。\n具体办法见公告。\n"
        "问：冷库什么时候启用？\n答：设备已经到位，下个月试运行。"
    )
    first, second, page = read(document(text))
    assert page.title == "码头整治政策问答"
    assert [p.role for p in first.paragraphs] == ["question", "answer", "answer"]
    assert (first.title, first.title_derived) == ("新增的泊位怎么分", True)
    assert second.text == "冷库什么时候启用？\n\n设备已经到位，下个月试运行。"


def test_markdown_is_read_without_its_marks() -> None:
    text = (
        "# 云岭区老桥重新通车\n\n> 本报记者 王磊\n\n昨天，**云岭区**的[老桥](https://example.com/a_b)重新通车，两岸居民不用再绕行。\n\n"
        "![桥](a.png)\n\n- 护栏全部更换，夜间照明也换了新灯。\n\n---\n"
    )
    (article,) = read(document(text, "a.md"))
    assert (article.title, article.byline) == ("云岭区老桥重新通车", ("王磊",))
    assert article.text == "昨天，云岭区的老桥重新通车，两岸居民不用再绕行。\n\n护栏全部更换，夜间照明也换了新灯。"
    assert article.lines == ((5, 5), (9, 9))


DATES = [
    ("本报讯 3月5日，云岭区2025年度苗木展销会开幕，来自各地的花农带来上百个品种。", "2025-03-05"),
    ("2025年3月5日，云岭区的苗木展销会开幕，来自各地的花农带来上百个品种。", "2025-03-05"),
    ("近日，云岭区2025（第3届）苗木展销会开幕，来自各地的花农带来上百个品种。", "2025"),
    ("自2018年以来，云岭区每年举办苗木展销会，来自各地的花农带来上百个品种。", None),
    ("3月5日，云岭区的苗木展销会开幕，来自各地的花农带来上百个品种。", None),
    ("花农老陈搬来新苗。3月5日，云岭区2025年度苗木展销会才开始卸货，来自各地的花农带来上百个品种。", "2025"),
    ("云岭区2020年建了苗圃。三年来，这里的苗木卖到了外省，来自各地的花农带来上百个品种。", None),
    ("云岭区2020年全面完成了300个苗圃的普查，剩下的今年底查完。来自各地的花农带来上百个品种。", None),
    ("到2030年，云岭区将建成苗木基地十处，来自各地的花农都能在这里落脚。", None),
    ("近日，云岭区的苗木展销会开幕，来自各地的花农带来上百个品种。\n版权所有 2031年 未经许可不得转载", None),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_date_is_what_the_text_proves(text: str, day: str | None) -> None:
    assert read(document(text))[0].published_on == day


def test_masthead_dates_every_article_of_the_page_and_the_carrier_wins() -> None:
    text = "2025年3月5日 星期三\n云岭区老桥重新通车\n本报记者 王磊\n昨天，云岭区的老桥重新通车，两岸居民不用再绕行。"
    assert (lambda a: (a.published_on, a.published_how))(read(document(text))[0]) == ("2025-03-05", "masthead")
    hints = Hints(published_on="2025-03-06", published_how="path")
    assert (lambda a: (a.published_on, a.published_how))(read(document(text, hints=hints))[0]) == ("2025-03-06", "path")


UNREADABLE = [
    (b"", "is empty"),
    (b"\xef\xbb\xbf \r\n", "is empty"),
    ("　\n　".encode(), "only blanks"),
    (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a picture"),
    (b"PK\x03\x04" + b"\x00" * 64, "zip or office file"),
    (bytes(range(256)) * 8, "binary"),
    ("首页\n上一篇 下一篇\n版权所有 未经许可不得转载".encode(), "holds no article"),
]


@pytest.mark.parametrize(("content", "words"), UNREADABLE)
def test_unreadable_document_is_named_with_its_cause(content: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words) as caught:
        read(Document(source="made", name="news/x.txt", content=content))
    assert "news/x.txt" in str(caught.value)
    assert "\n" not in str(caught.value)
