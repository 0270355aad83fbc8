"""Feeds and pages, over real HTTP to a played site."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digests.models import Document, Fingerprint, Source, SourceState
from digests.sources import Failed, Fetcher, Finished, Outcome, Read, Unchanged, feed, read
from tests.sites import Answer, Site

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
LONG = "市政府今天召开会议，研究部署下一阶段的重点工作，并对有关安排提出明确要求。" * 8


def decode(content: bytes, charset: str | None) -> str:
    """A stand-in for the reading room's: these tests serve what they declare."""
    return content.decode({"gb2312": "gb18030"}.get(charset or "", charset or "utf-8"))


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(decode=decode, allowed_hosts={"127.0.0.1"}) as opened:
        yield opened


class Reading:
    """One source read again and again, as the pipeline does: fingerprints and state kept between."""

    def __init__(self, source: Source, fetcher: Fetcher) -> None:
        self.source, self.fetcher = source, fetcher
        self.state = SourceState()
        self.known: dict[str, Fingerprint] = {}
        self.now = NOW
        self.last: Finished | None = None

    def __call__(self) -> list[Outcome]:
        *found, last = read(self.source, self.state, known=self.known, now=self.now, fetcher=self.fetcher)
        assert isinstance(last, Finished)
        for outcome in found:
            if isinstance(outcome, Read):
                self.known[outcome.document.name] = outcome.fingerprint
            elif isinstance(outcome, Unchanged):
                self.known[outcome.name] = outcome.fingerprint
        self.state, self.last = last.state, last
        return found

    def documents(self) -> list[Document]:
        return [outcome.document for outcome in self() if isinstance(outcome, Read)]

    @property
    def error(self) -> str:
        assert self.last is not None
        return str(self.last.error) if self.last.error else ""

    @property
    def pause(self) -> timedelta:
        assert self.state.next_due_at is not None
        return self.state.next_due_at - self.now


def feed_source(url: str) -> Source:
    return Source(id="f", kind="feed", location=url, name="订阅", every_s=900)


def page_source(url: str, **changes: object) -> Source:
    return replace(Source(id="p", kind="page", location=url, name="网页", every_s=900), **changes)


def rss(*items: str, head: str = "") -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>要闻</title>{head}{"".join(items)}</channel></rss>'


def item(number: int = 1, *, text: str = LONG, title: str | None = None, **parts: str) -> str:
    parts = {"guid": f"http://news.example/{number}", "link": f"http://news.example/{number}", **parts}
    inner = "".join(f"<{name}>{value}</{name}>" for name, value in parts.items() if value)
    return f"<item><title>{title or f'标题{number}'}</title>{inner}<description>{text}</description></item>"


def types(found: list[Outcome]) -> list[str]:
    return [type(outcome).__name__ for outcome in found]


# Shapes of feeds

ENTRY = "<p>" + LONG + "</p>"
ESCAPED = ENTRY.replace("<", "&lt;")
SHAPES = {
    "RSS 2.0": rss(item(text=ESCAPED, pubDate="Fri, 01 Mar 2024 08:00:00 +0800", author="李记者")),
    "RSS 0.91": '<rss version="0.91"><channel><title>t</title><item><title>标题1</title>'
    f"<link>http://news.example/1</link><description>{ESCAPED}</description></item></channel></rss>",
    "RSS 1.0": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>t</title></channel>'
    '<item rdf:about="http://news.example/1"><title>标题1</title><link>http://news.example/1</link>'
    f"<description>{ESCAPED}</description><dc:date>2024-03-01T08:00:00+08:00</dc:date><dc:creator>李记者</dc:creator>"
    "</item></rdf:RDF>",
    "RSS 0.90": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>t</title></channel><item><title>标题1</title>'
    f"<link>http://news.example/1</link><description>{ESCAPED}</description></item></rdf:RDF>",
    "content:encoded": '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>t</title><item><title>标题1</title><link>http://news.example/1</link><guid>http://news.example/1</guid>"
    f"<description>短</description><content:encoded><![CDATA[{ENTRY}]]></content:encoded></item></channel></rss>",
    "Atom 1.0": '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>http://news.example/1</id>'
    '<title>标题1</title><link href="http://news.example/1"/><published>2024-03-01T08:00:00+08:00</published>'
    f'<updated>2024-03-05T00:00:00Z</updated><author><name>李记者</name></author><content type="html">{ESCAPED}'
    "</content></entry></feed>",
    "Atom, xhtml": '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/"><title>t</title><entry>'
    '<id>http://news.example/1</id><title type="html">&lt;b&gt;标题1&lt;/b&gt;</title><link href="1"/><content'
    f' type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{ENTRY}</div></content></entry></feed>',
    "Atom 0.3": '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>t</title><entry>'
    '<id>http://news.example/1</id><title>标题1</title><link rel="alternate" href="http://news.example/1"/>'
    f'<issued>2024-03-01T08:00:00+08:00</issued><content mode="escaped">{ESCAPED}</content></entry></feed>',
    "JSON Feed 1.1": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "t",
            "items": [
                {
                    "id": "http://news.example/1",
                    "url": "http://news.example/1",
                    "title": "标题1",
                    "content_html": ENTRY,
                    "date_published": "2024-03-01T08:00:00+08:00",
                    "authors": [{"name": "李记者"}],
                }
            ],
        },
        ensure_ascii=False,
    ),
    "JSON Feed 1.0": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "items": [{"id": "http://news.example/1", "title": "标题1", "content_text": LONG}],
        }
    ),
}


