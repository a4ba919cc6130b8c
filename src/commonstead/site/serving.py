"""Serving a town: bring the database up to date, then let granian answer requests.

`./commonstead serve` and the demo share this one way, so that what is tried in the demo is what runs later.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "commonstead.site.settings"
LOCK = "serving.lock"


def prepare() -> None:
    """Load the settings, make the var folder, bring the database up to date. Harmless when done again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings
    from django.core.management import call_command

    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    workers: int = 2,
    backup_minutes: int = 0,
    announce: Callable[[str], None] | None = None,
) -> None:
    """Answer requests at http://host:port/ until stopped. `announce` is called once with that address when the
    town answers. backup_minutes: make a backup that often where something was written; 0: none.
    The caller has called `prepare`."""
    import granian
    from django.conf import settings

    server = granian.Granian(
        "commonstead.site.wsgi:application",
        address=host,
        port=port,
        interface="wsgi",
        workers=max(1, workers),
        blocking_threads=4,
        backlog=256,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    address = address_of(host, port)
    if announce:
        server.on_startup(lambda: announce(address))
    os.environ["COMMONSTEAD_VAR"] = str(settings.VAR)  # the workers are new processes and must find the same town
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _close_connections()
    with _marked_as_served(settings.VAR), _backups(backup_minutes):
        server.serve()


def is_served(var: Path) -> bool:
    """True while some process serves the town in that folder."""
    try:
        import fcntl
    except ImportError:
        return False  # Windows
    try:
        with open(var / LOCK, "rb") as opened:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


@contextmanager
def _marked_as_served(var: Path) -> Iterator[None]:
    """Hold the lock that `is_served` looks at; the system lets go of it however the process ends."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    with open(var / LOCK, "ab") as opened:
        fcntl.flock(opened, fcntl.LOCK_SH)
        yield


@contextmanager
def _backups(minutes: int) -> Iterator[None]:
    """A process beside the server that makes backups."""
    if not minutes:
        yield
        return
    with subprocess.Popen([sys.executable, "-m", "commonstead", "backup", "--every", str(minutes)],
                          stdin=subprocess.DEVNULL) as beside:
        try:
            yield
        finally:
            beside.terminate()


def address_of(host: str, port: int) -> str:
    """The address to type into a browser."""
    shown = {"0.0.0.0": "localhost", "::": "localhost", "": "localhost"}.get(host, host)
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def port_number(word: str) -> int:
    """A port from the command line, or argparse's error when there is none of that number."""
    if not (word.isascii() and word.isdecimal() and 1 <= int(word) <= 65535):
        raise argparse.ArgumentTypeError(f"{word} is no port; ports go from 1 to 65535, such as 8000")
    return int(word)


def port_is_free(host: str, port: int) -> bool:
    """True when nothing listens there yet."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


def _close_connections() -> None:
    """No database connection crosses into the workers."""
    from django.db import connections

    connections.close_all()
