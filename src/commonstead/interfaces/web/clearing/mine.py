"""My debts and claims, what waits for my yes, and what lies on the table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.clearing import commands, queries
from commonstead.town.people import queries as people

from .amounts import Coin
from .asking import found_or_404, tried
from .told import part_words


@dataclass(frozen=True)
class Line:
    """One debt or claim, or a slip of one. holder: which of those I act for it is of.  state: "on", "other" (waits for
    the other side), "off" or "" where nobody clears it.  clearing: where it could lie on the table."""

    id: str
    who: str
    whose: str
    amount: str
    whole: str
    since: str
    note: str
    holder: str
    state: str = ""
    clearing: str = ""


@member_page
def overview(request):
    """All that I and those I act for owe and are owed."""
    me = request.user.person_id
    mine = people.may_book_for(me)
    places = queries.clearings()
    standings = {(one.clearing, one.holder) for one in queries.standings(mine)}
    page = _Lines(me, mine, places, standings)
    waiting = [part_words(part) for part in queries.parts_waiting(mine)]
    return render(request, "web/clearing/overview.html", {
        "debts": page.lines("debtor"), "claims": page.lines("creditor"), "asked": page.slips(True),
        "sent": page.slips(False), "waiting": waiting, "owe_instead": page.asked_payments(),
        "tables": [{"view": view, "keeper": page.names.get(view.association, ""),
                    "mine": any(clearing == view.id for clearing, _holder in standings)} for view in places],
        "keeps": any(view.nature == "association" for view in people.agents(ids=mine))})


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
        tried(request, lambda: commands.settled_otherwise(debt_id, by=by), _("Settled. It is owed no longer."))
    elif say == "owe":
        tried(request, lambda: commands.owe_instead(place, debt_id, by=by), _("Written down as owed."))
    else:
        view = found_or_404(queries.clearing(place))
        done = _("It lies on the table of “%(name)s”.") if say == "on" else _("Taken off the table of “%(name)s”.")
        tried(request, lambda: commands.put_on_table(view.id, debt_id, request.POST.get("holder", ""), by=by,
                                                     on=say == "on"), done % {"name": view.name})
    return redirect("clearing")


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
        """Debts ("debtor") or claims ("creditor") of those I act for."""
        return [self._line(debt, getattr(debt, side), debt.debtor if side == "creditor" else debt.creditor)
                for debt in self.debts if getattr(debt, side) in self.mine]

    def _line(self, debt, holder: str, other: str) -> Line:
        place, coin = self.places.get(debt.specification), self._coin(debt.specification)
        own, theirs = (debt.by_debtor, debt.by_creditor) if holder == debt.debtor else (debt.by_creditor,
                                                                                       debt.by_debtor)
        takes_part = place is not None and (place.id, holder) in self.standings
        return Line(debt.id, self.names[other], self._whose(holder), coin(debt.left),
                    coin(debt.amount) if debt.amount != debt.left else "", wording.day(debt.since), debt.note, holder,
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
