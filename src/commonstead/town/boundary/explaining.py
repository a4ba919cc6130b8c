"""Why a step is recommended, of any recipe or chain of this town: kept with the answers for those shown first, worked
out when asked for all others and kept in this process while the answers rest on the same.

A large town's explanation takes longer than a page should; then it is a calculation of its own (calculations.py).
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence

from commonstead.core import boundary as core
from commonstead.core.boundary.changes import Changes
from commonstead.core.boundary.explaining import compare, explain, price_ranges
from commonstead.core.boundary.what_if import WhatIf

from . import calculations
from .planned import plan_of
from .queries import Answers

#: So many of the stored steps are explained together with the answers: those on which somebody lands first.
EXPLAINED = 6
#: Columns of the plan above which an explanation is not worked out while a page waits: about three seconds here.
LARGE = 25_000
KIND, COMPARISON, PRICES = "explanation", "comparison", "price_ranges"
MOST_PRICES = 12  # goods whose price is moved: those on which most cash goes; more is more than anybody reads
_MOST_KEPT = 200

_lock = threading.Lock()
_kept: OrderedDict[tuple, dict | list] = OrderedDict()


def with_explanations(network: core.Network, plan: core.Plan, steps: Sequence[core.NextStep]) -> list[dict]:
    """The steps as they are stored; the first of them with `explanation`, but for towns so large that these would
    hold up the answers."""
    told = [step.to_json() for step in steps]
    if plan.status == "optimal" and steps and plan.solved.program.columns <= LARGE:
        first = steps[:EXPLAINED]
        places = plan.solved.incidence.recipe_place
        what_if = WhatIf(plan.solved, sorted({places[one] for step in first for one in step.recipes}))
        for entry, step in zip(told, first, strict=False):
            entry["explanation"] = explain(network, plan, step.recipes, what_if).to_json()
    return told


def stored(recipe_ids: Sequence[str], answers: Answers) -> dict | None:
    """The explanation that is at hand: with the answers, in this process, or as a calculation that is done."""
    ids = tuple(recipe_ids)
    for entry in answers.next:
        if "explanation" in entry and tuple(entry.get("chain") or [entry["recipe"]]) == ids:
            return entry["explanation"]
    found = _kept.get((answers.mark, ids))
    if found is None and is_large(answers):
        done = calculations.latest_calculation(KIND, wanted(ids, answers))
        found = done.result if done else None
    return found


def wanted(recipe_ids: Sequence[str], answers: Answers) -> dict:
    """The question of a calculation that explains these recipes."""
    return {"recipes": list(recipe_ids), "mark": answers.mark}


def is_large(answers: Answers) -> bool:
    """Whether an explanation of this town takes longer than a page should."""
    network = answers.network
    columns = 3 * len(network.get("goods", ())) + len(network.get("recipes", ()))
    return columns * int(network.get("periods", 12)) > LARGE


def explanation_of(recipe_ids: Sequence[str], answers: Answers) -> dict:
    """The explanation of any recipes of the answers' network, worked out if it is not at hand. KeyError for a recipe
    that was not there when the answers were worked out."""
    ids = tuple(recipe_ids)
    found = stored(ids, answers)
    if found is None:
        network, plan = plan_of(answers)
        found = explain(network, plan, ids).to_json()
        _keep((answers.mark, ids), found)
    return found


def comparison_of(changes: Mapping, answers: Answers) -> dict:
    """The plan as we are beside the plan with these changes (fields of core.boundary.changes.Changes as JSON), worked
    out if it is not at hand. KeyError for a good or recipe that was not there when the answers were worked out."""
    found = stored_comparison(changes, answers)
    if found is None:
        network, plan = plan_of(answers)
        found = compare(network, changes_of(changes), plan).to_json()
        _keep((answers.mark, json.dumps(changes, sort_keys=True)), found)
    return found


def stored_comparison(changes: Mapping, answers: Answers) -> dict | None:
    """The comparison that is at hand, in this process or as a calculation that is done."""
    found = _kept.get((answers.mark, json.dumps(changes, sort_keys=True)))
    if found is None and is_large(answers):
        done = calculations.latest_calculation(COMPARISON, {"changes": dict(changes), "mark": answers.mark})
        found = done.result if done else None
    return found


def changes_of(said: Mapping) -> Changes:
    """Changes from their JSON form."""
    return Changes(**{name: tuple(value) if isinstance(value, list) else value for name, value in said.items()})


def _keep(key: tuple, found: dict | list) -> None:
    with _lock:
        _kept[key] = found
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)


def price_ranges_of(answers: Answers) -> list[dict]:
    """How far the prices that matter to the plan may move before another is better, see core's price_ranges."""
    found = stored_price_ranges(answers)
    if found is None:
        found = [span.to_json() for span in price_ranges(*plan_of(answers), most=MOST_PRICES)]
        _keep((answers.mark, PRICES), found)
    return found


def stored_price_ranges(answers: Answers) -> list[dict] | None:
    """Those that are at hand, in this process or as a calculation that is done."""
    found = _kept.get((answers.mark, PRICES))
    if found is None and is_large(answers):
        done = calculations.latest_calculation(PRICES, {"mark": answers.mark})
        found = done.result["price_ranges"] if done else None
    return found


def known(recipe_ids: Sequence[str], network: Mapping) -> bool:
    """Whether all of them were there when the answers were worked out."""
    return set(recipe_ids) <= {recipe["id"] for recipe in network.get("recipes", ())}
