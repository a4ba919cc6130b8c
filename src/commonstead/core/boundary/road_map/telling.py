"""From a timetable to rungs: what belongs together, what it cost, what it had saved by then, dependence after it."""

from __future__ import annotations

import numpy as np

from ..network import STAGES
from ..program import Program
from .ground import spending
from .result import RoadMap, Rung, Way
from .whole_machines import first_machines, tidy


class Dependence:
    """Dependence of the town with more and more recipes taken up (docs/decisions/0002): least cash for the needs with
    a price, at an end that asks nothing for a gift, divided by what they cost outright."""

    def __init__(self, ground):
        i = ground.incidence
        priced = ~np.isnan(i.buy)
        terminal = "gift" if ground.network.terminal == "keep" else "free"
        need = np.where(priced[:, None], i.need, 0.0)
        self.outright = float(np.nansum(i.need.sum(axis=1) * i.buy))
        self.program = program = Program(i, ground.program.recipes, need, terminal=terminal)
        self.x = program.x[len(ground.base.recipes) :]
        self.open = program.upper.copy()
        upper = program.upper.copy()
        upper[program.u[program.u >= 0]] = 0.0
        upper[self.x[self.x >= 0]] = 0.0
        self.lp = program.linear_program(program.cash_cost(), upper)
        self.fresh = True
        self.until = None  # a clock: when solving must have come to its end
        self._known: dict[frozenset, float | None] = {}

    def after(self, candidates) -> float | None:
        """With these candidates taken up; None where nothing needed can be bought, the needs cannot be met, or there
        is no time left to know."""
        key = frozenset(int(one) for one in candidates)
        if self.outright <= 0:
            return None
        if key not in self._known:
            columns = self.x[sorted(key)]
            columns = columns[columns >= 0]
            every = self.x[self.x >= 0]
            self.lp.bounds(every, np.zeros(len(every)), np.where(np.isin(every, columns), self.open[every], 0.0))
            # Whatever is closed or opened, where it stood is nearly always allowed still: the primal simplex goes on.
            status = self.lp.solve(None if self.fresh else "primal",
                                   seconds=None if self.until is None else self.until.left)
            self.fresh = status == "time_limit"
            if self.fresh:
                return None
            self._known[key] = round(self.lp.objective / self.outright, 12) if status == "optimal" else None
        return self._known[key]


def tell(table, when, outcome, dependence: Dependence | None) -> Way:
    """The rungs of a timetable and its money path. dependence: None leaves it out of the rungs."""
    ground, model = table.ground, table.model
    bought, made = _parts(model, outcome, when)
    machines, machine_cash = first_machines(table, when, outcome)
    spent = table.spent(outcome) - machine_cash
    cash_outlay = np.zeros(model.periods)
    taken = np.flatnonzero(when < table.never)
    np.add.at(cash_outlay, when[taken], ground.outlay[taken])
    outlays = cash_outlay + bought.sum(axis=0) + machine_cash
    saved = np.cumsum(ground.spent - spent)
    steps, so_far = [], []
    for period in sorted(set(when[taken].tolist())):
        for group in _together(ground, taken[when[taken] == period]):
            so_far += group
            its = {good: of for one in group for good, of in machines.get(one, {}).items()}
            price = {good.id: good.buy or 0.0 for good in ground.network.goods if good.id in its}
            steps.append(
                Rung(
                    period=period + 1,
                    recipes=tuple(ground.rows[one].id for one in group),
                    stage=max((ground.rows[one].stage for one in group), key=_stage_place),
                    outlay=tidy(ground.outlay[group].sum() + bought[group, period].sum()
                                 + sum(of["cash"] for of in its.values())),
                    made_outlay=tidy(made[group, period].sum()
                                      + sum(of["made"] * price[good] for good, of in its.items())),
                    machines=its,
                    enables=_enables(ground, group, when, table.never),
                    dependence=dependence.after(so_far) if dependence else None,
                    cash_after=tidy(outcome.purse[period + 1]),
                    saving_to_date=tidy(saved[period]),
                    before_saved=tidy(saved[period - 1]) if period else 0.0,
                )
            )
    lists = (tuple(tidy(value) for value in values) for values in (spent, outlays, outcome.purse[1:]))
    return Way(tuple(steps), tidy(outcome.cash), *lists)


