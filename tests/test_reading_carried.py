"""Pages whose article stands in a script only: every usual way to hold it, and what must not be taken for it."""

import json
from urllib.parse import quote

import pytest
from lxml import html as lxml_html

from digests.errors import UnreadableDocument
from digests.reading.web import carried
from tests.test_reading_web import read_page

TITLE = "云岭区老桥重新通车"
TEXT = (
    "昨天，云岭区的老桥重新通车，两岸居民不用再绕行十里路。",
    "施工队负责人介绍，老桥的桥墩加固工程通过了验收，护栏全部更换。",
    "“夜里也有灯了。”住在桥西的林阿婆说，她每天要过桥买菜。",
)
MARKUP = "".join(f'<p class="t">{line}</p>' for line in TEXT)
OTHERS = [
    {
        "title": f"另一条消息第{number}号",
        "summary": "这是另一篇文章的简介，讲的是别处的事情，与本文无关，读者不该看到。" * 3,
    }
    for number in range(6)
]
COMMENTS = [
    {"user": f"网友{number}", "content": "说得太好了，我家就住在桥边，天天盼着通车。" * 4} for number in range(5)
]


def shell(script: str, *, printed: str = "", title: str = f"{TITLE}_云岭网") -> bytes:
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
    return f"{page}<div id='root'>{printed}</div>{script}</body></html>".encode()


def dumped(data: object, *, ascii_only: bool = False) -> str:
    return json.dumps(data, ensure_ascii=ascii_only)


DETAIL = {"title": TITLE, "publishTime": "2031-02-03 08:00:00", "author": "王磊", "content": MARKUP, "related": OTHERS}
WAYS = {
    "typed": f"<script type='application/json'>{dumped({'props': {'pageProps': {'d': DETAIL}}})}</script>",
    "assigned": f"<script>window.__STATE__={dumped({'d': DETAIL, 'said': COMMENTS})};(function(){{}})()</script>",
    "escaped": f"<script>var data = {dumped({'detail': DETAIL}, ascii_only=True)};</script>",
    "in a string": f"<script>window.__S__ = JSON.parse({dumped(dumped({'detail': DETAIL}))});</script>",
    "undefined": f"<script>window.S={dumped({'user': None, 'detail': DETAIL}).replace('null', 'undefined')}</script>",
    "for an address": f"<script type='application/json'>{quote(dumped({'data': DETAIL}))}</script>",
    "as a list": "<script>var all = "
    + dumped({**DETAIL, "content": [{"type": "text", "data": line} for line in TEXT]})
    + ";</script>",
    "described": "<script type='application/ld+json'>"
    + dumped({"@type": "NewsArticle", "headline": TITLE, "datePublished": "2031-02-03T08:00:00+08:00",
              "author": {"@type": "Person", "name": "王磊"}, "articleBody": "\n".join(TEXT)})
    + "</script>",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_an_article_that_only_a_script_holds(way: str) -> None:
    article = read_page(shell(WAYS[way]))
    assert [paragraph.text for paragraph in article.paragraphs] == list(TEXT)
    assert (article.title, article.published_on, article.byline) == (TITLE, "2031-02-03", ("王磊",))


def test_a_page_that_prints_the_beginning_is_read_to_its_end() -> None:
    longer = {**DETAIL, "content": MARKUP * 3}
    script = f"<script>var data = {dumped(longer)};</script>"
    article = read_page(shell(script, printed=f"<h1>{TITLE}</h1><p>{TEXT[0]}</p><a>展开全文</a>"))
    assert len(article.paragraphs) == 9


def test_what_is_printed_stays_where_scripts_hold_other_things() -> None:
    state = {"site": {"desc": "云岭网是一家立足云岭的综合媒体，提供权威的资讯。" * 3}, "list": OTHERS, "said": COMMENTS}
    page = shell(f"<script>var s = {dumped(state)};</script>", printed=f"<h1>{TITLE}</h1>{MARKUP}")
    assert read_page(page).text == "\n\n".join(TEXT)


@pytest.mark.parametrize(
    "script",
    ["<script>var a = {'broken': 云岭区的老桥重新通车</script>", "<script>" + "var a = [" * 9000 + "昨天</script>"],
)
def test_scripts_that_hold_no_data_hold_no_article(script: str) -> None:
    with pytest.raises(UnreadableDocument):
        read_page(shell(script))


@pytest.mark.parametrize(
    ("script", "day"),
    [
        ('var ct = "1930000000";', "2031-02-28"),
        ("createTime = '2031-02-03 07:52';", "2031-02-03"),
        ('{"publishTime":1930000000000,"x":1}', "2031-02-28"),
        ('{"pubDate":"2031-02-03T20:00:00Z"}', "2031-02-04"),
        ('{"publishTime":1930000000000,"more":[{"publishTime":1900000000000}]}', None),
        ('{"count":1930000000}', None),
    ],
)
def test_the_day_that_scripts_name(script: str, day: str | None) -> None:
    assert carried.day(lxml_html.document_fromstring(f"<html><script>{script}</script></html>")) == day
