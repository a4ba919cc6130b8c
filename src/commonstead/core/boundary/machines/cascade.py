"""Cheaper and cheaper: what each good costs before and after each step, and which step cut it.

"A product's availability cuts the cost of the next" (Exodus 3575-3579). Step by step recipes are opened, and the costs
of all goods are worked out again (see costs.py). A cut is told with its reason: the recipe of the step that makes the
good itself, or the things that go into it and became cheaper, each with its part of the cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ...vocabulary.refusal import Refusal, Refused, gettext_noop
from ..network import Network
from ..next_steps import next_steps
from .costs import Costing, UnitCosts

_CUT = 1e-9  # smaller changes, relative, are rounding
MOST_STEPS = 60


@dataclass(frozen=True)
class Cut:
    """At which step (1, 2, …) a unit fell from before to after (before None: it could not be had at all). hours: the
    same in hours, which may rise where cash falls; a cut at the same cash is one of hours alone.
    recipe: of the step, where it makes the good itself, else "".  through: cash a unit that each cheaper input took
    off, the largest first.  Where neither is told and cash fell, the step has a use for what is made together with it.
    """

    step: int
    before: float | None
    after: float
    hours: tuple[float | None, float]
    recipe: str = ""
    through: Mapping[str, float] = field(default_factory=dict)

    def to_json(self) -> dict:
        return {"step": self.step, "before": self.before, "after": self.after,
                "hours_before": self.hours[0], "hours_after": self.hours[1], "recipe": self.recipe or None,
                "through": dict(self.through)}


@dataclass(frozen=True)
class GoodCosts:
    """One good: cash, hours and recipe (None: bought) of a unit before the first step and after each. rests_on: the
    by-products that the last cost rests on, see UnitCost."""

    id: str
    shop: float | None
    need: float
    cash: tuple[float | None, ...]
    hours: tuple[float | None, ...]
    by: tuple[str | None, ...]
    cuts: tuple[Cut, ...]
    rests_on: tuple[str, ...] = ()

    @property
    def cut_share(self) -> float | None:
        """The part of the first cost that is gone after the last step; None where it could not be had before."""
        first, last = self.cash[0], self.cash[-1]
        return None if not first or last is None else 1 - last / first

    def to_json(self) -> dict:
        return {"id": self.id, "shop": self.shop, "need": self.need, "cash": list(self.cash),
                "hours": list(self.hours), "by": list(self.by), "cut_share": self.cut_share,
                "rests_on": list(self.rests_on), "cuts": [cut.to_json() for cut in self.cuts]}


@dataclass(frozen=True)
class Cascade:
    """steps: recipes opened, in order.  goods: all that a step cut, those first whose needs it makes cheapest.
    unchanged: how many goods no step cut.  costs: the whole ledger, before and after each step."""

    steps: tuple[tuple[str, ...], ...]
    goods: tuple[GoodCosts, ...]
    unchanged: int
    costs: tuple[UnitCosts, ...] = field(repr=False, compare=False)

    def cut_by(self, step: int) -> tuple[str, ...]:
        """The goods that step 1, 2, … cut."""
        return tuple(good.id for good in self.goods if any(cut.step == step for cut in good.cuts))

    def to_json(self) -> dict:
        return {
            "steps": [{"step": number, "recipes": list(recipes), "cut": list(self.cut_by(number))}
                      for number, recipes in enumerate(self.steps, 1)],
            "goods": [good.to_json() for good in self.goods], "unchanged": self.unchanged,
            "wear_without_price": list(self.costs[-1].wear_without_price)}


def cascade(network: Network, steps: Iterable[Sequence[str]]) -> Cascade:
    """The costs before and after each step. steps: ids of recipes taken up together; those that are taken up already
    change nothing. Refused where a recipe is unknown, all at once."""
    steps = tuple(tuple(step) for step in steps)[:MOST_STEPS]
    _must_know(network, steps)
    lines = Costing(network)
    opened = [frozenset(recipe.id for recipe in network.adopted)]
    for step in steps:
        opened.append(opened[-1] | frozenset(step))
    costs = tuple(lines.costs(recipes) for recipes in opened)
    makings = lines.makings()
    rows = [_row(network, good, steps, costs, makings) for good in network.goods]
    cut = [row for row in rows if row.cuts]
    return Cascade(steps, tuple(sorted(cut, key=_weight)), len(rows) - len(cut), costs)


def _weight(row: GoodCosts):
    """What the needs of the horizon cost less; then the part that is gone; then what could not be had before."""
    first, last = row.cash[0], row.cash[-1]
    saved = row.need * (first - last) if first is not None else 0.0
    return (-saved, -(row.cut_share if row.cut_share is not None else 2.0), row.id)


def _row(network, good, steps, costs: tuple[UnitCosts, ...], makings) -> GoodCosts:
    told = [state[good.id] for state in costs]
    cuts = []
    for number, step in enumerate(steps, 1):
        was, now = told[number - 1], told[number]
        if not cheaper(was, now):
            continue
        cuts.append(Cut(number, was.cash, now.cash, (was.hours, now.hours), now.by if now.by in step else "",
                        _through(good.id, costs[number - 1], costs[number], makings)))
    return GoodCosts(good.id, good.buy, float(sum(good.need)), tuple(one.cash for one in told),
                     tuple(one.hours for one in told), tuple(one.by for one in told), tuple(cuts), told[-1].rests_on)


def cheaper(was, now) -> bool:
    """Less cash; or the same cash and fewer hours."""
    if now.cash is None or was.cash is None:
        return now.cash is not None
    if now.cash < was.cash * (1 - _CUT):
        return True
    return now.cash <= was.cash * (1 + _CUT) and now.hours < was.hours * (1 - _CUT)


def _through(good: str, before: UnitCosts, after: UnitCosts, makings) -> dict[str, float]:
    """What each input that became cheaper took off a unit, made as it is made now."""
    now = after[good]
    if now.by is None:
        return {}
    found = {}
    for part in makings[now.by]:
        for name, amount in part.items():
            was, became = before[name].cash, after[name].cash
            if was is not None and became is not None and became < was * (1 - _CUT):
                found[name] = found.get(name, 0.0) + now.batches * amount * (was - became)
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def steps_by_saving(network: Network, plan=None, count: int = 8, say=None) -> tuple[tuple[str, ...], ...]:
    """The next steps of the town, the largest saving first; a recipe that an earlier step holds is not named again.
    Each step's saving is that of taking it up alone, next."""
    return without_repeats(step.recipes for step in next_steps(network, plan, count, say))


