"""Opening, changing, winding down and closing a circle.

Any association can open one or more (Exodus 8090, 10392, 12308). Its terms change when one who keeps the book asks and
another member agrees; where there is no other member yet, at once. A circle ends when every account stands at zero:
until then it is wound down, and accounts only move towards zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields

from django.db import IntegrityError
from django.utils import timezone

from commonstead.core.circulation.terms import Terms, check_terms, limits_of, read_terms, usual_terms, write_terms
from commonstead.core.vocabulary.ids import chosen_id
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import account_of, acts_for, circle_of, in_one_go, keeps, refuse, takes_part
from .models import Account, Change, Circle, Voucher

_SORT_OF_UNIT = {"time": "time", "credit": "credit", "currency": "currency"}


def open_circle(keeper: str, *, name: str, sort: str, by: str, symbol: str = "", terms: Terms | None = None,
                on=None, id: str = "") -> str:
    """A circle of an association. sort: gift, time, credit or currency.  symbol: what stands behind its amounts (a
    time bank counts hours).  terms: the usual ones of its sort unless given.  id: chosen by the sender, so that the
    same request sent twice, also at one moment, opens one circle.  Returns its id.
    Refused: circles.not_an_association, circles.not_yours, circles.name_missing, circles.symbol_missing,
    circles.kind_does_not_hold, circles.id_used, ids.shape, and as `check_terms`."""
    view = people.agent(keeper)
    if view is None or view.nature != "association":
        refuse("circles.not_an_association", gettext_noop("A circle belongs to an association. Choose one, or begin "
                                                          "one first."), "keeper")
    acts_for(keeper, by, "keeper")
    name = name.strip()
    if not name or len(name) > 80:
        refuse("circles.name_missing", gettext_noop("Write a name of at most 80 characters."), "name")
    terms = check_terms(sort, terms or usual_terms(sort, 100))
    fresh = Circle(id=chosen_id(id) if id else ledger.new_id(), keeper=keeper, sort=sort, name=name,
                   terms=write_terms(terms), begun=on or timezone.localdate())
    try:
        return in_one_go(lambda: _opened_before(fresh) or _open(fresh, by, symbol.strip()))
    except IntegrityError:  # the other of two requests at one moment was first
        if not (known := _opened_before(fresh)):
            raise
        return known


def _opened_before(fresh: Circle) -> str:
    """The id of the circle that the same request opened. Refused: circles.id_used where another one did."""
    known = Circle.objects.filter(id=fresh.id).first()
    if known and (known.keeper, known.sort, known.name) != (fresh.keeper, fresh.sort, fresh.name):
        refuse("circles.id_used", gettext_noop("This id belongs to another circle. Choose a new one."), "id")
    return known.id if known else ""


def _open(circle: Circle, by: str, symbol: str) -> str:
    keeper, name, sort, today = circle.keeper, circle.name, circle.sort, circle.begun
    if sort != "gift":
        circle.unit = f"circle-{circle.id}"
        ledger.add_specification(circle.unit, name=name, unit=_unit_of(circle, symbol), sort=_SORT_OF_UNIT[sort],
                                 keeper=keeper)
    circle.save(force_insert=True)
    open_account(circle, keeper, today)
    Change.objects.create(circle=circle, words=circle.terms, asked_by=by, asked=timezone.now(), agreed_by=by,
                          agreed=timezone.now())
    return circle.id


def _unit_of(circle: Circle, symbol: str) -> str:
    """Hours are hours everywhere; any other circle counts in a unit of its own, which converts to nothing."""
    if circle.sort == "time":
        return "h"
    if not re.fullmatch(r"[^\s\d.,;–-]{1,12}", symbol):
        refuse("circles.symbol_missing",
               gettext_noop("Write a short sign for the amounts, of 1 to 12 letters, like “leaf”."), "symbol")
    unit = f"u{circle.id}"[:20]
    ledger.add_unit(unit, symbol=symbol, decimals=2)
    return unit


def open_account(circle: Circle, holder: str, today, *, said_yes: bool = True) -> Account:
    """An account at zero with the limits that its terms give it; the one there was, frozen if it was, if its holder
    comes back."""
    account, _made = Account.objects.get_or_create(circle=circle, holder=holder, defaults={"since": today})
    account.since, account.until, account.said_yes = today, None, said_yes
    if circle.unit:
        account.resource = ledger.add_resource(circle.unit, holder, ordinary=True, floor=0)
    account.save()
    draw_limits(circle, account)
    return account


def say_yes(circle: Circle, holders: Iterable[str]) -> bool:
    """Accounts that others opened are open for good: their own side acts. Returns whether any was waiting."""
    def write() -> bool:
        waiting = list(Account.objects.select_for_update().filter(circle=circle, holder__in=list(holders), until=None,
                                                                  said_yes=False))
        for account in waiting:
            account.said_yes = True
            account.save()
            draw_limits(circle, account)
        return bool(waiting)

    return in_one_go(write)


def draw_limits(circle: Circle, account: Account) -> None:
    """Write the limits that follow from terms, vouchers, trade and agreement onto the ledger's account."""
    if not circle.unit:
        return
    stakes = Voucher.objects.filter(circle=circle, holder=account.holder, until=None).values_list("stake", flat=True)
    staked = sum(Voucher.objects.filter(circle=circle, voucher=account.holder, until=None)
                 .values_list("stake", flat=True))
    limits = limits_of(circle.sort, read_terms(circle.terms), stakes=stakes, staked=staked, earned=account.earned,
                       spent=account.spent, is_keeper=account.holder == circle.keeper,
                       personal=(account.line, account.ceiling))
    floor, ceiling = limits.floor, limits.ceiling
    if circle.winding_down:
        balance = ledger_queries.resource(account.resource).accounting
        floor, ceiling = min(0, balance), max(0, balance)
    standing = ("closed" if account.until or circle.ended else "frozen" if account.frozen_because
                else "open" if account.said_yes else "waiting")
    ledger.set_account(account.resource, floor=floor, ceiling=ceiling, standing=standing)


