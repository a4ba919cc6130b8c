"""Who clears, and who takes part with what: each side puts its own debts and claims on the table, and takes them off.

Nobody is drawn in: a debt lies on the table only when debtor and creditor both put it there, by a standing word or for
this one. Credit moves only as far as its holder said, and never beyond the circle's limits.
"""

from __future__ import annotations

from django.utils import timezone

from commonstead.core.vocabulary.accounts import is_unit_of_account
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import gettext_noop
from commonstead.town.circulation.asking import acts_for, circle_of, in_one_go, refuse
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import queries as people

from .asking import book_holds, clearing_of, is_here
from .models import Choice, Clearing, Standing
from .rounds import look_again

MOST_CREDIT = 10**12


def begin_clearing(association: str, *, specification: str, name: str, by: str, circle_id: str = "") -> str:
    """An association clears debts in a money, or in a circle's unit. circle_id: its own circle whose credit helps, at
    one to one. Returns the clearing's id. Refused: circles.not_an_association, circles.not_yours, circles.name_missing,
    clearing.no_money, clearing.there_already, clearing.circle_of_another."""
    view = people.agent(association)
    if view is None or view.nature != "association":
        refuse("circles.not_an_association", gettext_noop("A circle belongs to an association. Choose one, or begin "
                                                          "one first."), "association")
    acts_for(association, by, "association")
    book_holds(association, Mode.ADMINISTRATIVE, "association")
    spec = ledger_queries.specification(specification)
    if spec is None or spec.sort == "setoff" or not (spec.sort == "money" or is_unit_of_account(spec.sort)):
        refuse("clearing.no_money", gettext_noop("Debts are cleared in a money or in a circle's unit. Choose one."),
               "specification")
    if not 0 < len(name.strip()) <= 80:
        refuse("circles.name_missing", gettext_noop("Write a name of at most 80 characters."), "name")
    if Clearing.objects.filter(association=association, specification=specification).exists():
        refuse("clearing.there_already", gettext_noop("This association clears debts in {money} already."),
               "specification", money=spec.name)
    return in_one_go(lambda: _begin(association, spec, name.strip(), circle_id))


def _begin(association: str, spec, name: str, circle_id: str) -> str:
    clearing = Clearing(id=ledger.new_id(), association=association, name=name, specification=spec.id, circle=circle_id,
                        begun=timezone.localdate())
    clearing.unit = ledger.add_specification(f"setoff-{clearing.id}", name=name, unit=spec.unit, sort="setoff",
                                             keeper=association)
    opened = [ledger.add_resource(clearing.unit, association, ordinary=True, floor=None)]
    if circle_id:
        circle = circle_of(circle_id)
        if circle.keeper != association or not circle.unit:
            refuse("clearing.circle_of_another", gettext_noop(
                "Only a circle of the same association, in which amounts are counted, can help with its credit."),
                "circle")
        clearing.passage = ledger.add_resource(circle.unit, association, name=name, floor=None)
        opened.append(clearing.passage)
    ledger.set_accounts(opened, standing="closed")
    clearing.save()
    return clearing.id


def take_part(clearing_id: str, holder: str, *, by: str, monthly: bool = True, credit: int = 0) -> None:
    """Somebody puts their debts and claims on the table. monthly: all of them, each time, unless taken off one by one.
    credit: by how much their balance in the circle may move, either way; again changes both.
    Refused: circles.not_yours, clearing.gone, circles.kind_does_not_hold, clearing.credit_wrong."""
    clearing = clearing_of(clearing_id)
    acts_for(holder, by)
    is_here(holder, "holder")
    book_holds(holder, Mode.ADMINISTRATIVE, "holder")
    if not 0 <= credit <= MOST_CREDIT or (credit and not clearing.circle):
        refuse("clearing.credit_wrong", gettext_noop("Say with how much credit at most, as a number from zero on."),
               "credit")

    def write() -> None:
        resource = ledger.add_resource(clearing.unit, holder, ordinary=True, floor=None)
        ledger.set_accounts([resource], standing="closed")
        Standing.objects.update_or_create(clearing=clearing, holder=holder, defaults={
            "resource": resource, "monthly": monthly, "credit": credit, "until": None,
            "since": timezone.localdate()})
        look_again(clearing.specification)

    in_one_go(write)


def step_out(clearing_id: str, holder: str, *, by: str) -> None:
    """Nothing of theirs lies on the table any more; what a round was about to clear is worked out again.
    Refused: circles.not_yours."""
    clearing = clearing_of(clearing_id)
    acts_for(holder, by)

    def write() -> None:
        Standing.objects.filter(clearing=clearing, holder=holder, until=None).update(until=timezone.localdate())
        look_again(clearing.specification)

    in_one_go(write)


def put_on_table(clearing_id: str, debt_id: str, holder: str, *, by: str, on: bool = True) -> None:
    """One debt or claim: on the table, or off it. Refused: circles.not_yours, debts.unknown, clearing.not_in."""
    clearing = clearing_of(clearing_id)
    acts_for(holder, by)

    def write() -> None:
        view = next(iter(ledger_queries.commitments(ids=[debt_id], specification=clearing.specification)), None)
        if view is None or holder not in (view.provider, view.receiver):
            refuse("debts.unknown", gettext_noop("There is no such debt, or it is settled."), "")
        if on and not Standing.objects.filter(clearing=clearing, holder=holder, until=None).exists():
            refuse("clearing.not_in", gettext_noop("Take part in “{name}” first; then you can put this on the table."),
                   "", name=clearing.name)
        Choice.objects.update_or_create(clearing=clearing, debt=debt_id, holder=holder, defaults={"chosen": on})
        look_again(clearing.specification)

    in_one_go(write)
