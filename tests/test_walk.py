"""The whole service in a browser: a newcomer's first evening, and an administrator's group, channel and inline mode.

SHOTS=DIR keeps a picture of every step, to be looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import DOWN, ENTER, Browser, needs_browser

pytestmark = [pytest.mark.browser, needs_browser]

NARROW = (360, 740)
DROPPED = """图书馆推出热力图找座位
区图书馆今天上线座位热力图，读者在手机上就能看到哪一层还有空位。
馆长介绍，热力图每五分钟更新一次，已接入全区十二家社区图书室。
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    """The address of the chat page of a service of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    chosen = {"JIANBAO_HOME": str(tmp_path / "home"), "JIANBAO_SANDBOX__PORT": "0", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], env=kept | chosen, cwd=tmp_path, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        printed = ""
        for line in process.stdout:
            printed += line
            if "is running" in line:
                break
        found = re.search(r"http://\S+", printed)
        assert found, printed
        try:
            yield found[0]
        finally:
            process.terminate()
            assert process.wait(30) == 0


@pytest.fixture
def page(service: str) -> Iterator[Browser]:
    with Browser(width=900, height=900, patience_s=30) as page:
        page.open(service)
        page.wait_for(css="body[data-live]")
        page.console_errors()
        yield page
        assert page.console_errors() == []


def shot(page: Browser, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(Path(folder) / f"{name}.png")


def test_a_newcomers_evening(page: Browser) -> None:
    page.click("#start")
    page.wait_for("关心哪些主题", css=".message.in")
    shot(page, "01-start")
    page.click(".key", text="科技创新")
    page.wait_for("全文 1", css=".key")
    page.click(".key", text="城市更新")
    page.wait_for("✓ 城市更新", css=".key")
    page.click(".key", text="20:00")
    page.wait_for("送到", css=".message.in")
    shot(page, "02-chosen")
    before = page.count(".message.in")
    page.click("#jump")
    page._until(lambda: page.count(".message.in") > before, "the next edition")
    shot(page, "03-edition")
    page.click(".key", text="为什么")
    page.wait_for("由这些相加", css=".message.in")
    shot(page, "04-why")
    page.type("#words", "热立图" + ENTER)
    page.wait_for("按相近的字找到", css=".message.in")
    assert "热力图" in page.texts(".message.in blockquote strong")
    shot(page, "05-typo")
    page.click(".key", text="关注“热力图”")
    page.wait_for("怎么告诉你", css=".message.in")
    page.click(".key", text="一有就告诉我")
    page.wait_for("已关注“热力图”", css=".message.in")
    page.click("#drop")
    page.type("#dropping textarea", DROPPED)
    page.click("#dropping button", text="投放")
    page.wait_for("🔔 你关注的“热力图”有新文章", css=".message.in")
    shot(page, "06-alert")
    page.type("#words", "/settings" + ENTER)
    page.click(".key", text="界面语言")
    page.click(".key", text="繁體中文")
    page.wait_for("介面語言", css=".message.in")
    page.type("#words", "人工智能" + ENTER)
    page.wait_for("現實生產力", css=".message.in")
    shot(page, "07-traditional")
    page.resize(*NARROW)
    assert page.too_wide() == 0
    shot(page, "08-narrow")
    page.prefer("dark")
    shot(page, "09-dark")
    page.type("#words", "/forget" + ENTER)
    page.click(".key", text="全部刪除")
    page.wait_for("全部刪除了", css=".message.in")
    assert page.too_wide() == 0
    shot(page, "10-forgotten")


def test_an_administrators_topic_channel_and_inline_mode(page: Browser) -> None:
    page.click(".chat.nested", text="财经")
    page.type("#words", "/subscribe 城市" + ENTER)
    page.wait_for("已订阅：城市更新与空间规划", css=".message.in")
    page.type("#words", "/settings 繁体" + ENTER)
    page.wait_for("已改好", css=".message.in")
    page.type("#words", "/today" + ENTER)
    page.wait_for("简报 ·", css=".message.in")
    shot(page, "11-topic")
    page.click(".chat", text="每日简报")
    page.type("#words", "/subscribe 科技" + ENTER)
    page.wait_for("已订阅：科技创新与成果转化", css=".message.in, .message")
    page.type("#words", "/today" + ENTER)
    page.wait_for("简报 ·", css=".message")
    assert page.count(".key") == 0, "everybody who reads a channel could press its buttons"
    shot(page, "12-channel")
    page.click(".chat", text="简报 Jianbao")
    page.click("#start")
    page.wait_for("关心哪些主题", css=".message.in")
    page.type("#words", "@jianbao_sandbox_bot 人工智能")
    page.wait_for("现实生产力", css="#popup .option")
    shot(page, "13-inline")
    page.type("#words", DOWN + ENTER)
    page.wait_for("通过 @jianbao_sandbox_bot", css=".message.out .via")
    shot(page, "14-chosen")
