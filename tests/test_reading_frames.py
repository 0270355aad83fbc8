"""What stands around the text of a web page, told by names, labels, rows and links; and what only looks like it."""

import pytest

from digests.reading.web.html import WebPage, extract

TEXT = (
    "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路，清早就有人提着菜篮走过桥面。",
    "施工队负责人介绍，老桥的桥墩加固工程通过了验收，护栏全部更换，夜间照明也换了新灯。",
    "住在东岸的老陈说，从前去集市要走一个钟头，如今十分钟就到，卖菜的摊子也多了起来。",
)
OTHER = "隔壁镇的水厂换了新的滤池，居民说水清了许多，水费却没有涨，下个月还要换一批水表。"


def page(*around: str, head: str = "", title: str = "云岭区老桥重新通车") -> WebPage:
    """A page with its text where ``around`` says {text}, under its headline."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    body = "".join(around).replace("{text}", text)
    return extract(
        f"<html><head><title>{title}</title>{head}</head><body><h1>云岭区老桥重新通车</h1>{body}</body></html>", None
    )


ROW = f'<div class="i"><a href="/2.html">水厂换了新的滤池</a><p>{OTHER}</p></div>'
SAID = f'<div class="r"><span>芦花飞</span><em>2031-12-07 20:11</em><p>{OTHER}</p></div>'
AROUND = {
    "called comments": f'<div>{{text}}</div><div class="hot-comments"><p>{OTHER}</p></div>',
    "led by a label": f"<div>{{text}}</div><div><h3>猜你喜欢</h3><div><p>{OTHER}</p></div></div>",
    "a row of teasers": f"<div>{{text}}</div><div>{ROW * 3}</div>",
    "a row of comments": f"<div>{{text}}</div><div>{SAID * 3}</div>",
    "links alone": "<div>{text}</div><div>" + '<p><a href="/3.html">水厂换了新的滤池和水表</a></p>' * 4 + "</div>",
    "a read-on hint": f"<div><p>{TEXT[0]}</p><div>请继续往下阅读...</div><p>{TEXT[1]}</p><p>{TEXT[2]}</p></div>",
    "calls at the end": "<div>{text}<p>立即下载云岭新闻客户端，第一时间看新闻</p><p>觉得好看，就点个“在看”吧</p></div>",
    "a line of credits": "<div><p>时间：2031-03-05 19:52　来源：云岭台　记者：王磊</p>{text}</div>",
}


@pytest.mark.parametrize("around", AROUND.values(), ids=AROUND)
def test_frame_is_no_text(around: str) -> None:
    assert [text for _, text, _ in page(around).paragraphs] == list(TEXT)


def test_text_is_kept_where_a_name_or_label_misleads() -> None:
    assert [text for _, text, _ in page('<div class="news-desc">{text}</div>', f"<p>{OTHER}</p>").paragraphs][:3] == [
        *TEXT
    ]
    link = "<div>相关文章：<a href=1>水厂换滤池</a></div>"
    inside = f"<div><p>{TEXT[0]}</p><h3>讨论</h3><p>{TEXT[1]}</p>{link}<p>{TEXT[2]}</p></div>"
    assert [text for _, text, _ in page(inside).paragraphs] == [TEXT[0], "讨论", *TEXT[1:]]
    anchored = f"<div><p>{TEXT[0]}</p><h2>通车之后<a href='#a'>#</a></h2><p>{TEXT[1]}</p><p>{TEXT[2]}</p></div>"
    assert [text for _, text, _ in page(anchored).paragraphs] == [TEXT[0], "通车之后", *TEXT[1:]]


@pytest.mark.parametrize("title", ["云岭日报数字报-云岭区老桥重新通车", "云岭区老桥重新通车_要闻_云岭网", "云岭网"])
def test_headline_is_the_part_of_the_title_that_is_printed(title: str) -> None:
    assert page("<div>{text}</div>", title=title).title == "云岭区老桥重新通车"


DAYS = [
    ("<p>出版：<time>2031-03-05 07:00</time>更新：<time>2031-03-06 09:35</time></p>", "2031-03-05"),
    ("<p><span>云岭网</span> <span>发布于：云岭</span> <span>2031-03-05 12:18</span></p>", "2031-03-05"),
    ("<p>最后更新：2031-03-06</p>", None),
    ("<p>今天是2033年11月22日 星期六</p>", None),
]


@pytest.mark.parametrize(("line", "day"), DAYS)
def test_day_is_the_one_printed_as_that_of_publication(line: str, day: str | None) -> None:
    assert page(line, "<div>{text}</div>").published_on == day


def test_writers_are_persons() -> None:
    said = '<script type="application/ld+json">{"@type":"NewsArticle","author":%s}</script>'
    person = '[{"@type":"Person","name":"范姜雨"},{"@type":"Organization","name":"云岭网"}]'
    assert page("<div>{text}</div>", head=said % person).byline == ("范姜雨",)
    assert page("<div>{text}</div>", head=said % '{"@type":"Organization","name":"云岭网"}').byline == ()
    assert page("<p><span>撰文：</span><a>王磊</a><span>出版：2031-03-05</span></p><div>{text}</div>").byline == (
        "王磊",
    )
