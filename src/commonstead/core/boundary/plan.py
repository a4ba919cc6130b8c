"""The provisioning plan: needs first, then the least cash across the membrane, then the least toil.

(Exodus 7422-7453: what is bought is what a town depends on; 12934: buying out at the bottom; 3594: think backward
from the need.) Of plans that are equal in all three, the one that buys and makes latest. The programme is described in
program.py, its order of aims in lexicographic.py.

Dependence is cash ÷ cash without commons for the needs that have a price, with an end of the horizon that asks nothing
for a gift; why exactly so is in docs/decisions/0002-dependence-and-slack.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .by_class import ClassShare, by_class
from .incidence import Incidence
from .lexicographic import Optimum, solve
from .network import Network
from .program import Program
from .slack import Slack, slack

_NOISE = 1e-9


@dataclass(frozen=True)
class Solved:
    """The programme behind a plan, for those who price and check."""

    incidence: Incidence
    program: Program
    optimum: Optimum


@dataclass(frozen=True)
class Plan:
    """Amounts over the horizon; tuples hold one number a period. cash: purchases + fees − sales.

    status "infeasible": no plan keeps the rules; `conflicts` names those that cannot be kept together.
    prices: cash that one more unit of a good would save, by period; zero for what is plentiful.
    used, pledged: hours by skill used, hours of all who have it. machine_hours: (used, in hand) by machine.
    """

    status: str
    unmet: Mapping[str, float]
    unmet_shares: Mapping[int, float]
    cash: float
    cash_without_commons: float
    dependence: float | None
    priceless: tuple[str, ...]
    hours: float
    batches: Mapping[str, tuple[float, ...]]
    buys: Mapping[str, tuple[float, ...]]
    sells: Mapping[str, tuple[float, ...]]
    stocks: Mapping[str, tuple[float, ...]]
    prices: Mapping[str, tuple[float, ...]]
    hours_by_skill: Mapping[str, tuple[float, float]]
    machine_hours: Mapping[str, tuple[float, float]]
    by_class: Mapping[str, ClassShare]
    slack: Slack
    conflicts: tuple[str, ...] = ()
    solver_seconds: float = 0.0
    solved: Solved | None = field(default=None, repr=False, compare=False)

    @property
    def certificate(self) -> dict:
        """The proof that `check_plan` accepts."""
        from .certificate import certificate

        return certificate(self)

    def to_json(self, with_certificate: bool = False) -> dict:
        def figure(value):
            """A plan that keeps not all rules has none."""
            return value if self.status == "optimal" else None

        return {
            "status": self.status,
            "conflicts": list(self.conflicts),
            "unmet": dict(self.unmet),
            "unmet_shares": {str(tier): figure(share) for tier, share in self.unmet_shares.items()},
            "cash": figure(self.cash),
            "cash_without_commons": self.cash_without_commons,
            "dependence": figure(self.dependence),
            "priceless": list(self.priceless),
            "hours": figure(self.hours),
            "batches": _lists(self.batches),
            "buys": _lists(self.buys),
            "sells": _lists(self.sells),
            "stocks": _lists(self.stocks),
            "prices": _lists(self.prices),
            "hours_by_skill": {
                skill: {"used": used, "pledged": pledged} for skill, (used, pledged) in self.hours_by_skill.items()
            },
            "machine_hours": {
                machine: {"used": used, "in_hand": hand} for machine, (used, hand) in self.machine_hours.items()
            },
            "by_class": {name: share.to_json() for name, share in self.by_class.items()},
            "slack_days": self.slack.days,
            "slack_at_least": self.slack.at_least,
            "slack_binding": [binding.to_json() for binding in self.slack.binding],
            "certificate": self.certificate if with_certificate and self.status == "optimal" else None,
        }


def plan(network: Network, say: Callable[[str], None] | None = None) -> Plan:
    """The lexicographic optimum, dependence, and walk-away days. say: told each stage that is begun."""
    say = say or (lambda _: None)
    incidence = Incidence(network)
    program = program_of(incidence)
    optimum = solve(program, say=say)
    say("walk-away days")
    walk_away = slack(incidence)
    return _read(Solved(incidence, program, optimum), walk_away, say)


def program_of(incidence: Incidence) -> Program:
    """The programme of a network's plan: its adopted recipes, its needs, its floor of cash."""
    network = incidence.network
    floor = network.cash.floor
    cash = None if floor is None else (network.cash.start, network.cash.income, floor)
    return Program(
        incidence, np.flatnonzero(incidence.adopted), incidence.need, terminal=network.terminal, cash=cash
    )


def least_cash(incidence: Incidence, need) -> float | None:
    """Least cash that meets these needs in full with the adopted commons and no floor of cash; None if it cannot be.

    At the end it asks of a stock only what a gift of it would leave there: nothing that is given raises it.
    """
    terminal = "gift" if incidence.network.terminal == "keep" else "free"
    program = Program(incidence, np.flatnonzero(incidence.adopted), need, terminal=terminal)
    lp = program.linear_program(program.cash_cost(), np.where(_is(program.u, program.columns), 0.0, program.upper))
    return lp.objective if lp.solve() == "optimal" else None


def _is(block, columns):
    mask = np.zeros(columns, bool)
    mask[block[block >= 0]] = True
    return mask


