"""House styles of papers: digests of foreign press, interviews, notices, boxes, frames; each beside other articles."""

import pytest

from digests.models import Article, Document
from digests.reading import read, versions
from tests.newspaper_pages import wrap

MILL = (
    "河湾里的老水磨又转了起来，磨坊主谷满仓花了三个月换掉朽坏的叶片，磨出来的头一袋荞麦面送给了对岸的小学。",
    "谷满仓说，水磨一天只磨两百斤，比不上机器，可老人们就认这个味道，订单已经排到了下个月月底。",
)
KITE = (
    "北坡的风筝作坊今年收了六名徒弟，年纪最大的五十一岁，原先在纺织厂开了半辈子的织布机，手比谁都稳。",
    "师傅说，竹条削到什么时候算好，要看它在灯下透不透光。徒弟们一连削了四十天，才轮到自己糊第一只风筝。",
)
MILL_HEAD, KITE_HEAD = "河湾老水磨重新开转", "风筝作坊收下六名徒弟"


def page(*lines: str, sep: str = "\n\n") -> tuple[Article, ...]:
    return read(Document(source="made", name="a.txt", content=sep.join(lines).encode()))


def told(articles: tuple[Article, ...]) -> list[tuple[str, str]]:
    return [(article.title, article.text) for article in articles]


MILLED, KITED = (MILL_HEAD, "\n\n".join(MILL)), (KITE_HEAD, "\n\n".join(KITE))


def test_a_dispatch_names_its_author_behind_its_topic() -> None:
    opening = "【西班牙《先锋报》网站5月3日报道】题：磨坊里的第二次青春（记者 路易斯·莫拉）"
    found = page(MILL_HEAD, opening, *MILL, KITE_HEAD, "■记者 尹小舟", *KITE)
    assert told(found) == [(MILL_HEAD, "\n\n".join([opening, *MILL])), KITED]


def test_a_column_may_cut_a_dispatch_from_its_topic() -> None:
    opening = ["　　［西班牙《先锋报》5月3日文章］", "题：老磨坊和它等了十一年的第二次青春", "（作者 路易斯·莫拉）"]
    rest = [line for text in (*MILL, *KITE) for line in wrap("　　" + text, 18)]
    (found,) = page(MILL_HEAD, *opening, *rest, sep="\n")
    assert found.title == MILL_HEAD
    assert found.text.startswith(
        "［西班牙《先锋报》5月3日文章］题：老磨坊和它等了十一年的第二次青春（作者 路易斯·莫拉）\n\n河湾里"
    )


def test_who_asks_may_be_called_like_the_opening_of_a_report() -> None:
    said = ["河湾时讯：磨坊停了几年？", "谷满仓：整整十一年。", "河湾时讯：为什么又开了？", "谷满仓：孙女想看它转。"]
    found = page(MILL_HEAD, "河湾时讯·河湾网记者 尹小舟", *MILL, *said, KITE_HEAD, "■记者 尹小舟", *KITE)
    assert told(found) == [(MILL_HEAD, "\n\n".join([*MILL, *said])), KITED]
    assert found[0].byline == ("尹小舟",)


def test_reports_that_open_alike_are_no_turns_of_speech() -> None:
    opened = [f"河湾讯：{MILL[0]}", MILL[1], f"河湾讯：{KITE[0]}", KITE[1]]
    assert len(page(*opened)) == 2


SIGNED = """
磨声|谷满仓（作家，现居河湾）|谷满仓
水磨的声音|水利学院2021级 谷满仓|谷满仓
水磨|初三（2）班 谷满仓|谷满仓
重访水磨|（谷　仓）|谷仓
水磨重开|采写：河湾记者 谷满仓|谷满仓
""".strip().split("\n")


@pytest.mark.parametrize("form", SIGNED)
def test_who_signs_below_short_headlines(form: str) -> None:
    title, line, name = form.split("|")
    found = page(KITE_HEAD, "■记者 尹小舟", *KITE, title, line, *MILL)
    assert told(found) == [KITED, (title, MILLED[1])]
    assert found[1].byline == (name,)


