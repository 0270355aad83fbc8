"""The whole service in a browser: a newcomer's first evening, and an administrator's topic, channel and inline mode.

Every step waits for what it asked for, however long that takes on a busy machine. SHOTS=DIR keeps a picture of each
step at both widths and in both schemes, to be looked at.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import DOWN, ENTER, Browser, needs_browser

pytestmark = [pytest.mark.browser, needs_browser, pytest.mark.timeout(240)]

WIDE, NARROW = (1000, 860), (360, 740)
PATIENCE_S = 60  # a cold start beside other work; a new file is read once it stopped changing
KEEP_TOASTS = """window.toasts = []; const box = document.getElementById('toast');
new MutationObserver(() => window.toasts.push(box.textContent)).observe(box, {childList: true, characterData: true,
attributes: true, subtree: true});"""
DROPPED = """图书馆推出热力图找座位
区图书馆今天上线座位热力图，读者在手机上就能看到哪一层还有空位。
馆长介绍，热力图每五分钟更新一次，已接入全区十二家社区图书室。
"""


@pytest.fixture
def service(tmp_path: Path) -> Iterator[str]:
    """The address of the chat page of a service of its own, which has nothing to complain of and ends when told."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    chosen = {"JIANBAO_HOME": str(tmp_path / "home"), "JIANBAO_SANDBOX__PORT": "0", "PYTHONUNBUFFERED": "1"}
    complaints = tmp_path / "stderr"
    with (
        complaints.open("wb") as stderr,
        subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], env=kept | chosen, cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=stderr,
        ) as process,
    ):  # fmt: skip
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
    assert complaints.read_text("utf-8") == ""


class Person:
    """Does things at the page; each step ends with what it asked for."""

    def __init__(self, page: Browser) -> None:
        self.page = page
        self._count = 0

    def does(self, act: Callable[[], None], answer: str) -> None:
        """Acts, and waits for one more message with ``answer`` than before, new or edited."""
        before = self._with(answer)
        act()
        self.page._until(lambda: self._with(answer) > before, f"another message with {answer!r}")
        self.picture()

    def says(self, text: str, answer: str) -> None:
        self.does(lambda: self.page.type("#words", text + ENTER), answer)

    def presses(self, label: str, answer: str) -> None:
        self.does(lambda: self.page.click(".key", text=label), answer)

    def presses_for(self, label: str, toast: str) -> None:
        """A button that answers with a word over the chat, which may be gone again before anybody looks."""
        self.page.run(KEEP_TOASTS)
        self.page.click(".key", text=label)
        self.page._until(lambda: toast in self.page.run("return window.toasts.join('|')"), f"the word {toast!r}")
        self.picture()

    def goes_to(self, chat: str, title: str, css: str = ".chat") -> None:
        self.page.click(css, text=chat)
        self.page.wait_for(title, css=".who")

    def picture(self) -> None:
        folder = os.environ.get("SHOTS")
        if not folder:
            return
        self._count += 1
        test = os.environ["PYTEST_CURRENT_TEST"].split("::")[1].split(" ")[0]
        for scheme in ("dark", "light"):
            for size in (NARROW, WIDE):
                self.page.prefer(scheme)
                self.page.resize(*size)
                self.page.screenshot(Path(folder) / f"{test}-{self._count:02}-{size[0]}-{scheme}.png")

    def _with(self, answer: str) -> int:
        return sum(answer in text for text in self.page.texts(".message"))


@pytest.fixture
def person(service: str) -> Iterator[Person]:
    with Browser(width=WIDE[0], height=WIDE[1], patience_s=PATIENCE_S) as page:
        page.open(service)
        page.wait_for(css="body[data-live]")
        page.console_errors()
        yield Person(page)
        assert page.console_errors() == []


def test_a_newcomers_evening(person: Person) -> None:
    page = person.page
    person.does(lambda: page.click("#start"), "关心哪些主题")
    person.presses("科技创新", "简报 ·")
    page.click(".key", text="城市更新")
    page.wait_for("✓ 城市更新", css=".key")
    person.presses("20:00", "好了：")
    page._until(lambda: person._with("简报 ·") == 2, "the first look at the second theme")
    person.does(lambda: page.click("#jump"), "简报 ·")
    page.click(".key", text="2")
    page.wait_for("全文 2", css=".key")
    person.picture()
    person.presses("为什么", "由这些相加")
    assert "引文出自" in page.texts(".message.in")[-1]
    person.presses_for("👍", "这类会多一些")
    person.says("/taste", "👍 主题")
    person.says("热立图", "按相近的字找到")
    assert "热力图" in page.texts(".message.in blockquote strong")
    person.presses("关注“热力图”", "怎么告诉你")
    person.presses("一有就告诉我", "已关注“热力图”")
    page.click("#drop")
    page.type("#dropping textarea", DROPPED)
    person.does(lambda: page.click("#dropping button", text="投放"), "🔔 你关注的“热力图”有新文章")
    assert "座位热力图，读者在手机上" in page.texts(".message.in")[-1]
    person.says("/settings", "正文：简体")
    person.presses("版式", "简报长什么样")
    person.presses("简要", "版式：简要")
    person.presses("返回", "状态：正常发送")
    assert "版式：简要（每条一句）" in page.texts(".message.in")[-1]
    person.presses("界面语言", "界面用哪种语言")
    person.presses("繁體中文", "介面用哪種語言")
    person.says("人工智能", "現實生產力")
    page.resize(*NARROW)
    person.says("/today", "目前沒有新內容")
    assert page.too_wide() == 0
    page.prefer("dark")
    person.says("/forget", "要刪除你的全部資料嗎")
    person.presses("全部刪除", "全部刪除了")
    assert page.too_wide() == 0


def test_an_administrators_topic_channel_and_inline_mode(person: Person) -> None:
    page = person.page
    person.goes_to("财经", "话题", ".chat.nested")
    person.says("/subscribe@jianbao_sandbox_bot 城市", "已订阅：城市更新与空间规划")
    person.says("/settings 繁体", "已改好")
    person.says("/settings 简要", "版式：简要")
    person.does(lambda: page.click("#jump"), "城市更新與空間規劃")
    assert page.count(".message.in blockquote") == 0, "a line a story"
    person.presses("为什么", "由这些相加")
    person.goes_to("每日简报", "频道")
    person.says("/subscribe 科技", "已订阅：科技创新与成果转化")
    person.says("/settings 只要标题", "版式：只要标题")
    person.does(lambda: page.click("#jump"), "简报 ·")
    assert page.count(".key") == 0, "everybody who reads a channel could press its buttons"
    person.goes_to("体育", "体育", ".chat.nested")
    page.type("#words", "@jianbao_sandbox_bot 人工智能")
    page.wait_for("现实生产力", css="#popup .option")
    person.picture()
    page.type("#words", DOWN + ENTER)
    page.wait_for("通过 @jianbao_sandbox_bot", css=".message.out .via")
    person.picture()
