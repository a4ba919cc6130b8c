"""Everything that can be read of circles, as frozen snapshots. Who may see what, the doors ask `may_see_accounts`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Count, Q
from django.utils import timezone

from commonstead.core.circulation.slip_lines import told_apart
from commonstead.core.circulation.terms import Limits, near_limit, read_terms, write_terms
from commonstead.core.circulation.turns import month_ends, turn_day
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .accounts import shares_of_debt
from .models import Account, Change, Circle, Gift, Payment, Repetition, Voucher
from .views import AccountView, ChangeView, CircleView, GiftView, PaymentView, RepetitionView


def circles(keeper: str | None = None, *, holder: str | None = None, ended: bool = False) -> tuple[CircleView, ...]:
    """Circles by name: all, those of an association, or those in which somebody has an account."""
    rows = Circle.objects.all() if ended else Circle.objects.filter(ended=None)
    rows = rows.filter(keeper=keeper) if keeper else rows
    rows = rows.filter(accounts__holder=holder, accounts__until=None) if holder else rows
    return _circles(rows)


def circle(circle_id: str) -> CircleView | None:
    """One circle, open or ended."""
    return next(iter(_circles(Circle.objects.filter(id=circle_id))), None)


def circle_of_unit(unit: str) -> CircleView | None:
    """The circle whose unit of account a specification is."""
    return next(iter(_circles(Circle.objects.filter(unit=unit))), None) if unit else None


def accounts(circle_id: str, *, gone: bool = False) -> tuple[AccountView, ...]:
    """Who has an account, in the order of joining."""
    rows = Account.objects.filter(circle_id=circle_id)
    return _accounts(rows if gone else rows.filter(until=None))


def account(circle_id: str, holder: str) -> AccountView | None:
    """Somebody's account, also a closed one."""
    return next(iter(_accounts(Account.objects.filter(circle_id=circle_id, holder=holder))), None)


def accounts_of(holders: Iterable[str]) -> tuple[AccountView, ...]:
    """The open accounts of those agents in all circles that go on."""
    return _accounts(Account.objects.filter(holder__in=list(holders), until=None, circle__ended=None))


def names_in(circle_id: str) -> dict[str, str]:
    """By id: everybody who has or had an account, by a name that nobody else among them bears."""
    return told_apart(people.names(Account.objects.filter(circle_id=circle_id).values_list("holder", flat=True)))


def may_see_accounts(circle_id: str, person: str) -> bool:
    """Whether a person may see everybody's balance: those who keep the circle, and where its terms leave balances open,
    everybody who acts for somebody with an account in it."""
    found = circle(circle_id)
    mine = people.may_book_for(person)
    if found is None or found.keeper in mine:
        return found is not None
    return found.terms.balances_open and Account.objects.filter(
        circle_id=circle_id, holder__in=mine, until=None).exists()


def payments(circle_id: str | None = None, *, holders: Iterable[str] | None = None, side: str | None = None,
             state: str | None = None, before: str | None = None, count: int = 50) -> tuple[PaymentView, ...]:
    """Slips, newest first, at most `count`: of a circle, of those holders, on either side or as "payer" or "payee", in
    one state. before: the id of the last one of the page before."""
    rows = Payment.objects.filter(circle_id=circle_id) if circle_id else Payment.objects.all()
    if holders is not None:
        wanted = list(holders)
        rows = rows.filter(reduce(or_, (Q(**{f"{name}__in": wanted}) for name in ([side] if side else _SIDES))))
    rows = rows.filter(state=state) if state else rows
    if before and (last := Payment.objects.filter(id=before).first()):
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.id))
    return _payments(rows.order_by("-at", "-id")[:count])


_SIDES = ("payer", "payee")


def payment(payment_id: str) -> PaymentView | None:
    """One slip."""
    return next(iter(_payments(Payment.objects.filter(id=payment_id))), None)


