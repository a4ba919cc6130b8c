"""A town as a provisioning network: what the ledger, the recipes, the pledges and the needs say together.

Needs of the irreducible minimum and tiers come from the average household of the town's folder; amounts from the
audits' sums where five households or more agreed. What households themselves hold counts only as a sum over five
or more (Exodus 991, 6052: a livelihood is its own people's affair).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from commonstead.core import boundary as core
from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.core.vocabulary.accounts import UNIT_MODES
from commonstead.town.ledger import queries as ledger
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import queries as making
from commonstead.town.people import queries as people

from .models import Frame

#: Sorts of thing that the boundary does not plan: work is planned by skill, land by parcel, money as cash.
_NOT_GOODS = frozenset({"work", "land", "money", *UNIT_MODES})


def take(*, people_apart: bool = False) -> core.Network:
    """The town's network as it stands now. Its people are pooled by what they can do (core.pooled), so that nothing
    made of it holds one person's id; people_apart: each with their id, for the operator."""
    network = _taken()
    return network if people_apart else core.pooled(network)


def _taken() -> core.Network:
    frame = Frame.objects.first() or Frame()
    units = ledger.units()
    things = ledger.specifications()
    held = _stocks()
    stocks = {thing.id: units.to_decimal(held[thing.id], thing.unit) for thing in things}
    needs, averages = livelihood.assumed_needs(), {need.good: need for need in livelihood.averages()}
    goods = tuple(
        _good(thing, stocks[thing.id], needs.get(thing.id), averages.get(thing.id), frame.periods)
        for thing in things
        if thing.sort not in _NOT_GOODS
    )
    in_hand = sum(
        (stocks[thing.id] for thing in things if thing.sort == "money" and thing.unit == frame.currency), Decimal(0)
    )
    return core.Network(
        name=frame.name,
        periods=frame.periods,
        days_per_period=float(frame.days_per_period),
        currency=frame.currency,
        goods=goods,
        people=tuple(
            core.Person(pledge.agent, float(pledge.hours_a_month), tuple(dict.fromkeys(pledge.skills)))
            for pledge in people.pledges()
        ),
        land=tuple(core.Parcel(parcel.id, float(parcel.area_m2)) for parcel in making.parcels()),
        recipes=tuple(_recipe(view) for view in making.recipes()),
        cash=core.Cash(float(in_hand), float(frame.cash_income), _float(frame.cash_floor)),
    )


def _stocks() -> dict[str, int]:
    """By thing: all that associations have of it, and what households have if five or more have some."""
    natures = {view.id: view.nature for view in people.agents(gone=True)}
    homes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    total: dict[str, int] = defaultdict(int)
    for specification, agent, quantity in ledger.holdings():
        if natures.get(agent) == "association":
            total[specification] += quantity
        else:
            homes[specification][_home_of(agent, natures)] += quantity
    for specification, held in homes.items():
        if len(held) >= FEWEST_HOUSEHOLDS:
            total[specification] += sum(held.values())
    return total


def _home_of(agent_id: str, natures: Mapping[str, str]) -> str:
    """The household that an agent is or lives in; whoever lives in none counts as one."""
    return (people.household_of(agent_id) if natures.get(agent_id) == "person" else None) or agent_id


def _good(thing, stock: Decimal, need: Decimal | None, average, periods: int) -> core.Good:
    numbers = {name: _float(number["value"]) for name, number in (thing.numbers or {}).items() if name in _NUMBERS}
    if thing.sort == "service":
        numbers.setdefault("keeps", 0.0)  # an hour of childcare that nobody took is gone
    tier = average.tier if average else int(float((thing.numbers or {}).get("tier", {}).get("value", 1)))
    wanted = float(need or 0)
    share = average.floor_share if average else None
    floor = wanted * float(share) if share is not None else (wanted if tier == 1 else 0.0)
    need_class = (average.need_class if average else "") or thing.need_class
    return core.Good(
        id=thing.id,
        name=thing.name,
        unit=thing.unit,
        need_class=need_class,
        tier=tier,
        stock=float(stock),
        need=(wanted,) * periods,
        floor=(floor,) * periods,
        **_NOT_SAID | numbers,
    )


_NUMBERS = frozenset({"buy", "sell", "sell_limit", "keeps", "room", "hours_each", "wear"})
_NOT_SAID: Mapping[str, float | None] = {"keeps": 1.0, "wear": 0.0}


def _recipe(view) -> core.Recipe:
    parts = {
        part: {name: float(amount) for name, amount in getattr(view, part).items() if amount}
        for part in ("inputs", "outputs", "hours", "machines", "land", "outlay_goods")
    }
    return core.Recipe(
        id=view.id,
        name=view.name,
        lag=view.lag,
        fee=float(view.fee),
        limit=_float(view.limit),
        adopted=view.adopted,
        outlay=float(view.outlay),
        stage=view.stage,
        **parts,
    )


def _float(value) -> float | None:
    return None if value is None else float(value)
