"""What I owe and what I am owed, what waits for my yes, and what lies on the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.forms.numbers import whole_number
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from .amounts import AmountField, Coin
from .asking import found_or_404, tried
from .told import part_words

#: So long a word that something was settled otherwise stands on the page, with the way to take it back.
_SHOWN = timedelta(days=60)


@dataclass(frozen=True)
class Line:
    """One debt, of what I owe or of what I am owed. holder: which of those I act for it is of.  left: what is open, in
    steps; plain: the same as it is typed.  state: "on", "other" (waits for the other side), "off" or "" where nobody
    clears it.  clearing: where it could lie on the table."""

    id: str
    who: str
    whose: str
    amount: str
    left: int
    plain: str
    whole: str
    since: str
    note: str
    holder: str
    state: str = ""
    clearing: str = ""


@member_page
def overview(request, wrong=None):
    """All that I and those I act for owe and are owed. wrong: what was typed at a debt, and what is wrong with it."""
    me = request.user.person_id
    mine = people.may_book_for(me)
    places = queries.clearings()
    standings = {(one.clearing, one.holder) for one in queries.standings(mine)}
    page = _Lines(me, mine, places, standings)
    waiting = [part_words(part) for part in queries.rounds_waiting(mine)[0]]
    return render(request, "web/clearing/overview.html", {
        "debts": page.lines("debtor"), "claims": page.lines("creditor"), "asked": page.slips(True),
        "sent": page.slips(False), "waiting": waiting, "owe_instead": page.asked_payments(),
        "settled": _settled(mine), "wrong": wrong or {},
        "tables": [{"view": view, "keeper": page.names.get(view.association, ""),
                    "mine": any(clearing == view.id for clearing, _holder in standings)} for view in places],
        "keeps": any(view.nature == "association" for view in people.agents(ids=mine))}, status=422 if wrong else 200)


@member_page
def answer_slip(request, slip_id):
    """Yes, or this is not so."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if request.POST.get("say") == "yes":
        tried(request, lambda: commands.say_yes(slip_id, by=request.user.person_id), _("Written down as owed."))
    else:
        tried(request, lambda: commands.say_no(slip_id, by=request.user.person_id), _("It is off the page; nothing is "
                                                                                      "owed."))
    return redirect("clearing")


@member_page
def change_debt(request, debt_id):
    """Put on the table, take off it, or say that it was paid otherwise; or owe what was asked for."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    say, by, place = request.POST.get("say"), request.user.person_id, request.POST.get("clearing", "")
    if say == "paid":
        return _paid(request, debt_id)
    if say == "owe":
        tried(request, lambda: commands.owe_instead(place, debt_id, by=by), _("Written down as owed."))
    else:
        view = found_or_404(queries.clearing(place))
        done = _("It lies on the table of “%(name)s”.") if say == "on" else _("Taken off the table of “%(name)s”.")
        tried(request, lambda: commands.put_on_table(view.id, debt_id, request.POST.get("holder", ""), by=by,
                                                     on=say == "on"), done % {"name": view.name})
    return redirect("clearing")


@member_page
def take_settled_back(request, word_id):
    """It was not paid after all."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    tried(request, lambda: commands.take_settled_back(word_id, by=request.user.person_id),
          _("Taken back. It is owed again."))
    return redirect("clearing")


def _paid(request, debt_id):
    """The creditor says how much of a debt was paid otherwise. What is wrong stands at the field where it was typed."""
    by, typed, seen = request.user.person_id, request.POST.get("amount"), request.POST.get("seen", "")
    debt = next((one for one in queries.debts_of(people.may_book_for(by)) if one.id == debt_id), None)
    coin = Coin.of_thing(debt.specification) if debt else None
    try:
        much = coin.to_int(AmountField().clean(typed)) if coin and typed is not None else None
        commands.settled_otherwise(debt_id, by=by, amount=much, seen=whole_number(seen))
    except (forms.ValidationError, Refused) as no:
        said = no.messages if isinstance(no, forms.ValidationError) else [wording.reason_of(one) for one in no.refusals]
        if debt is not None and debt.creditor in people.may_book_for(by):
            return overview(request, wrong={"debt": debt_id, "typed": typed, "said": " ".join(said)})
        for text in said:
            messages.error(request, text)
        return redirect("clearing")
    left = 0 if much is None else debt.left - much
    messages.success(request, _("Written down. %(left)s of it stays open.") % {"left": coin(left)} if left else
                     _("Settled. It is owed no longer."))
    return redirect("clearing")


