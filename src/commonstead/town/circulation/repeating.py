"""What falls due by itself: repeated payments, demurrage at the month's end, notes that lapse, requests past their day,
the next stretch of standing agreements, and what runs out on the board.

`tend` does all of it up to a day and may be run as often as one likes: each turn has a key of its own, so that nothing
happens twice. Whatever is taken goes to the circle's own account and stands in its open books.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from commonstead.core.circulation.terms import demurrage_of, read_terms
from commonstead.core.circulation.turns import month_ends, turn_day
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.ids import chosen_id
from commonstead.core.vocabulary.refusal import Refused, gettext_noop
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import account_of, acts_for, circle_of, in_one_go, refuse, who_keeps
from .barter_commands import tend_agreements
from .board_commands import tend_board
from .circles import draw_limits, say_yes
from .models import Account, Circle, Repetition
from .payments import pay_repetition
from .queries import is_due
from .requests import lapse_asked


@dataclass(frozen=True)
class Tended:
    """How many payments fell due and were made, how many could not be, accounts that paid demurrage, notes that
    lapsed, and requests that did. refused: circles whose turn could not be written, by name, and why."""

    paid: int = 0
    left_asked: int = 0
    demurrage: int = 0
    lapsed_notes: int = 0
    lapsed_requests: int = 0
    refused: tuple[tuple[str, str], ...] = ()


def repeat_payment(circle_id: str, *, payer: str, payee: str, amount: int, every: str, begins: date, by: str,
                   category: str = "", note: str = "", until: date | None = None, id: str = "") -> str:
    """Pay again every week or month. id: chosen by the sender, so that the same request sent twice is written once.
    Returns its id. Refused: circles.not_yours, payments.to_oneself, payments.not_positive, payments.every,
    accounts.none, payments.key_used, ids.shape."""
    circle = circle_of(circle_id)
    acts_for(payer, by, "payer")
    if payer == payee:
        refuse("payments.to_oneself", gettext_noop("This pays from an account to itself. Choose another one."), "payee")
    if amount <= 0:
        refuse("payments.not_positive", gettext_noop("Write an amount above zero."), "amount")
    if every not in ("week", "month"):
        refuse("payments.every", gettext_noop("Choose every week or every month."), "every")

    fresh = Repetition(id=chosen_id(id) if id else ledger.new_id(), circle=circle, payer=payer, payee=payee,
                       amount=amount, every=every, begins=begins, until=until, category=category[:60],
                       note=note[:500], made_by=by)

    def write() -> str:
        for side, holder in sorted((("payer", payer), ("payee", payee)), key=lambda one: one[1]):
            account_of(circle, holder, side)  # locks it: the same request, sent at the same moment, waits here
        if (known := Repetition.objects.filter(id=fresh.id).first()) is None:
            say_yes(circle, [payer])
            fresh.save(force_insert=True)
        elif any(getattr(known, name) != getattr(fresh, name) for name in _SAID):
            refuse("payments.key_used", gettext_noop("This key belongs to another payment. Send this one with a new "
                                                     "key."), "key")
        return fresh.id

    return in_one_go(write)


#: What makes two of them the same request.
_SAID = ("circle_id", "payer", "payee", "amount", "every", "begins", "until", "category", "note")


def end_repetition(repetition_id: str, *, by: str) -> None:
    """It is paid no more. Either side may end it. Refused: circles.not_yours."""
    found = Repetition.objects.filter(id=repetition_id, ended=None).first()
    if found is None:
        return
    if not {found.payer, found.payee} & people.may_book_for(by):
        acts_for(found.payer, by, "payer")
    Repetition.objects.filter(id=found.id).update(ended=timezone.localdate())


def tend(today: date | None = None) -> Tended:
    """Everything that is due up to a day, today unless given. Harmless to repeat. One circle's trouble keeps no other
    from its turn."""
    today = today or timezone.localdate()
    paid, asked = _repeat_due(today)
    counts, refused = {_take_demurrage: 0, _lapse_notes: 0}, []
    for circle in Circle.objects.filter(ended=None).exclude(unit=""):
        for take in counts:
            try:
                counts[take] += take(circle, today)
            except Refused as no:
                refused.append((circle.name, str(no)))
    tend_agreements(today)
    tend_board(today)
    return Tended(paid, asked, counts[_take_demurrage], counts[_lapse_notes], lapse_asked(today), tuple(refused))


def tend_where_due() -> None:
    """Do what is due, where anything is, before somebody reads. What is refused must not keep anybody from reading: the
    program's command `tend` tells its operator."""
    if is_due():
        try:
            tend()
        except Refused:
            return


