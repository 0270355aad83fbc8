"""Headless Chromium for tests, over the WebDriver protocol and plain HTTP: no library beyond the project's own.

with Browser() as page:
    page.open(url)
    page.type("#words", "/start\\n")
    page.wait_for("欢迎")
"""

from __future__ import annotations

import base64
import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

import pytest

_KEY = "element-6066-11e4-a52e-4f735466cecf"
_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--force-device-scale-factor=1",
)
ENTER, ESCAPE, UP, DOWN, TAB = "\ue007", "\ue00c", "\ue013", "\ue015", "\ue004"


def missing() -> str:
    """What a browser test lacks on this machine, ``""`` for nothing."""
    if not (shutil.which("chromium") or shutil.which("google-chrome")):
        return "Chromium is not installed"
    return "" if shutil.which("chromedriver") else "chromedriver is not installed"


needs_browser = pytest.mark.skipif(bool(missing()), reason=missing() or "-")


class Browser:
    """One browser with one tab. Texts are matched anywhere in the page unless a selector says where."""

    def __init__(self, *, width: int = 1100, height: int = 800, dark: bool = False, patience_s: float = 10) -> None:
        self.patience_s = patience_s
        self._home = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self._root = f"http://127.0.0.1:{port}"
        self._opener = build_opener(ProxyHandler({}))
        self._driver = subprocess.Popen(
            ["chromedriver", f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._session = ""
        try:
            self._begin(width, height, dark)
        except BaseException:
            self.close()
            raise

    def _begin(self, width: int, height: int, dark: bool) -> None:
        deadline = time.monotonic() + self.patience_s
        while True:
            try:
                if self._call("GET", "/status")["ready"]:
                    break
            except OSError:
                if time.monotonic() > deadline:
                    raise
            time.sleep(0.05)
        arguments = [*_ARGUMENTS, f"--window-size={width},{height}", f"--user-data-dir={self._home.name}"]
        if dark:
            arguments.append("--force-dark-mode")
        options = {"args": arguments, "binary": shutil.which("chromium") or shutil.which("google-chrome")}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        answer = self._call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/session/{answer['sessionId']}"
        self.resize(width, height)
        if dark:
            self.prefer("dark")

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        try:
            if self._session:
                self._call("DELETE", self._session)
        finally:
            self._driver.terminate()
            self._driver.wait(10)
            self._home.cleanup()

    def open(self, url: str) -> None:
        self._do("POST", "/url", {"url": url})

    def reload(self) -> None:
        self._do("POST", "/refresh", {})

    @property
    def url(self) -> str:
        return str(self._do("GET", "/url"))

    def resize(self, width: int, height: int) -> None:
        """Sets the size that the page sees, whatever window there is."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._devtools("Emulation.setDeviceMetricsOverride", metrics)

    def prefer(self, scheme: str) -> None:
        """light or dark, as the system's own setting would."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._devtools("Emulation.setEmulatedMedia", {"features": features})

    def click(self, css: str, *, text: str = "") -> None:
        """Clicks the last visible element that matches (and whose text contains ``text``), once there is one."""
        self._until(lambda: self._click(css, text), f"a click on {css} {text}")

    def _click(self, css: str, text: str) -> bool:
        found = self.run(
            "const all = [...document.querySelectorAll(arguments[0])].filter((e) => e.offsetParent !== null"
            " && e.textContent.includes(arguments[1])); const e = all.pop() || null;"
            " e?.scrollIntoView({block: 'center'}); return e;",
            css,
            text,
        )
        if not found:
            return False
        try:
            self._do("POST", f"/element/{found[_KEY]}/click", {})
        except BrowserError as error:
            if error.kind in ("stale element reference", "element click intercepted", "element not interactable"):
                return False
            raise
        return True

    def type(self, css: str, text: str) -> None:
        """Types into an element; ENTER, ESCAPE and the like are characters of this module."""
        self.wait_for(css=css)
        element = self._do("POST", "/element", {"using": "css selector", "value": css})
        self._do("POST", f"/element/{element[_KEY]}/value", {"text": text})

    def text(self, css: str = "body") -> str:
        """The visible text of the first match, ``""`` without one."""
        return str(self.run("return document.querySelector(arguments[0])?.innerText ?? ''", css))

    def texts(self, css: str) -> list[str]:
        return list(self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText)", css))

    def count(self, css: str) -> int:
        return int(self.run("return document.querySelectorAll(arguments[0]).length", css))

    def wait_for(self, text: str = "", *, css: str = "body", gone: bool = False) -> None:
        """Until an element matches and one of them contains the text; or until none does.

        Raises:
            AssertionError: not within the patience of this browser.
        """
        look = "return [...document.querySelectorAll(arguments[0])].some((e) => e.innerText.includes(arguments[1]))"
        self._until(lambda: bool(self.run(look, css, text)) is not gone, f"{'no ' * gone}{text!r} in {css}")

    def run(self, script: str, *arguments: Any) -> Any:
        return self._do("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def screenshot(self, path: Path | str) -> None:
        Path(path).write_bytes(base64.b64decode(self._do("GET", "/screenshot")))

    def console_errors(self) -> list[str]:
        """What the page complained of since the last call."""
        entries = self._do("POST", "/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def too_wide(self) -> int:
        """Pixels by which the page is wider than its window."""
        return int(self.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def _until(self, true: Any, what: str) -> None:
        deadline = time.monotonic() + self.patience_s
        while not true():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {self.patience_s:g} s for {what}; the page shows:\n{self.text()[-1500:]}")
            time.sleep(0.04)

    def _devtools(self, command: str, params: dict[str, Any]) -> Any:
        return self._do("POST", "/goog/cdp/execute", {"cmd": command, "params": params})

    def _do(self, method: str, path: str, body: Any = None) -> Any:
        return self._call(method, self._session + path, body)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._root + path, data, {"content-type": "application/json"}, method=method)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except OSError as error:
            if not hasattr(error, "read"):
                raise
            value = json.load(error)["value"]
            raise BrowserError(value["error"], value["message"]) from None


class BrowserError(AssertionError):
    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}: {message}")
