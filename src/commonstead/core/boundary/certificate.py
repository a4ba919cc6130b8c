"""The certificate: a plan by name together with the duals that prove each stage of it optimal.

check.py verifies it with code of its own. People who have the same skills act as one in it, under the id of the
first of them in the file. That the plan buys and makes as late as an equally good one can is taste, not proof: no stage
of the certificate speaks of it.
"""

from __future__ import annotations

import numpy as np

from .safe_side import safe_duals

FORMAT = "provisioning-certificate/1"
TOLERANCE = 1e-6
_NOISE = 1e-13


def certificate(plan) -> dict:
    """For an optimal plan. Zeros are left out."""
    program, optimum = plan.solved.program, plan.solved.optimum
    i = plan.solved.incidence
    goods = [good.id for good in i.network.goods]
    recipes = [i.network.recipes[place].id for place in program.recipes]
    values = optimum.values
    blocks = {
        "batches": (recipes, program.x),
        "buys": (goods, program.b),
        "sells": (goods, program.e),
        "stocks": (goods, program.s),
        "unmet": (goods, program.u),
    }
    return {
        "format": FORMAT,
        "periods": program.periods,
        "tolerance": TOLERANCE,
        "plan": {
            **{name: _named(names, program.cells(block, values)) for name, (names, block) in blocks.items()},
            "hours": _shared_hours(i, program.cells(program.a, values)),
            "cash": program.cells(program.c, values).tolist() if program.cash_rule else None,
        },
        "stages": [
            {
                "name": stage.name,
                "optimum": stage.optimum,
                "weights": {
                    before.name: weight for before, weight in zip(optimum.stages, stage.weights, strict=False) if weight
                },
                "duals": _duals(plan, safe_duals(program, stage, optimum.stages[:place]), goods),
            }
            for place, stage in enumerate(optimum.stages)
        ],
    }


def _shared_hours(i, hours) -> dict:
    """{first of the group: {skill: hours a period}}"""
    shared: dict[str, dict] = {}
    for group, skill, series in zip(i.pair_group, i.pair_skill, hours, strict=True):
        if series.any():
            shared.setdefault(i.groups[group][0], {})[i.skills[skill]] = series.tolist()
    return shared


def _duals(plan, row_duals, goods) -> dict:
    program, i = plan.solved.program, plan.solved.incidence

    def of(rows):
        return np.where(rows >= 0, row_duals[np.maximum(rows, 0)], 0.0) if len(row_duals) else np.zeros(rows.shape)

    duals = {
        "balance": _named(goods, of(program.balance)),
        "skill": _named(i.skills, of(program.skill)),
        "pledge": _named([first for first, _, _ in i.groups], of(program.pledge)),
        "machine": _named(goods, of(program.machine)),
        "land": _named(list(i.parcels), of(program.parcel)),
        "cash": of(program.cash).tolist() if program.cash_rule else None,
        "worn": {goods[place]: float(dual) for place, dual in enumerate(of(program.worn)) if abs(dual) > _NOISE},
    }
    return {name: value for name, value in duals.items() if value}


def _named(names, cells) -> dict:
    cells = np.asarray(cells)
    if not cells.size:
        return {}
    return {names[place]: cells[place].tolist() for place in np.flatnonzero((np.abs(cells) > _NOISE).any(axis=1))}