def test_a_name_that_signs_elsewhere_signs_where_the_headline_is_lost() -> None:
    found = page(KITE_HEAD, "方苇 谷满仓", *KITE, "方苇", *MILL)
    assert [article.text for article in found] == [KITED[1], MILLED[1]]
    assert found[1].title_derived
    assert found[1].byline == ("方苇",)


def test_a_note_of_a_name_signs_at_the_end() -> None:
    found = page(KITE_HEAD, *KITE, "（苇　杭）", MILL_HEAD, "■记者 尹小舟", *MILL)
    assert told(found) == [KITED, MILLED]
    assert found[0].byline == ("苇杭",)


def test_correspondents_may_be_offices_that_sign_with_a_word() -> None:
    (found,) = page(f"河湾讯 记者尹小舟 通讯员湾水宣 {MILL[0]}", MILL[1])
    assert found.byline == ("尹小舟", "湾水宣")
    assert found.text.startswith("河湾讯 河湾里的老水磨")


def test_a_line_end_cuts_the_names_of_reporters() -> None:
    text = f"【河湾商报讯】记者尹小舟、谷满仓报道：{MILL[0]}{MILL[1]}"
    found = page(MILL_HEAD, *wrap(text, 15), KITE_HEAD, "■记者 尹小舟", *KITE, sep="\n")
    assert found[0].byline == ("尹小舟", "谷满仓")
    assert found[0].text == f"【河湾商报讯】{MILL[0]}{MILL[1]}"


NOTICE = (
    "河湾镇水磨坊租赁公告",
    "经镇政府同意，河湾水磨坊面向社会公开出租，租期五年，有意者请于6月10日前报名。",
    "联系人：谷先生 联系电话：0000-1234567",
    "河湾镇水利站",
    "2024年5月28日",
)


def test_whom_to_ask_is_part_of_a_notice_and_its_day_is_no_masthead() -> None:
    found = page("河湾报", "2024年6月3日 星期一 第2版", MILL_HEAD, "■记者 尹小舟", *MILL, *NOTICE)
    assert told(found) == [MILLED, (NOTICE[0], "\n\n".join(NOTICE[1:3]))]
    assert [article.published_on for article in found] == ["2024-06-03"] * 2


def test_a_lunar_year_without_the_name_of_its_calendar_frames_a_page() -> None:
    found = page("河 湾 报", "2024年6月3日", "甲辰年四月廿七", "河湾网网址：http://hewan.example", MILL_HEAD, *MILL)
    assert told(found) == [MILLED]
    assert found[0].published_on == "2024-06-03"


def test_items_may_have_a_mark_that_else_points_at_pictures() -> None:
    items = ["△5月20日，镇上的木桥换了新桥板。", "△5月23日，渡口添了一盏夜灯。", "△近日，河湾小学收到三百册书。"]
    found = page(MILL_HEAD, "■记者 尹小舟", *MILL, "河湾短讯", *items)
    assert [article.text for article in found] == [MILLED[1], *items]
    assert told(page(MILL_HEAD, "■记者 尹小舟", *MILL, "△水磨坊的新叶片。尹小舟 摄")) == [MILLED]


def test_what_stands_above_a_credit_is_the_caption() -> None:
    found = page(MILL_HEAD, *MILL, "采写：本报记者 尹小舟", "新换的叶片泛着木头的光。", "本报记者 方平 摄")
    assert told(found) == [MILLED]


def test_the_contents_of_other_pages_are_furniture() -> None:
    contents = ["导 读", "一座桥和它的守夜人", "第三版", "到山里去听雨", "第七版"]
    found = page(KITE_HEAD, *KITE, MILL_HEAD, "■记者 尹小舟", *MILL, *contents, sep="\n")
    assert "".join(article.text for article in found).endswith(MILL[1])


def test_an_address_in_letters_stays_in_a_wrapped_sentence() -> None:
    text = "愿意捐出旧书的读者请把书目发到shumu@hewan.example，并写明姓名、住址和取书的时间，义工会开着船来取。"
    cut = [
        "　　愿意捐出旧书的读者请把书目发到",
        "shumu@hewan.example，并写明姓名、",
        "住址和取书的时间，义工会开着船来取。",
    ]
    (found,) = page(MILL_HEAD, *wrap("　　" + MILL[0] + MILL[1], 18), *cut, sep="\n")
    assert found.paragraphs[-1].text == text


