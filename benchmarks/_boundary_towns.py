"""Random towns of a given size for the boundary's benchmarks; the same for the same seed."""

from __future__ import annotations

import random

SKILLS = [f"skill-{number}" for number in range(12)]


def town(goods=240, recipes=420, periods=12, seed=1, catalogue=0, people=60) -> dict:
    """A provisioning network: goods in layers, recipes of one to five inputs from below, machines, land, lags."""
    chance = random.Random(seed)
    machines = max(3, goods // 25)
    return {
        "format": "provisioning-network/1",
        "periods": periods,
        "land": [{"id": "field", "area_m2": 4000}],
        "goods": [_good(chance, number, goods) for number in range(goods)]
        + [_machine(chance, n) for n in range(machines)],
        "people": [
            {
                "id": f"p{number}",
                "hours": chance.choice([10, 20, 40]),
                "skills": chance.sample(SKILLS, chance.randint(1, 4)),
            }
            for number in range(people)
        ],
        "recipes": [
            _recipe(chance, number, goods, machines, number < recipes) for number in range(recipes + catalogue)
        ],
        "cash": {"start": 2000, "income": 3000},
    }


def _good(chance, number, goods):
    good = {"id": f"g{number}", "unit": "kg", "buy": round(chance.uniform(1, 10) * (1 + 4 * number / goods), 2)}
    if chance.random() < 0.3:
        good["stock"] = round(chance.uniform(0, 30), 1)
    if chance.random() < 0.3:
        good["keeps"] = round(chance.uniform(0.7, 1), 2)
    if chance.random() < 0.1:
        good["room"] = round(chance.uniform(20, 100), 1)
    if number > goods * 0.6 and chance.random() < 0.6:
        good["need"], good["tier"] = round(chance.uniform(1, 20), 1), chance.choice([1, 1, 2, 3])
    if chance.random() < 0.05:
        good["sell"], good["sell_limit"] = round(good["buy"] * 0.7, 2), 5
    return good


def _machine(chance, number):
    return {
        "id": f"m{number}",
        "unit": "each",
        "buy": round(chance.uniform(200, 3000)),
        "stock": chance.choice([0, 1, 1, 2]),
        "hours_each": 160,
        "wear": round(chance.uniform(0, 0.0005), 6),
    }


def _recipe(chance, number, goods, machines, adopted):
    product = chance.randint(goods // 20, goods - 1)
    recipe = {
        "id": f"r{number}",
        "lag": chance.choice([0, 0, 0, 1, 2]),
        "outputs": {f"g{product}": 10},
        "inputs": {
            f"g{one}": round(chance.uniform(0.2, 4), 2)
            for one in chance.sample(range(product), min(product, chance.randint(1, 5)))
        },
        "hours": {skill: round(chance.uniform(0.1, 3), 2) for skill in chance.sample(SKILLS, chance.randint(1, 2))},
    }
    if chance.random() < 0.2:
        recipe["outputs"].setdefault(f"g{chance.randint(product, goods - 1)}", 1)
    if chance.random() < 0.5:
        recipe["machines"] = {f"m{chance.randrange(machines)}": round(chance.uniform(0.2, 4), 1)}
    if chance.random() < 0.1:
        recipe["limit"] = chance.randint(1, 20)
    if chance.random() < 0.15:
        recipe["land"] = {"field": chance.randint(5, 60)}
    if chance.random() < 0.2:
        recipe["fee"] = round(chance.uniform(0.1, 2), 2)
    if not adopted:
        recipe.update(
            adopted=False, outlay=chance.randint(0, 2000), stage=chance.choice(["repair", "parts", "gaps", "ecosystem"])
        )
    return recipe
