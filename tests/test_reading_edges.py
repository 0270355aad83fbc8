"""What stands around a web page's text within its own box, or below it without a label, and what must stay there."""

import pytest
from lxml import html as lxml_html

from digests.reading import bylines
from digests.reading.days import moment
from digests.reading.web import edges, pieces, sayings
from digests.reading.web.html import extract
from tests.test_reading_frames import OTHER, TEXT, page
from tests.test_reading_web import read_page


def read_back(*around: str) -> list[str]:
    return [text for _, text, _ in page(*around).paragraphs]


PICTURE = '<p><img src="a.jpg"></p>'
LAST = f"<p>{TEXT[2]}</p>"
WORDS = (
    ("芦花飞", "我家就在桥西，盼了三年，总算不用绕路了，希望路灯也早点修好。"),
    ("阿水", "小时候跟着外婆过桥赶集的日子，一下子想起来了。"),
    ("云岭土著", "停车怎么办？桥头根本没有车位，建议记者再去问问。"),
)
BESIDE = {
    "a centred caption": f"<div>{{text}}{PICTURE}<p style='text-align:center'>通车后的老桥</p>{LAST}</div>",
    "a grey caption": f"<div>{{text}}{PICTURE}<p><span style='color:#888888'>老桥的新护栏。</span></p>{LAST}</div>",
    "a caption in a box of pictures": f"<div>{{text}}<div class='slideShow'><img><p>老桥（云台）</p></div>{LAST}</div>",
    "a row of credits": "<div>{text}<p>（文/王磊 图/学生记者团 审核/李四维）</p></div>",
    "a row of reviewers": "<div>{text}<p>一审 | 王磊 二审 | 李娜 三审 | 周正</p></div>",
    "who gave pictures": "<div>{text}<p>图|受访者提供</p></div>",
    "a note in brackets": "<div>{text}<p>[《云岭周刊》各大书店有售；按此订阅，免费快递。]</p></div>",
    "a reminder": "<div>{text}<p>※ 提醒您：饮酒过量有碍健康</p></div>",
    "buttons with counts": "<div>{text}<div>阅 12.3万 评论 0 分享 收藏</div></div>",
    "words to the browser": f"<div>{{text}}<div>若需观看视频，请启用 JavaScript 并更新浏览器</div>{LAST}</div>",
    "a call for tips": "<div>{text}<p>如您有新闻线索，欢迎拨打热线 0000-123456 或加小编微信 yunling 。</p></div>",
    "a button for more": f"<div>{{text}}<div>加载更多</div>{LAST}</div>",
    "readers by turns": "<div>{text}</div><div>" + "".join(f"<p>{a}</p><p>{b}</p>" for a, b in WORDS) + "</div>",
    "readers in front": "<div>{text}</div><ul>" + "".join(f"<li>{a}：{b}</li>" for a, b in WORDS) + "</ul>",
    "readers with pictures": "<div>{text}</div><div>"
    + "".join(f"<div><img><b>{a}</b><p>{b}</p></div>" for a, b in WORDS)
    + "</div>",
    "who writes": f"<div>{{text}}</div><div class='x'><h4>范姜雨</h4><p>云岭网记者，{OTHER}</p></div>",
    "a box of another role": f"<div>{{text}}</div><div role='complementary'><p>{OTHER}</p></div>",
    "a box with a label for readers of screens": f"<div>{{text}}</div><div aria-label='热门推荐'><p>{OTHER}</p></div>",
    "what follows the end": "<div>{text}<p>完</p><p>2031年3月5日（星期三）<br>香港时间11时30分</p></div>",
    "what is paid for": f"<div>{{text}}<p>【广告】云岭银行理财产品，年化收益高达百分之三，点击了解详情</p>{LAST}</div>",
    "a way out of a list": "<div>{text}<p>你收到这封邮件是因为订阅了云岭周报。<a>退订</a></p></div>",
    "where it is filed": "<div>{text}<p>Filed under <a>城市</a></p></div>",
    "friends and followers": "<div>{text}<p>加入「雲嶺」LINE好友，掌握最新消息</p><p>追蹤雲嶺 Facebook 粉專</p></div>",
    "where the picture is from": "<div>{text}<p>（首圖來源：雲嶺新聞）</p></div>",
    "a line behind a star": "<div>{text}<p>★ 投資理財有賺有賠，申購前應詳閱公開說明書。</p></div>",
    "more to see": "<div>{text}<p><strong>看更多：</strong></p><ul><li><a href=1>水厂换了新的滤池</a></li></ul></div>",
    "a wall": "<div>{text}<p>订阅会员，阅读全文</p><p>已是会员？<a>登录</a></p></div>",
    "a question to the reader": "<div>{text}<p>您对本次答复是否满意？</p></div>",
    "a long notice": "<div>{text}<p>更多资讯请下载“云岭”客户端。欢迎提供新闻线索，报料热线0000-123456。版权声明：本文"
    "版权归云岭网所有，未经授权不得转载，请联系云岭网，不尊重原创的行为我们将追究责任。</p></div>",
    "a summary by a machine": f"<div><div class='z'>AI摘要</div><p>{OTHER}</p></div><div>{{text}}</div>",
}


