"""Clearing debts, side by side: ours against bare OR-Tools with a component filter, against NetworkX, against greedy
cycle search and maximum flow; a million debts from file to file; the proof's check.

Generated networks: who owes and who is owed is drawn with weights 1 / (rank + 10)^0.6, amounts from a Pareto
distribution with exponent 1.5 (heavy tails, as invoices have them), from a stated seed.

- *ours*: debts as arrays to finished answer: debts put into their order, those of a pair added up, component filter,
  the solver, prices as proof, what fell shared out among the debts of each pair.
- *bare OR-Tools*: the least that one could write: pairs added up, component filter, the residual programme (net
  positions as supplies, each unit that stays costs 1), what fell a pair. No proof, no order, nothing per debt. CPU
  medians of runs that take turns.
- *NetworkX*: its network simplex on the same residual programme, once, since it takes minutes. Where it is not
  installed its line says so.
- *with dates*: the same with a day a debt, where the oldest fall first among equally good ways: a second solve.

A million debts, without dates and with dates over a year, run as a process of their own through the command line, for
its CPU time and its peak of memory.
Short: `python benchmarks/clearing.py --short` (a tenth of each size).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from commonstead.core.circulation.clearing import NO_DATE, Debts, check, clear
from commonstead.core.circulation.clearing.undone import greedy_circles, maximum_flow

RUNS = 5
SOURCES = Path(__file__).resolve().parents[1] / "src"


def network(members: int, debts: int, seed: int = 1, dated: bool = False) -> Debts:
    """Debts as arrays; members that owe themselves are left out, so there are a few less than asked for."""
    chance = np.random.default_rng(seed)
    weights = 1 / (np.arange(members) + 10) ** 0.6
    weights /= weights.sum()
    debtor = chance.choice(members, debts, p=weights)
    creditor = chance.choice(members, debts, p=chance.permutation(weights))
    kept = debtor != creditor
    amount = np.maximum(1, chance.pareto(1.5, debts) * 10_000).astype(np.int64)
    day = chance.integers(739_000, 739_365, debts)
    return Debts(tuple(f"member {at:07}" for at in range(members)), debtor[kept], creditor[kept], amount[kept],
                 day[kept] if dated else np.full(int(kept.sum()), NO_DATE))


def ours(debts: Debts) -> int:
    # a copy, so that nothing worked out before is at hand
    return clear(Debts(debts.members, debts.debtor, debts.creditor, debts.amount, debts.date, debts.ids)).cleared


def _pairs_on_circles(debts: Debts):
    size = len(debts.members)
    key, place = np.unique(debts.debtor * size + debts.creditor, return_inverse=True)
    amount = np.bincount(place, debts.amount).astype(np.int64)
    debtor, creditor = key // size, key % size
    graph = csr_array((np.ones(len(key), np.int8), (debtor, creditor)), shape=(size, size))
    part = connected_components(graph, directed=True, connection="strong")[1]
    inside = part[debtor] == part[creditor]
    return debtor[inside], creditor[inside], amount[inside]


def bare_ortools(debts: Debts) -> int:
    size = len(debts.members)
    debtor, creditor, amount = _pairs_on_circles(debts)
    net = (np.bincount(debtor, amount, size) - np.bincount(creditor, amount, size)).astype(np.int64)
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(
        debtor.astype(np.int32), creditor.astype(np.int32), amount, np.ones(len(amount), np.int64))
    solver.set_nodes_supplies(np.arange(size, dtype=np.int32), net)
    assert solver.solve() == solver.OPTIMAL
    return int((amount - solver.flows(arcs)).sum())


def with_networkx(debts: Debts) -> int:
    import networkx

    size = len(debts.members)
    debtor, creditor, amount = _pairs_on_circles(debts)
    net = (np.bincount(creditor, amount, size) - np.bincount(debtor, amount, size)).astype(np.int64)
    graph = networkx.DiGraph()
    graph.add_nodes_from((at, {"demand": need}) for at, need in enumerate(net.tolist()))
    graph.add_edges_from((u, v, {"capacity": most, "weight": 1})
                         for u, v, most in zip(debtor.tolist(), creditor.tolist(), amount.tolist(), strict=True))
    stays, _ = networkx.network_simplex(graph)
    return int(amount.sum()) - stays


def _timed(way, debts):
    began = time.process_time()
    answer = way(debts)
    return time.process_time() - began, answer


def _side_by_side(members, debts) -> list[dict]:
    network_, dated = network(members, debts), network(members, debts, dated=True)
    size = f"{members:,} members, {debts:,} debts"
    ways = {"ours": (ours, network_), "bare": (bare_ortools, network_), "dated": (ours, dated)}
    taken, answers = {name: [] for name in ways}, {}
    for run in range(RUNS + 1):
        for name, (way, given) in ways.items():
            seconds, answers[name] = _timed(way, given)
            if run:  # the first is for warming up
                taken[name].append(seconds)
    middle = {name: statistics.median(one) for name, one in taken.items()}

    def ratio(name):
        return statistics.median(one / other for one, other in zip(taken[name], taken["bare"], strict=True))

    same = len(set(answers.values())) == 1
    table = [
        {"name": f"{size}: the same as bare OR-Tools", "ok": same, "target": "the same",
         "measured": f"{answers['ours'] / network_.amount.sum():.2%} clears" if same else str(answers)},
        {"name": f"{size}: ours ÷ bare OR-Tools", "figure": ratio("ours"), "target": "≤ 1.3",
         "measured": f"{ratio('ours'):.2f} (ours {middle['ours']:.2f} s, bare {middle['bare']:.2f} s CPU)"},
        {"name": f"{size}, with dates (oldest first): ours ÷ bare OR-Tools", "figure": ratio("dated"),
         "measured": f"{ratio('dated'):.2f} ({middle['dated']:.2f} s CPU; bare knows no dates)"}]
    return [*table, _networkx(size, network_, middle["ours"], answers["ours"]), *_checking(size, dated),
            *_undone(size, network_)]


def _networkx(size, debts, ours_seconds, cleared) -> dict:
    row = {"name": f"{size}: NetworkX ÷ ours", "figure": None, "target": "≥ 50"}
    try:
        import networkx  # noqa: F401
    except ImportError:
        return row | {"measured": "not installed here (pip install networkx)"}
    seconds, answer = _timed(with_networkx, debts)
    if answer != cleared:
        return row | {"ok": False, "measured": f"another answer: {answer} instead of {cleared}"}
    return row | {"figure": seconds / ours_seconds, "measured": f"{seconds / ours_seconds:.0f} ({seconds:.0f} s CPU)"}


def _checking(size, debts) -> list[dict]:
    answer = clear(debts)
    seconds, faults = _timed(lambda given: check(given, answer), debts)
    return [{"name": f"{size}: checking the proof", "ok": not faults, "target": "holds",
             "measured": f"{seconds:.2f} s CPU" if not faults else faults[0]}]


def _undone(size, debts) -> list[dict]:
    gross, best = int(debts.amount.sum()), clear(debts).cleared
    rows_ = []
    for name, way in (("greedy cycle search", greedy_circles), ("maximum flow", maximum_flow)):
        seconds, cleared = _timed(way, debts)
        rows_.append({"name": f"{size}: {name} leaves undone", "figure": (best - cleared) / gross, "target": "",
                      "measured": f"{(best - cleared) / gross:.2%} of gross: {cleared / gross:.2%} instead of "
                                  f"{best / gross:.2%} ({seconds:.2f} s CPU)"})
    return rows_


def _write(path: Path, debts: Debts) -> None:
    days = {day: date.fromordinal(day).isoformat() if day != NO_DATE else "" for day in np.unique(debts.date).tolist()}
    with path.open("w", encoding="utf-8") as out:
        out.write("debtor,creditor,amount,id,date\n")
        out.writelines(f"{debts.members[u]},{debts.members[v]},{a // 100}.{a % 100:02},I{at},{days[day]}\n"
                       for at, (u, v, a, day) in enumerate(zip(
                           debts.debtor.tolist(), debts.creditor.tolist(), debts.amount.tolist(), debts.date.tolist(),
                           strict=True)))


def _as_a_process(members, debts, dated) -> list[dict]:
    """From a table to answer and table, and the check of the answer, each in a process of its own."""
    size = f"{debts:,} {'dated ' if dated else ''}debts of {members:,} members, file to file"
    with tempfile.TemporaryDirectory() as folder:
        table, answer, left = (Path(folder) / name for name in ("debts.csv", "answer.json", "left.csv"))
        _write(table, network(members, debts, dated=dated))
        clearing = _ran("clear", table, "--answer", answer, "--out", left)
        checking = _ran("check-clearing", table, answer)
    return [
        {"name": f"{size}: time", "figure": clearing["seconds"], "target": "< 60 s",
         "measured": f"{clearing['seconds']:.0f} s CPU, {clearing['wall']:.0f} s by the clock"},
        {"name": f"{size}: most memory", "figure": clearing["megabytes"] / 1024, "target": "< 2 GB",
         "measured": f"{clearing['megabytes'] / 1024:.2f} GB"},
        {"name": f"{size}: check-clearing", "figure": None, "ok": checking["status"] == 0, "target": "holds",
         "measured": f"{checking['seconds']:.0f} s CPU, {checking['megabytes'] / 1024:.2f} GB"}]


def _ran(*words) -> dict:
    """A subcommand in a process that measures its own child."""
    done = subprocess.run([sys.executable, __file__, "--child", *map(str, words)], capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(SOURCES)}, check=True)
    return json.loads(done.stdout)


def _child(words) -> None:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", "commonstead", *words], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    json.dump({"status": done.returncode, "seconds": used.ru_utime + used.ru_stime, "wall": time.monotonic() - began,
               "megabytes": used.ru_maxrss / 1024}, sys.stdout)


def rows(share: int = 1) -> list[dict]:
    """name, figure, target, measured; at a tenth of each size with share=10."""
    return [*_side_by_side(10_000 // share, 100_000 // share), *(
        line for dated in (False, True) for line in _as_a_process(100_000 // share, 1_000_000 // share, dated))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--child", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    if given.child:
        _child(given.child)
    else:
        for line in rows(10 if given.short else 1):
            print(f"{line['name']:78} {line.get('target', ''):>8} {line['measured']}")