@pytest.mark.parametrize(("name", "body"), SHAPES.items(), ids=SHAPES.keys())
def test_every_kind_of_feed_gives_the_same_document(web: Site, fetcher: Fetcher, name: str, body: str) -> None:
    reading = Reading(feed_source(web.put("/feed", body)), fetcher)
    (document,) = reading.documents()
    assert reading.error == ""
    assert document.name == "http://news.example/1"
    assert document.hints.title == "标题1"
    assert document.media_type == "text/html"
    assert f"<p>{LONG}</p>" in document.content.decode(document.charset or "")
    assert document.hints.published_on in ("2024-03-01", None)
    assert (document.hints.published_on is None) == ("2024-03-01" not in body and "01 Mar 2024" not in body)
    assert document.hints.byline == (("李记者",) if "李记者" in body else ())
    assert types(reading()) == ["Unchanged"]


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ("李明", ("李明",)),
        ("li@news.example (李明)", ("李明",)),
        ("li@news.example", ()),
        ("admin", ()),
        ("佚名", ()),
        ("", ()),
    ],
)
def test_authors_are_people(web: Site, fetcher: Fetcher, author: str, byline: tuple[str, ...]) -> None:
    (document,) = Reading(feed_source(web.put("/feed", rss(item(author=author)))), fetcher).documents()
    assert document.hints.byline == byline


BROKEN = {
    "bare ampersand": (rss(item(title="A&B集团", text=LONG), item(2)), 2),
    "named entity": (rss(item(title="甲&nbsp;乙", text=LONG), item(2)), 2),
    "cut off": (rss(item(), item(2), item(3))[:-120], 2),
    "undeclared prefix": (rss(item(), item(2)).replace("<title>标题2", "<media:x/><title>标题2"), 2),
    "mark and blank lines first": ("\ufeff\n\n" + rss(item()), 1),
    "wrongly nested": (rss(item(text="<p><b>甲</p></b>" + LONG), item(2)), 2),
    "not closed": ('<rss version="2.0"><channel>' + item() + item(2), 2),
    "no items": (rss(), 0),
    "twice the same item": (rss(item(), item()), 1),
    "junk after the end": (rss(item()) + "<script>x</script>", 1),
}


@pytest.mark.parametrize(("body", "count"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_feeds_give_what_they_hold(web: Site, fetcher: Fetcher, body: str, count: int) -> None:
    reading = Reading(feed_source(web.put("/feed", body)), fetcher)
    assert len(reading.documents()) >= count
    assert reading.error == ""


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "gb18030", "big5", "utf-16"])
def test_a_declared_encoding_inside_does_not_matter_after_decoding(web: Site, fetcher: Fetcher, encoding: str) -> None:
    body = rss(item(title="新聞", guid="a", text="會議今天召開。" * 40)).replace("要闻", "要聞").replace("标题", "標題")
    body = body.replace('"1.0"?>', f'"1.0" encoding="{encoding}"?>')
    charset = "gb18030" if encoding.startswith("gb") else encoding
    raw = body.encode(charset)
    url = web.put("/feed", raw, Content_Type=f"application/xml; charset={charset}")
    (document,) = Reading(feed_source(url), fetcher).documents()
    assert document.hints.title == "新聞"


