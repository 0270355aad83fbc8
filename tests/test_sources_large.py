"""Feeds at their limits and out of their minds: counted, bounded, never a crash."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from digests.errors import FetchError
from digests.sources import entries, markup
from tests.sites import site

TEXT = "市政府今天召开会议，研究部署下一阶段的重点工作。" * 9
URL = "http://news.example/feed"

READER = """
import re, sys
from pathlib import Path
from datetime import UTC, datetime
from digests.models import Source, SourceState
from digests.reading.decode import decode
from digests.sources import Fetcher, Finished, Read, read
seen, error = 0, None
source = Source(id="f", kind="feed", location=sys.argv[1], name="f", every_s=900)
with Fetcher(decode=decode, allowed_hosts={"127.0.0.1"}) as fetcher:
    for outcome in read(source, SourceState(), known={}, now=datetime.now(UTC), fetcher=fetcher):
        seen += isinstance(outcome, Read)
        if isinstance(outcome, Finished):
            error = outcome.error
peak = re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())  # getrusage counts the parent's pages too
print(seen, int(peak[1]) // 1024, error)
"""


def items(count: int) -> str:
    return "".join(
        f"<item><title>标题{n}</title><link>{URL}/{n}</link><guid>g{n}</guid><pubDate>Fri, 01 Mar 2024 08:00:00 +0800"
        f"</pubDate><description><![CDATA[<p>{TEXT}{n}</p>]]></description></item>"
        for n in range(count)
    )


def rss(body: str, encoding: str = "utf-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>t</title>{body}</channel></rss>'
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("broken", 500),
        *(pytest.param(kind, 10_000, marks=pytest.mark.full) for kind in ("well formed", "gb2312", "broken")),
    ],
)
def test_ten_thousand_entries_within_200_mb(kind: str, count: int) -> None:
    body = rss(items(count), "gb2312" if kind == "gb2312" else "utf-8")
    if kind == "broken":
        body = body.removesuffix("</channel></rss>") + "<item><title>A&B</tit"
    with site() as played:
        url = played.put("/feed", body.encode("gb18030" if kind == "gb2312" else "utf-8"))
        ran = subprocess.run([sys.executable, "-c", READER, url], capture_output=True, text=True, check=True)
    seen, megabytes, error = ran.stdout.split(maxsplit=2)
    assert (int(seen), error.strip()) == (count, "None")
    assert int(megabytes) < 200


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="peak memory is read from /proc")
def test_a_feed_of_fifty_megabytes_is_refused_at_the_cap() -> None:
    with site() as played:
        url = played.put("/feed", rss(items(100)).encode() + b" " * 50_000_000)
        ran = subprocess.run([sys.executable, "-c", READER, url], capture_output=True, text=True, check=True)
    seen, megabytes, error = ran.stdout.split(maxsplit=2)
    assert int(seen) == 0
    assert "more than 10 MB" in error
    assert int(megabytes) < 100


def test_more_markup_than_any_feed_has_is_refused_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(FetchError, match="tags"):
        entries.parse(rss("<item><title>x</title><description>" + "<div>" * 2_000_000), URL)
    assert time.monotonic() - begun < 2


def mutated(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    noise = chance.choice(
        ["<item>", "<div>", "<![CDATA[", '<a href="', "&lt;p&gt;", "<", "&", "]]>", "<!--", "<?", '"']
    )
    match chance.randrange(5):
        case 0:
            return text[:at]
        case 1:
            return text[:at] + noise * chance.choice([1, 10, 2000]) + text[at:]
        case 2:
            return text + text[at:]
        case 3:
            return text[:at] + "".join(chr(chance.randrange(1, 0xD7FF)) for _ in range(50)) + text[at:]
        case _:
            chars = list(text)
            for _ in range(chance.randint(1, 40)):
                chars[chance.randrange(len(chars))] = chr(chance.randrange(32, 127))
            return "".join(chars)


ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://news.example/"><title>t</title><entry><id>a</id>'
    '<title type="html">&lt;b&gt;标题&lt;/b&gt;</title><link href="1"/><updated>2024-03-01T08:00:00Z</updated>'
    '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>正文。</p></div></content></entry></feed>'
)
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_text": "正文", "authors": [{}]}]}'
)
HTML = (
    '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/f"></head><body>'
    '<a href="/20240301/12345.html">某区召开会议部署重点工作</a></body></html>'
)


@pytest.mark.parametrize("text", [rss(items(3)), ATOM, JSON, HTML], ids=["rss", "atom", "json", "html"])
def test_mutated_feeds_and_pages_give_entries_or_none(text: str) -> None:
    chance = random.Random(7)
    for _ in range(150):
        broken = mutated(chance, text)
        found = entries.parse(broken, URL)
        if found is None:
            markup.scan(broken, URL)
        else:
            assert all(isinstance(entry.html, str) for entry in found.entries)
