"""Measuring with processes of their own: each is a benchmark's file run as a script, on a database that it is told.

A script's worker reads its words from the command line, says "ready" when Django is up, waits for a line, works, and
prints one line of JSON at its end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVER = os.environ.get("COMMONSTEAD_TEST_POSTGRES", "")


def start(script: str, url: str, *words: object) -> subprocess.Popen:
    """A worker of that script, on that database."""
    environment = os.environ | {"COMMONSTEAD_DATABASE": url, "PYTHONPATH": str(ROOT / "src"),
                                "DJANGO_SETTINGS_MODULE": "commonstead.site.settings"}
    return subprocess.Popen([sys.executable, script, *map(str, words)], env=environment, text=True,
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1)


def work(script: str, url: str, *words: object) -> dict:
    """Run one worker to its end; what it says last."""
    out, _ = start(script, url, *words).communicate()
    return json.loads(out.strip().splitlines()[-1])


def all_at_once(script: str, url: str, clients: int, word: str, *words: object) -> tuple[float, list[dict]]:
    """That many workers, let go together once all are ready. Returns the seconds from the first start to the last end,
    imports left out, and what each said. A worker's first word after its own is its number."""
    workers = [start(script, url, word, client, *words) for client in range(clients)]
    for worker in workers:
        worker.stdout.readline()  # "ready"
    begun = time.monotonic()
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.close()
    said = [json.loads(worker.stdout.read().strip().splitlines()[-1]) for worker in workers]
    assert all(worker.wait() == 0 for worker in workers), "a client failed"
    return time.monotonic() - begun, said


def ready() -> None:
    """Called by a worker when it is up: waits until all are let go."""
    print("ready", flush=True)
    sys.stdin.readline()


def on_the_server(script: str, measure: Callable[[str], list[dict]]) -> list[dict]:
    """The rows that `measure` gives for a fresh database of the server in COMMONSTEAD_TEST_POSTGRES; none without."""
    if not SERVER:
        return []
    url = work(script, SERVER, "create-database")["url"]
    try:
        return measure(url)
    finally:
        work(script, SERVER, "drop-database", url)


def create_database() -> dict:
    """A worker's word."""
    from django.db import connection

    name = f"commonstead_bench_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return {"url": SERVER.rsplit("/", 1)[0] + "/" + name}


def drop_database(url: str) -> dict:
    """A worker's word."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {url.rsplit('/', 1)[1]} WITH (FORCE)")
    return {}


def be_a_worker(words: dict[str, Callable[..., dict]]) -> None:
    """What a script does when it is given words."""
    import django

    django.setup()
    print(json.dumps((words | {"create-database": create_database, "drop-database": drop_database})[sys.argv[1]](
        *sys.argv[2:])))
