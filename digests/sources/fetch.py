"""Fetching from foreign sites: one bounded, guarded GET, redirects included.

Bounds: 10 MB after decompression (counted as it comes, so a bomb is cut at the cap), 20 s from the first connection
to the last byte, 5 redirects each checked like a first address, 4 fetches at once per host, http and https only.
The HTTP library is imported at the first fetch: a service that only reads folders never carries it.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit, urlunsplit

from digests.errors import FetchError
from digests.sources import answers, unpacking

if TYPE_CHECKING:
    import httpx2

    from digests.sources.guard import Resolve

CAP_BYTES = 10 * 1024 * 1024
TOTAL_S = 20.0
REDIRECTS = 5
PER_HOST = 4

Decode = Callable[[bytes, str | None], str]  # bytes and the charset their carrier declared -> text

_AGENT = "Jianbao/0.1 (news digests; reads feeds)"
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
_REMEDIES = {
    401: "it wants a login; put one into the address or remove the source",
    403: "it refuses programs; ask the site or remove the source",
    404: "it is not there; correct the address",
    410: "it is gone for good; remove the source",
    429: "it asks for fewer visits; a longer `every` helps",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A good answer. ``url`` is where it came from in the end, ``status`` 200 (or another 2xx) or 304.

    ``moved_to``: where the address has moved for good, when every redirect from it on said so. ``fresh_s``: how long
    the server says this answer stays the newest.
    """

    url: str
    status: int
    content: bytes = b""
    media_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    fresh_s: float = 0
    moved_to: str | None = None


