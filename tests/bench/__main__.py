"""``python -m tests.bench NAME [--json]``: a module here each; ``measure()`` gives its figures of one run."""

from __future__ import annotations

import argparse
import importlib
import json
from pathlib import Path

NAMES = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    figures = importlib.import_module(f"tests.bench.{chosen.name}").measure()
    if chosen.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for name, value in figures.items():
            print(f"{name:32} {value}")


main()
