"""The worker of test_faults.py: a process of its own, on a database of its own, that suffers what it is told.

Run as `python -m commonstead.town.ledger.tests.faults kills|race|one_key|full`; prints one line of JSON. It
imports once and forks its victims, so that two hundred of them die within a minute.
"""

from __future__ import annotations

import json
import os
import random
import resource
import select
import signal
import sys
import time
from datetime import UTC, datetime

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)


def prepare(amount: int) -> tuple[str, str]:
    """Two people; the first has that much flour. Returns their ids, and leaves no connection open."""
    from django.core.management import call_command
    from django.db import connections

    from commonstead.town.ledger import commands
    from commonstead.town.people import commands as people

    call_command("migrate", verbosity=0)
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    commands.add_specification("flour", name="Flour", unit="kg")
    commands.record_event(Flow(Action.RAISE, ana, ana, "flour", AT, ana, "cellar", quantity=amount))
    connections.close_all()
    return ana, bo


def gift(ana: str, bo: str, key: str, quantity: int = 1) -> Flow:
    return Flow(Action.TRANSFER, ana, bo, "flour", AT, ana, key, quantity=quantity, mode=Mode.GIFT)


def kills(times: str, seed: str) -> dict:
    """A child writes numbered gifts and says each number when it is acknowledged; it is killed at any moment.
    The next child goes on after the last acknowledged number, so that what was committed and not acknowledged
    is sent again."""
    chance = random.Random(seed)
    ana, bo = prepare(10**9)
    acknowledged: list[int] = []
    for _ in range(int(times)):
        first = len(acknowledged)
        pid, told = _fork(lambda say, first=first: _write_from(first, ana, bo, say))
        # Some die before their first entry, most in the middle of one.
        select.select([told], [], [], chance.choice((0, 10, 10, 10)))
        time.sleep(chance.uniform(0, 0.03))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        acknowledged += [int(line) for line in _rest_of(told).split()]
    return _state(bo) | {"acknowledged": acknowledged}


def _write_from(number: int, ana: str, bo: str, say) -> None:
    from commonstead.town.ledger import commands

    while True:
        commands.record_event(gift(ana, bo, f"gift {number}", quantity=number + 1))
        say(f"{number}\n")
        number += 1


def race(processes: str, tries: str, limit: str) -> dict:
    """Many processes take one each from a stock that holds `limit`."""
    ana, bo = prepare(int(limit))

    def take(name: int, say) -> None:
        from commonstead.town.ledger import commands

        for number in range(int(tries)):
            try:
                commands.record_event(gift(ana, bo, f"{name} {number}"))
                say("taken\n")
            except Refused as refused:
                say(f"{refused.refusals[0].clause}\n")

    answers = _all_at_once(int(processes), take)
    return _state(bo) | {"answers": answers}


def one_key(processes: str) -> dict:
    """Many processes send the very same request at the same moment."""
    ana, bo = prepare(10**9)

    def send(name: int, say) -> None:
        from commonstead.town.ledger import commands

        answer = commands.record_event(gift(ana, bo, "the same"))
        say(f"{answer.event_id}:{answer.repeated}\n")

    answers = _all_at_once(int(processes), send)
    return _state(bo) | {"answers": answers}


def full(how: str) -> dict:
    """Write until the disk is full (SQLite: no more pages, or no more bytes in a file), then make room."""
    from django.db import connection

    from commonstead.town.ledger import commands

    ana, bo = prepare(10**9)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        if how == "pages":
            cursor.execute(f"PRAGMA max_page_count = {pages + 5}")
        else:
            connection.close()
            size = os.path.getsize(connection.settings_dict["NAME"])
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + 60_000, resource.RLIM_INFINITY))
    accepted, clause = 0, ""
    while not clause and accepted < 5000:
        try:
            commands.record_event(gift(ana, bo, f"gift {accepted}"))
            accepted += 1
        except Refused as refused:
            clause = refused.refusals[0].clause
    if how == "pages":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1000000")
    else:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    again = commands.record_event(gift(ana, bo, f"gift {accepted}"))
    return _state(bo) | {"accepted": accepted, "clause": clause, "again": again.repeated}


def _all_at_once(processes: int, work) -> list[str]:
    """Fork that many, let them all begin together, and return every line that they say."""
    gate, open_gate = os.pipe()

    def wait_and_work(name: int, say) -> None:
        os.close(open_gate)
        os.read(gate, 1)
        work(name, say)

    children = [_fork(lambda say, name=name: wait_and_work(name, say)) for name in range(processes)]
    os.close(open_gate)
    answers = [line for _, told in children for line in _rest_of(told).splitlines()]
    for pid, _ in children:
        assert os.waitpid(pid, 0)[1] == 0, "a child failed"
    return answers


def _fork(work) -> tuple[int, int]:
    """A child that does the work and can say things. Returns its pid and where what it says is read."""
    told, ears = os.pipe()
    pid = os.fork()
    if pid:
        os.close(ears)
        return pid, told
    status = 1
    try:
        work(lambda line: os.write(ears, line.encode()))
        status = 0
    finally:
        os._exit(status)


def _rest_of(told: int) -> str:
    with os.fdopen(told) as stream:
        return stream.read()


def _state(taker: str) -> dict:
    """What stands in the ledger afterwards."""
    from commonstead.town.ledger import queries
    from commonstead.town.ledger.verify import verify

    gifts = [event for event in queries.events(agent=taker, count=10**6)]
    return {
        "problems": [problem.what.reason for problem in verify().problems],
        "keys": sorted(event.idempotency_key for event in gifts),
        "sum": sum(event.quantity for event in gifts), "stock": queries.stock_of(taker, "flour")}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps({"kills": kills, "race": race, "one_key": one_key, "full": full}[sys.argv[1]](*sys.argv[2:])))
