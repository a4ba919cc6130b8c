"""Measure what was promised. Each module in `benchmarks/` has rows() -> list of dicts: name, figure (a number or
None when it could not be taken), target ("≥ 150", "< 200 ms") and measured (the figure in words)."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path

HELP = "Measure speed against the figures promised, and print one table."
FOLDER = Path(__file__).resolve().parents[4] / "benchmarks"
TARGET = re.compile(r"(≥|≤|<|>)\s*([\d,]*\.?\d+)")
HOLDS = {"≥": lambda a, b: a >= b, "≤": lambda a, b: a <= b, "<": lambda a, b: a < b, ">": lambda a, b: a > b}


def arguments(parser):
    parser.add_argument("--only", metavar="WORD", help="only modules whose name holds this word")
    parser.add_argument("--list", action="store_true", help="name the modules and what each measures; measure nothing")


def run(args):
    modules = [path for path in sorted(FOLDER.glob("*.py"))
               if not path.name.startswith("_") and (args.only or "") in path.stem]
    if not modules:
        print(f"No benchmark in {FOLDER} is called {args.only}." if args.only else f"No benchmarks in {FOLDER}.")
        return 1
    if args.list:
        for path in modules:
            told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            print(f"{path.stem}: {' '.join(told.partition(chr(10) * 2)[0].split())}")
        return 0
    table = []
    for path in modules:
        rows = getattr(_load(path), "rows", None)
        if rows is None:
            continue
        print(f"{path.stem} ...", file=sys.stderr, flush=True)
        table += [{**row, "name": f"{path.stem}: {row['name']}"} for row in rows()]
    _print(table)
    return 1 if any(verdict(row) is False for row in table) else 0


def verdict(row: dict) -> bool | None:
    """Whether the figure keeps the target; None where there is no figure, or no target in numbers."""
    if "ok" in row:
        return row["ok"]
    told = TARGET.search(str(row.get("target", "")))
    if row.get("figure") is None or told is None:
        return None
    return HOLDS[told[1]](float(row["figure"]), float(told[2].replace(",", "")))


def _load(path: Path):
    """The module, under a name of its own so that it meets no other."""
    spec = importlib.util.spec_from_file_location(f"commonstead_benchmark_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _print(table: list[dict]) -> None:
    words = {True: "yes", False: "NO", None: "–"}
    lines = [("figure", "target", "measured", "ok")]
    lines += [(str(row["name"]), str(row.get("target", "")), str(row.get("measured", row.get("figure", ""))),
               words[verdict(row)]) for row in table]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    for place, line in enumerate(lines):
        print("  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip())
        if not place:
            print("  ".join("-" * width for width in widths))
