"""Fetching: the bounds hold, nobody is led into the private network, every failure says what to do."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import httpcore2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import FetchError
from digests.sources import fetch, guard
from digests.sources.addresses import is_public
from digests.sources.fetch import Fetcher
from digests.sources.unpacking import unpacked
from tests.sites import Answer, Site, site


def plain(content: bytes, _: str | None) -> str:
    return content.decode()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(decode=plain, allowed_hosts={"127.0.0.1"}) as opened:
        yield opened


def refusal(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(url)
    assert "\n" not in str(caught.value)
    return caught.value


# What comes back


def test_a_stop_ends_a_fetch_that_hears_nothing(web: Site) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(_: dict[str, str]) -> Answer:
        asked.set()
        over.wait(10)
        return Answer()

    web.pages["/"] = silent
    with Fetcher(decode=plain, allowed_hosts={"127.0.0.1"}) as fetcher:
        threading.Thread(target=lambda: (asked.wait(10), fetcher.stop()), daemon=True).start()
        began = time.monotonic()
        try:
            refusal(fetcher, web.root + "/")
        finally:
            over.set()
        assert time.monotonic() - began < 5
        refusal(fetcher, web.root + "/again")


def test_an_answer_carries_what_the_next_visit_needs(web: Site, fetcher: Fetcher) -> None:
    url = web.put(
        "/feed",
        "<rss/>",
        Content_Type="application/rss+xml; charset=GB2312",
        ETag='"v1"',
        Last_Modified="Fri, 01 Mar 2024 00:00:00 GMT",
        Cache_Control="public, max-age=3600",
        Age="600",
    )
    got = fetcher.fetch(url)
    assert (got.url, got.status, got.content) == (url, 200, b"<rss/>")
    assert (got.media_type, got.charset) == ("application/rss+xml", "gb2312")
    assert (got.etag, got.last_modified) == ('"v1"', "Fri, 01 Mar 2024 00:00:00 GMT")
    assert got.fresh_s == 3000
    assert got.moved_to is None


def test_validators_are_sent_and_304_has_no_body(web: Site, fetcher: Fetcher) -> None:
    def answer(headers: dict[str, str]) -> Answer:
        return Answer(status=304 if headers.get("if-none-match") == '"v1"' else 200, body=b"full")

    web.pages["/feed"] = answer
    assert fetcher.fetch(web.root + "/feed").content == b"full"
    again = fetcher.fetch(web.root + "/feed", etag='"v1"', last_modified="Fri, 01 Mar 2024 00:00:00 GMT")
    assert (again.status, again.content) == (304, b"")
    assert web.asked[-1][1]["if-modified-since"] == "Fri, 01 Mar 2024 00:00:00 GMT"
    assert "if-none-match" not in web.asked[0][1]


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate"])
def test_compressed_answers_are_unpacked(web: Site, fetcher: Fetcher, encoding: str) -> None:
    packed = {"deflate": zlib.compress}.get(encoding, gzip.compress)("正文".encode())
    assert fetcher.fetch(web.put("/", packed, Content_Encoding=encoding)).content.decode() == "正文"


def bare(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


WHOLE = "".join(f"第{number}条新闻。" for number in range(3000)).encode()
PACKED = {
    "gzip": ("gzip", gzip.compress(WHOLE)),
    "zlib": ("deflate", zlib.compress(WHOLE)),
    "bare deflate": ("deflate", bare(WHOLE)),
    "members": ("gzip", gzip.compress(WHOLE[:1000]) + gzip.compress(b"") + gzip.compress(WHOLE[1000:])),
}


@pytest.mark.parametrize(("encoding", "packed"), PACKED.values(), ids=PACKED)
def test_compressed_answers_are_whole_or_an_error(web: Site, fetcher: Fetcher, encoding: str, packed: bytes) -> None:
    def play(body: bytes) -> str:
        head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nConnection: close\r\n\r\n".encode()
        web.pages["/"] = Answer(raw=lambda handler: handler.wfile.write(head + body) and None)
        return web.root + "/"

    assert fetcher.fetch(play(packed)).content == WHOLE
    assert fetcher.fetch(play(packed + b"\0\n\x1f")).content == WHOLE, "padding behind it is passed over"
    assert fetcher.fetch(play(b"")).content == b""
    for kept in (1, 2, 15, len(packed) // 2, len(packed) - 9, len(packed) - 1):
        said = str(refusal(fetcher, play(packed[:kept])))
        assert "broke off before its end" in said, kept
        assert "a later try may do" in said


@given(
    st.lists(st.binary(max_size=3000), min_size=1, max_size=4), st.sampled_from(["gzip", "deflate"]), st.data(),
)  # fmt: skip
def test_unpacking_depends_on_no_seam(texts: list[bytes], encoding: str, data: st.DataObject) -> None:
    packed = b"".join(map(gzip.compress, texts)) if encoding == "gzip" else zlib.compress(b"".join(texts))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(packed)), max_size=6)))
    chunks = [packed[low:high] for low, high in pairwise([0, *cuts, len(packed)])]
    assert b"".join(unpacked(chunks, encoding)) == b"".join(texts)


def test_compression_that_was_not_asked_for_is_named(web: Site, fetcher: Fetcher) -> None:
    assert "compressed by br, which" in str(refusal(fetcher, web.put("/", b"\x0b", Content_Encoding="br")))
    assert fetcher.fetch(web.put("/", "正文", Content_Encoding="utf-8")).content.decode() == "正文"


def test_no_proxy_of_the_environment_is_used(web: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetcher.fetch(web.put("/", "ok")).content == b"ok"


# Redirects


@pytest.mark.parametrize(
    ("statuses", "for_good"),
    [((301,), 1), ((308,), 1), ((301, 308), 2), ((302,), 0), ((307, 301), 0), ((301, 302), 1), ((303, 303), 0)],
)
def test_a_move_for_good_counts_as_far_as_every_redirect_says_so(
    web: Site, fetcher: Fetcher, statuses: tuple[int, ...], for_good: int
) -> None:
    for hop, status in enumerate(statuses):
        web.put(f"/{hop}", status=status, Location=f"/{hop + 1}")
    end = web.put(f"/{len(statuses)}", "here")
    got = fetcher.fetch(web.root + "/0")
    assert (got.url, got.content) == (end, b"here")
    assert got.moved_to == (f"{web.root}/{for_good}" if for_good else None)


def test_five_redirects_are_followed_and_a_sixth_is_not(web: Site, fetcher: Fetcher) -> None:
    for hop in range(6):
        web.put(f"/{hop}", status=302, Location=f"{web.root}/{hop + 1}")
    web.put("/6", "here")
    assert fetcher.fetch(web.root + "/1").content == b"here"
    assert "more than 5 redirects" in str(refusal(fetcher, web.root + "/0"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/x", "gopher://x/", "data:text/plain,x"])
def test_redirects_to_other_schemes_are_refused(web: Site, fetcher: Fetcher, target: str) -> None:
    assert "only http and https" in str(refusal(fetcher, web.put("/", status=302, Location=target)))


def test_cookies_set_on_the_way_are_kept_for_that_way_only(web: Site, fetcher: Fetcher) -> None:
    def gate(headers: dict[str, str]) -> Answer:
        if "pass=1" in headers.get("cookie", ""):
            return Answer(b"inside")
        return Answer(status=302, headers={"Set-Cookie": "pass=1", "Location": "/gate"})

    web.pages["/gate"] = gate
    assert fetcher.fetch(web.root + "/gate").content == b"inside"
    assert fetcher.fetch(web.root + "/gate").content == b"inside"
    assert ["cookie" in headers for _, headers in web.asked] == [False, True, False, True]


# Bounds


@pytest.mark.parametrize("body_bytes", [fetch.CAP_BYTES, fetch.CAP_BYTES + 1])
def test_the_cap_is_ten_megabytes_to_the_byte(web: Site, fetcher: Fetcher, body_bytes: int) -> None:
    url = web.put("/", gzip.compress(b"a" * body_bytes), Content_Encoding="gzip")
    if body_bytes == fetch.CAP_BYTES:
        assert len(fetcher.fetch(url).content) == body_bytes
    else:
        assert "more than 10 MB" in str(refusal(fetcher, url))


def test_fifty_declared_megabytes_are_refused_before_they_come(web: Site, fetcher: Fetcher) -> None:
    sent = 0

    def raw(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        for _ in range(50):
            handler.wfile.write(b"a" * 2**20)
            sent += 2**20

    web.pages["/"] = Answer(raw=raw)
    assert "more than 10 MB" in str(refusal(fetcher, web.root + "/"))
    assert sent <= 12 * 2**20


def test_endless_answers_without_a_length_are_cut_at_the_cap(web: Site, fetcher: Fetcher) -> None:
    sent = 0

    def raw(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"a" * 2**20)
            sent += 2**20

    web.pages["/"] = Answer(raw=raw)
    assert "more than 10 MB" in str(refusal(fetcher, web.root + "/"))
    assert sent <= 20 * 2**20


def test_a_bomb_of_200_mb_is_cut_early(web: Site, fetcher: Fetcher) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join([packer.compress(bytes(2**20)) for _ in range(200)]) + packer.flush()
    url = web.put("/", bomb, Content_Encoding="gzip")
    tracemalloc.start()
    message = str(refusal(fetcher, url))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "more than 10 MB" in message
    assert peak < 40 * 2**20


def test_nested_compression_is_refused(web: Site, fetcher: Fetcher) -> None:
    twice = gzip.compress(gzip.compress(bytes(2**20)))
    assert "compressed more than once" in str(refusal(fetcher, web.put("/", twice, Content_Encoding="gzip, gzip")))


def test_a_server_that_trickles_is_left_at_the_deadline(web: Site) -> None:
    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            handler.wfile.write(b"a")
            time.sleep(0.05)

    web.pages["/"] = Answer(raw=raw)
    begun = time.monotonic()
    with Fetcher(decode=plain, allowed_hosts={"127.0.0.1"}, total_s=0.4) as fetcher:
        message = str(refusal(fetcher, web.root + "/"))
    assert "no complete answer in time" in message
    assert 0.3 < time.monotonic() - begun < 2


def test_a_name_that_nobody_answers_for_is_left_at_the_deadline() -> None:
    released = threading.Event()

    def silent(_: str, __: int) -> list[str]:
        released.wait(5)
        return []

    begun = time.monotonic()
    with Fetcher(decode=plain, total_s=0.3, resolve=silent) as fetcher:
        message = str(refusal(fetcher, "http://slow.example/"))
    released.set()
    assert "in time" in message
    assert time.monotonic() - begun < 2


def test_a_reused_connection_gets_a_new_deadline(web: Site) -> None:
    url = web.put("/", "ok")
    with Fetcher(decode=plain, allowed_hosts={"127.0.0.1"}, total_s=0.5) as fetcher:
        for _ in range(3):
            assert fetcher.fetch(url).content == b"ok"
            time.sleep(0.3)


def test_four_at_once_per_host_and_no_more(web: Site, fetcher: Fetcher) -> None:
    lock, now_open, most = threading.Lock(), 0, 0

    def slow(_: dict[str, str]) -> Answer:
        nonlocal now_open, most
        with lock:
            now_open += 1
            most = max(most, now_open)
        time.sleep(0.05)
        with lock:
            now_open -= 1
        return Answer(b"ok")

    web.pages["/"] = slow
    threads = [threading.Thread(target=fetcher.fetch, args=(web.root + "/",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(web.asked) == 12
    assert most == 4


# Failures


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "correct the address"), (410, "remove the source"), (403, "refuses"), (500, "a later try")],
)
def test_refusals_say_status_and_remedy(web: Site, fetcher: Fetcher, status: int, said: str) -> None:
    error = refusal(fetcher, web.put("/", status=status))
    assert error.status == status
    assert f"answered {status}" in str(error)
    assert said in str(error)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("120", 120, 120),
        ("in an hour", 3500, 3600),
        ("Fri, 01 Mar 2024 00:00:00 GMT", 0, 0),
        ("soon", 0, 0),
        ("²", 0, 0),
        ("9" * 5000, 0, 0),
        ("", 0, 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(web: Site, fetcher: Fetcher, value: str, low: float, high: float) -> None:
    if value == "in an hour":
        value = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert low <= refusal(fetcher, web.put("/", status=503, Retry_After=value)).pause_s <= high


@pytest.mark.parametrize(
    ("control", "expected"),
    [
        ("max-age=60", 60),
        ("private, Max-Age=60", 60),
        ("no-cache, max-age=60", 0),
        ("s-maxage=60", 0),
        ("max-age=x", 0),
    ],
)
def test_cache_control(web: Site, fetcher: Fetcher, control: str, expected: float) -> None:
    assert fetcher.fetch(web.put("/", "x", Cache_Control=control)).fresh_s == expected


RAW = {
    "no HTTP at all": b"SSH-2.0-OpenSSH_9.2\r\n",
    "closed at once": b"",
    "cut off": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "wrong compression": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd",
    "redirect to nowhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "redirect to a broken address": b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"X: " + b"a" * 300_000,
}


@pytest.mark.parametrize("answer", RAW.values(), ids=RAW.keys())
def test_whatever_a_server_says_is_one_line(web: Site, fetcher: Fetcher, answer: bytes) -> None:
    web.pages["/"] = Answer(raw=lambda handler: handler.wfile.write(answer) and None)
    refusal(fetcher, web.root + "/")


@pytest.mark.parametrize(
    "url",
    ["", "x", "/etc/passwd", "file:///etc/passwd", "http://", "http:///x", "http://[::1", "http://a:99999/",
     "http://a b/", "http://\u2028/", "http://" + "a" * 300 + ".example/", "http://exa\0mple/", "HTTP:x", "//a/b"],
)  # fmt: skip
def test_what_is_no_address_is_said_to_be_none(fetcher: Fetcher, url: str) -> None:
    refusal(fetcher, url)


def test_a_login_in_the_address_is_used_and_never_shown(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/", status=404).replace("http://", "http://user:geheim@")
    assert "geheim" not in str(refusal(fetcher, url))
    assert web.asked[0][1]["authorization"].startswith("Basic ")
    assert "geheim" not in str(refusal(fetcher, "http://user:geheim@[::1"))


def test_nothing_listens(fetcher: Fetcher) -> None:
    assert "no connection" in str(refusal(fetcher, "http://127.0.0.1:9/"))


@pytest.mark.parametrize("name", ["Age", "Content-Length", "Retry-After", "Cache-Control", "Content-Type", "ETag"])
@pytest.mark.parametrize(
    "value", [b"\xb2", b"9" * 4400, b"-1", b"", b"\xff\xfe", b";;=;charset=;", b"max-age=" + b"9" * 99]
)
def test_odd_headers_are_no_crash(web: Site, fetcher: Fetcher, name: str, value: bytes) -> None:
    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + name.encode() + b": " + value + b"\r\n\r\nbody")

    web.pages["/"] = Answer(raw=raw)
    with suppress(FetchError):
        assert fetcher.fetch(web.root + "/").status == 200


@pytest.mark.parametrize("value", ['"版本"'.encode(), '"版本"'.encode("gbk"), b'"\x7f"', b'"' + b"x" * 60_000 + b'"'])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(web: Site, fetcher: Fetcher, value: bytes) -> None:
    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nETag: " + value + b"\r\nLast-Modified: " + value + b"\r\n\r\nbody")

    web.pages["/"] = Answer(raw=raw)
    got = fetcher.fetch(web.root + "/")
    assert (got.etag, got.last_modified) == (None, None)


def test_not_modified_is_an_answer_only_to_who_asked(web: Site, fetcher: Fetcher) -> None:
    url = web.put("/", status=304)
    assert "without being asked" in str(refusal(fetcher, url))
    assert fetcher.fetch(url, etag='"a"').status == 304


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_redirects_are_followed_in_whatever_charset_they_are_written(web: Site, fetcher: Fetcher, charset: str) -> None:
    location = "/新闻/1.html?a=b%20c".encode(charset)

    def raw(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n")

    web.pages["/"] = Answer(raw=raw)
    web.put("/" + quote("新闻", encoding=charset) + "/1.html?a=b%20c", "ok")
    assert fetcher.fetch(web.root + "/").content == b"ok"


# Encrypted connections


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of our own for news.example, with its key."""
    if shutil.which("openssl") is None:
        pytest.skip("making a certificate needs openssl")
    made = tmp_path / "own.pem"
    subject = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-days", "2", *subject, "-keyout", made, "-out", tmp_path / "c.pem"], check=True, capture_output=True
    )
    made.write_text(made.read_text() + (tmp_path / "c.pem").read_text())
    return made


