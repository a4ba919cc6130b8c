"""How long a household, a person, an association and the town last without a wage, a sale, or the world outside.

(Exodus 8565-8576, 8789-8794.) A household's is worked out from its own audit, store and till, for those who live there
and nobody else (town.livelihood.access), and is not kept. An association's comes from its book of the last twelve
months, for those who may read it. The town's is that of the answers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from commonstead.core.boundary.measures.holders import Holder, Holding, Lasts
from commonstead.core.boundary.measures.lengthening import Longer
from commonstead.core.boundary.measures.withdrawing import Withdrawal, withdrawal
from commonstead.core.livelihood import HOUR_OF_HELP
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.core.vocabulary.actions import TRANSFERS, Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

from .models import BoundaryAnswer, Frame

#: An hour's wage where neither a book nor the town's list tells one: the United States' federal minimum since 2009.
#: Ours, for want of a better one; every page asks for the reader's own.
MINIMUM_WAGE = 7.25
_YEAR = timedelta(days=365)


@dataclass(frozen=True, repr=False)
class Lasting:
    """holder: what was counted.  lasts: the answer.  wage: for an hour; wage_from: "book", "list", "law" or "told".
    waged_hours: a month, None where nobody said.  unpriced: goods left out, as nobody knows what they cost.
    uncounted: the bare needs among them: while there are any, nobody knows how much wage work could go."""

    holder: Holder
    lasts: Lasts
    wage: float = 0.0
    wage_from: str = ""
    waged_hours: float | None = None
    unpriced: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Lasting, private>"

    @cached_property
    def withdrawal(self) -> Withdrawal:
        """The income that could be done without."""
        return withdrawal(self.holder.network()) if self.holder.income else Withdrawal(0.0, None)

    @property
    def hours_a_week(self) -> float | None:
        """Hours of paid work a week that could go; no more than there are. None while a bare need is not counted."""
        if self.uncounted:
            return None
        found = self.withdrawal.hours_a_week(self.wage, self.holder.days)
        most = None if self.waged_hours is None else self.waged_hours * 7 / self.holder.days
        return found if most is None else min(found, most)

    def hours_for(self, spare: float) -> float:
        """Hours of paid work a week that so much less cash a month would free."""
        return spare / self.wage * 7 / self.holder.days if self.wage > 0 else 0.0

    def steps(self) -> list[Longer]:
        """What would lengthen it, the cheapest days first; each counted again."""
        return self.holder.steps(made_inside())


def of_household(household: str, *, viewer: str, wage: float | None = None) -> Lasting | None:
    """By its audit; None without one. Refused to whoever does not live there."""
    view = livelihood.audit_of(household, viewer=viewer)
    if view is None:
        return None
    holdings, unpriced, uncounted = _holdings(view.audit, household)
    savings = _savings(household)
    waged = float(view.audit.waged_hours)
    income = _income(household)
    wage, wage_from = _wage(wage, income, waged)
    income = income or waged * wage
    holder = Holder(tuple(holdings), savings, income, currency=_frame().currency)
    return _solved(holder, wage, wage_from, waged, unpriced, uncounted)


def of_person(person: str, whole: Lasting) -> Lasting:
    """A person's own: an even share of their household's (`whole`, as they see it), and what is theirs alone."""
    household = people.household_of(person)
    living = len({entry.member for entry in people.members_of(household)})
    share = 1 / max(people.agent(household).size, living, 1)
    own = {resource.specification: resource for resource in ledger.resources_of(person)}
    units = ledger.units()

    def stock(good: str) -> float:
        return float(units.to_decimal(own[good].accounting, own[good].unit)) if good in own else 0.0

    home = whole.holder
    holder = replace(
        home, savings=home.savings * share + _savings(person), income=home.income * share,
        holdings=tuple(replace(
            one, need=one.need * share, floor=one.floor * share, inside=one.inside * share,
            stock=one.stock * share + stock(one.good)) for one in home.holdings))
    waged = None if whole.waged_hours is None else whole.waged_hours * share
    return _solved(holder, whole.wage, whole.wage_from, waged, whole.unpriced, whole.uncounted)


def of_association(association: str, *, closed: bool = False) -> Lasting | None:
    """How long its work of the last twelve months goes on with no sale. closed: and with nothing bought, from its
    stores and what comes from inside alone. None where it used up nothing. Ask first who may see its book."""
    ends = ledger.journal_ends()
    if ends is None:
        return None
    end = ends[1] + timedelta(seconds=1)
    months = min(12.0, max((end - max(ends[0], end - _YEAR)).days / 30, 1.0))
    used, came = _activity(association, end)
    units, things = ledger.units(), {thing.id: thing for thing in ledger.specifications()}
    stocks = {row.specification: row.accounting for row in ledger.resources_of(association) if row.ordinary}
    holdings = []
    for good, amount in used.items():
        thing = things[good]
        price = (thing.numbers.get("buy") or {}).get("value")
        need = float(amount) / months
        holdings.append(Holding(
            good, thing.unit, need, need, inside=float(came.get(good, 0)) / months, name=thing.name,
            stock=float(units.to_decimal(stocks.get(good, 0), thing.unit)), keeps=_keeps(thing),
            buy=None if closed or price is None else float(price)))
    savings = 0.0 if closed else _savings(association)
    if not holdings:
        return None
    return _solved(Holder(tuple(holdings), savings, currency=_frame().currency))


def _activity(association: str, end) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What an association used up in a year, services too, and what of that came from inside or of its own making."""
    units, things = ledger.units(), {thing.id: thing for thing in ledger.specifications()}
    used, came = defaultdict(Decimal), defaultdict(Decimal)
    for flow in ledger.flow_sums(end - _YEAR, end, agent=association):
        thing = things.get(flow.specification)
        if thing is None or thing.sort in ("money", "work", "land", *UNIT_MODES):
            continue
        amount = units.to_decimal(flow.quantity, thing.unit)
        got = flow.receiver == association and flow.provider != association and flow.action in TRANSFERS
        if flow.action is Action.CONSUME or (got and thing.sort == "service"):
            used[thing.id] += amount
        if flow.action is Action.PRODUCE or (got and flow.provider != OUTSIDE):
            came[thing.id] += amount
    return {good: amount for good, amount in used.items() if amount > 0}, came