def dependence_of(solved: Solved, unmet) -> tuple[float, float | None, tuple[str, ...]]:
    """(cash without commons, dependence, priceless needs). unmet: what the plan leaves unmet, by good."""
    i, program, optimum = solved.incidence, solved.program, solved.optimum
    priced = ~np.isnan(i.buy)
    needed = i.need.any(axis=1)
    priceless = tuple(good.id for good, here in zip(i.network.goods, needed & ~priced, strict=True) if here)
    outright = float(np.nansum(i.need.sum(axis=1) * i.buy))
    if outright <= 0:
        return 0.0, None, priceless
    own = optimum.status == "optimal" and not priceless and not unmet and not _floor_binds(program, optimum)
    if own and not program.asks_more_than_gift():
        spent = optimum.stage("cash").optimum
    else:
        spent = least_cash(i, np.where(priced[:, None], i.need, 0.0))
    return outright, None if spent is None else _tidy(spent / outright), priceless


def _floor_binds(program, optimum) -> bool:
    return bool(program.cash_rule) and bool(np.abs(optimum.stage("cash").row_duals[program.cash]).max() > _NOISE)


def _read(solved: Solved, walk_away: Slack, say) -> Plan:
    i, program, optimum = solved.incidence, solved.program, solved.optimum
    goods = [good.id for good in i.network.goods]
    recipes = [i.network.recipes[place].id for place in program.recipes]
    optimal = optimum.status == "optimal"
    values = optimum.values
    unmet = program.cells(program.u, values).sum(axis=1)
    unmet_by_good = {goods[place]: float(unmet[place]) for place in np.flatnonzero(unmet > _NOISE)}
    outright, dependence, priceless = dependence_of(solved, unmet_by_good)
    batches = program.cells(program.x, values)
    balance = optimum.stage("cash").row_duals if optimal else np.zeros(program.rows)
    return Plan(
        status=optimum.status,
        conflicts=() if optimal else conflicts(solved),
        unmet=unmet_by_good,
        unmet_shares={tier: optimum.stage(f"unmet {tier}").optimum if optimal else 0.0 for tier in program.tiers()},
        cash=_tidy(optimum.stage("cash").optimum) if optimal else 0.0,
        cash_without_commons=outright,
        dependence=dependence,
        priceless=priceless,
        hours=_tidy(optimum.stage("hours").optimum) if optimal else 0.0,
        batches=_series(recipes, batches),
        buys=_series(goods, program.cells(program.b, values)),
        sells=_series(goods, program.cells(program.e, values)),
        stocks=_series(goods, program.cells(program.s, values)),
        prices=_series(goods, np.where(program.balance >= 0, balance[np.maximum(program.balance, 0)], 0.0))
        if optimal and program.rows
        else {},
        hours_by_skill=_hours_by_skill(solved, batches),
        machine_hours=_machine_hours(solved, batches, values),
        by_class=by_class(solved, values) if optimal else {},
        slack=walk_away,
        solver_seconds=optimum.program.seconds,
        solved=solved,
    )


def _hours_by_skill(solved, batches):
    i, program = solved.incidence, solved.program
    used = np.bincount(
        program.hours.item, program.hours.quantity * batches.sum(axis=1)[program.hours.recipe], minlength=len(i.skills)
    )
    pledged = i.single_hours.copy()
    for _, skills, hours in i.groups:
        pledged[list(skills)] += hours
    return {
        skill: (float(used[place]), float(pledged[place] * program.periods))
        for place, skill in enumerate(i.skills)
        if used[place] > _NOISE
    }


def _machine_hours(solved, batches, values):
    i, program = solved.incidence, solved.program
    used = np.bincount(
        program.machines.item,
        program.machines.quantity * batches.sum(axis=1)[program.machines.recipe],
        minlength=i.goods,
    )
    stocks = np.column_stack([i.stock, program.cells(program.s, values)[:, :-1]])
    in_hand = (stocks * i.keeps[:, None]).sum(axis=1) * np.nan_to_num(i.hours_each)
    return {
        i.network.goods[place].id: (float(used[place]), float(in_hand[place]))
        for place in np.flatnonzero(used > _NOISE)
    }


def conflicts(solved: Solved) -> tuple[str, ...]:
    """Which rules cannot be kept together: "cash" or the ids of goods whose upkeep at the end cannot be had."""
    i, program = solved.incidence, solved.program
    found = []
    if program.cash_rule:
        without = Program(i, program.recipes, program.need, terminal=program.terminal)
        if without.linear_program(np.zeros(without.columns)).solve() == "optimal":
            found.append("cash")
    if program.terminal == "keep" and not found:
        found += [
            i.network.goods[place].id
            for place in np.flatnonzero(program.replaceable & (i.stock > 0))
            if np.isnan(i.buy[place]) and i.keeps[place] < 1
        ]
    return tuple(found)


def _series(names, cells) -> dict[str, tuple[float, ...]]:
    return {
        names[place]: tuple(cells[place].tolist()) for place in np.flatnonzero((np.abs(cells) > _NOISE).any(axis=1))
    }


def _tidy(value: float) -> float:
    """Without the last digits, which are rounding."""
    return 0.0 if abs(value) < _NOISE else float(f"{value:.13g}")


def _lists(series):
    return {name: list(values) for name, values in series.items()}
