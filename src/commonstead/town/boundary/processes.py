"""The processes that calculations run in: how one is started beside the town, and how one tells whether it still lives.

A process is started through Django's own command line, with the settings of the one that starts it, in a session of
its own: stopping the server does not stop it, and it is nobody's child for long.
"""

from __future__ import annotations

import importlib
import os
import platform
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: Beats come every second. A process on another machine that was silent for so long is gone; and so long may a new
#: one take until it says its number, on a machine that is busy.
SILENT = timedelta(seconds=90)
_MOST_LOG = 1_000_000  # bytes after which the log of unexpected ends begins anew
_KIND = re.compile(r"[a-z_]+(\.[a-z_]+)*")
_started: dict[str, subprocess.Popen] = {}


def this_host() -> str:
    """The machine's name: numbers of processes mean something only on their own."""
    return platform.node()[:120]


def module_of(kind: str) -> ModuleType:
    """The module that works out this kind, or Refused."""
    name = f"commonstead.town.boundary.calculating.{kind}"
    if _KIND.fullmatch(kind):
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not name.startswith(error.name or "-"):
                raise  # the kind is there; something that it needs is not
    raise Refused(Refusal("boundary.calculation_unknown", gettext_noop(
        "There is no kind of calculation called {kind}."), {"kind": kind}, field="kind"))


def start(calculation_id: str) -> None:
    """A process that works this one out."""
    for ended in [one for one, process in _started.items() if process.poll() is not None]:
        del _started[ended]  # polling has buried it: a process that nobody asks after stays in the system's list
    with _log() as log:
        _started[calculation_id] = subprocess.Popen(
            [sys.executable, "-m", "django", "calculate", calculation_id], env=_environment(),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, start_new_session=True)


def lives(row) -> bool:
    """Whether the process of a calculation that is being worked out is still there."""
    process = _started.get(row.id)
    if process is not None and process.poll() is not None:
        return False
    young = row.beat_at is not None and timezone.now() - row.beat_at < SILENT
    if row.host != this_host() or row.pid is None:
        return young
    words = Path(f"/proc/{row.pid}/cmdline")
    if words.parent.parent.joinpath("self").exists():
        try:
            return row.id.encode() in words.read_bytes()  # numbers of processes are given away again
        except OSError:
            return False
    try:
        os.kill(row.pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return young


def _environment() -> dict[str, str]:
    """Ours, so that the process finds the same town with the same code."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
        "COMMONSTEAD_VAR": str(settings.VAR),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }


def _log():
    """Where a process writes why it ended when it did not expect to; in the town's folder, for its owner alone."""
    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = settings.VAR / "calculations.log"
    anew = path.exists() and path.stat().st_size > _MOST_LOG
    how = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if anew else os.O_APPEND)
    return os.fdopen(os.open(path, how, 0o600), "ab")
