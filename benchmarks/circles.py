"""How fast and how safe payments are: durable payments a second through the whole path (slip, limits, journal, chain),
and a hundred thousand random ones from eight processes at once, after which every limit, sum and chain must hold.

On SQLite (synchronous FULL) in a temporary folder, and on a fresh database of the server in COMMONSTEAD_TEST_POSTGRES.
The great run takes minutes: BENCHMARK_PAYMENTS sets how many payments, 100,000 unless told.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _workers import SERVER, all_at_once, be_a_worker, on_the_server, ready, work

CLIENTS, MEMBERS = 8, 100
#: Payments of each client before its time is taken: what a process does only once (caches of the driver and of the
#: server's side of the connection) is no part of a second's work.
WARM = 10
#: Payments whose time is taken.
MEASURED = 2400
MANY = int(os.environ.get("BENCHMARK_PAYMENTS", "100000"))


def rows() -> list[dict]:
    """name, figure, target, measured: one dict a line of the table."""
    with tempfile.TemporaryDirectory(prefix="circles ") as folder:
        url = f"sqlite:///{folder}/town.sqlite3"
        table = _on(url, "SQLite", 1, "≥ 150")
    if not SERVER:
        table.append({"name": "durable payments a second, PostgreSQL, 8 clients", "figure": None, "target": "≥ 300",
                      "measured": "not taken: COMMONSTEAD_TEST_POSTGRES names no server"})
    return table + on_the_server(__file__, lambda url: _on(url, "PostgreSQL", CLIENTS, "≥ 300"))


def _on(url: str, vendor: str, clients: int, target: str) -> list[dict]:
    work(__file__, url, "prepare")
    seconds, _ = all_at_once(__file__, url, clients, "pay", MEASURED // clients)
    rate = MEASURED / seconds
    many, said = all_at_once(__file__, url, CLIENTS, "pay", MANY // CLIENTS)
    checked = work(__file__, url, "check")
    refused, told = sum(one["refused"] for one in said), f"{checked['paid']:,} paid"
    busy = sum(one["busy"] for one in said)
    sound = not checked["faults"]
    plural = "" if clients == 1 else "s"
    return [
        {"name": f"durable payments a second, {vendor}, {clients} client{plural}", "figure": rate, "target": target,
         "measured": f"{rate:,.0f}/s"},
        {"name": f"{MANY:,} random payments from {CLIENTS} processes, {vendor}: what holds", "figure": float(sound),
         "target": "all", "measured": (
             f"{told}, {refused:,} refused at a limit, {busy} sent again, {MANY / many:,.0f}/s; no limit crossed, "
             f"the sum is 0, {checked['entries']:,} entries verified" if sound else "; ".join(checked["faults"]))},
    ]


# --- the worker ---------------------------------------------------------------------------------------------

def prepare() -> dict:
    """A credit circle of a hundred members with narrow limits at both ends, so that many payments meet one."""
    from django.core.management import call_command

    from commonstead.core.circulation.terms import Terms
    from commonstead.town.circulation import commands
    from commonstead.town.people import commands as people

    call_command("migrate", verbosity=0)
    ana = people.add_person(name="Ana")
    hub = people.add_association(name="Hub", kind="exchange_circle", founder=ana)
    circle = commands.open_circle(hub, name="Credit", sort="credit", symbol="leaf", by=ana, terms=Terms(
        free_line=50_00, most_line=50_00, ceiling=80_00))
    for number in range(MEMBERS):
        member = people.add_person(name=f"Neighbour {number}")
        commands.join_circle(circle, member, by=member)
    return {}


def pay(client: str, count: str) -> dict:
    """Random payments, one a transaction; those that a limit refuses are counted."""
    from commonstead.core.vocabulary.refusal import Refused
    from commonstead.town.circulation import commands, queries

    circle = queries.circles()[0]
    crowd = [view.holder for view in queries.accounts(circle.id) if view.holder != circle.keeper]
    chance, run, said = random.Random(f"{client} {count}"), os.urandom(6).hex(), Counter()
    for number in range(-WARM, int(count)):
        if number == 0:
            ready()
        payer, payee = chance.sample(crowd, 2)
        slip, answer = commands.Slip(payer, payee, chance.randint(1, 12_00), f"{run} {number}"), "ledger.busy"
        while answer == "ledger.busy":  # said when SQLite let others go first for 20 seconds; the same key again
            try:
                answer = commands.pay(circle.id, slip, by=payer) and "paid"
            except Refused as no:
                answer = no.refusals[0].clause
            said[answer] += 1
    assert not set(said) - {"paid", "ledger.busy", "accounts.below_limit", "accounts.above_limit"}, said
    return {"refused": said["accounts.below_limit"] + said["accounts.above_limit"], "busy": said["ledger.busy"]}


def check() -> dict:
    """Everything that must hold, from the journal itself."""
    from commonstead.town.circulation import queries
    from commonstead.town.ledger import queries as ledger
    from commonstead.town.ledger.verify import verify

    circle = queries.circles()[0]
    faults, lowest, highest = [], {}, {}
    stocks = ledger.resources_conforming_to(circle.unit)
    if total := sum(view.accounting for view in stocks):
        faults.append(f"the circle adds up to {total}")
    for view in stocks:
        if view.accountable == circle.keeper:
            continue
        lowest[view.id], highest[view.id], at = 0, 0, None
        while True:
            page = ledger.statement(view.id, before=at, count=1000)
            for move in page.moves:
                lowest[view.id] = min(lowest[view.id], move.accounting_after)
                highest[view.id] = max(highest[view.id], move.accounting_after)
            if (at := page.next_before) is None:
                break
        if lowest[view.id] < -50_00 or highest[view.id] > 80_00:
            faults.append(f"{view.id} went from {lowest[view.id]} to {highest[view.id]}")
    begun = time.process_time()
    result = verify()
    faults += [problem.what.reason for problem in result.problems]
    return {"faults": faults, "entries": result.entries, "paid": result.events,
            "verify_seconds": time.process_time() - begun}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for line in rows():
            print(f"{line['name']:70} {line['target']:>8} {line['measured']}")
    else:
        be_a_worker({"prepare": prepare, "pay": pay, "check": check})
