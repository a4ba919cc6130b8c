"""How much of each column the checker's proof speaks of, where no rule holds the column down.

A thousand times what could be of any use: of a good, of the most that network and plan mention of it; of a recipe, of
the batches that would bring so much; of what goes into those batches, accordingly, and so on backwards. One amount for
all columns will not do: a recipe that brings 1e-8 t of salt a batch needs 1e8 batches for one tonne, and a proof that
stops at a thousand batches does not see what it saves.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf

from .network import Network

TIMES = 1000.0
_BACKWARDS = 12  # recipes behind one another; what goes round in a ring that loses would grow without end


def ceilings(network: Network, size: Mapping[str, float], box: Mapping[tuple, tuple[float, float]],
             least: float) -> dict[tuple[str, str], float]:
    """By (kind, name) of batches, and of what is done with a good. size: by good, the most that is mentioned. box: what
    the rules allow of each column. least: no ceiling is below it."""
    useful = {good.id: TIMES * max(size[good.id], sum(good.need)) for good in network.goods}
    for good in network.goods:
        if good.sellable and good.sell_limit < inf:
            useful[good.id] = max(useful[good.id], good.sell_limit * network.periods)
    machines = {good.id: good for good in network.goods if good.is_machine}
    adopted = [recipe for recipe in network.recipes if recipe.adopted]
    held = {recipe.id: max((box["batch", recipe.id, t][1] for t in range(network.periods)
                            if ("batch", recipe.id, t) in box), default=0.0) for recipe in adopted}
    batches = dict.fromkeys(held, 0.0)
    for _ in range(_BACKWARDS):
        before = dict(batches)
        for recipe in adopted:
            wanted = max((useful[good] / amount for good, amount in recipe.outputs.items() if amount > 0), default=0.0)
            batches[recipe.id] = run = min(wanted, held[recipe.id])
            for good, amount in recipe.inputs.items():
                useful[good] = max(useful[good], amount * run)
            for name, hours in recipe.machines.items():
                machine = machines[name]
                each = hours * run / machine.hours_each if machine.hours_each else 0.0
                useful[name] = max(useful[name], machine.wear * hours * run, each)
        if batches == before:
            break
    found = {("batch", name): max(run, least) for name, run in batches.items()}
    for kind in ("buy", "sell", "stock", "unmet"):
        found.update({(kind, name): max(amount, least) for name, amount in useful.items()})
    return found