def ask_change(circle_id: str, *, by: str, words: Mapping, holder: str = "", reason: str = "") -> str:
    """Ask for other terms (words: some of core's Terms), or for limits of one account (holder; words: line, ceiling).
    It holds once another member agrees; at once where nobody else could. What is not among the words, or is so
    already, stays as it is on that day. Returns the change's id.
    Refused: circles.not_the_keeper, accounts.none, circles.term_unknown, and as `check_terms`."""
    circle = circle_of(circle_id)
    keeps(circle, by)

    def write() -> str:
        now = timezone.now()
        change = Change(circle=circle, holder=holder, asked_by=by, asked=now, reason=reason[:200],
                        words=_limits_words(circle, holder, words) if holder else _terms_words(circle, words))
        alone = not _others(circle, by)
        if alone:
            change.agreed_by, change.agreed = by, now
        change.save()
        if alone:
            _carry_out(change)
        return change.id

    return in_one_go(write)


def agree_to_change(change_id: str, *, by: str) -> None:
    """A member other than the one who asked, who does not act for the one whom it is about either, agrees, and the
    change holds. Refused: circles.change_gone, circles.second_person, circles.not_a_member, and as `check_terms` where
    it does not go together with what was agreed to meanwhile."""
    def write() -> None:
        change = _open_change(change_id)
        if change.asked_by == by or change.holder in people.may_book_for(by):
            refuse("circles.second_person", gettext_noop(
                "Somebody else has to agree: neither who asked, nor whoever acts for the one it is about."), "")
        takes_part(change.circle, by)
        change.agreed_by, change.agreed = by, timezone.now()
        change.save()
        _carry_out(change)

    in_one_go(write)