class Fetcher:
    """Holds the connections. Usable from several threads at once. Close it, or use it in a ``with``.

    ``parsing`` is held while what came is taken apart: by several threads at once it would go no faster, and take the
    memory of all of it.
    """

    def __init__(
        self,
        *,
        decode: Decode,
        allowed_hosts: Collection[str] = (),
        total_s: float = TOTAL_S,
        resolve: Resolve | None = None,
    ) -> None:
        """``allowed_hosts``: names or addresses as they stand in URLs that may be private. ``resolve``: for tests."""
        self.decode = decode
        self.parsing = threading.Lock()
        self._allowed, self._total_s, self._resolve = frozenset(allowed_hosts), total_s, resolve
        self._lock = threading.Lock()
        self._slots: dict[str, threading.BoundedSemaphore] = {}
        self._edge: _Edge | None = None
        self._stopped = threading.Event()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            if self._edge is not None:
                self._edge.transport.close()
                self._edge = None

    def stop(self) -> None:
        """Ends what is being fetched in other threads, and all that would be fetched after it, within seconds."""
        self._stopped.set()

    def fetch(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The document at ``url``, or status 304 when it still is what the two validators stand for.

        Raises:
            FetchError: no usable answer within the bounds; says why and what to do, never a login in the address.
        """
        edge = self._open()
        conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in conditions.items() if value}
        try:
            with edge.errors(url):
                return self._follow(edge, url, headers)
        except FetchError as error:
            if error.source == shown(url):
                raise
            # its host, or an address that it led to
            cause = f"{error.source}: {error.cause}"
            raise FetchError(shown(url), cause, status=error.status, pause_s=error.pause_s) from error

    def _open(self) -> _Edge:
        with self._lock:
            if self._edge is None:
                self._edge = _Edge(self._allowed, self._resolve, self._stopped)
            return self._edge

    def _follow(self, edge: _Edge, start: str, headers: dict[str, str]) -> Fetched:
        client = edge.client()
        edge.deadline.start(self._total_s)
        url, moved_to, for_good = start, None, True
        for _ in range(REDIRECTS + 1):
            with self._slot(edge, url):
                answer = client.send(client.build_request("GET", url, headers=headers), stream=True)
                try:
                    if answer.status_code not in (301, 302, 303, 307, 308):
                        return _fetched(start, url, answer, moved_to)
                    target = _target(url, answer)
                    for_good = for_good and answer.status_code in (301, 308)
                finally:
                    answer.close()
            url = target
            moved_to = url if for_good else moved_to
        raise FetchError(shown(start), f"more than {REDIRECTS} redirects; correct the address")

    @contextmanager
    def _slot(self, edge: _Edge, url: str) -> Iterator[None]:
        """One of the host's places. Waiting for it does not eat the time of the fetch, which starts anew after it."""
        host = _checked(url)
        with self._lock:
            slot = self._slots.setdefault(host, threading.BoundedSemaphore(PER_HOST))
        if not slot.acquire(blocking=False):
            slot.acquire()
            edge.deadline.start(self._total_s)
        try:
            yield
        finally:
            slot.release()


class _Edge:
    """The HTTP library, imported on first need, and where its errors become ours."""

    def __init__(self, allowed_hosts: Collection[str], resolve: Resolve | None, stopped: threading.Event) -> None:
        from digests.sources import guard

        self.deadline = guard.Deadline(stopped)
        backend = guard.Backend(allowed_hosts, self.deadline, resolve or guard.resolve)
        self.transport = guard.Transport(backend)

    def client(self) -> httpx2.Client:
        """One a fetch: cookies that a site sets on the way to a page are sent on that way and then forgotten."""
        import httpx2

        headers = {"User-Agent": _AGENT, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
        return httpx2.Client(transport=self.transport, trust_env=False, headers=headers, timeout=TOTAL_S)

    @contextmanager
    def errors(self, url: str) -> Iterator[None]:
        import httpcore2
        import httpx2

        try:
            yield
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise FetchError(shown(url), "no complete answer in time; a later try may do") from error
        except (httpcore2.ConnectError, httpx2.ConnectError) as error:
            remedy = "does it begin with http:// only?" if "SSL" in str(error) else "check the address and the network"
            raise FetchError(shown(url), f"no connection ({error}); {remedy}") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError) as error:
            raise FetchError(shown(url), f"the connection broke ({error}); a later try may do") from error
        except (httpx2.InvalidURL, httpcore2.UnsupportedProtocol, UnicodeError) as error:
            raise FetchError(shown(url), "this is no address of a web page; correct it") from error


def _fetched(start: str, url: str, answer: httpx2.Response, moved_to: str | None) -> Fetched:
    if not 200 <= answer.status_code < 300 and not (answer.status_code == 304 and answers.asked_for_changes(answer)):
        raise _refused(start, answer)
    described = Message()
    described["content-type"] = answer.headers.get("content-type", "application/octet-stream")
    return Fetched(
        url=url,
        status=answer.status_code,
        content=b"" if answer.status_code == 304 else _body(start, answer),
        media_type=described.get_content_type() if "content-type" in answer.headers else None,
        charset=described.get_content_charset(),
        etag=answers.validator(answer, "etag"),
        last_modified=answers.validator(answer, "last-modified"),
        fresh_s=answers.fresh_s(answer),
        moved_to=moved_to,
    )


def _body(start: str, answer: httpx2.Response) -> bytes:
    """Raises ``FetchError`` at the cap. Nested compression is refused: nobody needs it but bombs."""
    too_large = FetchError(shown(start), f"more than {CAP_BYTES // 2**20} MB; that is not read")
    encoding = answer.headers.get("content-encoding", "")
    if "," in encoding:
        raise FetchError(shown(start), "compressed more than once; that is not read")
    if encoding.strip().lower() in unpacking.NOT_ASKED_FOR:
        raise FetchError(shown(start), f"compressed by {encoding.strip()}, which was not asked for; tell its publisher")
    declared = answer.headers.get("content-length", "")
    if answers.COUNT.fullmatch(declared) and int(declared) > CAP_BYTES:
        raise too_large
    content = bytearray()
    try:
        for piece in unpacking.unpacked(answer.iter_raw(), encoding):
            content += piece
            if len(content) > CAP_BYTES:
                raise too_large
    except unpacking.BrokenOff as error:
        raise FetchError(shown(start), "the compressed answer broke off before its end; a later try may do") from error
    except zlib.error as error:
        raise FetchError(shown(start), "the answer is wrongly compressed; a later try may do") from error
    return bytes(content)


def _refused(start: str, answer: httpx2.Response) -> FetchError:
    status = answer.status_code
    if status == 304:
        return FetchError(shown(start), "answered 304 without being asked whether it has changed; a later try may do")
    remedy = _REMEDIES.get(status, "a later try may do" if status >= 500 else "check the address")
    return FetchError(
        shown(start),
        f"answered {status}: {remedy}",
        status=status,
        pause_s=answers.pause_s(answer.headers.get("retry-after")),
    )


def _target(url: str, answer: httpx2.Response) -> str:
    location = answers.location(answer)
    if not location:
        raise FetchError(shown(url), f"answered {answer.status_code} without saying where to; correct the address")
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise FetchError(shown(url), f"it redirects to {location!r}, which is no address") from error
    _checked(target)
    return target


def _checked(url: str) -> str:
    """The host of a URL we would fetch. Raises ``FetchError`` for any other scheme, or none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise FetchError(shown(url), "this is no address of a web page; correct it") from error
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(shown(url), "only http and https are read; correct the address")
    return host


def shown(url: str) -> str:
    """The address as it may be printed: without a login, on one line."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.split("@")[-1].splitlines()[0] if url else url
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
