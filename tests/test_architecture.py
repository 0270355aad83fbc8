"""The plan of the house, held against the code."""

import importlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
WALL = 300  # lines of a file: past it there is a second job inside
FORBIDDEN = {"utils", "helpers", "common", "manager", "service", "base"}


def test_layers_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_benches_load() -> None:
    """Nobody runs them every day, and what they measure changes under them."""
    for path in (ROOT / "tests" / "bench").glob("[a-z]*.py"):
        assert callable(importlib.import_module(f"tests.bench.{path.stem}").measure)


def test_files_stay_within_the_wall() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for room in ("bot", "digests")
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > WALL
        and path.parent.name != "versions"  # a migration is a frozen list of statements, as long as the schema was
    }
    assert long == {}


def test_no_room_without_a_name() -> None:
    modules = [p for room in ("bot", "digests", "tests") for p in (ROOT / room).rglob("*.py")]
    assert len(modules) > 20
    vague = [str(p) for p in modules if p.stem in FORBIDDEN]
    assert vague == []
