"""The worker of test_killed.py: a town on a database of its own, whose writers are killed (SIGKILL) at a write.

Run as `python -m commonstead.town.circulation.tests.faults SEED KILLS`; prints one line of JSON. For each deed a child
is forked and kills itself just before the n-th statement that writes, for some n drawn from the seed, and once right
after the deed was done and before anybody was told. Then the deed is sent again, and again.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys

WRITES = ("INSERT", "UPDATE", "DELETE")


def run(seed: int, kills: int) -> dict:
    from django.core.management import call_command
    from django.db import connections

    from .scene import DEEDS, draw_scene, told, wrong_with

    call_command("migrate", verbosity=0)
    scene, chance = draw_scene(seed, "laundry"), random.Random(seed)
    wrong, killed = [], 0
    for deed in DEEDS:
        before = told(scene)
        writes = _child(scene, deed, 0, count_only=True)
        for number in sorted(chance.sample(range(1, writes + 1), min(kills, writes))):
            _child(scene, deed, number)
            killed += 1
            if told(scene) != before:
                wrong.append(f"{deed} left something behind at its write {number} of {writes}")
        _child(scene, deed, writes + 1)  # done, but nobody was told
        killed += 1
        after = told(scene)
        if after == before:
            wrong.append(f"{deed} was lost although it was committed")
        getattr(scene, deed)()
        getattr(scene, deed)()
        if told(scene) != after:
            wrong.append(f"{deed} was done twice")
        wrong += wrong_with(scene)
        connections.close_all()
    return {"wrong": wrong, "killed": killed}


def _child(scene, deed: str, number: int, count_only: bool = False) -> int:
    """Fork, do the deed, and die by SIGKILL before its write `number`, or after the last one. count_only: do it, throw
    it away, and say how many writes it takes."""
    from django.db import connection, connections, transaction

    connections.close_all()
    told, ears = os.pipe()
    pid = os.fork()
    if pid:
        os.close(ears)
        with os.fdopen(told) as stream:
            said = stream.read()
        status = os.waitpid(pid, 0)[1]
        assert count_only or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL), f"{deed}: {status}"
        return int(said or 0)
    seen = 0

    def die_at(execute, sql, params, many, context):
        nonlocal seen
        if sql.lstrip().upper().startswith(WRITES):
            seen += 1
            if seen == number and not count_only:
                os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(die_at):
        if count_only:
            with transaction.atomic():
                getattr(scene, deed)()
                transaction.set_rollback(True)
            os.write(ears, str(seen).encode())
            os._exit(0)
        getattr(scene, deed)()
    os.kill(os.getpid(), signal.SIGKILL)
    return 0


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(run(*map(int, sys.argv[1:]))))
