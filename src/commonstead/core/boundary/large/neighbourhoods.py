"""Several neighbourhoods as one network: each keeps its people, land, machines and recipes, and they share the goods of
a common market.

A shared good is one and the same for all: what one neighbourhood makes, another may use; its needs and stocks are added
up. Everything else is its neighbourhood's own and carries its name, skills too: nobody is sent to work elsewhere. Cash
is one purse. Carriage between them costs nothing; where it does, or where each keeps its own books, they are towns that
plan together (core/boundary/together), and that is what it is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...vocabulary.refusal import Refusal, Refused, gettext_noop
from ..network import Cash, Good, Network, Recipe


def joined(networks: Mapping[str, Network], sharing: Iterable[str]) -> Network:
    """One network of the neighbourhoods, by name. sharing: ids of the goods that all of them may take and give.
    Refused, with all problems at once, where they do not agree on periods, currency, end, or on a shared good."""
    shared = frozenset(sharing)
    _must_agree(networks, shared)
    first = next(iter(networks.values()))
    goods: dict[str, Good] = {}
    for name, network in networks.items():
        for good in network.goods:
            own = _own(name, good.id, shared)
            goods[own] = _together(goods[own], good) if own in goods else replace(good, id=own)
    return Network(
        name=" + ".join(networks),
        periods=first.periods,
        days_per_period=first.days_per_period,
        currency=first.currency,
        terminal=first.terminal,
        goods=tuple(goods.values()),
        people=tuple(
            replace(person, id=f"{name}/{person.id}", skills=tuple(f"{name}/{skill}" for skill in person.skills))
            for name, network in networks.items() for person in network.people),
        land=tuple(replace(parcel, id=f"{name}/{parcel.id}")
                   for name, network in networks.items() for parcel in network.land),
        recipes=tuple(_recipe(name, recipe, shared)
                      for name, network in networks.items() for recipe in network.recipes),
        cash=Cash(
            start=sum(network.cash.start for network in networks.values()),
            income=sum(network.cash.income for network in networks.values()),
            floor=None if all(network.cash.floor is None for network in networks.values())
            else sum(network.cash.floor or 0.0 for network in networks.values()),
        ),
    )


def _own(name: str, good: str, shared: frozenset[str]) -> str:
    return good if good in shared else f"{name}/{good}"


def _recipe(name: str, recipe: Recipe, shared: frozenset[str]) -> Recipe:
    def goods(amounts):
        return {_own(name, good, shared): amount for good, amount in amounts.items()}

    return replace(
        recipe, id=f"{name}/{recipe.id}", inputs=goods(recipe.inputs), outputs=goods(recipe.outputs),
        machines=goods(recipe.machines), outlay_goods=goods(recipe.outlay_goods),
        hours={f"{name}/{skill}": hours for skill, hours in recipe.hours.items()},
        land={f"{name}/{parcel}": area for parcel, area in recipe.land.items()})


def _together(one: Good, other: Good) -> Good:
    """A shared good of two: needs, stocks, room and what can be sold are added up; it keeps as badly as where it keeps
    worst, and is met as early as where it is needed most; bought where it is cheapest, sold where it is dearest."""
    return replace(
        one,
        need=tuple(a + b for a, b in zip(one.need, other.need, strict=True)),
        floor=tuple(a + b for a, b in zip(one.floor, other.floor, strict=True)),
        stock=one.stock + other.stock,
        tier=min((good.tier for good in (one, other) if any(good.need)), default=one.tier),
        keeps=min(one.keeps, other.keeps),
        wear=max(one.wear, other.wear),
        buy=min((price for price in (one.buy, other.buy) if price is not None), default=None),
        sell=max((price for price in (one.sell, other.sell) if price is not None), default=None),
        sell_limit=None if one.sell_limit is other.sell_limit is None
        else (one.sell_limit or 0.0) + (other.sell_limit or 0.0),
        room=None if one.room is None or other.room is None else one.room + other.room,
        need_class=one.need_class or other.need_class,
    )


def _must_agree(networks: Mapping[str, Network], shared: frozenset[str]) -> None:
    problems: list[Refusal] = []
    (first_name, first), *others = networks.items()
    for name, other in others:
        for field in ("periods", "days_per_period", "currency", "terminal"):
            if getattr(first, field) != getattr(other, field):
                problems.append(Refusal("boundary.neighbours_differ", gettext_noop(
                    "{field} is {here} in {first} and {there} in {name}. Neighbourhoods that plan as one need "
                    "the same."),
                    {"field": field, "here": getattr(first, field), "there": getattr(other, field),
                     "first": first_name, "name": name}, field=field))
    known: dict[str, Good] = {}
    for name, network in networks.items():
        for good in network.goods:
            if good.id not in shared:
                continue
            before = known.setdefault(good.id, good)
            if (before.unit, before.hours_each) != (good.unit, good.hours_each):
                problems.append(Refusal("boundary.neighbours_good", gettext_noop(
                    "{good} is shared and has another unit, or other machine hours, in {name}. Describe it alike, or "
                    "do not share it."), {"good": good.id, "name": name}, field=good.id))
    problems += [Refusal("boundary.neighbours_unknown", gettext_noop(
        "{good} is to be shared, and none of the networks has it."), {"good": good}, field=good)
        for good in sorted(shared - known.keys())]
    if problems:
        raise Refused(*problems)
