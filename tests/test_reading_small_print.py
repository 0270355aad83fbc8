"""Captions, boxes of briefs, signatures of offices, markers that a line end cuts; each beside what is none of it."""

import pytest

from tests.newspaper_pages import page, wrap

ORCHARD = (
    "梨园的老树今年结了果，园主马长贵把五十年的老梨树嫁接成了新品种，一棵树上能长出三种味道不同的梨子。",
    "他在园子边上搭了一间凉棚，来的人可以坐下歇脚。周末最多的一天，凉棚里添了十几回茶水。",
    "马长贵说，树和人一样要有人看。他打算把嫁接的法子教给邻村，明年春天先教二十户。",
)
FERRY = (
    "渡口的木船换成了电动船，撑了三十年篙的老艄公学会了看仪表，每天往返二十四趟，风大的日子也照样准点开船。",
    "乘船的多半是过江上学的孩子，船舱里新装了一排矮座位，雨天还备了雨衣，孩子们都叫它“小白船”。",
)


CAPTIONS = """
市民在梨园里采摘
游客在凉棚下歇脚喝茶
孩子们正在树下写生
村民晾晒刚收获的梨干
果农采摘早熟的梨子
志愿者为老人理发
工人们在生产线上忙碌
学生在“小白船”上看书
（上图）果农在查看梨树
从空中俯瞰梨园新貌
航拍临溪县湿地公园
老艄公驾船驶离渡口。圖／學校提供
图片由受访者提供
演员在表演舞龙 通讯员 王磊 摄影报道
临溪县夜景（无人机照片）
""".strip().split("\n")


@pytest.mark.parametrize("caption", CAPTIONS)
@pytest.mark.parametrize("place", ["inside", "between", "at the end"])
def test_captions_are_no_text(caption: str, place: str) -> None:
    lines = ["老梨树结出三种梨", "■记者 马宁", *ORCHARD, "渡口换了电动船", "■记者 方平", *FERRY]
    lines.insert({"inside": 3, "between": 5, "at the end": len(lines)}[place], caption)
    found = page(*lines)
    assert [(article.title, article.kicker, article.text) for article in found] == [
        ("老梨树结出三种梨", None, "\n\n".join(ORCHARD)),
        ("渡口换了电动船", None, "\n\n".join(FERRY)),
    ]


@pytest.mark.parametrize(
    "headline",
    [
        "市民在家门口就能采摘",
        "医护人员还在坚守",
        "居民散步有了好去处",
        "游客体验更丰富",
        "果农采摘忙",
        "学生在校如何午休？",
        "工人在岗享受补贴了",
    ],
)
def test_what_is_told_of_people_is_a_headline(headline: str) -> None:
    found = page("老梨树结出三种梨", "■记者 马宁", *ORCHARD, headline, "■记者 方平", *FERRY)
    assert (found[-1].title, found[0].text) == (headline, "\n\n".join(ORCHARD))


def test_a_line_of_a_wrapped_paragraph_about_people_is_text() -> None:
    text = "渡口边新修了一条小路，路旁种着梨树，傍晚居民们在小路上散步聊天，孩子们在树下写生，船工坐在石阶上补网。"
    for width in range(11, 20):
        rows = [row for each in (ORCHARD[0], text, ORCHARD[1]) for row in wrap("　　" + each, width)]
        (found,) = page("老梨树结出三种梨", "本报记者 马宁", *rows, sep="\n")
        assert found.text == "\n\n".join((ORCHARD[0], text, ORCHARD[1]))


ITEMS = ("召开了梨农座谈会，现场签约四个项目。", "清淤渠道六公里，两千亩水田用上了放心水。", "启用了新的渡口候船室。")
PLACES = ("青果镇", "滨河街道", "石塘镇")