def drop_change(change_id: str, *, by: str) -> None:
    """Who asked takes it back, or a member says no. Refused: circles.change_gone, circles.not_a_member."""
    def write() -> None:
        change = _open_change(change_id)
        takes_part(change.circle, by)
        change.dropped = timezone.now()
        change.save()

    in_one_go(write)


def wind_down(circle_id: str, *, by: str) -> None:
    """From now on accounts only move towards zero, and nobody joins. Refused: circles.not_the_keeper."""
    def write() -> None:
        circle = _locked(circle_id, by)
        circle.winding_down = circle.winding_down or timezone.localdate()
        circle.save(update_fields=["winding_down"])
        _draw_all(circle)

    in_one_go(write)


def close_circle(circle_id: str, *, by: str) -> None:
    """The circle ends. Refused: circles.not_the_keeper, circles.not_settled (names how many accounts still stand)."""
    def write() -> None:
        circle = _locked(circle_id, by)
        list(Account.objects.select_for_update().filter(circle=circle).order_by("id"))  # no payment meanwhile
        still = sum(1 for view in ledger_queries.resources_conforming_to(circle.unit) if view.accounting) \
            if circle.unit else 0
        if still:
            refuse("circles.not_settled", gettext_noop(
                "{count} accounts do not stand at zero yet. Wind the circle down first, and let them settle."), "",
                count=still)
        circle.ended = timezone.localdate()
        circle.save(update_fields=["ended"])
        _draw_all(circle)

    in_one_go(write)


def _locked(circle_id: str, by: str) -> Circle:
    """The circle as it is now, for one who keeps it; nobody else changes it meanwhile."""
    keeps(circle_of(circle_id), by)
    return Circle.objects.select_for_update().get(id=circle_id)


def _terms_words(circle: Circle, words: Mapping) -> dict:
    unknown = set(words) - {item.name for item in fields(Terms)}
    if unknown:
        refuse("circles.term_unknown", gettext_noop("“{term}” is not among the terms of a circle."), min(unknown),
               term=min(unknown))
    before = write_terms(read_terms(circle.terms))
    after = write_terms(check_terms(circle.sort, read_terms(circle.terms | words)))
    return {name: after[name] for name in words if after[name] != before[name]}


def _limits_words(circle: Circle, holder: str, words: Mapping) -> dict:
    account = account_of(circle, holder)
    wanted = {name: words[name] for name in ("line", "ceiling")
              if name in words and words[name] != getattr(account, name)}
    for name, value in wanted.items():
        if value is not None and not 0 <= value <= 10**15:
            refuse("circles.term_wrong", gettext_noop("“{term}” must be a number from 0 to {most}."), name,
                   term=name, most=10**15)
    return wanted


def _others(circle: Circle, by: str) -> bool:
    """Whether anybody but the one who asks could agree."""
    mine = people.may_book_for(by)
    return Account.objects.filter(circle=circle, until=None).exclude(holder__in=mine).exists()


def _open_change(change_id: str) -> Change:
    found = Change.objects.select_for_update().filter(id=change_id, agreed=None, dropped=None).first()
    if found is None:
        refuse("circles.change_gone", gettext_noop("This was agreed to or dropped already."), "")
    return found


def _carry_out(change: Change) -> None:
    circle = Circle.objects.select_for_update().get(id=change.circle_id)
    if change.holder:
        account = account_of(circle, change.holder)
        account.line = change.words.get("line", account.line)
        account.ceiling = change.words.get("ceiling", account.ceiling)
        account.save()
        draw_limits(circle, account)
    else:
        circle.terms = write_terms(check_terms(circle.sort, read_terms(circle.terms | change.words)))
        circle.save(update_fields=["terms"])
        _draw_all(circle)


def _draw_all(circle: Circle) -> None:
    for account in Account.objects.select_for_update().filter(circle=circle).order_by("id"):
        draw_limits(circle, account)