def steps_inputs_first(network: Network) -> tuple[tuple[str, ...], ...]:
    """All recipes of the catalogue that would make something cheaper if all were open, each a step of its own: what
    goes in before what it goes into, so that each cut can be seen to cut the next."""
    lines = Costing(network)
    costs, makings = lines.costs(recipe.id for recipe in network.recipes), lines.makings()
    waiting = {recipe.id for recipe in network.catalogue} & {cost.by for cost in costs.goods.values()}
    order: list[str] = []
    seen: set[str] = set()
    for first in (recipe.id for recipe in network.catalogue if recipe.id in waiting):
        on_the_way = [(first, False)]  # without recursion: a chain may be long
        while on_the_way:
            recipe, inputs_done = on_the_way.pop()
            if inputs_done:
                order.append(recipe)
            elif recipe not in seen:
                seen.add(recipe)
                on_the_way.append((recipe, True))
                makers = (costs[good].by for part in makings[recipe] for good in sorted(part))
                on_the_way += [(maker, False) for maker in makers if maker is not None and maker not in seen]
    return tuple((recipe,) for recipe in order if recipe in waiting)


def without_repeats(steps: Iterable[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Each recipe once, at the first step that names it; steps that hold nothing new are left out."""
    seen: set[str] = set()
    found = []
    for step in steps:
        new = tuple(recipe for recipe in dict.fromkeys(step) if recipe not in seen)
        seen.update(new)
        if new:
            found.append(new)
    return tuple(found)


def _must_know(network: Network, steps) -> None:
    known = {recipe.id for recipe in network.recipes}
    unknown = dict.fromkeys(recipe for step in steps for recipe in step if recipe not in known)
    if unknown:
        raise Refused(*(Refusal(
            "boundary.unknown_recipe",
            gettext_noop("steps: there is no recipe called {recipe}. The file's recipes have other names."),
            {"recipe": recipe}, field="steps") for recipe in unknown))