@pytest.mark.parametrize(
    ("host", "trusted", "said"),
    [("news.example", True, ""), ("news.example", False, "certificate"), ("other.example", True, "certificate")],
)
def test_certificates_are_verified_by_name_though_addresses_are_dialled(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool, said: str
) -> None:
    context = ssl.create_default_context(cafile=str(certificate)) if trusted else ssl.create_default_context()
    monkeypatch.setattr(guard, "_tls", lambda: context)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(certificate)
    with (
        site(served) as web,
        Fetcher(decode=plain, allowed_hosts={host}, resolve=lambda *_: ["127.0.0.1"]) as fetcher,
    ):
        url = web.put("/", "safe").replace("http://127.0.0.1", f"https://{host}")
        if said:
            assert said in str(refusal(fetcher, url))
        else:
            assert fetcher.fetch(url).content == b"safe"


# The private network


def names(host: str, port: int) -> list[str]:
    """A resolver for made-up names; numbers go to the real one, which needs no network for them."""
    made_up = {
        "inside.example": ["10.1.2.3"],
        "mixed.example": ["93.184.216.34", "127.0.0.1"],
        "mixed6.example": ["2606:2800:220:1::1", "fd00::1"],
        "metadata.google.internal": ["169.254.169.254"],
    }
    return made_up.get(host) or guard.resolve(host, port)


