"""Bylines, column names and headlines of several lines in many forms; each on a page with others before and behind."""

import pytest

from tests.newspaper_pages import page, wrap

LOCK = (
    "老船闸的闸门换了新钢板，守闸人鲍长水带着徒弟把四十六个螺栓一颗一颗拧紧，又往门缝里注了两遍防水的胶。",
    "换完那天正赶上放水，十二条货船排着队过闸，鲍长水站在闸墙上数到最后一条，才下来喝了当天的第一口水。",
)
BAKER = (
    "巷口的烧饼铺重新开张，炉子还是那只泥炉，掌炉的换成了老掌柜的孙女，每天凌晨四点半就开始和面生火。",
    "老主顾都说味道没变，孙女却说盐少放了一成。她在墙上写了一行字，谁要是吃着淡，可以自己添。",
)
LOCK_HEAD, BAKER_HEAD = "老船闸换上新闸门", "巷口烧饼铺重新开张"


BYLINES = """
■岚港融媒记者 鲍明 通讯员 陶青|鲍明 陶青
四川日报全媒体记者 鲍明 陶青|鲍明 陶青
本报首席记者 鲍明 文/图|鲍明
本报特约记者 鲍明 通讯员 陶青|鲍明 陶青
融媒体记者 鲍明 实习生 陶青|鲍明 陶青
□ 记者 鲍明 发自岚港|鲍明
学生记者 鲍明 指导老师 陶青|鲍明
小记者 鲍明|鲍明
岚港区融媒体中心 鲍明|鲍明
■区灵评|区灵评
□ 江 声|江声
本报综合|
本报综合报道|
据新华社电|
""".strip().split("\n")


@pytest.mark.parametrize("form", BYLINES)
def test_bylines_below_a_headline(form: str) -> None:
    line, names = form.split("|")
    found = page(LOCK_HEAD, "■记者 方平", *LOCK, BAKER_HEAD, line, *BAKER)
    assert [(article.title, article.text) for article in found] == [
        (LOCK_HEAD, "\n\n".join(LOCK)),
        (BAKER_HEAD, "\n\n".join(BAKER)),
    ]
    assert found[1].byline == tuple(names.split())


GLUED = """
（岚港融媒 鲍明）|鲍明
（岚港区融媒体中心 鲍明 陶青）|鲍明 陶青
（供稿：鲍明）|鲍明
（鲍明/文 陶青/图）|鲍明 陶青
（全媒体记者 鲍明）|鲍明
（记者鲍明 陶青）|鲍明 陶青
　　鲍明远|鲍明远
■通讯员 鲍明 陶青|鲍明 陶青
（区委宣传部）|
""".strip().split("\n")


@pytest.mark.parametrize("form", GLUED)
@pytest.mark.parametrize("width", [0, 15, 16, 17, 18, 19, 20])
def test_bylines_behind_the_last_sentence(form: str, width: int) -> None:
    glued, names = form.split("|")
    texts = (LOCK[0], LOCK[1] + glued)
    rows = [row for text in texts for row in wrap("　　" + text, width)] if width else list(texts)
    below = [row for text in BAKER for row in wrap("　　" + text, width)] if width else BAKER
    found = page(LOCK_HEAD, *rows, BAKER_HEAD, "■记者 方平", *below, sep="\n")
    assert [(article.title, article.text) for article in found] == [
        (LOCK_HEAD, "\n\n".join(LOCK)),
        (BAKER_HEAD, "\n\n".join(BAKER)),
    ]
    assert set(found[0].byline) == set(names.split())


COLUMNS = """
班前一刻
今日谈
记者调查
●聚焦
【记者观察】
走县域 看岭河
走基层·新春里的烟火
全市内河航运工作会商会要求
县委理论学习中心组举行集体学习
访岚港船闸管理所所长鲍长水
""".strip().split("\n")


@pytest.mark.parametrize("kicker", COLUMNS)
def test_names_of_columns_and_occasions_stand_above_the_headline(kicker: str) -> None:
    title = "切实守好每一道船闸" if kicker.endswith(("要求", "学习")) else "老船闸换上新闸门"
    found = page(BAKER_HEAD, "■记者 方平", *BAKER, kicker, title, "本报记者 陶青", *LOCK)
    assert [(article.kicker, article.title, article.text) for article in found] == [
        (None, BAKER_HEAD, "\n\n".join(BAKER)),
        (kicker, title, "\n\n".join(LOCK)),
    ]


@pytest.mark.parametrize(
    ("title", "deck"),
    [
        ("岚港推出船闸“健康码”", "首批覆盖九座船闸，明年底前实现全覆盖"),
        ("船闸老化 货船排队", "今年汛期停航六十小时 航道局启动全面改造"),
        ("地铁今日“轨通”", "计划明年底开通，从船闸到市中心只要二十分钟"),
    ],
)
def test_what_is_told_at_length_below_a_headline_is_its_deck(title: str, deck: str) -> None:
    found = page(BAKER_HEAD, "■记者 方平", *BAKER, title, deck, "■记者 陶青", *LOCK)
    assert (found[1].title, found[1].deck, found[1].kicker) == (title, deck, None)
