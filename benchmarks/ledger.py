"""How fast the ledger is: durable events through the whole pen, `verify`, and a statement of a million moves.

Each figure is taken on a fresh database in a temporary folder (SQLite, synchronous FULL) or on a fresh database
of the server in COMMONSTEAD_TEST_POSTGRES. `rows()` gives the table; run as a script this file is its own worker.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")
CLIENTS = 8


def rows() -> list[dict]:
    """name, figure, target, measured: one dict a line of the table."""
    table = []
    with tempfile.TemporaryDirectory(prefix="ledger ") as folder:
        url = f"sqlite:///{folder}/town.sqlite3"
        _work(url, "prepare")
        table.append(_row("durable events a second, SQLite, one client", "≥ 150", _rate(url, 1, 600)))
        # SQLite lets one write at a time and the others wait by sleeping, so this one is told, not promised.
        table.append(_row("durable events a second, SQLite, 8 clients", "told only", _rate(url, CLIENTS, 100)))
        bulk = _work(url, "bulk", 5000)
        table.append(_row("events a second, 5,000 handed in at once, SQLite", "loads in seconds", bulk["per_second"]))
        checked = _work(url, "verify")
        table.append(_row("entries a second, verify, SQLite", "≥ 20,000", checked["per_second"]))
        page = _work(url, "statement", 1_000_000)
        table.append({"name": "a statement from a million moves, SQLite, slowest page", "figure": page["milliseconds"],
                      "target": "< 200 ms", "measured": f"{page['milliseconds']:.1f} ms"})
    if SERVER:
        url = _work(SERVER, "create-database")["url"]
        try:
            _work(url, "prepare")
            table.append(_row("durable events a second, PostgreSQL, 8 clients", "≥ 300", _rate(url, CLIENTS, 200)))
            table.append(_row("entries a second, verify, PostgreSQL", "≥ 20,000", _work(url, "verify")["per_second"]))
        finally:
            _work(SERVER, "drop-database", url)
    else:
        table.append({"name": "durable events a second, PostgreSQL, 8 clients", "figure": None, "target": "≥ 300",
                      "measured": "not taken: COMMONSTEAD_TEST_POSTGRES names no server"})
    return table


def _row(name: str, target: str, per_second: float) -> dict:
    return {"name": name, "figure": per_second, "target": target, "measured": f"{per_second:,.0f}/s"}


def _rate(url: str, clients: int, events: int) -> float:
    """Events a second over all clients, from the first start to the last end, imports left out."""
    workers = [_start(url, "write", client, events) for client in range(clients)]
    for worker in workers:
        worker.stdout.readline()  # "ready": Django is up
    begun = time.monotonic()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.close()
    for worker in workers:
        assert worker.wait() == 0, "a client failed"
    return clients * events / (time.monotonic() - begun)


def _start(url: str, *words) -> subprocess.Popen:
    environment = os.environ | {"COMMONSTEAD_DATABASE": url, "PYTHONPATH": str(ROOT / "src"),
                                "DJANGO_SETTINGS_MODULE": "commonstead.site.settings"}
    return subprocess.Popen([sys.executable, __file__, *map(str, words)], env=environment, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)


def _work(url: str, *words) -> dict:
    out, _ = _start(url, *words).communicate()
    return json.loads(out.strip().splitlines()[-1])


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
    print("ready", flush=True)
    sys.stdin.readline()
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


def create_database():
    from django.db import connection

    name = f"commonstead_bench_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return {"url": SERVER.rsplit("/", 1)[0] + "/" + name}


def drop_database(url: str):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")
    return {}


if __name__ == "__main__":
    if len(sys.argv) == 1:
        for line in rows():
            print(f"{line['name']:60} {line['target']:>18} {line['measured']:>14}")
    else:
        import django

        django.setup()
        print(json.dumps(globals()[sys.argv[1].replace("-", "_")](*sys.argv[2:])))
