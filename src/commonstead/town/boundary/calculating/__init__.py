"""Working one calculation out: what its kind is given, how it tells where it stands, and how it is stopped.

A kind is a module of this folder with `calculate(work) -> dict`: the answer as JSON. It says what it is doing, in
sentences that doors translate, and looks at `work.stopped()` now and then; whether it does or not, it is ended soon
after somebody asked for that.
"""

from __future__ import annotations

import os
import threading
import time
import traceback
from collections.abc import Callable

from django.db import connection
from django.utils import timezone

from commonstead.core import boundary as core
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.boundary import calculations, processes, snapshot
from commonstead.town.boundary.models import Calculation

State = Calculation.State
_SELDOM = 0.3  # seconds between two writings of what was said
_BEAT = 1.0  # seconds between two beats
_GRACE = 3.0  # seconds in which a kind may hand over what it has, once it is to stop
_LONGEST = 12 * 3600.0  # seconds: what takes longer has lost its way, and others wait for the seat
_MOST_SAID = 200  # lines that are kept: a page of them is more than anybody reads


class Stopped(Exception):
    """Somebody asked for an end; a kind may let it pass through."""


class Work:
    """What a kind of calculation is given. wanted: what was asked."""

    def __init__(self, row: Calculation):
        self.id, self.wanted = row.id, row.wanted
        self._said: list[str] = list(row.said)
        self._share: float | None = row.share
        self._written = 0.0
        self._news = False
        self.over = False  # its end is written, or just being written
        self._stop = threading.Event()
        self._lock = threading.Lock()

    def network(self) -> core.Network:
        """The town as it stands now, as a network. Refused when it cannot be true."""
        # Read back what is written, so that this and a file of the network give the same answers to the last digit.
        return core.read_network(core.write_network(snapshot.take()), units=snapshot.ledger.units())

    def say(self, text: str, share: float | None = None) -> None:
        """Tell what is being done; share: how much of the whole is done, 0 to 1. The same sentence again only moves
        the share. Raises Stopped when somebody asked for an end. Call it as often as you like."""
        with self._lock:
            if not self._said or self._said[-1] != text:
                self._said = [*self._said, text][-_MOST_SAID:]
            self._share = self._share if share is None else min(max(float(share), 0.0), 1.0)
            self._news = True
        if time.monotonic() - self._written > _SELDOM:
            self.write()
        if self._stop.is_set():
            raise Stopped

    def keep(self, partial: dict) -> None:
        """Keep what is ready so far, should it be stopped. Not too often: each time the whole is written."""
        Calculation.objects.filter(id=self.id).update(result=partial)

    def stopped(self) -> bool:
        """Whether somebody asked for an end."""
        return self._stop.is_set()

    def stop(self) -> None:
        self._stop.set()

    def write(self) -> None:
        """Bring the row up to date, if there is news."""
        with self._lock:
            said, share, news = self._said, self._share, self._news
            self._news, self._written = False, time.monotonic()
        if news:
            Calculation.objects.filter(id=self.id).update(said=said, share=share)


def run(calculation_id: str, work: Work | None = None) -> None:
    """Work it out and write down how it ended."""
    row = Calculation.objects.get(id=calculation_id)
    work = work or Work(row)
    try:
        result = processes.module_of(row.kind).calculate(work)
    except Stopped:
        _end(work, State.STOPPED)
    except Refused as refused:
        _end(work, State.FAILED, refusals=refused.refusals)
    except MemoryError:
        _end(work, State.FAILED, refusals=(_NO_MEMORY,))
    except Exception as problem:
        traceback.print_exc()
        _end(work, State.FAILED, refusals=(Refusal(_BROKE.clause, _BROKE.template, {"name": type(problem).__name__}),))
    else:
        _end(work, State.STOPPED if work.stopped() else State.DONE, result=result)


def run_as_process(calculation_id: str) -> None:
    """As `run`, in a process that is there for this alone: it beats, and it ends when it is told to."""
    claimed = Calculation.objects.filter(id=calculation_id, state=State.WORKING, pid=None)
    if not claimed.update(pid=os.getpid(), host=processes.this_host(), beat_at=timezone.now()):
        return  # stopped before it began, or somebody else's
    work = Work(Calculation.objects.get(id=calculation_id))
    over = threading.Event()
    heart = threading.Thread(target=_beat, args=(work, over, os._exit), daemon=True)
    heart.start()
    try:
        run(calculation_id, work)
    finally:
        over.set()
        heart.join(timeout=5)
    calculations.start_waiting()


def _beat(work: Work, over: threading.Event, leave: Callable[[int], None]) -> None:
    """Show that the process lives, and see whether it shall go on. The solver lets other threads run, so a stop is
    noticed also in the middle of a long solve, which itself cannot be asked to end."""
    began, asked = time.monotonic(), None
    row = Calculation.objects.filter(id=work.id)
    while not over.wait(_BEAT):
        try:
            state = row.values_list("state", "stop_asked").first()
            row.update(beat_at=timezone.now())
            work.write()
        except Exception:  # a database that is busy or away for a moment: the next beat tells
            traceback.print_exc()
            connection.close()
            continue
        if work.over:
            break
        if state is None or state[0] != State.WORKING:
            leave(0)  # it was given up, and perhaps its seat is taken
        if time.monotonic() - began > _LONGEST:
            _leave(work, State.FAILED, leave, (_TOO_LONG,))
        if state and state[1] and asked is None:
            asked = time.monotonic()
            work.stop()
        if asked is not None and time.monotonic() - asked > _GRACE:
            _leave(work, State.STOPPED, leave)
    connection.close()


def _leave(work: Work, state: str, leave: Callable[[int], None], refusals=()) -> None:
    _end(work, state, refusals=refusals)
    calculations.start_waiting()
    leave(0)


def _end(work: Work, state: str, **more) -> None:
    work.over = True
    work.write()
    calculations.end(work.id, state, **({"share": 1.0} if state == State.DONE else {}), **more)


_NO_MEMORY = Refusal("boundary.calculation_memory", gettext_noop(
    "The machine has too little memory for this. Ask for less at once: fewer futures, or fewer periods."))
_TOO_LONG = Refusal("boundary.calculation_too_long", gettext_noop(
    "It took longer than twelve hours and was ended. Ask for less at once: fewer futures, or fewer periods."))
_BROKE = Refusal("boundary.calculation_broke", gettext_noop(
    "The calculation broke off on a fault of ours ({name}). What happened is in the file calculations.log of the "
    "town's folder; whoever looks after the machine can report it. Answers from before are still there."))
