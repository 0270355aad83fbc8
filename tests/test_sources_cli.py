"""`jianbao sources`: what an operator does with sources, from the command line to the next read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.source_places import free_id, slug
from tests.conftest import Jianbao
from tests.sites import Site

TEXT = "市政府今天召开会议，研究部署下一阶段的重点工作，并对有关安排提出明确要求。" * 8
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>杨浦要闻</title><item><title>部署重点工作</title>'
    f"<guid>http://news.example/1</guid><description>&lt;p&gt;{TEXT}&lt;/p&gt;</description></item></channel></rss>"
)


@pytest.fixture
def operator(jianbao: Jianbao, monkeypatch: pytest.MonkeyPatch) -> Jianbao:
    monkeypatch.setenv("JIANBAO_ALLOWED_HOSTS", '["127.0.0.1"]')
    return jianbao


def ids(operator: Jianbao) -> dict[str, bool]:
    return {source["id"]: source["active"] for source in json.loads(operator("sources", "list", "--json").out)}


def test_a_feed_is_added_by_its_page_listed_checked_and_removed(operator: Jianbao, web: Site) -> None:
    web.put("/feed", FEED)
    front = web.put("/", '<head><link rel="alternate" type="application/rss+xml" href="/feed"></head><p>x</p>')
    ran = operator("sources", "add", front, "--id", "yangpu", "--every", "30 min", "--json")
    assert ran.status == 0, ran.err
    (added,) = json.loads(ran.out)["added"]
    assert (added["id"], added["kind"], added["location"], added["name"], added["every_s"]) == (
        "yangpu",
        "feed",
        f"{web.root}/feed",
        "杨浦要闻",
        1800,
    )
    assert json.loads(operator("sources", "add", f"{web.root}/feed", "--json").out) == {
        "added": [],
        "known": ["yangpu"],
    }
    assert ids(operator) == {"seeds": True, "yangpu": True}

    ran = operator("sources", "check", "yangpu", "--json")
    assert ran.status == 0, ran.err
    (checked,) = json.loads(ran.out)
    assert (checked["ok"], checked["found"], checked["last_good_at"], checked["rejected"]) == (True, 1, None, [])

    assert json.loads(operator("sources", "remove", "yangpu", "--json").out) == {"removed": ["yangpu"]}
    assert ids(operator) == {"seeds": True, "yangpu": False}
    assert "yangpu" in operator("sources", "add", f"{web.root}/feed").out
    assert ids(operator) == {"seeds": True, "yangpu": True}


def test_a_login_in_an_address_is_never_printed(operator: Jianbao, web: Site) -> None:
    web.put("/feed", FEED)
    address = f"{web.root}/feed".replace("http://", "http://leser:geheim@")
    said = [operator("sources", "add", address, "--id", "mine").out, operator("sources", "add", address).out]
    said += [operator("sources", "list").out, operator("sources", "check", "mine").out]
    assert all(f"{web.root}/feed" in out for out in said), said
    assert not any("geheim" in out for out in said)


def test_adding_says_what_is_not_changed_and_what_is_read_beside(operator: Jianbao, web: Site, tmp_path: Path) -> None:
    url = web.put("/feed", FEED)
    first = operator("sources", "add", url, "--id", "mine")
    assert "the bundled samples are read as well" in first.out
    assert "sources = []" in first.out
    assert "sources = []" in operator("sources", "remove", "seeds").err
    again = operator("sources", "add", url, "--name", "晚报")
    assert "is read already, as mine; to change it, `jianbao sources remove mine` and add it again" in again.out
    assert operator("sources", "add", url).out.endswith("is read already, as mine\n")
    operator("sources", "remove", "mine")
    (tmp_path / "jianbao.toml").write_text("sources = []\n", "utf-8")
    renamed = operator("sources", "add", url, "--name", "晚报")
    assert renamed.out.splitlines() == [f"added mine: feed {url} (晚报), 1 entry now"]
    assert ids(operator) == {"mine": True, "seeds": False}


def test_check_says_what_failed_and_what_to_do(operator: Jianbao, web: Site, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    assert operator("sources", "add", str(folder), "--id", "papers").status == 0
    assert operator("sources", "add", web.put("/feed", status=410), "--id", "gone", "--unchecked").status == 0
    ran = operator("sources", "check")
    assert ran.status == 1
    assert "remove the source" in ran.out
    assert "papers: folder" in ran.out
    assert "never read yet" in ran.out
    shown = {row["id"]: row for row in json.loads(operator("sources", "check", "--json").out)}
    assert {name: row["ok"] for name, row in shown.items()} == {"seeds": True, "papers": True, "gone": False}
    assert shown["papers"]["found"] == 1
    assert "410" in shown["gone"]["error"]


def test_check_tells_sources_that_are_there_and_yield_nothing(operator: Jianbao, web: Site) -> None:
    login = web.put(
        "/login", "<html><body><form><p>用户名</p><p>密码</p></form></body></html>", content_type="text/html"
    )
    assert "1 page now" in operator("sources", "add", login, "--id", "login").out
    broken = web.put("/broken", FEED.replace("</item></channel></rss>", "</item><item><title>断"))
    assert "its XML is broken" in operator("sources", "add", broken, "--id", "broken").out
    empty = web.put("/empty", FEED[: FEED.index("<item>")] + "</channel></rss>")
    assert "0 entries now" in operator("sources", "add", empty, "--id", "empty").out
    ran = operator("read")
    assert f"{login}: holds no article" in ran.err
    assert f"{login} holds" not in ran.err
    ran = operator("sources", "check", "login", "broken", "empty")
    assert ran.status == 1
    assert "login: page " in ran.out
    assert "NOTHING READABLE" in ran.out
    assert "want a login" in ran.out
    assert "the feed is empty" in ran.out
    shown = {row["id"]: row for row in json.loads(operator("sources", "check", "--json").out)}
    assert {name: row["ok"] for name, row in shown.items() if name != "seeds"} == {
        "login": False,
        "broken": True,
        "empty": True,
    }
    assert "tell its publisher" in shown["broken"]["note"]


def test_a_list_page_is_called_as_it_calls_itself(operator: Jianbao, web: Site) -> None:
    links = "".join(f'<p><a href="/a/2024/1000{n}.html">第{n}条新闻的标题有这么长</a></p>' for n in range(6))
    page = web.put(
        "/", f"<html><head><title>云岭要闻</title></head><body>{links}</body></html>", content_type="text/html"
    )
    ran = operator("sources", "add", page, "--id", "list")
    assert "(云岭要闻), 6 articles now" in ran.out
    other = web.put("/other", f"<html><body>{links}</body></html>", content_type="text/html")
    ran = operator("sources", "add", other, "--id", "none", "--include", "zz/**")
    assert "none of its links is included" in ran.out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("add", "news.example.com/feed"), 2, "begin with https://"),
        (("add", "127.0.0.1:8000/feed"), 2, "begin with https://"),
        (("add", "ftp://news.example.com/"), 2, "only http and https"),
        (("add", "missing.txt"), 1, "no such folder or file"),
        (("add", "nowhere"), 1, "no such folder"),
        (("add", "http://127.0.0.1:9/"), 1, "no connection"),
        (("add", "http://10.0.0.1/"), 1, "allowed_hosts"),
        (("add", ".", "--id", "Not A Slug"), 2, "--id: expected at most 64 of a-z, 0-9 and -"),
        (("add", ".", "--every", "soon"), 2, "--every: expected a duration"),
        (("add", ""), 2, "an empty place; give a folder"),
        (("add", "http://[::1"), 2, "http://[::1: this is no address"),
        (("read", "http://[::1"), 2, "http://[::1: this is no address"),
        (("export", "nowhere/x.opml"), 1, "x.opml: No such file or directory; choose a file"),
        (("add", ".", "--kind", "feed"), 2, "url"),
        (("add", ".", "--id", "seeds"), 2, "never used again"),
        (("remove", "nothing"), 2, "no source nothing"),
        (("remove", "seeds"), 1, "settings"),
        (("check", "nothing"), 2, "no source nothing"),
        (("import", "nowhere.opml"), 2, "nowhere.opml"),
    ],
)
def test_wrong_use_is_one_line_with_a_remedy(
    operator: Jianbao, arguments: tuple[str, ...], status: int, said: str
) -> None:
    ran = operator(*arguments) if arguments[0] == "read" else operator("sources", *arguments)
    assert ran.status == status
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_lists_of_feeds_come_in_and_go_out_with_titles_and_folders(operator: Jianbao, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(
        '<?xml version="1.0" encoding="GBK"?><opml version="2.0"><body><outline text="地方新闻">'
        '<outline text="杨浦时报" type="rss" xmlUrl="http://a.example/rss"/></outline>'
        '<outline type="rss" text="乙 & 丙" xmlUrl="http://b.example/index.xml"/></body></opml>'.encode("gbk")
    )
    assert json.loads(operator("sources", "import", str(path), "--json").out) == {"added": 2, "known": 0, "refused": []}
    assert json.loads(operator("sources", "import", str(path), "--json").out) == {"added": 0, "known": 2, "refused": []}
    assert ids(operator) == {"a-example": True, "b-example": True, "seeds": True}
    out = tmp_path / "out.opml"
    ran = operator("sources", "export", str(out))
    assert "2 feeds written, 1 source left out: OPML lists feeds alone" in ran.err
    text = out.read_text("utf-8")
    assert text.index('text="地方新闻"') < text.index('text="杨浦时报"') < text.index('text="乙 &amp; 丙"')
    assert operator("sources", "export").out == text


def test_what_is_no_list_is_refused(operator: Jianbao, tmp_path: Path) -> None:
    path = tmp_path / "x.opml"
    for content in (b"", b"\x00\x01\x02" * 100, b"plain text", b"<html></html>"):
        path.write_bytes(content)
        ran = operator("sources", "import", str(path))
        assert (ran.status, len(ran.err.splitlines())) == (1, 1)
        assert "x.opml" in ran.err


def test_a_list_says_what_of_it_is_left_out(operator: Jianbao, tmp_path: Path) -> None:
    path = tmp_path / "x.opml"
    bad = '<outline text="a" xmlUrl="ftp://a.example/f"/><outline text="b" xmlUrl="not an address"/>'
    path.write_text(f"<opml><body>{bad}")
    ran = operator("sources", "import", str(path))
    assert (ran.status, len(ran.err.splitlines())) == (1, 1)
    assert "x.opml: no address of http or https in this list; it breaks off" in ran.err
    path.write_text(f'<opml><body>{bad}<outline text="c" xmlUrl="http://c.example/f"/>')
    ran = operator("sources", "import", str(path))
    assert (ran.status, ran.out.split(",")[0]) == (0, "1 feed added")
    assert "left out: ftp://a.example/f: only http and https are read; correct it in" in ran.err
    assert "x.opml breaks off" in ran.err
    path.write_text("<opml><body></body></opml>")
    assert "no feed in this list" in operator("sources", "import", str(path)).err


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("text/html", "", "what came is empty; check the address"),
        ("application/json", '{"a": 1}', "application/json came, neither a feed nor a page; correct the address"),
        ("text/css", "a { b: c }", "text/css came"),
    ],
)
def test_what_is_no_page_is_not_added_as_one(operator: Jianbao, web: Site, kind: str, content: str, said: str) -> None:
    place = web.put("/odd", content, Content_Type=kind)
    ran = operator("sources", "add", place)
    assert (ran.status, len(ran.err.splitlines())) == (1, 1)
    assert f"{place}: {said}" in ran.err


def test_an_empty_folder_is_added_with_a_hint(operator: Jianbao, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "nothing to read in it yet" in operator("sources", "add", str(tmp_path / "empty")).out


def test_a_feed_that_was_added_is_read(operator: Jianbao, web: Site) -> None:
    ran = operator("read", web.put("/feed", FEED), "--json")
    assert ran.status == 0, ran.err
    report = json.loads(ran.out)
    assert (report["documents"], report["articles"]["new"], report["failed"]) == (1, 1, [])
    (article,) = json.loads(operator("articles", "--json").out)
    assert article["title"] == "部署重点工作"
    assert article["text"].replace("\n", "") == TEXT


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("http://www.news.example/local/rss.xml", "news-example-local"),
        ("https://news.example/", "news-example"),
        ("/home/me/报纸 2024", "2024"),
        ("/home/me/报纸", "folder"),
        ("http://新闻.example/", "example"),
    ],
)
def test_ids_come_from_the_address(place: str, expected: str) -> None:
    assert slug(place) == expected


def test_an_id_is_never_given_twice() -> None:
    assert free_id("a", {"a", "a-2"}) == "a-3"
    assert free_id("seeds", ()) == "seeds-2"


def test_check_tells_where_a_feed_has_moved(operator: Jianbao, web: Site) -> None:
    web.put("/new", FEED)
    old = web.put("/old", status=301, Location="/new")
    assert operator("sources", "add", old, "--id", "old", "--kind", "feed", "--unchecked").status == 0
    config = "[[sources]]\nid = 'old'\nkind = 'feed'\nurl = '" + old + "'\n"
    Path("jianbao.toml").write_text(config, "utf-8")
    assert operator("read").status == 0
    (checked,) = json.loads(operator("sources", "check", "old", "--json").out)
    assert (checked["documents"], checked["moved_to"], checked["ok"]) == (1, f"{web.root}/new", True)
    assert f"moved to {web.root}/new" in operator("sources", "check", "old").out
