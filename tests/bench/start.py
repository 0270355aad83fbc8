"""From starting the process to its first answer, and what it holds in memory at rest, before and after Traditional.

Baseline of the time: an interpreter that imports the bot library and loads the word dictionary, and does nothing else.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bot.sandbox import OFF, Server

RUNS = 5
PATIENCE_S = 120
BARE = "import telegram.ext, jieba; jieba.setLogLevel(60); jieba.initialize()"


def measure() -> dict[str, float]:
    """Seconds are medians of five runs after one that warms the disk's cache; memory is of the last one."""
    with tempfile.TemporaryDirectory() as folder:
        runs = [asyncio.run(_run(Path(folder) / str(number))) for number in range(RUNS + 1)][1:]
    bare = sorted(_bare() for _ in range(RUNS))[RUNS // 2]
    first_s = sorted(run[0] for run in runs)[RUNS // 2]
    digest_s = sorted(run[1] for run in runs)[RUNS // 2]
    return {
        "first_answer_s": round(first_s, 2),
        "theme_to_digest_s": round(digest_s, 2),
        "baseline_s": round(bare, 2),
        "ratio": round(first_s / bare, 2),
        "rss_at_rest_mb": runs[-1][2],
        "rss_after_traditional_mb": runs[-1][3],
    }


def _bare() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", BARE], check=True)
    return time.perf_counter() - began


async def _run(home: Path) -> tuple[float, float, float, float]:
    server = Server(0, limits=OFF)
    await server.start()
    reader = server.chats.private()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("JIANBAO_")}
    settings = {
        "JIANBAO_HOME": str(home),
        "JIANBAO_TELEGRAM_TOKEN": server.token,
        "JIANBAO_TELEGRAM__API_URL": server.api_url,
    }
    reader.say("/start")
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=kept | settings, stdout=subprocess.DEVNULL
    )
    try:
        welcome = await reader.next_message(PATIENCE_S)
        first_s = time.perf_counter() - began
        await reader.pressed("政务服务", post=welcome, timeout_s=PATIENCE_S)
        await reader.next_message(PATIENCE_S)
        digest_s = time.perf_counter() - began - first_s
        await reader.ask("热力图", PATIENCE_S)
        await asyncio.sleep(3)
        at_rest = _rss_mb(process.pid)
        traditional = server.chats.private(language_code="zh-hant")
        welcome = await traditional.ask("/start", PATIENCE_S)
        await traditional.pressed("政務服務", post=welcome, timeout_s=PATIENCE_S)
        await traditional.next_message(PATIENCE_S)
        await asyncio.sleep(3)
        return first_s, digest_s, at_rest, _rss_mb(process.pid)
    finally:
        process.terminate()
        await process.wait()
        await server.stop()


def _rss_mb(pid: int) -> float:
    """Resident memory as Linux counts it."""
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return round(int(line.split()[1]) / 1024, 1)