def test_bombs_of_entities_are_not_expanded(web: Site, fetcher: Fetcher) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "哈">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    url = web.put("/feed", bomb + rss(item(title="&e9;&f;")).partition("?>")[2])
    for document in Reading(feed_source(url), fetcher).documents():
        assert len(document.content) < 10_000
        assert b"root:" not in document.content
        assert "root:" not in (document.hints.title or "")


ODD_JSON = ("[" * 100_000, "{" * 100_000, '{"a":' * 100_000, '{"items": {"a": 1}}', "{}", "{nonsense", '{"items": 5}')
ODD_ITEMS = '{"items": [1, null, {"id": []}, {"url": 5, "authors": 3}, {"title": {}, "content_html": 7}]}'


@pytest.mark.parametrize("body", [*ODD_JSON, ODD_ITEMS], ids=lambda body: body[:20])
def test_json_that_is_deep_or_odd_is_no_crash(web: Site, fetcher: Fetcher, body: str) -> None:
    body = body.replace('{"items"', '{"version": "https://jsonfeed.org/version/1", "items"')
    reading = Reading(feed_source(web.put("/feed", body)), fetcher)
    assert reading.documents() == []


# Who is who


def test_an_entry_keeps_its_name_when_its_link_moves(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/feed", rss(item(guid="tag:7", link="http://news.example/old")))
    reading = Reading(feed_source(url), fetcher)
    (before,) = reading.documents()
    web.put("/feed", rss(item(guid="tag:7", link="http://news.example/new")))
    (after,) = reading.documents()
    assert after.name == before.name == f"{url}#tag:7"
    assert (before.hints.url, after.hints.url) == ("http://news.example/old", "http://news.example/new")


def test_an_edited_entry_is_a_new_version_of_its_document(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", rss(item(), item(2)))), fetcher)
    assert types(reading()) == ["Read", "Read"]
    web.put("/feed", rss(item(text=LONG + "更正。"), item(2)))
    found = reading()
    assert types(found) == ["Read", "Unchanged"]
    assert isinstance(found[0], Read)
    assert found[0].document.name == "http://news.example/1"


def test_what_a_feed_names_is_fit_for_a_terminal(web: Site, fetcher: Fetcher) -> None:
    item = {"id": "\x1b[2J1\u202e", "title": "重点\x1b]0;x\x07工\u200b作e\u0301", "content_text": LONG}
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [item | {"authors": [{"name": "李\x9b记者"}]}]}
    (made,) = Reading(feed_source(web.put("/feed", json.dumps(feed))), fetcher).documents()
    assert made.name == web.root + r"/feed#\x1b[2J1\u202e"
    assert (made.hints.title, made.hints.byline) == ("重点]0;x工作é", ("李记者",))


def test_a_guid_that_is_new_at_every_visit_makes_no_new_entry(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.root + "/feed"), fetcher)
    for build in range(3):
        web.put("/feed", rss(*(item(n, guid=f"build-{build}-{n}") for n in range(3))))
        found = reading()
        assert types(found) == ["Unchanged" if build else "Read"] * 3
    assert len(reading.known) == 3
    web.put("/feed", rss(item(1, guid="build-4", text=LONG + "更正。")))
    assert types(reading()) == ["Read"]


def test_a_teaser_with_a_new_guid_is_not_fetched_in_full_again(web: Site, fetcher: Fetcher) -> None:
    web.put("/1", ARTICLE)
    reading = Reading(feed_source(web.root + "/feed"), fetcher)
    for build in range(3):
        web.put("/feed", rss(item(1, guid=f"build-{build}", link=web.root + "/1", text="短")))
        reading()
    assert web.paths().count("/1") == 1


def test_entries_without_guid_go_by_their_link_less_what_tracks(web: Site, fetcher: Fetcher) -> None:
    tracked = "http://News.example:80/1?id=5&amp;utm_source=rss&amp;spm=a.b#top"
    reading = Reading(feed_source(web.put("/feed", rss(item(guid="", link=tracked)))), fetcher)
    assert [document.name for document in reading.documents()] == ["http://news.example/1?id=5"]
    web.put("/feed", rss(item(guid="", link="http://news.example/1?id=5&amp;utm_medium=feed")))
    reading()
    assert list(reading.known) == ["http://news.example/1?id=5"]


