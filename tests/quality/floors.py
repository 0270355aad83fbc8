"""Floors: what the stages reached on the seeds and on our own fixtures, pinned in ``floors.toml``.

    python -m tests.quality pin            raise floors to what is measured now
    python -m tests.quality pin --lower    lower them too, which a change should have a reason for

A room measures itself in ``fixtures()``, which gives name -> figure, higher is better. A floor lies at most `SLACK`
below what was measured when it was pinned, so a stage that got better raises it.
"""

from __future__ import annotations

import importlib
import pkgutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import tests.quality

FILE = Path(__file__).with_name("floors.toml")
SLACK = 1.0  # points


def measured() -> dict[str, float]:
    """Every figure of every room, named room.figure."""
    found: dict[str, float] = {}
    for info in pkgutil.iter_modules(tests.quality.__path__):
        if not info.name.startswith("_"):
            module = importlib.import_module(f"tests.quality.{info.name}")
            if hasattr(module, "fixtures"):
                found |= {f"{info.name}.{name}": value for name, value in module.fixtures().items()}
    return found


def floors() -> dict[str, float]:
    return {name: float(value) for name, value in tomllib.loads(FILE.read_text("utf-8"))["floors"].items()}


def problems(now: Mapping[str, float], pinned: Mapping[str, float]) -> list[str]:
    """One line for each figure below its floor or without one."""
    lines = [f"{name}: pinned, but no longer measured" for name in sorted(pinned.keys() - now.keys())]
    for name, value in sorted(now.items()):
        floor = pinned.get(name)
        if floor is None:
            lines.append(f"{name}: {value:.2f} has no floor; run `python -m tests.quality pin`")
        elif value < floor:
            lines.append(f"{name}: {value:.2f} is below its floor {floor:.2f}")
    return lines


def left_behind(now: Mapping[str, float], pinned: Mapping[str, float]) -> list[str]:
    """Figures more than `SLACK` above their floor, which then no longer guards them."""
    return [f"{name}: {value:.2f}" for name, value in sorted(now.items()) if value > pinned.get(name, value) + SLACK]


def pin(now: Mapping[str, float], pinned: Mapping[str, float], *, lower: bool) -> dict[str, float]:
    """The floors to write. Raises SystemExit where one would fall without ``lower``."""
    falling = [name for name, value in sorted(now.items()) if value < pinned.get(name, value)]
    if falling and not lower:
        raise SystemExit(f"would lower {', '.join(falling)}: say why in the commit and pass --lower")
    return {name: round(value - SLACK / 2, 1) if value < 100 else 100.0 for name, value in sorted(now.items())}


def write(wanted: Mapping[str, float]) -> None:
    lines = [
        "# Least figures on the seeds and our fixtures; see floors.py. Lowering one takes --lower and a reason.",
        "[floors]",
    ]
    FILE.write_text("\n".join([*lines, *(f'"{name}" = {value}' for name, value in wanted.items()), ""]), "utf-8")