def test_what_an_office_makes_known_begins_an_article() -> None:
    title = "关于暂停河湾渡口夜间摆渡的通知"
    found = page(
        MILL_HEAD, "■记者 尹小舟", *MILL, title, "各位乡亲：", "因水位上涨，即日起渡口停止夜间摆渡，恢复时间另行通知。"
    )
    assert [article.title for article in found] == [MILL_HEAD, title]


def test_a_rest_that_stands_below_an_interview_goes_back_to_its_end() -> None:
    said = ["记者：第一只风筝飞了多高？", "谷满仓：还没有屋顶高。", "记者：后来呢？", "谷满仓：后来越过了河。"]
    cut = MILL[1].index("老人们") + 1
    opened = [MILL_HEAD, "■记者 方平", MILL[0], MILL[1][:cut]]
    asked = [KITE_HEAD, "■记者 尹小舟", KITE[0], *said]
    found = page(*opened, *asked, MILL[1][cut:], "渡口添了一盏夜灯", "■记者 方平", KITE[1])
    assert told(found)[:2] == [MILLED, (KITE_HEAD, "\n\n".join([KITE[0], *said]))]


SCENES = """
谷满仓在磨坊里添荞麦。
孩子们在水磨旁写生。
""".strip().split("\n")


@pytest.mark.parametrize("scene", SCENES)
def test_a_whole_sentence_may_be_a_caption_below_the_end(scene: str) -> None:
    assert told(page(MILL_HEAD, *MILL, scene, KITE_HEAD, "■记者 尹小舟", *KITE)) == [MILLED, KITED]


ENDINGS = """
水磨坊每天上午开放。
孩子们要在水磨旁写完作文。
谷满仓还在等第二批荞麦。
大家在磨坊里坐下，谁也不说话。
""".strip().split("\n")


@pytest.mark.parametrize("ending", ENDINGS)
def test_short_last_paragraphs_that_tell_more_than_a_picture_stay(ending: str) -> None:
    found = page(MILL_HEAD, *MILL, ending, KITE_HEAD, "■记者 尹小舟", *KITE)
    assert told(found) == [(MILL_HEAD, "\n\n".join([*MILL, ending])), KITED]


POEM = ("水磨转着", "像一个慢慢说话的老人", "把河水磨成了面粉", "又把傍晚", "磨成了一盏灯")


@pytest.mark.parametrize("indent", ["", "　　"])
def test_verses_are_no_headlines(indent: str) -> None:
    verses = [indent + verse for verse in POEM]
    found = page(KITE_HEAD, "■记者 方平", *KITE, "水磨（外一首）", "□尹小舟", *verses, MILL_HEAD, "■记者 尹小舟", *MILL)
    assert told(found) == [KITED, ("水磨（外一首）", "\n\n".join(POEM)), MILLED]


def test_a_narrow_column_is_no_poem() -> None:
    lines = [line for text in MILL for line in wrap("　　" + text, 13)]
    assert told(page(MILL_HEAD, "■记者 尹小舟", *lines, KITE_HEAD, "■记者 方平", *KITE, sep="\n"))[0] == MILLED


OFFICIALS = """
河湾镇水利站 石　门|石门
河湾中医院骨伤科副主任医师 苇　青|苇青
水利站高级工程师 谷满仓|谷满仓
河湾商报-水乡新闻记者 谷满仓 摄影记者 方平|谷满仓 方平
""".strip().split("\n")


@pytest.mark.parametrize("form", OFFICIALS)
def test_who_signs_with_an_office_or_for_two_papers(form: str) -> None:
    line, names = form.split("|")
    found = page(KITE_HEAD, "■记者 尹小舟", *KITE, MILL_HEAD, line, *MILL)
    assert told(found) == [KITED, MILLED]
    assert found[1].byline == tuple(names.split())


def test_a_masthead_may_name_what_nobody_knows_beside_two_things_that_frame_pages() -> None:
    found = page("水乡时讯 2024年6月3日 星期一 第6版 渡口", MILL_HEAD, "■记者 尹小舟", *MILL)
    assert told(found) == [MILLED]
    assert found[0].published_on == "2024-06-03"


