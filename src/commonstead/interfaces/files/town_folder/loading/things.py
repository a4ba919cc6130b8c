"""Units, goods, money, and the skills as kinds of work."""

from __future__ import annotations

from decimal import Decimal

from commonstead.town.ledger import commands as ledger

from ..description import Figure, TownDescription

_FINEST = Decimal("0.000001")


def write_things(town: TownDescription) -> None:
    """The town's list of things."""
    for unit in town.units:
        ledger.add_unit(
            unit.id, symbol=unit.symbol, decimals=unit.decimals, dimension=unit.dimension, per_base=unit.per_base
        )
    for good in town.goods.values():
        ledger.add_specification(
            good.id,
            name=good.name,
            unit=good.unit,
            sort=good.sort,
            need_class=good.need_class,
            note=good.note,
            numbers={name: number(town, figure) for name, figure in good.numbers.items()},
        )
    if money_of(town) not in town.goods:
        ledger.add_specification(money_of(town), name=town.currency, unit=town.currency, sort="money")
    for skill in skills_of(town):
        ledger.add_specification(work_of(skill), name=skill.replace("-", " ").capitalize(), unit="h", sort="work")


def number(town: TownDescription, figure: Figure) -> dict:
    """A figure as it is kept beside a thing: its value, and in words where it comes from."""
    value = figure.value.quantize(_FINEST) if figure.value.as_tuple().exponent < -6 else figure.value
    origin = (
        {"source": town.sources[figure.source].citation}
        if figure.source
        else {"source": "", "estimate": figure.estimate}
    )
    return {"value": float(value), **origin, **({"note": figure.note} if figure.note else {})}


def money_of(town: TownDescription) -> str:
    """The specification of the town's outside money."""
    own = [good.id for good in town.goods.values() if good.sort == "money" and good.unit == town.currency]
    return own[0] if own else town.currency.lower()


def skills_of(town: TownDescription) -> list[str]:
    """Every skill that somebody has or something asks for."""
    found = {skill for person in town.people.values() for skill in person.skills}
    found |= {skill for recipe in town.recipes.values() for skill in recipe.hours}
    found |= {skill for one in town.designs.values() for skill in one.design.skills}
    found |= {said.skill for said in (*town.rhythms, *town.promises) if said.skill}
    return sorted(found)


def work_of(skill: str) -> str:
    """The specification that stands for work of one skill."""
    return f"work-{skill}"
