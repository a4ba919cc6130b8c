"""Larger towns: 25,000 columns while somebody waits, more than 100,000 by the week with a certificate that holds, and
many futures. CPU seconds of one run each, since these take minutes; a short run: python benchmarks/boundary_large.py
--short (smaller towns, the same path), or --only week.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from pathlib import Path

from commonstead.core.boundary import check_plan, plan, read_network
from commonstead.core.boundary.large import in_shorter_periods
from commonstead.town.boundary.many_futures import work_out

SIZES = {"month": dict(goods=480, recipes=850), "week": dict(goods=500, recipes=900, periods=52),
         "futures": dict(goods=60, recipes=80, catalogue=40, people=20)}
SHORT = {"month": dict(goods=120, recipes=200), "week": dict(goods=60, recipes=90, periods=52),
         "futures": dict(goods=40, recipes=50, catalogue=20, people=20)}
#: Income a month at which the town of 480 goods cannot meet all its needs: then stages of unmet need come before cash.
TIGHT = 4_500
#: Income a week that just meets the needs of the town of 500 goods, with a floor of cash that binds in some weeks.
TIGHT_WEEK = 4_050


def _town(**size) -> dict:
    spec = importlib.util.spec_from_file_location("_boundary_towns", Path(__file__).with_name("_boundary_towns.py"))
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.town(**size)


def _planned(document: dict) -> tuple:
    """(plan, network, CPU seconds from document to plan with its certificate)."""
    began = time.process_time()
    network = read_network(document)
    result = plan(network)
    json.dumps(result.to_json(with_certificate=True))
    return result, network, time.process_time() - began


def _row(name, figure, target, measured) -> dict:
    return {"name": name, "figure": figure, "target": target, "measured": measured}


def _by_month(sizes) -> list[dict]:
    rows = []
    for name, cash, target in (("no floor of cash", {}, "≤ 8 s"),
                               ("a floor that binds", {"start": 2000, "income": TIGHT, "floor": 0}, "≤ 15 s")):
        result, _network, seconds = _planned(_town(**sizes["month"]) | ({"cash": cash} if cash else {}))
        rows.append(_row(f"12 months, {name}: CPU", seconds, target,
                         f"{seconds:.1f} s ({result.solved.program.columns:,} columns, {result.status})"))
    return rows


def _by_week(sizes) -> list[dict]:
    rows = []
    # A floor that binds holds some weeks' cash by next to nothing: the hard case for the proof of the hours.
    for name, cash in (("no floor of cash", {}),
                       ("a floor that binds", {"start": 2000, "income": TIGHT_WEEK, "floor": 0})):
        result, network, seconds = _planned(
            _town(**sizes["week"]) | {"days_per_period": 7} | ({"cash": cash} if cash else {}))
        columns = result.solved.program.columns
        began = time.process_time()
        problems = check_plan(network, json.loads(json.dumps(result.certificate)))
        checked = time.process_time() - began
        held = "holds" if not problems else "; ".join(problems[:2])
        rows += [_row(f"52 weeks, {name}: plan with certificate, CPU", seconds, "≤ 180 s",
                      f"{seconds:.0f} s ({columns:,} columns, {result.status})"),
                 _row(f"52 weeks, {name}: problems that check-plan finds", len(problems), "≤ 0",
                      f"{held} ({checked:.1f} s)")]
    return rows


def _month_as_weeks(sizes) -> list[dict]:
    size = sizes["futures"]
    month = read_network(_town(**size))
    one, other = plan(month), plan(in_shorter_periods(month, 7))
    days = (month.periods * month.days_per_period, other.solved.incidence.network.periods * 7)
    ratio = (other.cash / days[1]) / (one.cash / days[0])
    return [_row("cash a day, by the week ÷ by the month", ratio, "≤ 1.1", f"{ratio:.4f}")]


def _futures(sizes, count) -> list[dict]:
    network = read_network(_town(**sizes["futures"]))
    rows, answers = [], []
    for workers in (1, 2):
        began = time.perf_counter()
        answers.append(work_out(network, futures=count, workers=workers).to_json())
        taken = time.perf_counter() - began
        rows.append(_row(f"{count} futures, {workers} worker{'s' * (workers > 1)}: wall clock", taken, "≤ 120 s",
                         f"{taken:.1f} s"))
    same = answers[0] == answers[1]
    return [*rows, _row("the same answer with one worker and two", float(same), "≥ 1", "yes" if same else "no")]


def rows(sizes=SIZES, only="", futures=100) -> list[dict]:
    """name, figure, target, measured."""
    parts = {"month": lambda: _by_month(sizes), "week": lambda: _by_week(sizes),
             "conversion": lambda: _month_as_weeks(sizes), "futures": lambda: _futures(sizes, futures)}
    return [row for name, measure in parts.items() if only in name for row in measure()]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="smaller towns")
    parser.add_argument("--only", default="", metavar="PART", help="month, week, conversion or futures")
    asked = parser.parse_args()
    for line in rows(SHORT if asked.short else SIZES, asked.only, 20 if asked.short else 100):
        print(f"{line['name']:64} {line['target']:>8} {line['measured']:>40}")