def test_the_day_that_signs_may_be_written_out() -> None:
    signed = [
        "关于召开风筝作坊学徒大会的公告",
        "学徒大会定于6月8日召开，请准时参加。",
        "河湾镇文化站",
        "二〇二四年五月三十日",
    ]
    found = page("2024年6月3日", MILL_HEAD, "■记者 尹小舟", *MILL, *signed)
    assert [article.published_on for article in found] == ["2024-06-03"] * 2


def test_a_label_of_a_box_is_no_heading_of_related_articles() -> None:
    text = "因上游放水，渡口的木船本周六停航一天，要过河的乡亲可以绕行三里外的石桥，桥头有人指路。"
    found = page(MILL_HEAD, "■记者 尹小舟", *MILL, "今日资讯", "本周六渡口停航", text)
    assert [article.text for article in found] == [MILLED[1], text]


def test_what_is_listed_is_no_headline() -> None:
    lists = [
        "一、先进作坊（5个）",
        "水磨坊、风筝坊、竹器坊、面坊、酒坊",
        "二、先进个人（6名）",
        "谷满仓 尹小舟 方平 石门 苇青 安平",
    ]
    title = "河湾镇2024年度先进作坊和先进个人名单"
    found = page(KITE_HEAD, "■记者 尹小舟", *KITE, title, *lists)
    assert told(found) == [KITED, (title, "\n\n".join(lists))]


def test_an_open_caption_stands_above_its_credit() -> None:
    found = page(KITE_HEAD, *KITE, "■学徒糊第一只风筝", "通讯员 方平 摄", MILL_HEAD, "■记者 尹小舟", *MILL)
    assert told(found) == [KITED, MILLED]
    assert page("学徒糊好第一只风筝", "通讯员 方平 摄", KITE[0])[0].title == "学徒糊好第一只风筝"


FORMS = """
记 者 谷满仓|谷满仓
河湾·河湾新闻记者 谷满仓|谷满仓
■河湾融媒体中心 谷满仓 尹小舟|谷满仓 尹小舟
■河湾融媒体中心 石 门 尹小舟|石门 尹小舟
（河湾区融媒体中心 谷满仓）|谷满仓
文图/河湾报记者 谷满仓|谷满仓
""".strip().split("\n")


@pytest.mark.parametrize("form", FORMS)
def test_bylines_of_many_makes_sign_below_headlines(form: str) -> None:
    line, names = form.split("|")
    found = page(KITE_HEAD, "■记者 方平", *KITE, MILL_HEAD, line, *MILL)
    assert told(found) == [KITED, MILLED]
    assert found[1].byline == tuple(names.split())


GLUED_FORMS = """
（河湾区融媒体中心 谷满仓）|谷满仓
（谷满仓 文/摄）|谷满仓
""".strip().split("\n")


@pytest.mark.parametrize("form", ["　　　谷满仓|谷满仓", *GLUED_FORMS])
def test_bylines_glued_to_the_end(form: str) -> None:
    glued, names = form.split("|")
    (found,) = page(MILL_HEAD, MILL[0], MILL[1] + glued)
    assert (found.text, found.byline) == (MILLED[1], tuple(names.split()))


def test_a_bracket_that_signs_is_no_beginning_of_a_paragraph_though_it_is_indented() -> None:
    heading = "风筝作坊今年在北坡收下了六名新的学徒弟子"
    lines = [*("　　" + text for text in MILL), "　　（本报记者 谷满仓 通讯员 尹小舟）", heading]
    found = page(MILL_HEAD, *lines, *("　　" + text for text in KITE), sep="\n")
    assert told(found) == [MILLED, (heading, KITED[1])]
    assert found[0].byline == ("谷满仓", "尹小舟")


def test_a_lead_may_fill_its_first_line_with_who_reports() -> None:
    opening = "　　本报讯（记者谷满仓 通讯员尹小舟 文/图）"
    lines = wrap(opening + MILL[0] + MILL[1], len(opening))
    rest = wrap("　　" + KITE[0] + KITE[1], len(opening))
    found = page(MILL_HEAD, *lines, KITE_HEAD, "■记者 方平", *rest, sep="\n")
    assert lines[0] == opening
    assert found[0].byline == ("谷满仓", "尹小舟")
    assert "".join(found[0].text.split()) == "本报讯" + MILL[0] + MILL[1]