def made_inside() -> dict[str, float]:
    """By good, how much of it a month the town's plan makes by recipes that somebody has taken up."""
    row = BoundaryAnswer.objects.values_list("plan", "network").first()
    if row is None:
        return {}
    plan, document = row
    months = document.get("periods", 12) * document.get("days_per_period", 30) / 30
    made: dict[str, float] = defaultdict(float)
    for recipe in document.get("recipes", ()):
        batches = sum(plan.get("batches", {}).get(recipe["id"], ()))
        for good, amount in recipe.get("outputs", {}).items():
            made[good] += batches * amount / months
    return {good: amount for good, amount in made.items() if amount > 0}


def _solved(holder: Holder, wage: float = 0.0, wage_from: str = "", waged: float | None = None,
            unpriced: tuple[str, ...] = (), uncounted: tuple[str, ...] = ()) -> Lasting:
    return Lasting(holder, holder.lasts(), wage, wage_from, waged, unpriced, uncounted)


def _holdings(audit, household: str) -> tuple[list[Holding], tuple[str, ...], tuple[str, ...]]:
    """An audit's needs with what is in store; the goods that are bought at a price nobody knows, and those of them that
    nobody should go without."""
    averages = {need.good: need for need in livelihood.averages()}
    things, units = {thing.id: thing for thing in ledger.specifications()}, ledger.units()
    stocks = {row.specification: row for row in ledger.resources_of(household) if row.ordinary}
    found, unpriced, uncounted = [], [], []
    for entry in audit.entries:
        thing, bought = things.get(entry.good), float(entry.amount_by(["sale"]))
        inside = float(entry.amount) - bought
        price = _price(entry, thing)
        if bought and price is None:
            unpriced.append(entry.good)
            if _floor_share(averages.get(entry.good), thing):
                uncounted.append(entry.good)
            bought = 0.0
        need = inside + bought
        row = stocks.get(entry.good)
        if need > 0:
            found.append(Holding(
                entry.good, thing.unit if thing else "", need, need * _floor_share(averages.get(entry.good), thing),
                inside=inside, buy=price, keeps=_keeps(thing), name=thing.name if thing else entry.good,
                stock=float(units.to_decimal(row.accounting, row.unit)) if row else 0.0))
    return found, tuple(unpriced), tuple(uncounted)


def _price(entry, thing) -> float | None:
    """What the household pays for one, else the price on the town's list."""
    paid = [(way.cash, way.amount) for way in entry.ways if way.mode == "sale" and way.cash and way.amount]
    if paid:
        return float(sum(cash for cash, _ in paid) / sum(amount for _, amount in paid))
    price = (thing.numbers.get("buy") or {}).get("value") if thing else None
    return None if price is None else float(price)


def _floor_share(average, thing) -> float:
    """The part that nobody should go without: as the average household's, as in the town's own days without a wage."""
    if average is not None and average.floor_share is not None:
        return float(average.floor_share)
    tier = average.tier if average else (thing.numbers.get("tier") or {}).get("value", 1) if thing else 1
    return 1.0 if float(tier) == 1 else 0.0


def _keeps(thing) -> float:
    if thing is None:
        return 1.0
    said = (thing.numbers.get("keeps") or {}).get("value")
    return float(said) if said is not None else 0.0 if thing.sort == "service" else 1.0


def _savings(agent: str) -> float:
    """Money of the town's currency in an agent's till."""
    currency, units = _frame().currency, ledger.units()
    money = {thing.id for thing in ledger.specifications("money") if thing.unit == currency}
    return float(sum((units.to_decimal(row.accounting, row.unit) for row in ledger.resources_of(agent)
                      if row.specification in money), Decimal(0)))


def _income(household: str) -> float:
    """Money that came from outside, a month, in the last twelve that the journal tells of."""
    ends = ledger.journal_ends()
    if ends is None:
        return 0.0
    end = ends[1] + timedelta(seconds=1)
    currency, units = _frame().currency, ledger.units()
    money = {thing.id for thing in ledger.specifications("money") if thing.unit == currency}
    got = sum((units.to_decimal(flow.quantity, currency) for flow in ledger.flow_sums(end - _YEAR, end, agent=household)
               if flow.provider == OUTSIDE and flow.specification in money), Decimal(0))
    months = min(12.0, max((end - ends[0]).days / 30, 1.0))
    return float(got) / months


def _wage(told: float | None, income: float, waged_hours: float) -> tuple[float, str]:
    """An hour's wage: as told, else what came in for the hours of paid work, else the list's price of an hour of help,
    which is what somebody is paid here for plain work."""
    if told:
        return told, "told"
    if income and waged_hours:
        return income / waged_hours, "book"
    return town_wage()


def town_wage() -> tuple[float, str]:
    """The price of an hour of help on the town's list, else the least that the law allows."""
    thing = ledger.specification(HOUR_OF_HELP)
    price = (thing.numbers.get("buy") or {}).get("value") if thing else None
    return (float(price), "list") if price else (MINIMUM_WAGE, "law")


def _frame() -> Frame:
    return Frame.objects.first() or Frame()