@pytest.mark.parametrize("around", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_the_text_is_left_out(around: str) -> None:
    found = read_back(around)
    assert found == [*TEXT, TEXT[2]][: len(found)]
    assert len(found) >= len(TEXT)


TURNS = (("记者", "为什么要重修？"), ("王磊", "桥墩裂了，不修要出事。"), ("记者", "花了多久？"), ("王磊", "三年。"))
INSIDE = {
    "an interview": [f"{who}：{words}" for who, words in TURNS],
    "sections": [line for at, text in enumerate(TEXT) for line in (f"第{at + 1}节怎样修", text)],
}


def test_what_looks_like_readers_stays_in_the_text() -> None:
    asked = "".join(f"<p>{line}</p>" for line in INSIDE["an interview"])
    assert not sayings.are_sayings(pieces.pieces(lxml_html.fragment_fromstring(f"<div>{asked}</div>")))
    sections = "".join(f"<section><h3>{head}</h3><p>{text}</p></section>" for head, text in zip(
        INSIDE["sections"][::2], TEXT, strict=True))  # fmt: skip
    assert read_back(f"<div><p>{OTHER}</p>{sections}</div>") == [OTHER, *INSIDE["sections"]]


def test_turns_of_an_interview_are_no_cards_of_writers() -> None:
    turns = "".join(f"<div class='say'><span>{who}：</span><p>{text}</p></div>" for who, text in zip(
        ("主持人", "马骏", "马骏"), TEXT, strict=True))  # fmt: skip
    assert [text for text in read_back(f"<div>{turns}</div>") if len(text) > 5] == list(TEXT)


def test_stories_that_a_page_goes_on_with_are_other_ones() -> None:
    story = f"<article class='s'><h2>水厂换了新的滤池</h2><div><p>{OTHER}</p><p>{OTHER[:30]}。</p></div></article>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    body = f"<article class='s'><h1>云岭区老桥重新通车</h1><div>{text}</div></article>{story * 2}"
    found = extract(f"<html><head><title>云岭区老桥重新通车</title></head><body>{body}</body></html>", None)
    assert [text for _, text, _ in found.paragraphs] == list(TEXT)


def test_a_raised_number_that_leads_to_a_note_is_no_text() -> None:
    note = "<p>" + OTHER[:-1] + "<sup><a href='#n1'>[1]</a></sup>。</p>"
    assert read_back("<div>{text}" + note + "</div>")[-1] == OTHER


def test_lines_behind_stars_are_a_list() -> None:
    lines = ("★ 上午十点，桥头集合。", "★ 中午十二点，桥下吃饭。")
    assert read_back("<div>{text}" + "".join(f"<p>{line}</p>" for line in lines) + "</div>") == [*TEXT, *lines]


def test_a_list_among_the_paragraphs_is_text() -> None:
    lines = (
        "时间：八月十六日上午十点，提前半小时入场。",
        "地点：云岭会展中心，地铁站下步行五分钟。",
        "票价：二十元，老人免票。",
    )
    listed = "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
    assert read_back(f"<div>{{text}}{listed}</div>") == [*TEXT, *lines]


def test_text_that_is_centred_throughout_has_no_captions() -> None:
    lines = [f"<p style='text-align:center'><img>{text}</p>" for text in TEXT]
    assert read_back(f"<div>{''.join(lines)}</div>") == list(TEXT)


def test_entries_of_reporters_are_no_comments() -> None:
    entries = "".join(
        f"<li><span>0{at}:15</span><div>云岭网记者 王磊</div><p>{text}</p></li>" for at, text in enumerate(TEXT, 7)
    )
    assert [text for text in read_back(f"<ul>{entries}</ul>") if len(text) > 20] == list(TEXT)


def test_a_lead_in_a_box_of_its_own_is_text() -> None:
    boxes = f"<div id='upper'><p>{OTHER}</p></div><div id='pic'><a>图1</a></div><article>{{text}}</article>"
    assert read_back(boxes) == [OTHER, *TEXT]


def test_a_link_that_leads_on_is_cut_from_its_paragraph() -> None:
    assert read_back("<div>{text}<p>" + OTHER + '<a href="/">返回云岭网，查看更多</a></p></div>')[-1] == OTHER


INDENT = "\u3000\u3000"


@pytest.mark.parametrize(
    "markup",
    [
        "<pre>" + "\n".join(INDENT + text for text in TEXT) + "</pre>",
        "<div>" + "".join(INDENT + text for text in TEXT) + "</div>",
        "<div>" + "\n".join("&nbsp;" * 4 + text for text in TEXT) + "</div>",
        "<pre>" + "\n".join(f"{INDENT}{text[:30]}\n{text[30:]}" for text in TEXT) + "</pre>",
    ],
    ids=["lines", "indents", "blanks", "wrapped"],
)
def test_paragraphs_are_told_by_lines_and_indents(markup: str) -> None:
    content = (
        f"<html><head><title>云岭区老桥重新通车</title></head><body><h1>云岭区老桥重新通车</h1>{markup}</body></html>"
    )
    assert [paragraph.text for paragraph in read_page(content.encode()).paragraphs] == list(TEXT)


@pytest.mark.parametrize("form", ["{}. 今天的一件事", "第{}章 今天的事"])
def test_the_first_of_numbered_sub_heads_is_no_deck(form: str) -> None:
    heads = [form.format(at) for at in "123"]
    body = "".join(f"<p><b>{head}</b></p><p>{text}</p>" for head, text in zip(heads, TEXT, strict=True))
    content = (
        f"<html><head><title>早安云岭</title></head><body><h1>早安云岭今日要闻</h1><div>{body}</div></body></html>"
    )
    assert read_page(content.encode()).paragraphs[0].text == heads[0]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>云岭发布</title>", "老桥重新通车以后的第一个早晨"),
        ("<title>云岭日报 老桥重新通车以后的第一个早晨</title>", "老桥重新通车以后的第一个早晨"),
    ],
)
def test_the_headline_outranks_the_name_of_an_account(head: str, title: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    body = f"<div class='detail__title'>{title}</div><div><span>云岭发布</span></div><div>{text}</div>"
    assert extract(f"<html><head>{head}</head><body>{body}</body></html>", None).title == title


@pytest.mark.parametrize(("bold", "title"), [("b", "区人大代表视察老桥"), ("span", "云岭区人大常委会")])
def test_a_bold_line_above_source_and_day_is_the_headline_of_a_page_that_names_its_site_alone(
    bold: str, title: str
) -> None:
    text = "".join(f"<tr><td>{paragraph}</td></tr>" for paragraph in TEXT)
    body = (
        f"<table><tr><td>您的位置：首页 &gt; 正文</td></tr><tr><td><{bold}>区人大代表视察老桥</{bold}></td></tr>"
        f"<tr><td>作者：王磊　来源：区人大办　时间：2031-3-5</td></tr>{text}</table>"
    )
    found = extract(f"<html><head><title>云岭区人大常委会</title></head><body>{body}</body></html>", None)
    assert found.title == title


@pytest.mark.parametrize("line", ["有人点赞，有人犹豫", "网友纷纷为他点赞"])
def test_praise_in_the_text_asks_nothing_of_readers(line: str) -> None:
    markup = f"<p>{TEXT[0]}</p><p><b>{line}</b></p><p>{TEXT[1]}</p>"
    found = page(f"<div>{markup}</div>")
    assert [text for _, text, _ in found.paragraphs] == [TEXT[0], line, TEXT[1]]


def test_the_first_lines_of_a_poem_are_no_deck() -> None:
    lines = ("风从山坳里来", "把一面湖吹成了稻田", "钟声落在谷穗上", "每一粒都弯下腰来", "父亲说，别急着割", "渡口")
    markup = "<h1>老桥边的钟声（外一首）</h1><div>" + "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><title>老桥边的钟声（外一首）_副刊</title></head><body>{markup}</div></body></html>"
    article = read_page(page.encode())
    assert article.text.replace("\n\n", "") == "".join(lines)
    assert (article.kicker, article.deck) == (None, None)


def test_a_headline_of_two_characters_is_one_in_a_heading() -> None:
    body = "<h1>晒布</h1><div>" + "".join(f"<p>{text}</p>" for text in TEXT) + "</div>"
    assert extract(f"<html><head><title>晒布_云岭副刊</title></head><body>{body}</body></html>", None).title == "晒布"


def test_a_column_named_before_the_headline_is_no_part_of_it() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    body = f"<h1><a href='/c'>[城事]</a> <span>云岭区老桥重新通车</span></h1><div>{text}</div>"
    found = extract(f"<html><head><title>云岭区老桥重新通车 - 论坛</title></head><body>{body}</body></html>", None)
    assert found.title == "云岭区老桥重新通车"


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("<p>发布于<time>2031年3月5日</time><span class='byline'>由<a>范姜雨</a></span></p>", ("范姜雨",)),
        ("<p align=center>顾晓岚 沈一鸣</p>", ("顾晓岚", "沈一鸣")),
        ("<p>文化 金融</p>", ()),
        ("<p>（2031年3月5日）　顾晓岚</p>", ("顾晓岚",)),
        ("<p>2031-03-05 08:12 江苏</p>", ()),
        ("<p>2031-03-05 时政</p>", ()),
        ("<p>雲嶺報／ <a>記者顧曉嵐</a>／台中即時報導</p>", ("顧曉嵐",)),
        ("<p><span>記者顧曉嵐／紐約報導</span> <time>2031-03-05 02:40 ET</time></p>", ("顧曉嵐",)),
        ("<p>雲嶺新聞網／ 綜合報導</p>", ()),
    ],
)
def test_writers_between_headline_and_text(line: str, names: tuple[str, ...]) -> None:
    assert page(line, "<div>{text}</div>").byline == names


