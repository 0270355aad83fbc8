"""Lists of feeds from and for other programs."""

from __future__ import annotations

import time
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import SourceError
from digests.sources.opml import MAX_OUTLINES, Subscription, folders_of, parse, write


def opml(body: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    return f'{declaration}<opml version="2.0"><head><title>订阅</title></head><body>{body}</body></opml>'


def found(body: str) -> list[tuple[str, str, str]]:
    return [(s.url, s.title, s.category) for s in parse(opml(body), "list.opml").feeds]


LISTS = {
    "one feed": (
        '<outline type="rss" text="要闻" xmlUrl="http://a.example/rss"/>',
        [("http://a.example/rss", "要闻", "")],
    ),
    "folders": (
        '<outline text="地方"><outline text="上海"><outline type="rss" text="杨浦" xmlUrl="http://a.example/rss"/>'
        '</outline><outline text="乙" type="rss" xmlUrl="http://b.example/rss"/></outline>',
        [("http://a.example/rss", "杨浦", "地方/上海"), ("http://b.example/rss", "乙", "地方")],
    ),
    "a category attribute": (
        '<outline type="rss" text="丙" xmlUrl="http://c.example/rss" category="/科技/芯片"/>',
        [("http://c.example/rss", "丙", "科技/芯片")],
    ),
    "title only, type missing": (
        '<outline title="丁" xmlUrl="http://d.example/rss"/>',
        [("http://d.example/rss", "丁", "")],
    ),
    "bare ampersands": (
        '<outline type="rss" text="A&B" xmlUrl="http://e.example/rss?a=1&b=2"/>',
        [("http://e.example/rss?a=1&b=2", "A&B", "")],
    ),
    "no title": (
        '<outline type="rss" xmlUrl="http://f.example/rss"/>',
        [("http://f.example/rss", "http://f.example/rss", "")],
    ),
    "the same feed twice": (
        '<outline type="rss" text="甲" xmlUrl="http://g.example/rss"/><outline text="x"><outline type="rss" text="乙"'
        ' xmlUrl="http://G.example:80/rss"/></outline>',
        [("http://g.example/rss", "甲", "")],
    ),
    "addresses as browsers marked them": (
        '<outline text="甲" xmlUrl="feed://a.example/"/><outline text="乙" xmlUrl="feed:https://b.example/"/>'
        '<outline text="丙" xmlUrl="FEED://http://c.example/"/>',
        [("http://a.example/", "甲", ""), ("https://b.example/", "乙", ""), ("http://c.example/", "丙", "")],
    ),
    "characters that are not seen": (
        '<outline text="&#x1b;[31m甲&#x202e;" xmlUrl="http://i.example/"/>',
        [("http://i.example/", "[31m甲", "")],
    ),
    "a slash in a name": (
        '<outline text="AC/DC"><outline type="rss" text="h" xmlUrl="http://h.example/rss"/></outline>',
        [("http://h.example/rss", "h", "AC\\/DC")],
    ),
    "what is no feed": (
        '<outline text="folder"/><outline type="link" text="x" url="http://x.example/"/>'
        '<outline type="rss" text="file" xmlUrl="file:///etc/passwd"/><outline type="rss" text="z" xmlUrl=""/>',
        [],
    ),
}


@pytest.mark.parametrize(("body", "expected"), LISTS.values(), ids=LISTS.keys())
def test_lists(body: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(body) == expected


@pytest.mark.parametrize("text", ["", "no markup", "<html><body></body></html>", '<rss version="2.0"></rss>'])
def test_what_is_no_list_is_said_to_be_none(text: str) -> None:
    with pytest.raises(SourceError, match=r"list\.opml: this is no OPML"):
        parse(text, "list.opml")


@pytest.mark.parametrize("declaration", ["", "\ufeff", '<?xml version="1.0"?>'])
def test_a_list_that_declares_no_encoding_is_read_all_the_same(declaration: str) -> None:
    text = opml('<outline text="地方"><outline text="要闻" xmlUrl="http://a.example/"/></outline>', declaration)
    (feed,) = parse(text.replace("订阅", "x"), "list.opml").feeds
    assert (feed.title, feed.category) == ("要闻", "地方")


@pytest.mark.parametrize("declared", ["gb2312", "utf-16", "nonsense"])
def test_the_declared_encoding_of_decoded_text_does_not_matter(declared: str) -> None:
    text = opml(
        '<outline type="rss" text="要闻" xmlUrl="http://a.example/rss"/>',
        f'<?xml version="1.0" encoding="{declared}"?>',
    )
    assert [subscription.title for subscription in parse(text, "x").feeds] == ["要闻"]


def test_bombs_and_outside_entities_stay_shut() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE opml [<!ENTITY e0 "ha">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    text = opml(
        '<outline type="rss" text="&e9;&f;x" xmlUrl="http://a.example/rss"/>', '<?xml version="1.0"?>' + doctype
    )
    begun = time.monotonic()
    titles = [subscription.title for subscription in parse(text, "x").feeds]
    assert time.monotonic() - begun < 2
    assert all(len(title) < 1000 and "root:" not in title for title in titles)


@pytest.mark.parametrize(
    "body",
    [
        '<outline text="x">' * 100_000,
        '<outline text="x">' * 5_000 + '<outline type="rss" text="y" xmlUrl="http://a.example/"/>',
        '<outline type="rss" text="y" xmlUrl="http://a.example/"/>' * (MAX_OUTLINES + 1),
    ],
)
def test_more_than_any_list_holds_is_refused_at_once(body: str) -> None:
    begun = time.monotonic()
    with pytest.raises(SourceError, match=r"list\.opml: "):
        parse(opml(body), "list.opml")
    assert time.monotonic() - begun < 2


def test_five_thousand_feeds_are_read_quickly() -> None:
    body = "".join(f'<outline type="rss" text="第{n}" xmlUrl="http://a.example/{n}"/>' for n in range(5000))
    begun = time.monotonic()
    assert len(found(body)) == 5000
    assert time.monotonic() - begun < 5


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@given(st.lists(st.tuples(WORDS, st.lists(WORDS, max_size=4)), max_size=12))
def test_what_is_written_is_read_back_titles_and_folders(feeds: list[tuple[str, list[str]]]) -> None:
    given_ = [
        Subscription(
            url=f"http://feeds.example/{number}?a=1&b=<2>",
            title=title,
            category="/".join(name.replace("/", "\\/") for name in folders),
        )
        for number, (title, folders) in enumerate(feeds)
    ]
    again = parse(write(given_, "订阅"), "x").feeds
    assert {(s.url, s.title, folders_of(s.category)) for s in again} == {
        (s.url, s.title, folders_of(s.category)) for s in given_
    }


def test_what_is_written_is_well_formed_and_keeps_folders_together() -> None:
    text = write(
        [
            Subscription(url="http://a.example/", title="A <b> & \x00c", category="地方"),
            Subscription(url="http://b.example/", title="乙"),
            Subscription(url="http://c.example/", title="丙", category="地方/上海"),
        ],
        "订阅",
    )
    root = ElementTree.fromstring(text)
    assert [outline.get("text") for outline in root.findall("body/outline")] == ["地方", "乙"]
    assert [outline.get("text") for outline in root.findall("body/outline/outline")] == ["A <b> & c", "上海"]
    assert root.findtext("head/title") == "订阅"