PRIVATE = """
127.0.0.1 localhost 127.1 2130706433 0x7f000001 0177.0.0.1 0.0.0.0 0 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1]
[::127.0.0.1] 10.0.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.100.100.200 [fe80::1] [fec0::1] [fd00:ec2::254]
[64:ff9b::7f00:1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1] [2002:7f00:1::] [2001::1] 224.0.0.1 [ff02::1] 255.255.255.255
198.18.0.1 192.0.0.192 168.63.129.16 ①②⑦.⓪.⓪.① 127。0。0。1
inside.example mixed.example mixed6.example metadata.google.internal INSIDE.example inside.example.
"""


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Addresses that anyone tried to connect to; public ones lead to the played site."""
    seen: list[str] = []
    real = httpcore2.SyncBackend.connect_tcp

    def dial(self: httpcore2.SyncBackend, host: str, *rest: object, **options: object) -> httpcore2.NetworkStream:
        seen.append(host)
        return real(self, "127.0.0.1", *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", dial)
    return seen


@pytest.mark.parametrize("host", PRIVATE.split())
def test_private_addresses_are_never_dialled(web: Site, dialled: list[str], host: str) -> None:
    port = web.root.rpartition(":")[2]
    with Fetcher(decode=plain, resolve=names, total_s=5) as fetcher:
        refusal(fetcher, f"http://{host}:{port}/")
    assert dialled == []
    assert web.asked == []


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1/", "http://169.254.169.254/latest/", "//[::1]/", "http://0x7f.1/"]
)
def test_redirects_into_the_private_network_are_refused(web: Site, dialled: list[str], target: str) -> None:
    web.put("/", status=302, Location=target)
    port = web.root.rpartition(":")[2]
    with Fetcher(decode=plain, resolve=lambda h, p: ["93.184.216.34"] if h == "open.example" else names(h, p)) as open_:
        error = refusal(open_, f"http://open.example:{port}/")
    assert error.source == f"http://open.example:{port}/", "what was asked for, beside where it led"
    assert "private network" in error.cause
    assert dialled == ["93.184.216.34"]


def test_a_name_that_changes_its_address_is_checked_at_every_connection(web: Site, dialled: list[str]) -> None:
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])
    web.pages["/"] = Answer(b"ok", headers={"Connection": "close"})
    url = f"http://open.example:{web.root.rpartition(':')[2]}/"
    with Fetcher(decode=plain, resolve=lambda *_: next(answers)) as fetcher:
        assert fetcher.fetch(url).content == b"ok"
        assert "private network" in str(refusal(fetcher, url))
    assert dialled == ["93.184.216.34"]  # one answer, one dial: never resolved again between check and connection


def test_the_next_address_is_tried_when_the_first_does_not_answer(web: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    real = httpcore2.SyncBackend.connect_tcp

    def dial(self: httpcore2.SyncBackend, host: str, *rest: object, **options: object) -> httpcore2.NetworkStream:
        if host == "93.184.216.34":
            raise httpcore2.ConnectError("unreachable")
        return real(self, "127.0.0.1", *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", dial)
    url = web.put("/", "ok").replace("127.0.0.1", "open.example")
    with Fetcher(decode=plain, resolve=lambda *_: ["93.184.216.34", "93.184.216.35"]) as fetcher:
        assert fetcher.fetch(url).content == b"ok"


def test_hosts_the_operator_lists_may_be_private(web: Site) -> None:
    url = web.put("/", "ok")
    with Fetcher(decode=plain) as fetcher:
        assert "allowed_hosts" in str(refusal(fetcher, url))
    with Fetcher(decode=plain, allowed_hosts={"LOCALHOST"}) as fetcher:
        refusal(fetcher, url)
        assert fetcher.fetch(url.replace("127.0.0.1", "localhost")).content == b"ok"
    with Fetcher(decode=plain, allowed_hosts={"报纸.example"}, resolve=lambda *_: ["127.0.0.1"]) as fetcher:
        assert fetcher.fetch(url.replace("127.0.0.1", "报纸.example")).content == b"ok"


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "2400:3200::1",
                                     "64:ff9b::808:808", "::ffff:8.8.8.8", "100.63.255.255", "172.32.0.1"])  # fmt: skip
def test_the_open_network_is_open(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_every_address_python_holds_for_special_is_closed_in_each_disguise(address: object) -> None:
    text = str(address)
    if address.is_private or address.is_multicast or address.is_reserved or address.is_loopback:  # type: ignore[attr-defined]
        assert not is_public(text)
    assert is_public(f"::ffff:{text}") == is_public(text)
    assert is_public(f"64:ff9b::{text}") == is_public(text)


@given(st.ip_addresses(v=6))
def test_ipv6_is_open_only_where_it_is_allocated(address: object) -> None:
    if is_public(str(address)):
        assert str(address)[0] in "23" or str(address).startswith(("64:ff9b::", "::ffff:"))