def test_an_outlet_before_the_name_is_no_part_of_it() -> None:
    said = '<script type="application/ld+json">{"author":{"@type":"Person","name":"雲嶺新聞網 / 記者顧曉嵐"}}</script>'
    assert page("<div>{text}</div>", head=said).byline == ("顧曉嵐",)


def test_the_paper_named_at_the_end_dates_the_page() -> None:
    found = page("<div>{text}<p>《云岭日报》2031年3月5日第四版</p></div>")
    assert found.published_on == "2031-03-05"
    assert [text for _, text, _ in found.paragraphs] == list(TEXT)


def test_the_day_with_its_weekday_below_the_text_dates_it() -> None:
    assert page("<div>{text}<p>完</p><p>2031年3月5日（星期三）</p></div>").published_on == "2031-03-05"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2031-03-04T22:30:00.000Z", "2031-03-05"),
        ("2031-03-04T22:30:00+00:00", "2031-03-05"),
        ("1930000000", "2031-02-28"),
        (1930000000000, "2031-02-28"),
        ("2031-03-04T22:30:00-05:00", None),
        ("2031-03-04", None),
        ("123", None),
    ],
)
def test_a_moment_for_machines_is_a_day_in_china(value: str | int, day: str | None) -> None:
    assert moment(value) == day