@pytest.mark.parametrize(
    "label", ["镇街短波", "一周要闻", "要闻速递", "新闻集锦", "部门动态", "本报简讯", "今日快报", "縣域短波"]
)
@pytest.mark.parametrize("form", ["●{} {}", "◆{}：{}", "■{}{}", "{}{}", "【{}】{}"])
def test_a_box_of_briefs_is_none_of_its_neighbours(label: str, form: str) -> None:
    items = [form.format(place, item) for place, item in zip(PLACES, ITEMS, strict=True)]
    found = page("老梨树结出三种梨", "■记者 马宁", *ORCHARD, label, *items, "渡口换了电动船", "■记者 方平", *FERRY)
    texts = [article.text for article in found]
    assert (texts[0], texts[-1]) == ("\n\n".join(ORCHARD), "\n\n".join(FERRY))
    assert "\n\n".join(texts[1:-1]) == "\n\n".join(items)


def test_items_that_are_set_off_by_whom_they_are_about_are_one_text() -> None:
    items = [f"●{place} {item}" for place, item in zip(PLACES, ITEMS, strict=True)]
    found = page("老梨树结出三种梨", "■记者 马宁", *ORCHARD, "镇街短波", *items)
    assert (found[1].title, found[1].text) == ("镇街短波", "\n\n".join(items))


def test_marked_reports_have_headlines_of_their_own() -> None:
    items = [f"●今年春天，{place}{item}" for place, item in zip(PLACES, ITEMS, strict=True)]
    heads = ("梨农座谈签下四个项目", "水田用上了放心水", "新候船室启用")
    found = page(
        "老梨树结出三种梨", "■记者 马宁", *ORCHARD, *(line for pair in zip(heads, items, strict=True) for line in pair)
    )
    assert [(article.title, article.text) for article in found[1:]] == list(zip(heads, items, strict=True))


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("（县林业技术推广中心）", ()),
        ("县果品协会", ()),
        ("县民政局　县交通运输局", ()),
        ("县中医院 针灸科 马宁", ("马宁",)),
        ("石砚", ("石砚",)),
    ],
)
def test_who_answers_for_the_last_text_is_none_of_it(line: str, names: tuple[str, ...]) -> None:
    found = page("老梨树结出三种梨", "■记者 方平", *ORCHARD, "果树怎样过冬", *FERRY, line)
    assert (found[-1].text, found[-1].byline) == ("\n\n".join(FERRY), names)


@pytest.mark.parametrize("line", ["县人民法院 马宁", "马宁 方小北", "池雨", "西門聽雨", "■记者 马宁 ■摄影 方平"])
def test_more_signatures_below_a_headline(line: str) -> None:
    (found,) = page("老梨树结出三种梨", line, *ORCHARD)
    assert (found.title, found.text, bool(found.byline)) == ("老梨树结出三种梨", "\n\n".join(ORCHARD), True)


@pytest.mark.parametrize("cut", [1, 2, 3, 4, 5, 6])
def test_a_marker_that_a_line_end_cuts(cut: int) -> None:
    marker, text = "（下转第二版）", "马长贵打算把嫁接的法子教给邻村，明年春天先教二十户，所得全部用于"
    rows = [*ORCHARD[:2], text + marker[:cut], marker[cut:]]
    found = page("老梨树结出三种梨", "■记者 马宁", *rows, "渡口换了电动船", "■记者 方平", *FERRY, sep="\n")
    assert (found[0].paragraphs[-1].text, found[0].continued_on) == (text, "2")
    assert (found[1].title, found[1].text) == ("渡口换了电动船", "\n\n".join(FERRY))


WORDED = (
    "果农的地块数据未经授权不得交给收购商。",
    "日前有果农拨打本报热线，反映苗木送晚了，",
    "会上通报了投诉热线办理情况。",
)


@pytest.mark.parametrize("line", WORDED)
def test_a_text_may_speak_of_hotlines_and_permits(line: str) -> None:
    (found,) = page("老梨树结出三种梨", "■记者 方平", ORCHARD[0], line, "后来都有了着落。", *ORCHARD[1:])
    assert line in found.text


