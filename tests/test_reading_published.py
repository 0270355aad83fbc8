"""When a web page was published: every spelling and place in which sites say it, and what must not be taken for it."""

import pytest

from digests.reading.web.html import extract
from tests.test_reading_frames import TEXT, page

DIV = "<div>{}</div>"
ABOVE = [
    ("<div><span><em> 2031</em></span> <span><em>03</em>/<em>05</em></span> <span>07:12:40</span></div>", "2031-03-05"),
    (DIV.format("發布日期：120-03-05"), "2031-03-05"),
    (DIV.format("張貼日期：120/3/5 點閱數：22"), "2031-03-05"),
    (DIV.format("日期：2031-03-05　文章来源：区府办"), "2031-03-05"),
    (DIV.format("2031-03-05 08:00:00 &nbsp; 2031-03-07 09:30:00 更新"), None),
    (DIV.format("发表于：2031-03-05 更新于：2031-03-07"), "2031-03-05"),
    (DIV.format("作者：王磊 来源：区府办 <script>n()</script> 更新时间：2031-3-5 【小 大】"), "2031-03-05"),
    ("<ul><li>成文日期：2031-03-01</li><li>发布日期：2031-03-05</li></ul>", "2031-03-05"),
    (DIV.format("03-05 08:00"), None),
    (DIV.format("3小时前"), None),
    (DIV.format("最近更新 2031-03-07"), None),
]
BELOW = [
    (DIV.format("Published: 2031-03-05"), "2031-03-05"),
    (DIV.format("首发：2031-03-05"), "2031-03-05"),
    (DIV.format("2031.03.05 08:00"), "2031-03-05"),
    (DIV.format("最近更新 2031-03-07"), None),
    (DIV.format("2031-03-05") + DIV.format("2031-03-07"), None),
]
METAS = [
    ('<meta name="publish-date" content="2031-03-05">', "2031-03-05"),
    ('<meta name="parsely-pub-date" content="2031-03-05">', "2031-03-05"),
    ('<meta name="DC.date.issued" content="2031-03-05">', "2031-03-05"),
    ('<meta name="contentCreateDate" content="2031-03-05">', "2031-03-05"),
    ('<meta property="bytedance:published_time" content="2031-03-04T22:00:00Z">', "2031-03-05"),
    ('<meta name="date" content="2031-03-07"><meta name="pubdate" content="2031-03-05">', "2031-03-05"),
    ('<meta property="article:modified_time" content="2031-03-07">', None),
    ('<meta name="publisher" content="云岭 2031-03-07">', None),
    ('<script type="application/ld+json">{"@type":"Article","dateCreated":"2031-03-05T08:00"}</script>', "2031-03-05"),
]
ADDRESSES = [
    ("https://a.example/id/20310305123456", "2031-03-05"),
    ("https://a.example/202403/t20310305_1.html", "2031-03-05"),
    ("https://a.example/id/20310305999999", None),
]


@pytest.mark.parametrize(("line", "day"), ABOVE)
def test_between_headline_and_text(line: str, day: str | None) -> None:
    assert page(line, "<div>{text}</div>").published_on == day


@pytest.mark.parametrize(("line", "day"), BELOW)
def test_below_the_text(line: str, day: str | None) -> None:
    assert page("<div>{text}</div>", line).published_on == day


@pytest.mark.parametrize(("head", "day"), METAS)
def test_for_machines(head: str, day: str | None) -> None:
    assert page("<div>{text}</div>", head=head).published_on == day


@pytest.mark.parametrize(("url", "day"), ADDRESSES)
def test_in_the_address(url: str, day: str | None) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in TEXT)
    assert extract(f"<html><body><h1>云岭区老桥重新通车</h1><div>{text}</div></body></html>", url).published_on == day