def _enables(ground, group, when, never) -> tuple[str, ...]:
    """Recipes begun later that take, work with or are built from what this group makes, if nobody else uses it."""
    network, mine = ground.network, {ground.rows[one].id for one in group}
    made = {good for one in group for good in ground.rows[one].outputs}
    if any(good.id in made and (good.sellable or any(good.need or ())) for good in network.goods):
        return ()
    begun = {ground.rows[one].id: int(when[one]) for one in np.flatnonzero(when < never)}
    now = begun[next(iter(mine))]
    users = [
        recipe.id for recipe in network.recipes
        if recipe.id not in mine and (recipe.adopted or recipe.id in begun)
        and made & {*recipe.inputs, *recipe.machines, *(() if recipe.adopted else recipe.outlay_goods)}
    ]
    later = [one for one in users if begun.get(one, -1) > now]
    return tuple(sorted(later, key=lambda one: (begun[one], one))) if len(later) == len(users) else ()


def _parts(model, outcome, when):
    """(bought, made): cash worth of the parts of outlays, candidates × periods. Parts that several steps of a period
    use come to each by its share."""
    ground = model.ground
    price = np.nan_to_num(ground.incidence.buy[ground.parts])
    shape = (model.candidates, model.periods)
    bought, made = np.zeros(shape), np.zeros(shape)
    value = ground.program.cells
    o, m = value(model.o, outcome.values), value(model.m, outcome.values)
    for period in set(when[when < model.periods].tolist()):
        begun = np.flatnonzero(when == period)
        use = ground.part_use[begun]
        total = use.sum(axis=0)
        share = np.divide(use, total, out=np.zeros_like(use), where=total > 0)
        own = np.minimum(m[:, period], total)
        made[begun, period] = share @ (own * price)
        bought[begun, period] = share @ (o[:, period] * price)
    return bought, made


def _together(ground, begun):
    """Candidates begun in one period, grouped where one makes what another takes or works with; the quickest
    payers first, makers before takers."""
    rows = {int(one): ground.rows[one] for one in begun}
    groups: list[list[int]] = []
    for one, row in rows.items():
        takes = {*row.inputs, *row.machines}
        linked = [
            group
            for group in groups
            if any(takes & set(rows[other].outputs) or set(row.outputs) & {*rows[other].inputs, *rows[other].machines}
                   for other in group)
        ]
        groups = [group for group in groups if group not in linked]
        groups.append([other for group in linked for other in group] + [one])
    ordered = [sorted(group, key=lambda one: (_depth(rows, one, group), rows[one].id)) for group in groups]
    return sorted(ordered, key=lambda group: (_stage_place(max((rows[one].stage for one in group), key=_stage_place)),
                                              ground.outlay[group].sum(), rows[group[0]].id))


def _depth(rows, one, group, seen=()):
    takes = {*rows[one].inputs, *rows[one].machines}
    makers = [other for other in group if other != one and other not in seen and takes & set(rows[other].outputs)]
    return 1 + max((_depth(rows, other, group, (*seen, one)) for other in makers), default=0)


def _stage_place(stage):
    return STAGES.index(stage) if stage in STAGES else -1


def nothing_to_tell(plan, budget) -> RoadMap:
    """The road map of a town that has nothing to start, or no plan at all."""
    optimal = plan.status == "optimal"
    cash = plan.cash if optimal else 0.0
    spent: tuple[float, ...] = ()
    if optimal:
        spent = tuple(spending(plan.solved.program, plan.solved.optimum.values).tolist())
    way = Way((), cash, spent, (0.0,) * len(spent), (float(budget),) * len(spent))
    status = "nothing_to_start" if optimal else "infeasible"
    return RoadMap(
        status, float(budget), way, way, way, cash, spent, cash, plan.dependence if optimal else None, 0.0,
        0.0,
    )