def test_who_is_asked_by_reporters_signs_nothing() -> None:
    lines = wrap("　　" + MILL[0] + "谷满仓接受河湾报记者采访时介绍说，水磨一天只磨两百斤，订单排到了下个月。", 18)
    (found,) = page(MILL_HEAD, *lines, sep="\n")
    assert "采访时介绍说" in found.text


FOOT = """
河湾日报社出版 印刷：河湾印刷厂 零售价：1元
新闻爆料 河湾发布微信公众号
河湾健康热线：96000 欢迎来电咨询
云上河湾未来三天天气：3日晴，14~26℃；4日多云，15~27℃。
（资料图片）
""".strip().split("\n")


@pytest.mark.parametrize("line", FOOT)
def test_what_stands_at_the_foot_of_pages(line: str) -> None:
    assert told(page(KITE_HEAD, "■记者 方平", *KITE, MILL_HEAD, "■记者 尹小舟", *MILL, line)) == [KITED, MILLED]


def test_items_named_in_brackets_are_paragraphs_of_their_article() -> None:
    items = ["【时间】6月7日至9日", "【地点】河湾水磨坊，雨天改在风筝作坊", "【提醒】自带雨鞋"]
    lines = [line for text in MILL for line in wrap("　　" + text, 18)]
    found = page(MILL_HEAD, "■记者 尹小舟", *lines, *items, KITE_HEAD, "■记者 方平", *KITE, sep="\n")
    assert told(found)[0] == (MILL_HEAD, "\n\n".join([*MILL, *items]))


def test_what_counts_the_parts_of_a_text_stands_above_their_headings() -> None:
    parts = ["01", "没有水的磨", MILL[0], "02", "没有磨的水", MILL[1]]
    found = page(KITE_HEAD, "■记者 方平", *KITE, "水与磨", "文·本报记者 尹小舟", MILL[0], *parts)
    assert [article.title for article in found] == [KITE_HEAD, "水与磨"]
    assert found[1].byline == ("尹小舟",)
    assert all(part in found[1].text for part in parts)


def test_a_picture_with_its_text_is_an_article() -> None:
    text = "昨天，河湾小学的孩子们在水磨坊里学推磨，第一袋面粉送给了渡口的老艄公。"
    found = page(KITE_HEAD, "■记者 方平", *KITE, "图片新闻", text, "方平 摄", MILL_HEAD, "■记者 尹小舟", *MILL)
    assert [article.text for article in found] == [KITED[1], text, MILLED[1]]


def test_a_line_end_parts_a_number_from_what_it_is_the_number_of() -> None:
    end = ["　　公示时间为6月1日至7日，电话：", "0774-1234567。"]
    lines = [line for text in MILL for line in wrap("　　" + text, 18)]
    (found,) = page(MILL_HEAD, *lines, *end, sep="\n")
    assert found.paragraphs[-1].text == "公示时间为6月1日至7日，电话：0774-1234567。"


def test_a_notice_begins_something_wherever_a_rest_stands() -> None:
    cut = MILL[1].index("老人们") + 1
    notice = ["停航通知", "因上游放水，渡口的木船本周六停航一天，要过河的乡亲可以绕行三里外的石桥。"]
    opened = [MILL_HEAD, "■记者 方平", MILL[0], MILL[1][:cut]]
    found = page(*opened, *notice, MILL[1][cut:], KITE_HEAD, "■记者 尹小舟", *KITE)
    assert told(found) == [MILLED, (notice[0], notice[1]), KITED]


def test_a_page_of_one_notice_over_and_over_asks_for_each_id_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    identity = versions.identity
    monkeypatch.setattr(versions, "identity", lambda *parts: made.append(identity(*parts)) or made[-1])
    notice = "关于停航的通知\n各位乡亲：\n特此通知。\n河湾镇政府办公室\n2024年1月2日\n"
    found = page(notice * 300)
    assert len({article.id for article in found}) == len(found) > 200
    assert len(made) < 3 * len(found)
