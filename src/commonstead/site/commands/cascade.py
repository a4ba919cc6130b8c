"""Cheaper and cheaper: what each good costs before and after each step, and which step cut it (Exodus 3575-3579)."""

from __future__ import annotations

import json

from commonstead.core.boundary.machines.cascade import (
    Cascade,
    cascade,
    steps_by_saving,
    steps_inputs_first,
    without_repeats,
)
from commonstead.core.boundary.machines.uncut import Uncut, uncut
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.folder_network import file_or_folder_argument, read_file_or_folder
from commonstead.site.network_file import Progress, number, print_json, read_bytes, table, wrapped

HELP = "What each good costs before and after each step, which step cut it, and through what."
SHOWN = 25


def arguments(parser):
    file_or_folder_argument(parser)
    parser.add_argument("--steps", metavar="a,b+c,d",
                        help="recipes to take up, in this order; + for those taken up together (default: the next "
                             "steps by saving)")
    parser.add_argument("--road-map", metavar="FILE", help="take the steps from the answer of `ladder --json`")
    parser.add_argument("--inputs-first", action="store_true",
                        help="take all that the catalogue could make cheaper, what goes in before what it goes into")
    parser.add_argument("--count", type=int, default=8, help="how many next steps to take by themselves (8)")
    parser.add_argument("--all", action="store_true", help=f"every good that a step cuts, not the first {SHOWN}")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    network, _ = read_file_or_folder(args.file)
    told = cascade(network, _steps(args, network))
    if args.json:
        nothing_cut = uncut(network, told)
        print_json({"cascade": told.to_json() | {
            "uncut": {str(step): why.to_json() for step, why in nothing_cut.items()}}})
    else:
        print("\n".join(_text(network, told, args.all)))
    return 0


def _steps(args, network):
    if args.steps:
        return without_repeats([part for part in (name.strip() for name in step.split("+")) if part]
                               for step in args.steps.split(","))
    if args.road_map:
        return without_repeats(_of_road_map(args.road_map))
    if args.inputs_first:
        return steps_inputs_first(network)
    if any(any(good.need) for good in network.goods):
        return steps_by_saving(network, None, max(args.count, 1), Progress()) if network.catalogue else ()
    return tuple((recipe.id,) for recipe in network.catalogue)  # nobody needs anything: in the order of the file


def _of_road_map(name: str):
    try:
        document = json.loads(read_bytes(name))
        steps = document.get("ladder", document)["steps"]
        return [[str(recipe) for recipe in step["recipes"]] for step in steps]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(Refusal(
            "boundary.no_road_map",
            gettext_noop("{file} is not the answer of `commonstead ladder FILE --json`: it has no steps with recipes."),
            {"file": name}, field="road-map")) from None


def _text(network, told: Cascade, every: bool):
    if not told.steps:
        return ['There is no step to take: no recipe in the file has "adopted": false. Name some with --steps.']
    lines, nothing_cut = ["Steps, in order"], uncut(network, told)
    for place, recipes in enumerate(told.steps, 1):
        count = len(told.cut_by(place))
        cuts = f"cuts {count} {'good' if count == 1 else 'goods'}"
        said = _why_uncut(nothing_cut[place]) if place in nothing_cut else cuts
        lines.append(wrapped(f"{place}. {' + '.join(recipes)}: {said}", " "))
    if not told.goods:
        return [*lines, "", "None of these steps makes anything cheaper."]
    units = {good.id: good.unit for good in network.goods}
    goods = told.goods if every else told.goods[:SHOWN]
    lines += ["", f"What a unit costs, in {network.currency}, and the hours in it; capacities are left out", "", table(
        [(f"{good.id} ({units[good.id]})", _cash(good.cash[0]), _cash(good.cash[-1]), number(good.hours[-1]),
          " ".join(str(cut.step) for cut in good.cuts)) for good in goods],
        ("good", "before", "after", "hours", "cut by step"), (1, 2, 3))]
    if len(goods) < len(told.goods):
        lines += ["", f"… and {len(told.goods) - len(goods)} more (--all)"]
    lines += ["", "Because of what"]
    for good in goods[:10]:
        for cut in good.cuts:
            lines.append(wrapped(f"{good.id}, step {cut.step}: {_cash(cut.before)} → {_cash(cut.after)}"
                                 f"{_because(cut)}", " "))
    return lines


def _why_uncut(why: Uncut) -> str:
    if why.with_step:
        return f"cuts nothing by itself; with step {why.with_step}: {', '.join(why.then[:4])}"
    if why.more_of:
        return f"cuts nothing; makes more of what is already as cheap inside: {', '.join(why.more_of[:4])}"
    return "cuts nothing by itself"


def _because(cut) -> str:
    parts = [f"made by {cut.recipe}"] if cut.recipe else []
    parts += [f"{name} −{number(cash)}" for name, cash in list(cut.through.items())[:3]]
    if cut.before is not None and cut.after >= cut.before * (1 - 1e-9):
        parts.append(f"hours {number(cut.hours[0])} → {number(cut.hours[1])}")
    return f" ({', '.join(parts)})" if parts else ""


def _cash(value) -> str:
    return "not to be had" if value is None else number(value)