def test_entries_with_neither_go_by_their_title(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/feed", rss(item(guid="", link="", title="甲"), item(guid="", link="", title="乙")))
    reading = Reading(feed_source(url), fetcher)
    assert types(reading()) == ["Read", "Read"]
    web.put("/feed", rss(item(guid="", link="", title="甲", text=LONG + "更正。"), item(guid="", link="", title="乙")))
    assert types(reading()) == ["Read", "Unchanged"]
    assert len(reading.known) == 2


def test_two_texts_under_one_title_are_two(web: Site, fetcher: Fetcher) -> None:
    items = [item(guid="", link="", title="快讯", text=LONG + end) for end in ("甲。", "乙。", "甲。")]
    reading = Reading(feed_source(web.put("/feed", rss(*items))), fetcher)
    assert types(reading()) == ["Read", "Read"]
    assert types(reading()) == ["Unchanged", "Unchanged"]


def test_a_guid_that_all_entries_share_tells_nothing(web: Site, fetcher: Fetcher) -> None:
    items = [item(number, guid="same", link=f"http://news.example/{number}") for number in range(3)]
    documents = Reading(feed_source(web.put("/feed", rss(*items))), fetcher).documents()
    assert [document.name for document in documents] == [f"http://news.example/{number}" for number in range(3)]


def test_guids_that_differ_in_their_fragment_only_are_different(web: Site, fetcher: Fetcher) -> None:
    items = [
        item(number, guid=f"http://news.example/live#{number}", link="http://news.example/live") for number in range(3)
    ]
    reading = Reading(feed_source(web.put("/feed", rss(*items))), fetcher)
    documents = reading.documents()
    assert [document.name for document in documents] == [f"http://news.example/live#{n}" for n in range(3)]
    urls = {document.hints.url or "" for document in documents}
    assert len(urls) == 3
    assert {url.partition("#")[0] for url in urls} == {"http://news.example/live"}


def test_entries_that_lead_to_the_front_page_have_addresses_of_their_own(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", rss(item(1, link="http://news.example/")))), fetcher)
    (first,) = reading.documents()
    web.put("/feed", rss(item(2, link="http://news.example/")))
    (second,) = reading.documents()
    assert first.hints.url != second.hints.url
    assert str(first.hints.url).startswith("http://news.example/#")


def test_a_guid_that_is_a_mere_number_is_no_address(web: Site, fetcher: Fetcher) -> None:
    url = web.put(
        "/feed", rss(item(guid="7", link="", text="会议今天召开……"), item(guid="http://news.example/8", link=""))
    )
    documents = Reading(feed_source(url), fetcher).documents()
    assert [document.hints.url for document in documents] == [None, "http://news.example/8"]
    assert web.paths() == ["/feed"]


def test_names_outlive_a_move_of_the_feed(web: Site, fetcher: Fetcher) -> None:
    web.put("/new", rss(item(guid="7")))
    reading = Reading(feed_source(web.put("/old", status=301, Location="/new")), fetcher)
    assert [types(reading()) for _ in range(5)] == [["Read"], *[["Unchanged"]] * 4]
    assert list(reading.known) == [f"{web.root}/old#7"]


def test_endless_guids_are_shortened_and_stay_apart(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/feed", rss(*(item(n, guid="x" * 5000 + str(n)) for n in range(3))))
    documents = Reading(feed_source(url), fetcher).documents()
    assert len({document.name for document in documents}) == 3
    assert all(len(document.name) < 200 for document in documents)


def test_an_entry_that_is_only_called_updated_is_unchanged(web: Site, fetcher: Fetcher) -> None:
    body = SHAPES["Atom 1.0"].replace("<published>2024-03-01T08:00:00+08:00</published>", "")
    reading = Reading(feed_source(web.put("/feed", body)), fetcher)
    assert types(reading()) == ["Read"]
    web.put("/feed", body.replace("2024-03-05", "2024-03-06"))
    assert types(reading()) == ["Unchanged"]


def test_an_undated_entry_has_the_date_of_its_address(web: Site, fetcher: Fetcher) -> None:
    link = "http://news.example/html/2024-03/01/content_1.htm"
    items = [item(1, link=link), item(2, link=link + "?b", pubDate="Sat, 02 Mar 2024 08:00:00 +0800")]
    documents = Reading(feed_source(web.put("/feed", rss(*items))), fetcher).documents()
    assert [(d.hints.published_on, d.hints.published_how) for d in documents] == [
        ("2024-03-01", "path"),
        ("2024-03-02", "feed"),
    ]


def test_dates_in_the_future_and_unreadable_ones_are_no_dates(web: Site, fetcher: Fetcher) -> None:
    dates = ["Fri, 01 Mar 2099 08:00:00 GMT", "昨天", "2026/11/21 08:30", "Sun, 22 Nov 2026 01:00:00 GMT"]
    items = [item(number, pubDate=date) for number, date in enumerate(dates)]
    documents = Reading(feed_source(web.put("/feed", rss(*items))), fetcher).documents()
    assert [document.hints.published_on for document in documents] == [None, None, "2026-11-21", "2026-11-22"]


# When it is read again


def test_304_is_believed_without_parsing(web: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        same = headers.get("if-none-match") == '"v1"'
        return Answer(rss(item()).encode(), 304 if same else 200, {"ETag": '"v1"', "Cache-Control": "max-age=7200"})

    web.pages["/feed"] = answer
    reading = Reading(feed_source(web.root + "/feed"), fetcher)
    assert types(reading()) == ["Read"]
    monkeypatch.setattr("digests.sources.entries.parse", lambda *_: pytest.fail("parsed"))
    assert reading() == []
    assert (reading.error, reading.state.documents, reading.state.failures) == ("", 1, 0)
    assert reading.state.etag == '"v1"'
    assert reading.pause == timedelta(hours=2)


@pytest.mark.parametrize(
    ("head", "headers", "expected_s"),
    [
        ("", {}, 900),
        ("<ttl>60</ttl>", {}, 3600),
        ("<ttl>5</ttl>", {}, 900),
        ("<ttl>99999</ttl>", {}, 86_400),
        ("<ttl>soon</ttl>", {}, 900),
        ("", {"Cache_Control": "max-age=1800"}, 1800),
        ("<ttl>60</ttl>", {"Cache_Control": "max-age=1800"}, 3600),
        ("", {"Cache_Control": "max-age=31536000"}, 86_400),
    ],
)
def test_the_pause_a_publisher_asks_for(
    web: Site, fetcher: Fetcher, head: str, headers: dict[str, str], expected_s: int
) -> None:
    reading = Reading(feed_source(web.put("/feed", rss(item(), head=head), **headers)), fetcher)
    reading()
    assert reading.pause == timedelta(seconds=expected_s)


def test_a_failing_feed_is_asked_less_and_less_up_to_a_day_and_at_once_again_when_it_works(
    web: Site, fetcher: Fetcher
) -> None:
    reading = Reading(feed_source(web.put("/feed", status=500)), fetcher)
    pauses = []
    for _ in range(9):
        reading()
        pauses.append(reading.pause.total_seconds())
    assert pauses == [1800, 3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400]
    assert reading.state.failures == 9
    assert "answered 500" in (reading.state.reason or "")
    assert reading.state.last_good_at is None
    web.put("/feed", rss(item()))
    assert types(reading()) == ["Read"]
    assert (reading.state.failures, reading.state.reason, reading.state.last_good_at) == (0, None, NOW)
    assert reading.pause == timedelta(seconds=900)


def test_retry_after_is_heeded(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", status=429, Retry_After="7000")), fetcher)
    reading()
    assert reading.pause == timedelta(seconds=7000)
    web.put("/feed", status=503, Retry_After="99999999")
    reading()
    assert reading.pause == timedelta(days=1)


def test_a_move_for_good_is_believed_the_third_time(web: Site, fetcher: Fetcher) -> None:
    web.put("/old", status=301, Location="/new")
    web.put("/new", rss(item()))
    reading = Reading(feed_source(web.root + "/old"), fetcher)
    for _ in range(4):
        reading()
    assert web.paths() == ["/old", "/new"] * 3 + ["/new"]
    assert reading.state.moved_to == web.root + "/new"


def test_a_move_that_was_a_slip_is_forgotten(web: Site, fetcher: Fetcher) -> None:
    web.put("/new", rss(item()))
    reading = Reading(feed_source(web.root + "/old"), fetcher)
    for status in (301, 301, 302, 301, 301):
        web.put("/old", status=status, Location="/new")
        reading()
    assert reading.state.moved_times == 2
    reading()
    web.put("/new", status=404)
    reading()
    assert reading.state.moved_times == 2
    web.put("/old", rss(item(2)))
    assert types(reading()) == ["Read"]
    assert (reading.state.moved_to, reading.state.moved_times) == (None, 0)


# Full texts

ARTICLE = f"<html><head><title>x</title></head><body><p>{LONG}</p><p>{LONG}</p></body></html>"


@pytest.mark.parametrize(
    "teaser", ["", "会议今天召开……", "会议今天召开 [...]", LONG + "<a>阅读全文</a>", "会议今天召开，研究部署工作。"]
)
def test_teasers_are_read_in_full(web: Site, fetcher: Fetcher, teaser: str) -> None:
    link = web.put("/a/1", ARTICLE, Content_Type="text/html; charset=utf-8")
    url = web.put("/feed", rss(item(text=teaser.replace("<", "&lt;"), link=link, title="会议召开")))
    reading = Reading(feed_source(url), fetcher)
    (document,) = reading.documents()
    assert document.content == ARTICLE.encode()
    assert (document.hints.title, document.hints.url) == ("会议召开", link)
    assert (document.media_type, document.charset) == ("text/html", "utf-8")
    assert types(reading()) == ["Unchanged"]
    assert web.paths().count("/a/1") == 1


def test_a_page_that_says_less_leaves_the_teaser(web: Site, fetcher: Fetcher) -> None:
    legal = "<p>本网站所刊载信息，不代表本社观点。刊用本网站稿件，务经书面授权。未经授权禁止转载、摘编、复制。</p>"
    link = web.put("/a/1", f"<html><body><div id=app></div><script>render()</script>{legal}</body></html>")
    reading = Reading(feed_source(web.put("/feed", rss(item(text="会议今天召开……", link=link)))), fetcher)
    (document,) = reading.documents()
    assert "会议今天召开" in document.content.decode()
    assert types(reading()) == ["Unchanged"]


def test_a_full_text_that_does_not_come_is_tried_three_times_even_if_the_feed_stands_still(
    web: Site, fetcher: Fetcher
) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        body = rss(item(text="会议今天召开……", link=web.root + "/a/1"))
        return Answer(body.encode(), 304 if headers.get("if-none-match") == "v" else 200, {"ETag": "v"})

    web.pages["/feed"] = answer
    web.put("/a/1", status=503)
    reading = Reading(feed_source(web.root + "/feed"), fetcher)
    for _ in range(5):
        reading()
    assert web.paths().count("/a/1") == feed.TRIES
    assert reading.state.etag == "v"

    web.put("/a/1", ARTICLE)
    again = Reading(feed_source(web.root + "/feed"), fetcher)
    web.put("/a/1", status=503)
    (teaser,) = again.documents()
    web.put("/a/1", ARTICLE)
    (full,) = again.documents()
    assert teaser.name == full.name
    assert full.content == ARTICLE.encode()


def test_what_broke_off_inside_its_compression_is_tried_again(web: Site, fetcher: Fetcher) -> None:
    long = ARTICLE.replace("</body>", "".join(f"<p>{n}。{LONG}</p>" for n in range(200)) + "</body>").encode()
    whole = gzip.compress(long)
    link = web.put("/a/1", whole[: len(whole) // 2], Content_Encoding="gzip")
    news = gzip.compress(rss(item(text="会议今天召开……", link=link)).encode())
    packed = {"ETag": "v", "Content-Encoding": "gzip"}
    asked = [Answer(news[:-9], 200, packed), Answer(news, 200, packed), Answer(news, 200, packed)]
    web.pages["/feed"] = lambda headers: asked.pop(0) if "if-none-match" not in headers else Answer(status=304)
    reading = Reading(feed_source(web.root + "/feed"), fetcher)
    assert reading() == []
    assert "broke off before its end" in reading.error
    assert reading.state.etag is None
    (teaser,) = reading.documents()
    web.put("/a/1", whole, Content_Encoding="gzip", Content_Type="text/html; charset=utf-8")
    (full,) = reading.documents()
    assert teaser.name == full.name
    assert full.content == long


def test_a_page_that_is_gone_leaves_the_teaser_at_once(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", rss(item(text="会议召开……", link=web.root + "/gone")))), fetcher)
    assert types(reading()) == ["Read"]
    reading()
    assert web.paths().count("/gone") == 1


def test_an_entry_of_nothing_but_a_dead_link_fails_alone(web: Site, fetcher: Fetcher) -> None:
    body = rss(item(text="", link=web.root + "/gone"), item(2), item(3, text="", link="", guid="n"))
    reading = Reading(feed_source(web.put("/feed", body)), fetcher)
    found = reading()
    assert sorted(types(found)) == ["Failed", "Failed", "Read"]
    assert reading.state.failed == 2
    assert reading.error == ""
    assert all("\n" not in str(outcome.error) for outcome in found if isinstance(outcome, Failed))


def test_a_feed_of_many_teasers_is_read_in_full_over_several_reads(
    web: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "FULL_TEXTS", 6)
    for number in range(10):
        web.put(f"/a/{number}", ARTICLE)
    items = [item(number, text="会议今天召开……", link=f"{web.root}/a/{number}") for number in range(10)]
    url = web.put("/feed", rss(*items), ETag='"v"')
    reading = Reading(feed_source(url), fetcher)
    first = reading()
    assert sorted(types(first)) == ["Read"] * 6 + ["Waiting"] * 4
    assert reading.state.etag is None
    assert sorted(types(reading())) == ["Read"] * 4 + ["Unchanged"] * 6
    assert reading.state.etag == '"v"'


def test_teasers_may_not_lead_into_the_private_network(web: Site) -> None:
    secret = web.put("/secret", ARTICLE)
    url = web.put("/feed", rss(item(text="会议……", link=secret.replace("127.0.0.1", "[::1]"))))
    with Fetcher(decode=decode, allowed_hosts={"127.0.0.1"}) as fetcher:
        (document,) = Reading(feed_source(url), fetcher).documents()
    assert b"secret" not in document.content
    assert web.paths() == ["/feed"]


# Discovery

FRONT = '<head><link rel=alternate type="application/rss+xml" href="{}"></head><p>正在维护</p>'


def test_a_front_page_in_place_of_a_feed_is_believed_the_third_time(web: Site, fetcher: Fetcher) -> None:
    """Sites show it while they are mended, and the feed that it names is another one."""
    reading = Reading(feed_source(web.put("/feed", rss(item()))), fetcher)
    web.put("/other", rss(item(2)))
    reading()
    web.put("/feed", FRONT.format("/other"))
    assert reading() == []
    assert "a page came where a feed was" in reading.error
    web.put("/feed", rss(item()))
    assert types(reading()) == ["Unchanged"]
    web.put("/feed", FRONT.format("/other"))
    assert [types(reading()) for _ in range(4)] == [[], [], ["Read"], ["Unchanged"]]
    assert web.paths()[-2:] == ["/other", "/other"]


def test_a_page_without_a_feed_where_a_feed_was_is_no_wrong_address_yet(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", rss(item()))), fetcher)
    reading()
    web.put("/feed", "<html><body><p>登录</p></body></html>")
    assert reading() == []
    assert "came where a feed was; a later try may do" in reading.error
    web.put("/feed", rss(item()))
    assert types(reading()) == ["Unchanged"]


def test_a_feed_that_a_page_named_is_found_again_after_it_failed(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/", FRONT.format("/feed"))), fetcher)
    web.put("/feed", rss(item()))
    reading()
    web.put("/feed", status=503)
    assert reading() == []
    web.put("/feed", rss(item()))
    assert types(reading()) == ["Unchanged"]
    assert not reading.error


def test_a_page_that_names_its_feed_leads_to_it_and_is_not_asked_again(web: Site, fetcher: Fetcher) -> None:
    web.put("/comments", rss(item(9)))
    web.put("/atom", SHAPES["Atom 1.0"])
    url = web.put(
        "/",
        "<html><head><base href='/'><link rel=alternate type='application/rss+xml' title='评论' href='comments'>"
        "<link rel='ALTERNATE' type='application/atom+xml' href='atom'></head><body>x</body></html>",
    )
    reading = Reading(feed_source(url), fetcher)
    assert [document.name for document in reading.documents()] == ["http://news.example/1"]
    reading()
    assert web.paths() == ["/", "/atom", "/atom"]


def test_a_page_without_a_feed_is_an_error_with_a_remedy(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/", ARTICLE)), fetcher)
    assert reading() == []
    assert 'kind = "page"' in reading.error
    assert reading.state.failures == 1


# Pages


def test_a_page_is_one_document(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/2024/0301/c1-2.html", ARTICLE.encode("gbk"), Content_Type="text/html; charset=GBK")
    reading = Reading(page_source(url), fetcher)
    (document,) = reading.documents()
    assert (document.name, document.hints.url, document.charset) == (url, url, "gbk")
    assert document.content == ARTICLE.encode("gbk")
    assert types(reading()) == ["Unchanged"]


def listing(web: Site, count: int) -> str:
    links = "".join(
        f'<li><a href="/2024-03/0{number % 9 + 1}/content_{number}.html">某区召开会议部署第{number}项重点工作</a></li>'
        for number in range(count)
    )
    for number in range(count):
        web.put(f"/2024-03/0{number % 9 + 1}/content_{number}.html", ARTICLE)
    nav = '<a href="/">首页</a><a href="/news/">新闻</a><a href="http://other.example/2024/1.html">友情链接另一家新闻网站首页</a>'
    return f"<html><body>{nav}<ul>{links}</ul><p>版权所有</p><a href='javascript:void(0)'>x</a></body></html>"


def test_a_list_page_gives_the_articles_it_links_each_once(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(page_source(web.put("/news/", listing(web, 7))), fetcher)
    documents = reading.documents()
    assert [document.name for document in documents] == [
        f"{web.root}/2024-03/0{number + 1}/content_{number}.html" for number in range(7)
    ]
    assert documents[0].hints.published_on == "2024-03-01"
    web.put("/2024-03/01/content_0.html", ARTICLE.replace("x", "another advertisement"))
    assert types(reading()) == ["Unchanged"] * 7
    assert len(web.asked) == 1 + 7 + 1


def test_a_long_list_is_read_over_several_visits_and_dead_links_fail_alone(web: Site, fetcher: Fetcher) -> None:
    body = listing(web, 70)
    web.put("/2024-03/03/content_2.html", status=404)
    reading = Reading(page_source(web.put("/news/", body, ETag='"v"')), fetcher)
    assert sorted(types(reading())) == ["Failed"] + ["Read"] * 59 + ["Waiting"] * 10
    assert sorted(types(reading())) == ["Failed"] + ["Read"] * 10 + ["Unchanged"] * 59
    assert reading.state.etag is None


def test_an_article_with_related_links_is_no_list(web: Site, fetcher: Fetcher) -> None:
    related = listing(web, 6).removeprefix("<html><body>")
    url = web.put("/2024-03/01/main_12345.html", ARTICLE.replace("</body></html>", related))
    assert [document.name for document in Reading(page_source(url), fetcher).documents()] == [url]


def test_include_says_that_a_page_is_a_list_and_of_what(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/news/", ARTICLE + listing(web, 6))
    reading = Reading(page_source(url, include=("2024-03/0[12]/*",)), fetcher)
    assert len(reading.documents()) == 2


def test_a_page_that_is_a_feed_is_read_as_one(web: Site, fetcher: Fetcher) -> None:
    documents = Reading(page_source(web.put("/x", rss(item(), item(2)))), fetcher).documents()
    assert [document.name for document in documents] == ["http://news.example/1", "http://news.example/2"]


# Whole sources that fail


@pytest.mark.parametrize("kind", ["feed", "page"])
def test_a_site_that_does_not_answer_is_one_line_and_a_state(fetcher: Fetcher, kind: str) -> None:
    source = replace(feed_source("http://127.0.0.1:9/feed"), kind=kind)
    reading = Reading(source, fetcher)
    assert reading() == []
    assert "http://127.0.0.1:9/feed" in reading.error
    assert "\n" not in reading.error
    assert reading.state.failures == 1


def test_bytes_that_are_no_text_are_said_to_be_none(web: Site, fetcher: Fetcher) -> None:
    reading = Reading(feed_source(web.put("/feed", b"\xff\xfe\x00\xd8\x00")), fetcher)
    reading()
    assert reading.error


def test_a_web_source_without_a_fetcher_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="needs a fetcher"):
        read(feed_source("http://x.example/"), SourceState(), known={}, now=NOW)