def _repeat_due(today: date) -> tuple[int, int]:
    paid = asked = 0
    for row in Repetition.objects.filter(ended=None, circle__ended=None, begins__lte=today):
        while (day := turn_day(row.begins, row.every, row.turns)) <= min(today, row.until or today):
            outcome = pay_repetition(row, f"turn {row.id} {day.isoformat()}", _noon(day))
            paid, asked = paid + (outcome == "paid"), asked + (outcome == "asked")
            row.turns += 1
            row.save(update_fields=["turns"])
        if row.until and turn_day(row.begins, row.every, row.turns) > row.until:
            Repetition.objects.filter(id=row.id).update(ended=row.until)
    return paid, asked


def _take_demurrage(circle: Circle, today: date) -> int:
    """What stands on accounts loses its share for the month that ended, once. Months that went by without anybody
    tending are not made up for: nobody is charged for what nobody announced. A circle that is wound down takes none."""
    terms, month = read_terms(circle.terms), month_ends(today)
    if not terms.demurrage_per_mille or circle.winding_down or month < circle.begun or circle.demurrage_taken == month:
        return 0
    return _to_the_circle(circle, "demurrage_taken", month, lambda balance: demurrage_of(terms, balance), today)


def _lapse_notes(circle: Circle, today: date) -> int:
    """On its day a series of notes loses its worth: what is out goes back to its issuer."""
    lapses = read_terms(circle.terms).lapses if circle.sort == "currency" else None
    if lapses is None or today < lapses or circle.lapsed == lapses:
        return 0
    return _to_the_circle(circle, "lapsed", lapses, lambda balance: max(0, balance), today)


def _to_the_circle(circle: Circle, mark: str, turn: date, share: Callable[[int], int], today: date) -> int:
    """So much of each account goes to the circle's own, written by one who keeps its book, and the circle remembers
    the turn. Returns how many accounts paid. Those that are frozen, or wait for their side to join, pay too: it is what
    the terms take of all notes and hours alike, and not their holder who pays."""
    def write() -> int:
        locked = Circle.objects.select_for_update().get(id=circle.id)
        keeper = who_keeps(circle.keeper)
        if getattr(locked, mark) == turn or not keeper:
            return 0
        shut = list(Account.objects.select_for_update().filter(Q(said_yes=False) | ~Q(frozen_because=""), circle=circle,
                                                               until=None).order_by("id"))
        ledger.set_accounts([account.resource for account in shut], standing="open")
        held = {view.accountable: share(view.accounting) for view in
                ledger_queries.resources_conforming_to(circle.unit)
                if view.accountable != circle.keeper and view.standing == "open"}
        flows = [Flow(Action.TRANSFER, holder, circle.keeper, circle.unit, _noon(today), keeper,
                      f"{mark} {circle.id} {turn.isoformat()} {holder}", quantity=amount, mode=UNIT_MODES[circle.sort])
                 for holder, amount in sorted(held.items()) if amount > 0]
        if flows:
            ledger.record_events(flows, units=[circle.unit])
        for account in shut:
            draw_limits(locked, account)
        Circle.objects.filter(id=circle.id).update(**{mark: turn})
        return len(flows)

    return in_one_go(write)


def _noon(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(12))), timezone.now() - timedelta(seconds=1))
