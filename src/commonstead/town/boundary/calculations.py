"""Calculations that take longer than anybody waits for a page: begun, watched, stopped, and their answers kept.

Each runs in a process of its own, so that it outlives the page, can be ended at any moment, and leaves the pages
their thread. The row is all that page and process share: no queue, no further service. A process that dies without
a word is noticed by whoever looks next, and its seat goes to the next that waits.

A kind of calculation is a module of `calculating` with `calculate(work) -> dict` (calculating/__init__.py).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from . import marks, processes
from .models import Calculation

State = Calculation.State
UNDER_WAY = (State.WAITING, State.WORKING)
#: Of each kind so many that are done, and as many that are not, are kept after they ended; older ones go when the
#: next ends. All of them can be worked out again, so this is only about not waiting twice: ten is more than anybody
#: goes back to, and ten plans of a large town stay under a few hundred megabytes.
KEPT = 10
#: So many of one person are waiting or working at once: one to watch, and one more question while it goes on. Whoever
#: asks for more leaves the others waiting behind them.
MOST_OF_ONE = 2
#: So many of all people together. With one seat, and minutes each, whoever comes after twenty waits for hours; by then
#: the town is another one, and it is better to be told than to wait for an answer to an old question.
MOST_OF_ALL = 20
#: Up to then only who asked stops what works: nearly all that the pages ask for is done in a quarter of an hour, and
#: no one should lose an answer that is nearly there. After that anyone may free the seat.
OTHERS_MAY_STOP_AFTER = timedelta(minutes=15)
#: What was wanted is kept with the answer up to so many characters of JSON, as pages show it again; what is longer is
#: a whole other town, of no use once it ended. Its fingerprint stays.
MOST_WANTED_KEPT = 20_000


@dataclass(frozen=True)
class CalculationView:
    """state: waiting, working, done, failed or stopped.  said: what it told so far.  share: how much is done, 0 to 1,
    None where that is not known.  result: the answer, or what was ready when it was stopped.
    problem: why it failed, in English; refusals: the same for doors that translate.  by: the person who asked.
    began_at: when it was given its seat, None while it waits."""

    id: str
    kind: str
    wanted: Mapping
    state: str
    said: tuple[str, ...]
    share: float | None
    result: dict | None
    problem: str
    asked_at: datetime
    ended_at: datetime | None
    by: str
    mark: str
    refusals: tuple[Refusal, ...] = ()
    began_at: datetime | None = None

    def may_be_stopped_by(self, person_id: str) -> bool:
        """Who asked, at any time; anyone, once it has worked for long (OTHERS_MAY_STOP_AFTER)."""
        if self.ended:
            return False
        long = self.began_at is not None and timezone.now() - self.began_at > OTHERS_MAY_STOP_AFTER
        return self.by == person_id or long

    @property
    def ended(self) -> bool:
        return self.state not in UNDER_WAY

    @cached_property
    def stale(self) -> bool:
        """Whether something that it rests on has changed since it was asked."""
        return self.mark != marks.mark()


class TooManyUnderWay(Refused):
    """Nothing more is taken on for now."""


def begin_calculation(kind: str, wanted: dict, by: str) -> str:
    """Ask for it; the id. The same question about the same town, while it is under way, is the same calculation.

    wanted: what the kind needs to know, as JSON. by: the person. Its process starts when the transaction is over and
    a seat is free. TooManyUnderWay: of that person, or of all."""
    processes.module_of(kind)  # an unknown kind is a slip of ours: it fails here and not in the dark
    asked, mark = _fingerprint(wanted), marks.mark()
    with transaction.atomic():
        same = Calculation.objects.filter(kind=kind, wanted_mark=asked, mark=mark, state__in=UNDER_WAY,
                                          stop_asked=False).first()
        if same is None:
            _refuse_too_many(by)
        row = same or Calculation.objects.create(
            id=secrets.token_hex(8), kind=kind, wanted=wanted, wanted_mark=asked, mark=mark, by=by,
            asked_at=timezone.now())
        transaction.on_commit(start_waiting)
    return row.id


def _refuse_too_many(by: str) -> None:
    """What was asked to stop counts until it ended: it still has its seat."""
    under_way = list(Calculation.objects.filter(state__in=UNDER_WAY).values_list("by", flat=True))
    if under_way.count(by) >= MOST_OF_ONE:
        raise TooManyUnderWay(Refusal("boundary.calculations_of_one", gettext_noop(
            "{count} calculations that you asked for are not done yet, and more than {most} at once leave the others "
            "waiting. Wait until one of them is done, or stop one."),
            {"count": under_way.count(by), "most": MOST_OF_ONE}))
    if len(under_way) >= MOST_OF_ALL:
        raise TooManyUnderWay(Refusal("boundary.calculations_of_all", gettext_noop(
            "{count} calculations are waiting already, which is as many as the town's machine takes on. Ask again "
            "when some of them are done."), {"count": len(under_way)}))


def stop_calculation(id: str) -> None:
    """End it: what waits at once; what works gets a moment to hand over what it has. Harmless when it has ended."""
    with transaction.atomic():
        row = Calculation.objects.select_for_update().defer("result").filter(id=id, state__in=UNDER_WAY).first()
        if row is None:
            return
        row.stop_asked = True
        if row.state == State.WAITING:
            row.state, row.ended_at = State.STOPPED, timezone.now()
            row.wanted = _kept_of(row.wanted)
        row.save(update_fields=["stop_asked", "state", "ended_at", "wanted"])


def calculation(id: str, *, with_result: bool = True) -> CalculationView | None:
    """How it stands, or None when there is none (it was asked long ago, or never). with_result=False: quicker, for
    those who only watch."""
    bring_up_to_date()
    rows = Calculation.objects.filter(id=id)
    row = (rows if with_result else rows.defer("result")).first()
    return None if row is None else _view(row, with_result)


def latest_calculation(kind: str, wanted: dict | None = None, state: str = "done") -> CalculationView | None:
    """The one of this kind that was asked last and is in that state; wanted: only of exactly that question."""
    if state in UNDER_WAY:
        bring_up_to_date()
    rows = Calculation.objects.filter(kind=kind, state=state)
    if wanted is not None:
        rows = rows.filter(wanted_mark=_fingerprint(wanted))
    row = rows.order_by("-asked_at").first()
    return None if row is None else _view(row, True)


def bring_up_to_date() -> None:
    """Tell of processes that died without a word, and give free seats to what waits. One query when there is none."""
    rows = list(Calculation.objects.filter(state__in=UNDER_WAY).defer("result", "said", "wanted"))
    lost = [row for row in rows if row.state == State.WORKING and not processes.lives(row)]
    for row in lost:
        end(row.id, State.STOPPED if row.stop_asked else State.FAILED, refusals=() if row.stop_asked else (_LOST,))
    if lost or any(row.state == State.WAITING for row in rows):
        transaction.on_commit(start_waiting)


def start_waiting() -> None:
    """Start processes for what waits, the longest waiting first, as long as there are seats."""
    for row_id in _seated():
        try:
            processes.start(row_id)
        except OSError:
            end(row_id, State.FAILED, refusals=(_LOST,))


def _seated() -> list[str]:
    """Give the free seats away; the ids that have one now and no process yet. The rows are locked meanwhile, so
    that two who look at once do not give the same seat twice."""
    with transaction.atomic():
        rows = list(Calculation.objects.select_for_update().filter(state__in=UNDER_WAY)
                    .order_by("asked_at", "id").defer("result", "said", "wanted"))
        free = settings.CALCULATIONS_AT_ONCE - sum(row.state == State.WORKING for row in rows)
        chosen = [row for row in rows if row.state == State.WAITING][: max(free, 0)]
        for row in chosen:
            row.state, row.beat_at, row.host = State.WORKING, timezone.now(), processes.this_host()
            row.began_at = row.beat_at
            row.save(update_fields=["state", "beat_at", "began_at", "host"])
    return [row.id for row in chosen]


def end(id: str, state: str, *, result: dict | None = None, refusals: tuple[Refusal, ...] = (), **more) -> None:
    """Write down how it ended, unless that is written already; prune what is old. result None leaves what was kept.
    more: further fields of the row."""
    fields: dict = {"state": state, "ended_at": timezone.now(), "pid": None, "refusals": [_written(one) for one in
                                                                                          refusals], **more}
    if result is not None:
        fields["result"] = result
    with transaction.atomic():
        rows = Calculation.objects.filter(id=id)
        if rows.filter(state__in=UNDER_WAY).update(**fields):
            kind, wanted = rows.values_list("kind", "wanted").get()
            rows.update(wanted=_kept_of(wanted))
            _prune(kind)


def _kept_of(wanted: dict) -> dict:
    """What of it is kept when it ended."""
    return wanted if len(json.dumps(wanted)) <= MOST_WANTED_KEPT else {}


def _prune(kind: str) -> None:
    ended = Calculation.objects.filter(kind=kind).exclude(state__in=UNDER_WAY).order_by("-asked_at")
    for rows in (ended.filter(state=State.DONE), ended.exclude(state=State.DONE)):
        Calculation.objects.filter(id__in=list(rows.values_list("id", flat=True)[KEPT:])).delete()


_LOST = Refusal("boundary.calculation_lost", gettext_noop(
    "The calculation broke off: its process was ended from outside, perhaps because the machine was switched off or "
    "had too little memory. Ask for it again; if it breaks off again, ask for less at once."))


def _fingerprint(wanted: dict) -> str:
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()


def _written(refusal: Refusal) -> dict:
    return {"clause": refusal.clause, "template": refusal.template, "field": refusal.field, "line": refusal.line,
            "params": {name: value if isinstance(value, int | float) else str(value)
                       for name, value in refusal.params.items()}}


def _view(row: Calculation, with_result: bool) -> CalculationView:
    refusals = tuple(Refusal(**one) for one in row.refusals)
    return CalculationView(
        id=row.id, kind=row.kind, wanted=row.wanted, state=str(row.state), said=tuple(row.said), share=row.share,
        result=row.result if with_result else None, problem=" ".join(one.reason for one in refusals),
        asked_at=row.asked_at, ended_at=row.ended_at, by=row.by, mark=row.mark, refusals=refusals,
        began_at=row.began_at)


def run_here(id: str) -> None:
    """Work it out in this process, now: for tests, and for whoever has a process of their own at hand."""
    from .calculating import run

    if not Calculation.objects.filter(id=id, state=State.WAITING).update(
            state=State.WORKING, beat_at=timezone.now(), began_at=timezone.now(), host=processes.this_host()):
        raise Refused(Refusal("boundary.calculation_not_waiting", gettext_noop(
            "There is no calculation {id} that waits. Ask for one first."), {"id": id}))
    run(id)
