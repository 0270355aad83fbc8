"""The one place where connections to foreign sites are opened: names are resolved once, checked, and dialled.

Checking the name before handing it to a library leaves a gap: the library resolves again and may be told another
address (rebinding). Here the addresses that were checked are the addresses that are dialled, and nothing else knows
how to connect. TLS still verifies the name, because the pool above keeps its connections by host. Writing the
address into the URL instead was rejected: two hosts on one address would then share a connection.

Every read and write of the network ends at the deadline of the fetch it belongs to, so that a server which sends
one byte every few seconds cannot keep a thread. Long waits come in slices, so that a service that stops is not kept.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Iterable
from functools import cache
from typing import Any

import httpcore2
import httpx2

from digests.errors import FetchError
from digests.sources.addresses import is_public

CONNECT_S = 5.0  # for one address, and for its handshake: these two waits cannot be sliced
SLICE_S = 0.5  # how late a stop is noticed

Resolve = Callable[[str, int], list[str]]  # host and port -> numeric addresses, in the order to try


def resolve(host: str, port: int) -> list[str]:
    """What the system's resolver says. Odd spellings of an address (decimal, octal, short) come out as addresses."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline(threading.local):
    """When the fetch that runs in this thread must be over, on the monotonic clock; at once when ``stopped``."""

    at: float = float("inf")

    def __init__(self, stopped: threading.Event) -> None:  # called anew in every thread
        self._stopped = stopped

    def start(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds

    def limit(self, timeout: float | None) -> float:
        """What is left, at most ``timeout``. Raises ``httpcore2.ReadTimeout`` when nothing is."""
        left = self.at - time.monotonic()
        if left <= 0 or self._stopped.is_set():
            raise httpcore2.ReadTimeout("the time for this fetch is over")
        return left if timeout is None else min(left, timeout)


class Stream(httpcore2.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        until = None if timeout is None else time.monotonic() + timeout
        while True:
            wait = self._deadline.limit(None if until is None else until - time.monotonic())
            try:
                return self._inner.read(max_bytes, max(0.001, min(wait, SLICE_S)))
            except httpcore2.ReadTimeout:
                if wait <= SLICE_S:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.limit(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        wait = min(self._deadline.limit(timeout), CONNECT_S)
        inner = self._inner.start_tls(ssl_context, server_hostname, wait)
        return Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _as_dialled(host: str) -> str:
    """A host as it reaches the connection: lower case, ASCII, no brackets."""
    bare = host.lower().strip("[]")
    try:
        return httpx2.URL(scheme="http", host=bare).raw_host.decode("ascii").strip("[]")
    except (httpx2.InvalidURL, UnicodeError):
        return bare


class Backend(httpcore2.NetworkBackend):
    """Opens connections to public addresses, and to the hosts an operator has listed."""

    def __init__(self, allowed_hosts: Collection[str], deadline: Deadline, resolve: Resolve = resolve) -> None:
        self._allowed = frozenset(map(_as_dialled, allowed_hosts))
        self._deadline = deadline
        self._resolve = resolve
        self._dial = httpcore2.SyncBackend().connect_tcp

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._addresses(host, port)
        options = list(socket_options or ())
        for position, address in enumerate(addresses, start=1):
            try:
                wait = min(self._deadline.limit(timeout), CONNECT_S)
                stream = self._dial(address, port, wait, local_address, options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if position == len(addresses):
                    raise
                continue
            return Stream(stream, self._deadline)
        raise httpcore2.ConnectError(f"no address for {host}")

    def _addresses(self, host: str, port: int) -> list[str]:
        """Every address must be public: one private answer among public ones is a trap, not a choice."""
        addresses = self._resolved(host, port)
        if _as_dialled(host) not in self._allowed and not all(map(is_public, addresses)):
            raise FetchError(
                host, "leads into a private network; list the host in allowed_hosts if it is meant to be read"
            )
        return addresses

    def _resolved(self, host: str, port: int) -> list[str]:
        """The system's resolver has no time limit of its own, so it works aside and may be left behind."""
        answer: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.put(error)

        threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
        while True:
            wait = self._deadline.limit(None)
            try:
                found = answer.get(timeout=min(wait, SLICE_S))
            except queue.Empty:
                continue
            if isinstance(found, Exception):
                raise httpcore2.ConnectError(f"the name {host} is not known") from found
            return found


@cache
def _tls() -> ssl.SSLContext:
    """Certificates of the system, read once: it takes 40 ms."""
    return httpx2.create_ssl_context(trust_env=False)


class Transport(httpx2.BaseTransport):
    """httpx2 over a pool of guarded connections, made of public parts only."""

    def __init__(self, backend: httpcore2.NetworkBackend, *, keep: int = 16, keep_s: float = 30) -> None:
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_tls(),
            max_connections=None,
            max_keepalive_connections=keep,
            keepalive_expiry=keep_s,
            network_backend=backend,
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = request.url
        answer = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=answer.status,
            headers=[_known_by_its_name(*header) for header in answer.headers],
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


def _known_by_its_name(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    """RFC 9110, 8.4.1.3: ``x-gzip`` is gzip, which httpx2 does not know."""
    if name.lower() == b"content-encoding" and value.strip().lower() == b"x-gzip":
        return name, b"gzip"
    return name, value


class _Body(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Any:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
