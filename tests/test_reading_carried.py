"""Pages whose article stands in a script only: every usual way to hold it, and what must not be taken for it."""

import json
import time
from urllib.parse import quote

import pytest
from lxml import html as lxml_html

from digests.errors import UnreadableDocument
from digests.reading.web import carried, literals
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


def told(page: bytes) -> None:
    article = read_page(page)
    assert [paragraph.text for paragraph in article.paragraphs] == list(TEXT)
    assert (article.title, article.published_on, article.byline) == (TITLE, "2031-02-03", ("王磊",))


def script_string(text: str) -> str:
    """As the printers of such pages write it, so that no browser takes it for markup."""
    return json.dumps(text, ensure_ascii=False).replace("<", "\\u003C").replace("/", "\\u002F")


FIELDS = (
    f'title:b,publishTime:"2031-02-03 08:00:00",author:c,content:{script_string(MARKUP)},open:a,count:-1.5e3,at:void 0'
)
OTHER_STORIES = ",".join(
    f'{{title:"另一条消息第{n}号",summary:{script_string(OTHERS[0]["summary"])}}}' for n in range(6)
)
LITERALS = {
    "returned by a function": f"window.__NUXT__=(function(a,b,c,d){{return {{layout:\"default\",data:[{{d:{{{FIELDS}}},"
    f"more:[{OTHER_STORIES}]}}],error:d,fetch:{{}},state:{{now:new Date(1927871000)}}}}}}(!0,{script_string(TITLE)},"
    "\"王磊\",null));",
    "set into an argument": f"window.__NUXT__=(function(a,b,c,d,e){{e.title=b;e.content={script_string(MARKUP)};"
    'e["author"]=c;e.publishTime="2031-02-03 08:00:00";return {data:[{d:e}],error:d}}'
    f"(!0,{script_string(TITLE)},\"王磊\",null,{{}}));",
    "returned by an arrow": f"window.__NUXT__=((a,b,c)=>{{return {{data:[{{{FIELDS}}}]}}}})"
    f"(false,{script_string(TITLE)},'王磊')",
    "unquoted keys": "var page = " + "{" + FIELDS.replace(":b,", f":{script_string(TITLE)},").replace(":c,", ":'王磊',")
    .replace(":a,", ":!1,") + ", list: [,1,,2], };",
}  # fmt: skip


@pytest.mark.parametrize("way", LITERALS)
def test_an_article_that_scripts_hold_in_their_own_words(way: str) -> None:
    told(shell(f"<script>{LITERALS[way]}</script>"))


def test_an_article_in_a_list_whose_things_name_each_other_by_their_places() -> None:
    flat = [["ShallowReactive", 1], {"data": 2, "state": 9, "at": -1}, ["ShallowReactive", 3], {"news-7": 4},
            {"title": 5, "publishTime": 6, "author": 7, "content": 8, "self": 4}, TITLE,
            ["Date", "2031-02-03T08:00:00+08:00"],
            "王磊", MARKUP, ["Reactive", 10], {"list": 11, "seen": 2}, [12, 13], ["Ref", 7], True]  # fmt: skip
    told(shell(f"<script type='application/json' id='__NUXT_DATA__'>{dumped(flat)}</script>"))


@pytest.mark.parametrize(
    "text",
    [
        "{a:1", "[", "{a:f(1)}", "{a:b}", "(function(a){return {b:a}}", "(function(a){alert(a);return 1}(2))",
        "{'a\n':1}",
        "[" * 5000, "{a:" * 5000, "(function(){return {}}", '"' + "\\" * 4999, "{a:1 b:2}",
    ],
)  # fmt: skip
def test_what_is_no_literal_is_left_alone(text: str) -> None:
    with pytest.raises(literals.NoData):
        literals.literal(text, 0, literals.Budget(10_000))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("{}", {}), ("[[],{}]", [[], {}]), ("{a:.5,'b':-2,\"c\":0}", {"a": 0.5, "b": -2, "c": 0}),
        ("['\\x41\\u{1F600}\\ud83d\\ude00\\'',`好\n`]", ["A😀😀'", "好\n"]),
        ("{a:new Date(5),b:Array(3)}", {"a": 5, "b": 3}),
        ("(function(a,b){a.x=b;b[0]=a;return {p:a}}({},\"q\"))", {"p": {"x": "q"}}),
    ],
)  # fmt: skip
def test_literals(text: str, data: object) -> None:
    assert literals.literal(text + ";rest", 0, literals.Budget(1000)) == (data, len(text) - text.startswith("("))


def test_a_page_has_one_budget_for_all_its_scripts() -> None:
    script = "<script>var a={b:[" + "很," * 2 + "{c:1}," * 60_000 + "x()]}</script>"
    begun = time.process_time()
    with pytest.raises(UnreadableDocument):
        read_page(shell(script * 6))
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("wrong", ["\\ud83d", "\\uDC00x", "\\u0000", "\\u000b", "\\uD83D\\uD83D\\uDE00"])
def test_escapes_of_what_is_no_character_spoil_nothing(wrong: str) -> None:
    body = script_string(MARKUP).replace("。", f"。{wrong}", 1)
    detail = f'"title":"{TITLE}{wrong}","headline":"{TITLE}{wrong}","author":"王磊{wrong}","content":{body}'
    for script in (f"<script>var a={{{detail}}}</script>", f"<script type='application/ld+json'>{{{detail}}}</script>"):
        article = read_page(shell(script, printed=f"<h1>{TITLE}</h1>"))
        assert article.text.encode().decode().startswith(TEXT[0])
        assert TEXT[2] in article.text
        assert "".join((article.title, *article.byline)).encode()
        assert article.byline[0][:2] == "王磊"
