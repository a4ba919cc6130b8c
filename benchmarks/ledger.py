"""How fast the ledger is: durable events through the whole pen, `verify`, and a statement of a million moves.

Each figure is taken on a fresh database in a temporary folder (SQLite, synchronous FULL) or on a fresh database
of the server in COMMONSTEAD_TEST_POSTGRES. `rows()` gives the table; run as a script this file is its own worker.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from _workers import SERVER, all_at_once, be_a_worker, on_the_server, ready, work

CLIENTS = 8


def rows() -> list[dict]:
    """name, figure, target, measured: one dict a line of the table."""
    table = []
    with tempfile.TemporaryDirectory(prefix="ledger ") as folder:
        url = f"sqlite:///{folder}/town.sqlite3"
        work(__file__, url, "prepare")
        table.append(_row("durable events a second, SQLite, one client", "≥ 150", _rate(url, 1, 600)))
        # SQLite lets one write at a time and the others wait by sleeping, so this one is told, not promised.
        table.append(_row("durable events a second, SQLite, 8 clients", "told only", _rate(url, CLIENTS, 100)))
        bulk = work(__file__, url, "bulk", 5000)
        table.append(_row("events a second, 5,000 handed in at once, SQLite", "loads in seconds", bulk["per_second"]))
        checked = work(__file__, url, "verify")
        table.append(_row("entries a second, verify, SQLite", "≥ 20,000", checked["per_second"]))
        page = work(__file__, url, "statement", 1_000_000)
        table.append({"name": "a statement from a million moves, SQLite, slowest page", "figure": page["milliseconds"],
                      "target": "< 200 ms", "measured": f"{page['milliseconds']:.1f} ms"})
    if not SERVER:
        table.append({"name": "durable events a second, PostgreSQL, 8 clients", "figure": None, "target": "≥ 300",
                      "measured": "not taken: COMMONSTEAD_TEST_POSTGRES names no server"})
    return table + on_the_server(__file__, _on_postgres)


def _on_postgres(url: str) -> list[dict]:
    work(__file__, url, "prepare")
    return [_row("durable events a second, PostgreSQL, 8 clients", "≥ 300", _rate(url, CLIENTS, 200)),
            _row("entries a second, verify, PostgreSQL", "≥ 20,000", work(__file__, url, "verify")["per_second"])]


def _row(name: str, target: str, per_second: float) -> dict:
    return {"name": name, "figure": per_second, "target": target, "measured": f"{per_second:,.0f}/s"}


def _rate(url: str, clients: int, events: int) -> float:
    """Events a second over all clients."""
    seconds, _ = all_at_once(__file__, url, clients, "write", events)
    return clients * events / seconds


# --- the worker ---------------------------------------------------------------------------------------------

def prepare():
    """Twenty people with flour in their cellars."""
    from datetime import UTC, datetime

    from django.core.management import call_command

    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.town.ledger import commands
    from commonstead.town.people import commands as people

    call_command("migrate", verbosity=0)
    commands.add_specification("flour", name="Flour", unit="kg")
    crowd = [people.add_person(name=f"Neighbour {number}") for number in range(20)]
    commands.record_events(
        Flow(Action.RAISE, person, person, "flour", datetime.now(UTC), person, f"cellar {person}", quantity=10**9)
        for person in crowd)
    return {}


def _gifts(client: int, events: int):
    from datetime import UTC, datetime
    from itertools import islice

    from commonstead.core.vocabulary.actions import Action
    from commonstead.core.vocabulary.flow import Flow
    from commonstead.core.vocabulary.modes import Mode
    from commonstead.town.people import queries as people

    crowd = [view.id for view in people.agents()]
    prefix = os.urandom(8).hex()

    def endless():
        number = 0
        while True:
            giver, taker = crowd[(client * 2 + number) % 20], crowd[(client * 2 + number * 7 + 1) % 20]
            if giver != taker:
                yield Flow(Action.TRANSFER, giver, taker, "flour", datetime.now(UTC), giver, f"{prefix}-{number}",
                           quantity=1000 + number, mode=Mode.GIFT)
            number += 1

    return list(islice(endless(), events))


def write(client: str, events: str):
    """One event a transaction, as many as told."""
    from commonstead.town.ledger import commands

    flows = _gifts(int(client), int(events))
    ready()
    for flow in flows:
        commands.record_event(flow)
    return {}


def bulk(events: str):
    """All of them in one transaction."""
    from commonstead.town.ledger import commands

    flows = _gifts(0, int(events))
    begun = time.monotonic()
    commands.record_events(flows)
    return {"per_second": int(events) / (time.monotonic() - begun)}


def verify():
    """Entries a second, in CPU time of this process: what else the machine does is left out."""
    from commonstead.town.ledger.verify import verify as check

    begun = time.process_time()
    result = check()
    assert not result.problems, result.problems[0]
    return {"per_second": result.entries / (time.process_time() - begun)}


def statement(moves: str):
    """The slowest of the first, a middle and the last page of one stock's history."""
    from django.db import connection

    from commonstead.town.ledger import queries
    from commonstead.town.people import queries as people

    count = int(moves)
    stock = queries.resources_of(people.agents()[0].id)[0].id
    with connection.cursor() as cursor:  # a history of that length, copied from one real move
        cursor.execute("SELECT max(seq) FROM ledger_economicevent")
        (seq,) = cursor.fetchone()
        cursor.execute("SELECT max(position) FROM ledger_resourcemove WHERE resource = %s", [stock])
        (position,) = cursor.fetchone()
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
            "INSERT INTO ledger_resourcemove (resource, position, event_seq, accounting_change, onhand_change, "
            "accounting_after, onhand_after) SELECT %s, %s + i, (i %% %s) + 1, 1, 1, i, i FROM n",
            [count, stock, position, seq - 1])
    slowest = 0.0
    for before in (None, count // 2, 51):
        begun = time.perf_counter()
        page = queries.statement(stock, before=before)
        slowest = max(slowest, time.perf_counter() - begun)
        assert len(page.moves) == 50
    return {"milliseconds": slowest * 1000}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for line in rows():
            print(f"{line['name']:60} {line['target']:>18} {line['measured']:>14}")
    else:
        be_a_worker({"prepare": prepare, "write": write, "bulk": bulk, "verify": verify, "statement": statement})
