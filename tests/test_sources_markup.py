"""Addresses in one spelling, and lists told from articles."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.sources.markup import absolute, canonical, plain, scan

URL = "http://www.news.example.cn/local/"
HEADLINES = [f"某区第{number}次会议研究部署下一阶段重点工作" for number in range(40)]
BODY = "<p>会议指出，要把各项任务落到实处，确保全年目标如期完成。</p><p>与会代表围绕议题作了发言。</p>" * 8


def li(number: int, href: str) -> str:
    return f'<li><a href="{href}" title="{HEADLINES[number]}">{HEADLINES[number]}</a><span>03-01</span></li>'


NAV = "".join(f'<a href="/{name}/">{name}</a> | ' for name in ("首页", "时政", "经济", "社会", "文化", "体育", "视频"))
FOOT = (
    '<div><a href="/about/12345.html">关于我们</a><a href="/law/23456.html">法律声明</a>版权所有 未经授权不得转载'
    "<p>本网站所刊载信息，不代表本社观点。刊用本网站稿件，务经书面授权。</p>沪ICP备05000000号</div>"
)
HOT = "<ul>" + "".join(li(n, f"/c/2024-03-0{n + 1}/{n}12345.shtml") for n in range(8)) + "</ul>"
LONG_LIST = "".join(li(n, f"/c/2024-03/{n}12345.htm") for n in range(30))
BLURBS = "".join(
    f"<div>{li(n, f'/2024/0301/c{n}-40845915.html')}<p>会议强调，要坚持问题导向，第{n}项任务须按期完成……</p></div>"
    for n in range(15)
)
PICTURES = "".join(
    f'<dl><dt><a href="/a/2024{n:04}.html"><img src="x.jpg"></a></dt>'
    f'<dd><a href="/a/2024{n:04}.html">{HEADLINES[n]}</a></dd></dl>'
    for n in range(12)
)

LISTS = {
    "section of a portal": NAV
    + "<ul>"
    + "".join(li(n, f"/local/202403/t20240301_{n}777.htm") for n in range(20))
    + "</ul>",
    "headlines with blurbs": NAV + BLURBS + FOOT,
    "pictures over headlines": NAV + PICTURES + FOOT,
    "page of a newspaper": "".join(li(n, f"content_{n}88.htm?div=-1&amp;id=20240301{n}") for n in range(7)) + NAV,
}
ARTICLES = {
    "plain": f"<h1>{HEADLINES[0]}</h1>{BODY}",
    "with hot list and footer": f"{NAV}<h1>{HEADLINES[0]}</h1>{BODY}{HOT}{FOOT}",
    "short, with many links": f"{NAV}<h1>{HEADLINES[0]}</h1>{BODY[:400]}{NAV}{FOOT}",
    "brief beside a long hot list": f"<h1>{HEADLINES[0]}</h1>{BODY[:300]}{LONG_LIST}",
    "no links": BODY,
}


@pytest.mark.parametrize("html", LISTS.values(), ids=LISTS.keys())
def test_lists_are_lists(html: str) -> None:
    assert scan(f"<html><body>{html}{FOOT}</body></html>", URL).is_list


@pytest.mark.parametrize("html", ARTICLES.values(), ids=ARTICLES.keys())
def test_articles_are_no_lists(html: str) -> None:
    assert not scan(f"<html><body>{html}</body></html>", URL).is_list


BRIEF = f"<div>{HEADLINES[0]}</div><p>今天下午，会议在区里召开，研究部署了下一阶段的工作，要求抓好落实。</p>"


@pytest.mark.parametrize(
    ("head", "is_list"),
    [
        (f"<title>{HEADLINES[0]}_某区新闻网</title>", False),
        ("<meta property='og:type' content='article'>", False),
        ("<meta name='PubDate' content='2024-03-01'>", False),
        ("<title>某区新闻网</title>", True),
        ("<title>某某市某某区人民政府门户网站</title>", True),
        ("<title>别处召开第三次会议研究部署工作</title>", True),
    ],
)
def test_a_brief_is_told_from_a_list_by_its_headline(head: str, is_list: bool) -> None:
    page = f"<html><head>{head}</head><body><p>某某市某某区人民政府门户网站</p>{BRIEF}{LONG_LIST}</body></html>"
    assert scan(page, URL).is_list is is_list


def test_links_are_those_of_the_same_site_to_articles_under_their_longest_words() -> None:
    page = scan(
        '<base href="/base/"><a href="1_20240301.html"><img></a>'
        '<a href="1_20240301.html">某区会议部署重点工作</a>'
        '<a href="1_20240301.html">更多</a><a href="http://sub.news.example.cn/a/20240302.html">市里召开会议研究安排</a>'
        '<a href="http://www.other.cn/a/20240302.html">别家网站召开会议研究安排</a>'
        '<a href="/list/">某区要闻频道列表</a>'
        '<a href="javascript:go(20240301)">某区会议部署重点工作</a>'
        '<a href="http://[bad/20240301">某区会议部署重点工作</a>',
        URL,
    )
    assert [(link.url, link.text) for link in page.links] == [
        ("http://www.news.example.cn/base/1_20240301.html", "某区会议部署重点工作"),
        ("http://sub.news.example.cn/a/20240302.html", "市里召开会议研究安排"),
    ]


SPELLINGS = {
    "HTTP://News.Example/A?b=1#c": "http://news.example/A?b=1",
    "https://news.example:443/a": "https://news.example/a",
    "http://news.example:8080/a": "http://news.example:8080/a",
    "http://news.example": "http://news.example/",
    "http://u:p@news.example/a": "http://news.example/a",
    "http://news.example/a?utm_source=x&id=5&spm=1.2": "http://news.example/a?id=5",
    "http://news.example/a?k=%D6%D0&utm_id=1": "http://news.example/a?k=%D6%D0",
    "http://news.example/a?": "http://news.example/a",
}


@pytest.mark.parametrize(("url", "expected"), SPELLINGS.items())
def test_one_spelling_for_one_page(url: str, expected: str) -> None:
    assert canonical(url) == expected
    assert canonical(expected) == expected


@pytest.mark.parametrize("href", ["", "mailto:a@b", "javascript:x", "ftp://x/y", "http://", "http://[", "data:,x"])
def test_what_is_no_address_of_a_page(href: str) -> None:
    assert absolute("", href) is None


@given(st.text(max_size=200))
def test_whatever_is_linked_is_an_address_or_none(href: str) -> None:
    found = absolute(URL, href)
    assert found is None or found.startswith(("http://", "https://"))


def test_words_of_a_fragment() -> None:
    assert plain("<p>甲&amp;乙<br/>丙</p>\n<b>丁") == "甲&乙 丙 丁"


HOSTILE = [
    "<" * 1_000_000,
    "<div>" * 200_000,
    "<a " + "x=1 " * 200_000,
    "&" * 500_000,
    "<!--" * 200_000,
    "\x00\ufffe" * 1000,
]


@pytest.mark.parametrize("html", HOSTILE, ids=["lt", "div", "attributes", "ampersands", "comments", "nothing"])
def test_hostile_pages_cost_little(html: str) -> None:
    begun = time.process_time()
    scan(html, URL)
    plain(html)
    assert time.process_time() - begun < 2


def test_attributes_without_end_cost_little_and_hide_no_link() -> None:
    attributes = " ".join(f'a{number}=">"' for number in range(60_000))
    links = "".join(f"<li><a href='/n/2031{n:04}.html'>老桥今天重新通车的消息第{n}条</a>" for n in range(400))
    begun = time.process_time()
    page = scan(f"<html><body><div {attributes}>{links}", "http://news.example/")
    assert time.process_time() - begun < 2
    assert len(page.links) == 400