def payment_views(ids: Iterable[str]) -> tuple[PaymentView, ...]:
    """Slips by their ids, the oldest first."""
    return _payments(Payment.objects.filter(id__in=list(ids)).order_by("made", "id"))


def payments_of_events(events: Iterable[str]) -> dict[str, PaymentView]:
    """By event: the slip that it belongs to, as payment, levy or what was paid for."""
    wanted = set(events)
    rows = Payment.objects.filter(Q(event__in=wanted) | Q(levy_event__in=wanted) | Q(thing_event__in=wanted))
    return {event: view for row, view in zip(rows, _payments(rows), strict=True)
            for event in (row.event, row.levy_event, row.thing_event) if event in wanted}


def waiting_for(holders: Iterable[str]) -> tuple[PaymentView, ...]:
    """What those agents were asked to pay and have not answered, the oldest first."""
    return _payments(Payment.objects.filter(payer__in=list(holders), state="asked").order_by("made", "id"))


def written_by_others(circle_id: str, holder: str, person: str, since: datetime, *, happened: datetime | None = None,
                      count: int = 20) -> tuple[tuple[PaymentView, str], ...]:
    """Slips on one account that somebody other than that person settled since a moment, newest first, each with who
    did: who wrote the payment or took it back, or whose account declined it. happened: nothing that is for a day
    before that one."""
    rows = Payment.objects.filter(Q(payer=holder, state__in=("paid", "taken_back"))
                                  | Q(payee=holder, state__in=("paid", "taken_back", "declined")),
                                  circle_id=circle_id, settled__gte=since)
    rows = rows.filter(at__gte=happened) if happened else rows
    views = _payments(rows.order_by("-settled", "-id")[:count])
    writers = ledger.writers_of([view.event for view in views if view.event])
    told = ((view, writers.get(view.event, view.payer)) for view in views)
    return tuple((view, who) for view, who in told if who != person)


def is_due(today: date | None = None) -> bool:
    """Whether `commands.tend` would find anything to do. Cheap, for those who look often."""
    today = today or timezone.localdate()
    if Payment.objects.filter(state="asked", due__lt=today).exists():
        return True
    if any(turn_day(row.begins, row.every, row.turns) <= min(today, row.until or today)
           for row in Repetition.objects.filter(ended=None, circle__ended=None, begins__lte=today)):
        return True
    for row in Circle.objects.filter(ended=None).exclude(unit=""):
        terms = read_terms(row.terms)
        if terms.demurrage_per_mille and not row.winding_down and row.begun <= month_ends(today) != row.demurrage_taken:
            return True
        if row.sort == "currency" and terms.lapses and terms.lapses <= today and row.lapsed != terms.lapses:
            return True
    return False


def changes(circle_id: str) -> tuple[ChangeView, ...]:
    """What was asked for and waits for somebody to agree."""
    rows = Change.objects.filter(circle_id=circle_id, agreed=None, dropped=None).select_related("circle")
    return tuple(map(_change, rows.order_by("asked")))


def changes_to_agree(person: str, holders: Iterable[str]) -> tuple[ChangeView, ...]:
    """Changes that wait for somebody else, in circles in which those agents have an account: neither asked for by that
    person nor about one of those agents. holders: all that the person may book for."""
    holders = list(holders)
    inside = Account.objects.filter(holder__in=holders, until=None).values("circle")
    rows = Change.objects.filter(circle__in=inside, circle__ended=None, agreed=None, dropped=None)
    return tuple(map(_change, rows.exclude(asked_by=person).exclude(holder__in=holders)
                     .select_related("circle").order_by("asked")))


def repetitions(holders: Iterable[str]) -> tuple[RepetitionView, ...]:
    """Payments that come again, on either side of those agents."""
    holders = list(holders)
    rows = Repetition.objects.filter(Q(payer__in=holders) | Q(payee__in=holders), ended=None).order_by("begins", "id")
    return tuple(RepetitionView(row.id, row.circle_id, row.payer, row.payee, row.amount, row.category, row.note,
                                row.every, turn_day(row.begins, row.every, row.turns), row.until) for row in rows)


