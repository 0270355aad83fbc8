"""The service as a newcomer meets it: its own chat page in a browser, from the first minute to the last word."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import ENTER, Browser, needs_browser

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.timeout(180)]

ARTICLE = """量子计算取得新突破
本报讯 记者昨日从大学获悉，该校科研团队在量子计算领域取得新突破，研制出新型量子芯片。
专家表示，这一成果将推动量子计算产业化，对人工智能、材料科学等领域产生深远影响。"""
SLOW_S = 60  # a cold start beside other work; a new file is read once it stopped changing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with Browser(width=1000, height=860, patience_s=SLOW_S) as browser:
        yield browser


async def walked(home: Path, steps: Callable[[str], None]) -> None:
    """The service with a home of its own, and the steps of a person at its page in a thread beside it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    own |= {"JIANBAO_HOME": str(home), "JIANBAO_SANDBOX__PORT": "0", "PYTHONUNBUFFERED": "1"}
    command = (sys.executable, "-m", "bot", "run")
    process = await asyncio.create_subprocess_exec(*command, env=own, cwd=home.parent, stdout=PIPE, stderr=PIPE)
    try:
        assert process.stdout
        async with asyncio.timeout(60):
            announced = [line async for line in _until(process.stdout, b"is running")]
        address = next(line for line in announced if b"Open the chat page" in line).split()[-1].decode()
        await asyncio.to_thread(steps, address)
    finally:
        process.terminate()
        _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")


async def _until(lines: asyncio.StreamReader, last: bytes) -> AsyncIterator[bytes]:
    async for line in lines:
        yield line
        if last in line:
            return


class Person:
    """Does things at the page, and keeps a picture of each step."""

    def __init__(self, page: Browser, pictures: Path) -> None:
        self.page, self._pictures, self._count = page, pictures, 0

    def picture(self) -> None:
        self._count += 1
        self.page.screenshot(self._pictures / f"{self._count:02}.png")

    def say(self, text: str, answer: str) -> None:
        """Writes and waits for a new message that holds the answer."""
        before = self.page.count(".message.in")
        self.page.type("#words", text + ENTER)
        self._newer(before, answer)

    def press(self, label: str, answer: str = "") -> None:
        """Presses a button and waits for words anywhere in the chat."""
        self.page.click(".key", text=label)
        if answer:
            self.page.wait_for(answer, css="#log")

    def _newer(self, before: int, answer: str) -> None:
        deadline = time.monotonic() + self.page.patience_s
        while not any(answer in text for text in self.page.texts(".message.in")[before:]):
            assert time.monotonic() < deadline, f"no answer with {answer!r}: {self.page.text('#log')[-800:]}"
            time.sleep(0.05)
        self.picture()


async def test_a_newcomer_from_start_to_forget(tmp_path: Path, browser: Browser) -> None:
    def steps(url: str) -> None:
        browser.resize(1000, 860)
        browser.console_errors()
        browser.open(url)
        person = Person(browser, tmp_path)
        browser.click("#start")
        person.press("教育与人才", "✓ 教育与人才")
        person.press("科技创新与成果转化", "✓ 科技创新")
        person.press("08:00")
        person.picture()
        editions = browser.count(".message.in")
        browser.click("#jump")
        person._newer(editions, "科技创新与成果转化")
        person.press("为什么", "引文出自")
        person.say("经挤", "经挤")
        person.say("/watch 量子计算", "量子计算")
        person.press("一有就告诉我")
        before = browser.count(".message.in")
        browser.click("#drop")
        browser.type("#dropping textarea", ARTICLE)
        browser.click("#dropping button.wide")
        person._newer(before, "研制出新型量子芯片")
        person.say("/settings", "正文：简体")
        person.press("简繁", "正文用哪种字")
        person.press("繁体", "✓ 繁体")
        person.say("创新", "創新")
        browser.resize(360, 740)
        person.say("/find 人才", "人才")
        assert browser.too_wide() <= 0
        person.say("/forget", "要删除你的全部数据吗")
        person.press("全部删除", "全部删除了")
        person.picture()
        assert browser.console_errors() == []
        browser.open("about:blank")

    await walked(tmp_path / "home", steps)


async def test_an_administrator_in_a_topic_and_a_channel_and_inline(tmp_path: Path, browser: Browser) -> None:
    def steps(url: str) -> None:
        browser.resize(1000, 860)
        browser.console_errors()
        browser.open(url)
        person = Person(browser, tmp_path)
        browser.click(".chat.nested", text="财经")
        browser.wait_for("话题", css=".who")
        person.say("/subscribe@jianbao_sandbox_bot 产业升级与数字经济", "已订阅")
        browser.click("#jump")
        browser.wait_for("产业升级与数字经济", css=".message.in u")
        person.picture()
        browser.click(".chat", text="每日简报")
        browser.wait_for("频道", css=".who")
        person.say("/subscribe 教育与人才", "已订阅")
        browser.click("#jump")
        browser.wait_for("教育与人才", css=".message.in u")
        assert browser.count(".message.in .keyboard button") == 0, "a channel post carries no private buttons"
        person.picture()
        browser.click(".chat.nested", text="体育")
        browser.wait_for("体育", css=".who")
        browser.type("#words", "@jianbao_sandbox_bot 经济")
        browser.wait_for("经济", css="#popup .option")
        person.picture()
        browser.type("#words", ENTER)
        browser.wait_for("通过 @jianbao_sandbox_bot", css=".message.out .via")
        person.picture()
        assert browser.console_errors() == []
        browser.open("about:blank")

    await walked(tmp_path / "home", steps)