@pytest.mark.parametrize(
    ("text", "is_credit"),
    [
        ("撰稿：王磊 摄影：李娜 编辑：赵倩", True),
        ("责任编辑：", True),
        ("文字是桥，也是路", False),
        ("编辑：这座桥该修了。", False),
        ("云岭区老桥重新通车", False),
    ],
)
def test_credits_are_roles_with_whom_they_name(text: str, is_credit: bool) -> None:
    assert edges.credits_only(text) is is_credit


def test_reviewers_are_no_writers() -> None:
    assert bylines.byline("文字：王磊 图片：李娜 一审：赵倩 二审：孙立") == ("王磊", "李娜")


@pytest.mark.parametrize("box", ["<div>{}</div>", "<div class='x'>{}</div>", "<ul>{}</ul>"])
def test_a_short_text_is_not_outweighed_by_what_readers_say(box: str) -> None:
    said = "".join(f"<p>{who}</p><p>{words * 3}</p>" for who, words in WORDS)
    found = extract(
        "<html><head><title>云岭区老桥重新通车</title></head><body><h1>云岭区老桥重新通车</h1><div>2031-03-05</div>"
        f"<div>{TEXT[0]}<br><br>{TEXT[1]}</div>{box.format(said)}<p>云岭网版权所有</p></body></html>",
        None,
    )
    assert [text for _, text, _ in found.paragraphs] == list(TEXT[:2])


def test_the_headline_stated_again_below_the_text_is_left_out() -> None:
    assert read_back("<div>{text}<p>原标题：云岭区老桥通车了</p></div>") == list(TEXT)


NOTICE = (
    "为保障老桥加固工程顺利实施，现将有关事项通告如下：",
    "一、自2031年3月10日零时起，老桥全封闭施工，禁止一切机动车通行，非机动车和行人在施工人员引导下通过。",
    "二、途经车辆可绕行文昌路，敬请谅解。",
)


@pytest.mark.parametrize(
    ("last", "kept"),
    [
        (("云岭区人民政府办公室", "2031年3月5日"), 2),
        (("云岭区人民政府办公室", "二〇三一年三月五日", "【打印】【关闭】"), 2),
        (("云岭区人民政府办公室", "2031年3月5日", "（此件公开发布）"), 3),
        (("2031年3月5日",), 0),
    ],
)
def test_a_notice_keeps_the_day_below_the_office_that_signs_it(last: tuple[str, ...], kept: int) -> None:
    markup = "".join(f"<p>{line}</p>" for line in (*NOTICE, *last))
    page = f"<html><head><title>老桥施工通告</title></head><body><h1>老桥施工通告</h1><div>{markup}</div></body></html>"
    article = read_page(page.encode())
    assert article.text.split("\n\n") == [*NOTICE, *last[:kept]]
    assert article.published_on == "2031-03-05"
