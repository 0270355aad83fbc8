"""Leads as papers of many kinds print them, in columns of many widths: the articles, their texts and their writers."""

import re

import pytest

from digests.models import Document
from digests.reading import read
from digests.reading.lines import split
from digests.reading.paper.ledes import odds
from digests.reading.seams import is_dateline

ARTICLES = [
    (
        "边境口岸恢复通关",
        "卫生部门1日公布，过去一天全国新增病例47例，没有新增死亡病例。官员表示，检测能力已经达到每日5000份，比上周多出一倍。",
        "往来旅客须出示两天以内的检测证明。世界卫生组织驻当地代表对此表示欢迎，呼吁各国分享数据。",
    ),
    (
        "十二个旧区改造项目启动",
        "全市今年将改造12处旧区，涉及居民约3600户，力争年底前完成全部签约。会议要求各区加强统筹，在改造中注重保护历史风貌。",
        "首批签约的居民可以在六个安置小区中选房，最快明年春节前拿到钥匙。家住宝山路的陈阿姨说，盼了二十多年。",
    ),
    (
        "图书馆新馆开放",
        "市图书馆新馆向读者开放，首日接待读者超过8000人次。退休教师李敏最喜欢的是靠窗的阅览区，能看到整片湖景。",
        "馆内还设有少儿馆和视障人士阅览室，晚间延长到九点闭馆。下个月起，凭手机就能借书，逾期费全部取消。",
    ),
]
# How each text opens, what of it stays in the text, and who wrote it.
LEADS = [
    ("新华社北京4月2日电（记者王磊）", "新华社北京4月2日电", ("王磊",)),
    ("中新社北京4月2日电 (记者 王磊)", "中新社北京4月2日电", ("王磊",)),
    ("本报北京4月2日讯 记者王磊报道：", "本报北京4月2日讯", ("王磊",)),
    ("本报讯 （记者 王磊 通讯员 陈静）", "本报讯", ("王磊", "陈静")),
    ("早报记者 王磊 ", "", ("王磊",)),
    ("本报记者王磊报道 ", "", ("王磊",)),
    ("本报记者 王磊 通讯员 陈静 ", "", ("王磊", "陈静")),
    ("本报记者 王磊 高温天气持续，", "高温天气持续，", ("王磊",)),
    ("本报记者 王磊 近日，", "近日，", ("王磊",)),
    ("据新华社电 ", "据新华社电", ()),
    ("记者昨日从有关部门获悉，", "记者昨日从有关部门获悉，", ()),
    ("日前，", "日前，", ()),
]


def _printed(text: str, width: int) -> list[str]:
    """``text`` as a paragraph of lines of ``width``, none of which begins with what may not begin one."""
    return re.findall(f".{{1,{width}}}(?![，。、：）])|.{{1,{width - 1}}}", "　　" + text)


# In columns so narrow a line holds the writer and the first character of the text, or of a word.
NARROW = [(*lead, width) for lead in LEADS if lead[0].endswith(("近日，", "持续，")) for width in (10, 11)]


@pytest.mark.parametrize(
    ("lead", "kept", "names", "width"),
    [*((*lead, width) for lead in LEADS for width in (14, 16, 20, 24)), *NARROW],
)
def test_leads_in_columns(lead: str, kept: str, names: tuple[str, ...], width: int) -> None:
    lines = ["都市日报", "2020年4月5日 星期日 第7版"]
    for title, first, second in ARTICLES:
        lines += [title, *_printed(lead + first, width), *_printed(second, width)]
    found = read(Document(source="paper", name="A07.txt", content="\n".join(lines).encode()))
    assert [article.title for article in found] == [title for title, _, _ in ARTICLES]
    for article, (_, first, second) in zip(found, ARTICLES, strict=True):
        assert re.sub(r"\s", "", article.text) == kept + first + second
        assert article.byline == names


def test_bare_names_below_headlines() -> None:
    lines = []
    for (title, first, second), name in zip(ARTICLES, ["吴佳怡", "梁思成", "李明"], strict=True):
        lines += [title, name, "　　" + first, "　　" + second]  # the last two are made of words, too
    found = read(Document(source="paper", name="page.txt", content="\n".join(lines).encode()))
    assert [(article.title, *article.byline) for article in found] == [
        ("边境口岸恢复通关", "吴佳怡"),
        ("十二个旧区改造项目启动", "梁思成"),
        ("图书馆新馆开放", "李明"),
    ]


def test_page_on_which_nobody_signs() -> None:
    lines = ["A07 综合新闻", "2020年4月5日 星期日"]
    for title, first, second in ARTICLES:
        lines += [title, "　　" + first, "　　" + second]
    found = read(Document(source="paper", name="page.txt", content="\n".join(lines).encode()))
    assert [article.title for article in found] == [title for title, _, _ in ARTICLES]


def test_article_with_sub_heads_that_nobody_signs() -> None:
    lines = ["养老服务如何送到家门口"]
    for head, text in [
        (
            "助餐点开进小区",
            "老人们关心的助餐点已经开到二十个小区，老人走路十分钟就能吃上热饭，助餐点还为行动不便的老人送餐上门。",
        ),
        (
            "护理员走进家门",
            "上门护理的护理员有三百名，老人在家就能换药、量血压，护理员每周还为老人理发、洗澡，费用由护理保险支付。",
        ),
        (
            "老人床位连着社区",
            "家里装上护理床位的老人已有八百位，床位连着社区的值班室，老人夜里按铃，护理员十分钟内就到。",
        ),
    ]:
        lines += [head, "　　" + text, "　　" + text[-24:].replace("老人", "老年人")]
    found = read(Document(source="paper", name="page.txt", content="\n".join(lines).encode()))
    assert [article.title for article in found] == ["养老服务如何送到家门口"]


