"""When the database has a bad day: what is worth trying again, and what must be said to the one who writes.

Two pens that meet may lose a race (the same key at the same moment, a deadlock, a serialization failure): the
whole transaction is tried again, and the second reading finds what the first could not see. A full disk or a
database that stays locked is a refusal in plain words: nothing was written, and the town goes on.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

Answer = TypeVar("Answer")
_TRIES = 8
_RACES = {"40001", "40P01"}          # serialization failure, deadlock
_FULL = {"53100", "53200"}           # disk full, out of memory
_FULL_WORDS = ("disk is full", "disk i/o error", "no space left")


def patiently(write: Callable[[], Answer]) -> Answer:
    """Run one transaction, again if it lost a race. Inside somebody else's transaction it runs once: only
    the outermost can begin anew. Refused: ledger.disk_full, ledger.busy."""
    tries = 1 if connection.in_atomic_block else _TRIES
    for turn in range(1, tries + 1):
        try:
            return write()
        except DatabaseError as error:
            if _is_full(error):
                raise Refused(Refusal(
                    "ledger.disk_full",
                    gettext_noop("The disk of this node is full, so nothing was written. "
                                 "Ask the operator to make room, and then send it again."))) from error
            if not _is_race(error) or turn == tries:
                if _is_locked(error):
                    raise Refused(Refusal("ledger.busy", gettext_noop(
                        "The books are busy, so nothing was written. Try again."))) from error
                raise
            time.sleep(random.uniform(0, 0.005 * 2 ** turn))
    raise AssertionError("unreachable")


def _is_race(error: DatabaseError) -> bool:
    return isinstance(error, IntegrityError) or _state(error) in _RACES


def _is_locked(error: DatabaseError) -> bool:
    return isinstance(error, OperationalError) and ("locked" in str(error) or _state(error) in _RACES)


def _is_full(error: DatabaseError) -> bool:
    return _state(error) in _FULL or any(words in str(error).lower() for words in _FULL_WORDS)


def _state(error: DatabaseError) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""
