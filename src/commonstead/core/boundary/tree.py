"""How could we make this? A good as a tree of every recipe that makes it, and what each of them still misses.

Data, not text: screens say it in members' words. The tree follows inputs downwards; a good that stands higher up on
the same branch is not opened again.
"""

from __future__ import annotations

from .closure import Closure, runnable
from .network import Network, Recipe


def tree(network: Network, good: str, closure: Closure, depth: int = 5) -> dict:
    """{good, unit, status, stock, buy, level, recipes: [...]}.

    status: "in stock", "made inside" (can be started now), "once seeded", "bought", or "missing".
    Each recipe: id, adopted, runs (skills and land are there), missing_skills, missing_land, hours, land, lag, fee,
    inputs and machines, each {quantity, good: the same kind of node}; a node that is not opened has `closed` true.
    """
    return _Tree(network, closure, depth).node(good, ())


class _Tree:
    def __init__(self, network, closure, depth):
        self.network, self.closure, self.depth = network, closure, depth
        self.goods = {good.id: good for good in network.goods}
        self.startable, self.sustainable = frozenset(closure.startable), frozenset(closure.sustainable)
        self.makers: dict[str, list[Recipe]] = {}
        for recipe in network.recipes:
            for made in recipe.outputs:
                self.makers.setdefault(made, []).append(recipe)
        self.runs = {recipe.id for recipe in runnable(network, catalogue=True)}
        self.skills = {skill for person in network.people if person.hours > 0 for skill in person.skills}
        self.parcels = {parcel.id for parcel in network.land if parcel.area_m2 > 0}

    def status(self, good) -> str:
        if good.stock > 0:
            return "in stock"
        if good.id in self.startable:
            return "made inside"
        if good.id in self.sustainable:
            return "once seeded"
        return "bought" if good.buy is not None else "missing"

    def node(self, good_id, above) -> dict:
        good = self.goods[good_id]
        made = self.closure.made.get(good_id)
        node = {
            "good": good_id,
            "unit": good.unit,
            "status": self.status(good),
            "stock": good.stock,
            "buy": good.buy,
            "level": made.level if made else None,
            "by": made.by if made else None,
        }
        makers = self.makers.get(good_id, [])
        if makers and (good_id in above or len(above) >= self.depth):
            return {**node, "recipes": [], "closed": True}
        first = made.by if made else None
        makers = sorted(makers, key=lambda recipe: (recipe.id != first, not recipe.adopted, recipe.id))
        return {
            **node,
            "recipes": [self.recipe(recipe, good_id, (*above, good_id)) for recipe in makers],
            "closed": False,
        }

    def recipe(self, recipe, good_id, above) -> dict:
        return {
            "recipe": recipe.id,
            "adopted": recipe.adopted,
            "stage": recipe.stage,
            "makes": recipe.outputs[good_id],
            "also_makes": {other: quantity for other, quantity in recipe.outputs.items() if other != good_id},
            "runs": recipe.id in self.runs,
            "lag": recipe.lag,
            "fee": recipe.fee,
            "hours": dict(recipe.hours),
            "land": dict(recipe.land),
            "missing_skills": sorted(set(recipe.hours) - self.skills),
            "missing_land": sorted(set(recipe.land) - self.parcels),
            "inputs": [{"quantity": quantity, **self.node(name, above)} for name, quantity in recipe.inputs.items()],
            "machines": [{"hours": hours, **self.node(name, above)} for name, hours in recipe.machines.items()],
        }