@pytest.mark.parametrize(
    "text",
    [
        "近日，区文化馆举行少儿书法展，展出作品三百余件。",
        "记者从区教育局获悉，今年秋季新增三所小学。",
        "本月12日，跨江大桥正式开工，预计三年后通车。",
        "日前召開的座談會透露，四項措施下月推出。",
    ],
)
def test_ledes(text: str) -> None:
    assert odds(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "此外，馆内还设有视障人士阅览室。",
        "据了解，该项目总投资两亿元。",
        "陈静表示，这样的服务还要再延长。",
        "当天，志愿者还为老人理了发。",
        "他說，這是第三次參加比賽。",
    ],
)
def test_later_paragraphs(text: str) -> None:
    assert odds(text) < -1


@pytest.mark.parametrize(
    ("line", "cut"),
    [
        ("新华社惠灵顿4月1", True),
        ("据新华社巴黎31", True),
        ("合作社种出再生稻50", False),
        ("供销社今年添了网点26", False),
        ("本报北京14月", False),
    ],
)
def test_dateline_that_a_line_end_cuts(line: str, cut: bool) -> None:
    (found,) = split([line])
    assert is_dateline(found) == cut


def test_paragraphs_of_nothing_but_speech() -> None:
    """They end with a mark that headlines may have, too, and are no headlines."""
    page = [
        "第2版(要闻)",
        "“老街热线”不打烊",
        "本报记者 王磊",
        "“您好，这里是老街热线，有什么要我们做的，您只管说。”",
        "“我住在七号楼，水管昨晚裂了，今天一早就有师傅来修好了……”",
        "“谢谢街道的干部！谢谢社区的师傅！谢谢大家！”",
        "热线设在街道办事处二楼，春节期间每天接到三十多个电话，值班的同志逐个记下，当天答复。",
    ]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert (article.title, article.page) == ("“老街热线”不打烊", "2")
    assert [paragraph.text for paragraph in article.paragraphs] == page[3:]


@pytest.mark.parametrize(
    ("folio", "page"), [("第3版(国际新闻)", "3"), ("第12版（大地·副刊）", "12"), ("第五版(国内专页(教科文))", "5")]
)
def test_names_of_pages(folio: str, page: str) -> None:
    title, first, second = ARTICLES[0]
    (article,) = read(
        Document(source="paper", name="p.txt", content="\n".join([folio, title, "本报讯 " + first, second]).encode())
    )
    assert (article.title, article.kicker, article.page) == (title, None, page)


def test_how_many_pages_there_are_is_no_page() -> None:
    title, first, second = ARTICLES[0]
    page = ["今日 8 版", "2022年1月5日 星期三", title, "本报讯 " + first, second]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert (article.title, article.page, article.published_on) == (title, None, "2022-01-05")


def test_long_deck_above_a_lead() -> None:
    """It ends as no sentence does, and what stands below it is how reports begin."""
    title, first, second = ARTICLES[1]
    deck = "今年涉及居民约三千六百户，半数在老城厢。征收、安置和保护一并安排，居民不出街道就能看房选房的办法正在推开"
    page = [title, deck, "本报讯 记者王磊报道：" + first, second]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert (article.title, article.deck, article.byline) == (title, deck, ("王磊",))
    assert [paragraph.text for paragraph in article.paragraphs] == ["本报讯 " + first, second]


def test_reporters_behind_a_long_name_of_a_place() -> None:
    title, first, second = ARTICLES[2]
    lead = "本报布宜诺斯艾利斯5月15日电 本报记者王磊、新华社记者陈静报道："
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join([title, lead + first, second]).encode()))
    assert article.byline == ("王磊", "陈静")


def test_sub_heads_that_say_whose_word_follows() -> None:
    """They are no rows of a table: each stands above a paragraph and does not fill its column."""
    speakers = ["王磊：把服务送到家门口", "陈静：让老城厢留住记忆", "赵师傅：车间里的三十年"]
    words = [
        "王磊说，他每天走一遍弄堂，谁家的灯坏了、谁家的老人没下楼，看一眼就知道。",
        "陈静认为，老房子修得好不好，要看住在里面的人愿不愿意请朋友来坐坐。",
        "赵师傅回忆，当年进厂的一百二十个学徒里，如今还在这条街上住着的有三十来个。",
    ]
    page = ["三人谈老街改造", "三位街坊走进居委会，说起这些年住在老街上的变化和盼头，一谈就是一个下午。"]
    for speaker, said in zip(speakers, words, strict=True):
        page += [speaker, said]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert article.title == page[0]
    assert [paragraph.text for paragraph in article.paragraphs if paragraph.role == "subhead"] == speakers


def test_headline_about_subscribers_is_no_request() -> None:
    title, first, second = "各地踊跃订阅本报", "本报讯 " + ARTICLES[0][1], ARTICLES[0][2]
    found = read(Document(source="paper", name="p.txt", content="\n".join([title, first, second]).encode()))
    assert [article.title for article in found] == [title]


@pytest.mark.parametrize("dateline", ["【新华社重庆十四日电】", "〔中央社台北3日电〕", "【本报讯】"])
def test_no_dateline_in_a_derived_headline(dateline: str) -> None:
    page = ["第3版", dateline + "东湖大桥昨天通车，两岸居民步行只要一刻钟。", "大桥全长1200米，双向四车道。"]
    (article,) = read(Document(source="paper", name="p.txt", content="\n".join(page).encode()))
    assert (article.title, article.title_derived) == ("东湖大桥通车", True)
