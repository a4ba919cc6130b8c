"""Machines that a step works with and nobody has: they are bought, or made, whole before the step can be begun.

A plan may count with parts of machines, since a machine that is there is shared by the hour. One that is not there
cannot be bought by the hundredth: 150 for taking up a sawmill's work is no outlay while the sawmill costs 2,000.
(Exodus 12508-12527: what a machine costs stands beside what its hours earn.)
"""

from __future__ import annotations

from collections.abc import Iterable

from .network import Network, Recipe


def absent_machines(network: Network) -> frozenset[str]:
    """Machines of which none is in stock and which no recipe in use works with or takes in (those are bought anyway,
    with or without a step)."""
    used = {good for recipe in network.adopted for good in (*recipe.machines, *recipe.inputs)}
    return frozenset(
        good.id for good in network.goods
        if good.is_machine and good.stock <= 0 and good.id not in used and not any(good.need)
    )


def machines_first(network: Network, rows: Iterable[Recipe]) -> dict[str, float | None]:
    """By machine that must be had before these recipes run: the price of one, None where it cannot be bought. What
    the recipes themselves, or recipes in use, make is left out."""
    rows, absent = list(rows), absent_machines(network)
    made = {good for row in (*network.adopted, *rows) for good in row.outputs}
    price = {good.id: good.buy for good in network.goods}
    wanted = dict.fromkeys(machine for row in rows for machine in row.machines)
    return {machine: price[machine] for machine in wanted if machine in absent and machine not in made}