def gifts(circle_id: str, *, count: int = 50) -> tuple[GiftView, ...]:
    """The last gifts of a circle, newest first; what was taken back is left out."""
    rows = list(Gift.objects.filter(circle_id=circle_id).order_by("-made", "-id")[:count])
    stands = {row.event for row in rows if (event := ledger.event(row.event)) and not event.corrected_by}
    return tuple(GiftView(row.event, row.circle_id, row.giver, row.receiver, row.made, row.thanks)
                 for row in rows if row.event in stands)


def _circles(rows) -> tuple[CircleView, ...]:
    table = ledger.units()
    found = []
    for row in rows.annotate(people=Count("accounts", filter=Q(accounts__until=None))).order_by("name", "id"):
        spec = ledger.specification(row.unit) if row.unit else None
        unit = table.get(spec.unit) if spec else None
        found.append(CircleView(row.id, row.keeper, row.sort, row.name, row.unit, unit.symbol if unit else "",
                                unit.decimals if unit else 0, read_terms(row.terms), row.begun, row.winding_down,
                                row.ended, row.people))
    return tuple(found)


def _accounts(rows) -> tuple[AccountView, ...]:
    rows = list(rows.select_related("circle").order_by("since", "id"))
    if not rows:
        return ()
    units = {row.circle.unit for row in rows if row.circle.unit}
    stocks = {view.id: view for unit in units for view in ledger.resources_conforming_to(unit)}
    by, of = defaultdict(list), defaultdict(list)
    for voucher in Voucher.objects.filter(circle__in={row.circle_id for row in rows}, until=None).order_by("since"):
        by[voucher.circle_id, voucher.holder].append((voucher.voucher, voucher.stake))
        of[voucher.circle_id, voucher.voucher].append((voucher.holder, voucher.stake))
    return tuple(_account(row, stocks.get(row.resource), tuple(by[row.circle_id, row.holder]),
                          tuple(of[row.circle_id, row.holder])) for row in rows)


def _account(row: Account, stock, vouched_by, vouches_for) -> AccountView:
    balance = stock.accounting if stock else 0
    limits = Limits(stock.floor, stock.ceiling) if stock else Limits(None, None)
    return AccountView(
        row.circle_id, row.holder, row.resource, balance, limits.floor, limits.ceiling,
        stock.standing if stock else "open", row.since, row.until, row.earned, row.spent,
        near_limit(read_terms(row.circle.terms), balance, limits), row.frozen_because, row.line, row.ceiling,
        vouched_by, vouches_for)


def _payments(rows) -> tuple[PaymentView, ...]:
    rows = list(rows)
    notes = ledger.notes_of([row.event for row in rows if row.event])
    return tuple(PaymentView(
        row.id, row.circle_id, row.payer, row.payee, row.amount, row.levy, row.category,
        row.note or notes.get(row.event, ""), row.links_to, row.state, row.said, row.together, row.repetition_id or "",
        row.made_by, row.made, row.at, row.due, row.settled, row.event) for row in rows)


def _change(row: Change) -> ChangeView:
    if row.holder:
        account = Account.objects.get(circle=row.circle, holder=row.holder)
        before = {"line": account.line, "ceiling": account.ceiling}
    else:
        before = write_terms(read_terms(row.circle.terms))
    return ChangeView(row.id, row.circle_id, row.holder, before, before | row.words, row.reason, row.asked_by,
                      row.asked)


__all__ = [
    "account", "accounts", "accounts_of", "changes", "circle", "circle_of_unit", "circles", "gifts",
    "is_due", "may_see_accounts", "names_in", "payment", "payment_views", "payments", "payments_of_events",
    "repetitions", "shares_of_debt", "waiting_for", "written_by_others",
]