def _settled(mine) -> list[dict]:
    """What was said to be paid otherwise lately, of what we owe or are owed."""
    words = queries.settled_otherwise(mine, timezone.now() - _SHOWN)
    names = people.names({side for one in words for side in (one.debtor, one.creditor)})
    coins = {one.specification: Coin.of_thing(one.specification) for one in words}
    return [{"id": one.id, "debtor": names[one.debtor], "creditor": names[one.creditor],
             "amount": coins[one.specification](one.amount),
             "whole": coins[one.specification](one.whole) if one.whole != one.amount else "",
             "day": wording.day(one.said), "ours": one.creditor in mine} for one in words]


class _Lines:
    """Debts and slips with the names and units that they need, fetched once."""

    def __init__(self, me, mine, places, standings):
        self.me, self.mine, self.standings = me, mine, standings
        self.places = {}
        for view in places:  # where I take part comes before the others
            here = any((view.id, holder) in standings for holder in mine)
            if here or view.specification not in self.places:
                self.places[view.specification] = view
        tables = {view.id: {debt.id: debt for debt in queries.debts_of(mine, view.id)}
                  for view in self.places.values()}
        self.debts = [tables[self.places[debt.specification].id].get(debt.id, debt)
                      if debt.specification in self.places else debt for debt in queries.debts_of(mine)]
        self.asked = queries.slips_of(mine)
        self.payments = [one for one in circles.waiting_for(mine)
                         if f"circle-{one.circle}" in self.places]
        self.names = people.names({side for one in (*self.debts, *self.asked) for side in (one.debtor, one.creditor)}
                                  | {view.association for view in places}
                                  | {side for one in self.payments for side in (one.payer, one.payee)})
        self.coins: dict[str, Coin] = {}

    def lines(self, side: str) -> list[Line]:
        """What those I act for owe ("debtor") or are owed ("creditor")."""
        return [self._line(debt, getattr(debt, side), debt.debtor if side == "creditor" else debt.creditor)
                for debt in self.debts if getattr(debt, side) in self.mine]

    def _line(self, debt, holder: str, other: str) -> Line:
        place, coin = self.places.get(debt.specification), self._coin(debt.specification)
        own, theirs = (debt.by_debtor, debt.by_creditor) if holder == debt.debtor else (debt.by_creditor,
                                                                                       debt.by_debtor)
        takes_part = place is not None and (place.id, holder) in self.standings
        return Line(debt.id, self.names[other], self._whose(holder), coin(debt.left), debt.left,
                    f"{coin.decimal(debt.left):f}", coin(debt.amount) if debt.amount != debt.left else "",
                    wording.day(debt.since), debt.note, holder,
                    ("on" if theirs else "other") if own else "off" if takes_part else "", place.id if place else "")

    def slips(self, waits_for_me: bool) -> list[dict]:
        """What waits for a yes of ours, or of somebody else."""
        found = []
        for slip in self.asked:
            if slip.waits_for(self.mine) == waits_for_me:
                found.append({"id": slip.id, "debtor": self.names[slip.debtor], "creditor": self.names[slip.creditor],
                              "amount": self._coin(slip.specification)(slip.amount), "since": wording.day(slip.since),
                              "note": slip.note})
        return found

    def asked_payments(self) -> list[dict]:
        """What somebody in a circle asked of me, where its debts are cleared: it can be owed instead."""
        return [{"id": one.id, "who": self.names[one.payee], "amount": self._coin(f"circle-{one.circle}")(one.amount),
                 "clearing": self.places[f"circle-{one.circle}"].id} for one in self.payments]

    def _whose(self, holder: str) -> str:
        return "" if holder == self.me else self.names[holder]

    def _coin(self, specification: str) -> Coin:
        return self.coins.setdefault(specification, Coin.of_thing(specification))
