"""Random towns for the boundary's property tests: small, and with everything that can go wrong in them.

The corners where the literal rule for the end of the horizon (a machine that can be bought or made ends at least at its
start, other stocks where they would be if left idle) makes a gift cost something in the *plan* are in here too:
1. a machine that wears and could be neither bought nor made gains its first recipe;
2. a machine that decays unused (keeps < 1) must be brought back to a higher start;
3. a stock that must be kept fills a room that other goods of its kind passed through.
Dependence holds there as well (docs/decisions/0002-dependence-and-slack.md); `in_a_corner` says where a plan need not.
"""

from __future__ import annotations

import random
from dataclasses import replace

from commonstead.core.boundary import Network, read_network
from commonstead.core.vocabulary.refusal import Refused

SKILLS = ("baking", "growing", "metal", "care")


def random_network(seed: int) -> Network:
    """A town that is read without refusal; the same for the same seed."""
    chance = random.Random(seed)
    while True:
        try:
            return read_network(document(chance))
        except Refused:
            continue


def document(chance: random.Random) -> dict:
    periods = chance.choice([1, 2, 3, 4, 6])
    goods = [_good(chance, number, periods) for number in range(chance.randint(2, 7))]
    machines = [_machine(chance, number) for number in range(chance.randint(0, 2))]
    made = {
        "format": "provisioning-network/1",
        "periods": periods,
        "days_per_period": chance.choice([7, 30]),
        "terminal": chance.choice(["keep", "keep", "free"]),
        "goods": goods + machines,
        "people": [
            {
                "id": f"p{number}",
                "hours": chance.choice([0, 5, 20]),
                "skills": chance.sample(SKILLS, chance.randint(0, 3)),
            }
            for number in range(chance.randint(0, 4))
        ],
        "land": [{"id": "field", "area_m2": chance.choice([0, 20, 100])}] if chance.random() < 0.6 else [],
        "cash": {"start": chance.choice([0, 10, 100]), "income": chance.choice([0, 10, 50])},
    }
    if chance.random() < 0.35:
        made["cash"]["floor"] = chance.choice([-50, 0, 0, 5])
        made["cash"]["start"] = max(made["cash"]["start"], made["cash"]["floor"])
    made["recipes"] = [
        recipe
        for number in range(chance.randint(0, 6))
        if (recipe := _recipe(chance, number, goods, machines, made["land"]))
    ]
    return made


def _good(chance, number, periods):
    good = {"id": f"g{number}", "unit": "kg"}
    if chance.random() < 0.7:
        good["buy"] = chance.choice([0.5, 1, 2, 4, 9])
    if chance.random() < 0.2:
        good["sell"], good["sell_limit"] = chance.choice([0.3, 0.9, 3]), chance.choice([1, 5])
    if chance.random() < 0.4:
        good["stock"] = chance.choice([0.5, 3, 20])
    if chance.random() < 0.4:
        good["keeps"] = chance.choice([0, 0.5, 0.9])
    if chance.random() < 0.25:
        good["room"] = chance.choice([1, 5, 30])
    if chance.random() < 0.6:
        need = (
            [chance.choice([0, 1, 4]) for _ in range(periods)] if chance.random() < 0.3 else chance.choice([1, 3, 10])
        )
        good["need"], good["tier"] = need, chance.choice([1, 1, 2])
        if chance.random() < 0.4:
            good["floor"] = chance.choice([0, 0.5, 2])
    return good


def _machine(chance, number):
    machine = {
        "id": f"m{number}",
        "unit": "each",
        "stock": chance.choice([0, 1, 1, 2]),
        "hours_each": chance.choice([2, 10]),
    }
    if chance.random() < 0.5:
        machine["wear"] = chance.choice([0.001, 0.02])
    if chance.random() < (0.8 if "wear" in machine else 0.5):
        machine["buy"] = chance.choice([5, 50])
    if chance.random() < 0.25:
        machine["keeps"] = chance.choice([0.5, 0.9])
    if chance.random() < 0.1:
        machine["room"] = chance.choice([1, 2])
    return machine


def _recipe(chance, number, goods, machines, land):
    lag = chance.choice([0, 0, 0, 1, 2])
    output = chance.randrange(len(goods))
    below = range(output) if not lag else range(len(goods))
    inputs = chance.sample(list(below), min(len(below), chance.randint(0, 2)))
    recipe = {
        "id": f"r{number}",
        "lag": lag,
        "inputs": {f"g{one}": chance.choice([0.3, 1, 2.5]) for one in inputs},
        "outputs": {f"g{output}": chance.choice([1, 2, 4])},
        "adopted": chance.random() < 0.75,
    }
    if chance.random() < 0.25:
        extra = chance.randrange(output, len(goods))
        recipe["outputs"].setdefault(f"g{extra}", 0.5)
    if machines and chance.random() < 0.1:
        recipe["outputs"][chance.choice(machines)["id"]] = 0.1
    if chance.random() < 0.7:
        recipe["hours"] = {skill: chance.choice([0.2, 1, 3]) for skill in chance.sample(SKILLS, chance.randint(1, 2))}
    if machines and chance.random() < 0.4:
        recipe["machines"] = {chance.choice(machines)["id"]: chance.choice([0.5, 2])}
    if land and chance.random() < 0.4:
        recipe["land"] = {"field": chance.choice([1, 10])}
    if chance.random() < 0.3:
        recipe["fee"] = chance.choice([0.1, 1])
    if chance.random() < 0.2:
        recipe["limit"] = chance.choice([0, 1, 3])
    return recipe


def richer(network: Network, chance: random.Random) -> tuple[str, Network]:
    """The same town with one thing more: (what, town)."""
    ways = [
        way
        for way in (_more_stock, _more_hours, _new_person, _adopt, _more_machine, _more_land)
        if way(network, chance)
    ]
    return chance.choice(ways)(network, chance)


def in_a_corner(network) -> bool:
    """Where a gift may cost something in the plan, whose end keeps to the letter of the format."""
    return network.terminal == "keep" and any(
        (good.room is not None and good.stock > 0)
        or (good.is_machine and good.stock > 0 and (good.keeps < 1 or (good.wear > 0 and good.buy is None)))
        for good in network.goods
    )


def _replaced(network, field, old, new):
    return replace(network, **{field: tuple(new if one is old else one for one in getattr(network, field))})


def _more_stock(network, chance):
    able = [good for good in network.goods if not good.is_machine]
    if not able:
        return None
    good = chance.choice(able)
    return f"stock of {good.id}", _replaced(
        network, "goods", good, replace(good, stock=good.stock + chance.choice([0.5, 4, 50]))
    )


def _more_machine(network, chance):
    able = [good for good in network.goods if good.is_machine]
    if not able:
        return None
    good = chance.choice(able)
    return f"machine {good.id}", _replaced(network, "goods", good, replace(good, stock=good.stock + 1))


def _more_hours(network, chance):
    if not network.people:
        return None
    person = chance.choice(network.people)
    return f"hours of {person.id}", _replaced(network, "people", person, replace(person, hours=person.hours + 10))


def _new_person(network, chance):
    from commonstead.core.boundary import Person

    new = Person("new", 10.0, tuple(chance.sample(SKILLS, 2)))
    return "a person", replace(network, people=(*network.people, new))


def _adopt(network, chance):
    if not network.catalogue:
        return None
    recipe = chance.choice(network.catalogue)
    return f"recipe {recipe.id}", network.adopting([recipe.id])


def _more_land(network, chance):
    if not network.land:
        return None
    return "land", replace(network, land=(replace(network.land[0], area_m2=network.land[0].area_m2 + 30),))
