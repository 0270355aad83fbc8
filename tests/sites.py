"""Foreign sites played on loopback: the one edge of the sources that tests replace."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Answer:
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: Callable[[BaseHTTPRequestHandler], None] | None = None  # writes the whole answer itself


@dataclass
class Site:
    """Pages by path; ``asked`` keeps every request as (path, headers) in the order of arrival."""

    root: str
    pages: dict[str, Answer | Callable[[dict[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes | str = b"", status: int = 200, **headers: str) -> str:
        content = body if isinstance(body, bytes) else body.encode()
        self.pages[path] = Answer(content, status, {k.replace("_", "-"): v for k, v in headers.items()})
        return self.root + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def site(tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """``tls``: what to serve https with; the address stays spelled http."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            played.asked.append((self.path, headers))
            page = played.pages.get(self.path, Answer(b"not here", 404))
            answer = page(headers) if callable(page) else page
            if answer.raw is not None:
                self.close_connection = True
                answer.raw(self)
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if answer.status != 304:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64  # with five, a sixth visitor at once would wait for a second

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up is what some tests are about

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    played = Site(f"http://127.0.0.1:{server.server_address[1]}")
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
