"""The command: predictions for one task, or the table of all; see the package."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import tests.quality
from tests.quality import floors
from tests.quality.measures import Figures, Measure, figures, rows

ROWS = "{:<14}{:>8}{:>10}{:>9}{:>9}{:>10}{:>8}  {}"


def rooms() -> dict[str, ModuleType]:
    """Task -> the module that predicts it."""
    found: dict[str, ModuleType] = {}
    for info in pkgutil.iter_modules(tests.quality.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"tests.quality.{info.name}")
        found |= dict.fromkeys(getattr(module, "TASKS", ()), module)
    return found


def as_pairs(made: Any) -> list[tuple[str, Any]]:
    """A room may give a mapping, (id, prediction) pairs, or rows with "id" and "pred"."""
    if isinstance(made, Mapping):
        return list(made.items())
    return [(one["id"], one["pred"]) if isinstance(one, Mapping) else tuple(one) for one in made]


def predict(task: str, data: Path, split: str, out: Path) -> None:
    room = rooms().get(task)
    if room is None:
        raise SystemExit(f"no room predicts {task}; known: {', '.join(sorted(rooms()))}")
    with out.open("w", encoding="utf-8") as file:
        for id, pred in as_pairs(room.predict(task, data, split)):
            file.write(json.dumps({"id": id, "pred": pred}, ensure_ascii=False) + "\n")


def table(tasks: Iterable[str], data: Path, split: str) -> bool:
    """Prints a line for each figure; whether all reach what is asked at least."""
    print(ROWS.format("task", "figure", "baseline", "ours", "gain", "at least", "aim", ""))
    good = True
    for task in tasks:
        room = rooms()[task]
        measure = next((m for m in getattr(room, "MEASURES", ()) if m.task == task), None)
        if measure is None or not (data / ("drcd_search" if task == "drcd_cross" else task)).exists():
            continue
        wanted = rows(data, task, split)
        ours = figures(measure, wanted, dict(as_pairs(room.predict(task, data, split))))
        plain = _baseline(room, measure, wanted, data, split)
        good = _print(measure, ours, plain) and good
        sys.stdout.flush()
    return good


def _baseline(room: ModuleType, measure: Measure, wanted: list[dict[str, Any]], data: Path, split: str) -> Figures:
    if not hasattr(room, "baseline"):
        return {}
    made = room.baseline(measure.task, data, split)
    return figures(measure, wanted, dict(as_pairs(made))) if made is not None else {}


def _print(measure: Measure, ours: Figures, plain: Figures) -> bool:
    good = True
    aims = dict(measure.aim)
    for name, least in measure.at_least:
        mine, base = ours[name], plain.get(name)
        if measure.against == "figure":
            gain = mine
        elif base is None:
            gain = float("nan")
        else:
            gain = mine - base if measure.against == "gain" else mine / max(base, 1e-9)
        reached = gain >= least
        good = good and reached
        note = "" if reached else "below" if gain == gain else "no baseline"
        shown = f"{base:.2f}" if base is not None else "-"
        aim = f"{aims[name]:g}" if name in aims else "-"
        difference = (
            "-" if measure.against == "figure" else f"{gain:+.2f}" if measure.against == "gain" else f"x{gain:.2f}"
        )
        print(ROWS.format(measure.task, name, shown, f"{mine:.2f}", difference, f"{least:g}", aim, note))
    return good


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--split", default="dev")
    parser.add_argument("--task", action="append", help="only this task; repeatable")
    commands = parser.add_subparsers(dest="command")
    one = commands.add_parser("predict", help="write one task's predictions")
    one.add_argument("of", metavar="TASK")
    one.add_argument("--data", type=Path, required=True)
    one.add_argument("--split", default="dev")
    one.add_argument("--out", type=Path, required=True)
    pinning = commands.add_parser("pin", help="write floors.toml anew")
    pinning.add_argument("--lower", action="store_true", help="let floors fall")
    asked = parser.parse_args()
    if asked.command == "predict":
        predict(asked.of, asked.data, asked.split, asked.out)
    elif asked.command == "pin":
        floors.write(floors.pin(floors.measured(), floors.floors(), lower=asked.lower))
    elif asked.data is None:
        parser.error("--data DIR is needed for the table")
    elif not table(asked.task or sorted(rooms()), asked.data, asked.split):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