@pytest.mark.parametrize(
    "line",
    ["今天：多云转晴　-3℃～7℃　东风三级", "明日 小雨转阴 8～14℃ 热线:0000-1111111", "果农报读者热线:0000-1111111"],
)
def test_weather_and_hotlines_at_the_head_are_no_text(line: str) -> None:
    (found,) = page(line, "老梨树结出三种梨", "■记者 方平", *ORCHARD)
    assert (found.title, found.text) == ("老梨树结出三种梨", "\n\n".join(ORCHARD))


@pytest.mark.parametrize("contact", ["监督电话：0000-1111111。", "咨询电话：0000-1111111，联系人：马宁。"])
def test_whom_to_ask_is_the_last_sentence_of_a_notice(contact: str) -> None:
    notice = "经各村推荐，拟命名十二户为护林人家，现予公示，期限五天。"
    found = page("老梨树结出三种梨", "■记者 方平", *ORCHARD, "护林人家名单公示", notice, contact, "■责任编辑 马宁")
    assert (found[-1].title, found[-1].text) == ("护林人家名单公示", f"{notice}\n\n{contact}")


@pytest.mark.parametrize(
    "marker",
    ["（文接A1版）", "（承接第1版）", "(接1版)", "（上接第1版《老梨树结出三种梨》）", "（上接第1版）", "◀上接A1版 "],
)
def test_more_markers_of_where_a_text_comes_from(marker: str) -> None:
    found = page("老梨树结出三种梨", "■记者 方平", *ORCHARD, "渡口换了电动船", marker + FERRY[0], *FERRY[1:])
    assert (found[1].title, found[1].text) == ("渡口换了电动船", "\n\n".join(FERRY))
    assert found[1].continued_from in ("1", "A1")


@pytest.mark.parametrize("marker", ["【下转第2版】", "▶下转第2版", "→下转2版", "（全文转第2版）", "（下转二版）"])
@pytest.mark.parametrize("sep", ["\n", "\n\n"])
def test_a_marker_on_a_line_of_its_own_tells_where_a_text_goes_on(marker: str, sep: str) -> None:
    rows = [*ORCHARD[:2], "马长贵打算把嫁接的法子教给邻村，明年春天先教二十户，所得", marker]
    found = page("老梨树结出三种梨", "■记者 马宁", *rows, "渡口换了电动船", "■记者 方平", *FERRY, sep=sep)
    assert [article.continued_on for article in found] == ["2", None]
    assert marker not in found[0].text


@pytest.mark.parametrize("mark", ["▶", "►", "■", "◆", "● "])
def test_a_mark_before_a_sub_head_makes_no_caption_of_it(mark: str) -> None:
    (found,) = page("老梨树结出三种梨", "■记者 方平", ORCHARD[0], mark + "嫁接不问树龄", *ORCHARD[1:])
    assert [part.text for part in found.paragraphs if part.role == "subhead"] == [mark + "嫁接不问树龄"]


@pytest.mark.parametrize(
    "line", ["果乡", "要 闻", "QINGXI DAILY", "综合新闻 4", "3/8", "（新华社发）", "更多内容请扫二维码"]
)
def test_below_the_last_text_stands_no_more_of_it(line: str) -> None:
    (found,) = page("老梨树结出三种梨", "■记者 方平", *ORCHARD, line)
    assert found.text == "\n\n".join(ORCHARD)


SCRAPS = (
    "（文接A1版）",
    "（承接第一版）",
    "【下转第2版】",
    "（上接第1版）（下转第2版）",
    "（下转\n第2版）",
    "（\n上接第1版）",
    "【】",
)


@pytest.mark.parametrize("scrap", SCRAPS)
@pytest.mark.parametrize("at", [0, 2, 4])
def test_markers_without_a_text_of_their_own_do_no_harm(scrap: str, at: int) -> None:
    rows = ["老梨树结出三种梨", "■记者 方平", *ORCHARD]
    found = page(*rows[:at], scrap, *rows[at:], sep="\n")
    read = "".join("".join(article.text.split()) for article in found)
    assert [part for part in ORCHARD if part not in read] == []
