"""The text layer of a PDF, read in a process of its own.

PDFium is fast and right (two columns, CID fonts), but not thread-safe, and a native crash must not take the service
down; so each document gets a worker process with a time limit. Scans without a text layer give nothing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TIME_LIMIT_S = 30.0


class NoText(ValueError):
    """No text can be had from the PDF; ``str()`` says why and what to do."""


def text(content: bytes) -> str:
    """The text of all pages (the first 400), an empty line between pages.

    Raises NoText for encrypted, damaged and scanned documents, and when time runs out.
    """
    worker = [sys.executable, "-I", str(Path(__file__).with_name("pdf_worker.py"))]
    try:
        done = subprocess.run(worker, input=content, capture_output=True, timeout=TIME_LIMIT_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise NoText(f"takes longer than {TIME_LIMIT_S:.0f} s to read; split it or save it as text") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip() if done.returncode == 1 else ""
        raise NoText(reason.splitlines()[-1] if reason else "crashes the PDF reader; save it as text")
    found = done.stdout.decode("utf-8", "replace")
    if not found.strip():
        raise NoText("has no text layer (a scan); run character recognition on it first")
    return found
