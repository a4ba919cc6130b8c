"""The ladder: what to start and when, so that what the first steps save pays for the next."""

import argparse
import math
import time

from commonstead.core.boundary import next_steps, plan
from commonstead.core.boundary.road_map import meets, road_map
from commonstead.site.network_file import (
    Progress,
    file_argument,
    number,
    print_json,
    read_network_file,
    table,
    time_limit,
    wrapped,
)

HELP = "What to start, and when: a road map paid from a budget and from what its steps save."


_MEETING = 100  # next steps among which those are found that meet a need


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--budget", type=_budget, required=True, metavar="N",
                        help="cash that may be laid out at the start, in the file's currency")
    time_limit(parser)
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def _budget(text):
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not math.isfinite(value) or value < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is no budget: give 0 or more, for instance 2000")
    return value


def run(args):
    network = read_network_file(args.file)
    say = Progress()
    base = plan(network, say)
    found = road_map(network, args.budget, time_limit_s=args.seconds, plan=base, say=say,
                     now=time.monotonic)
    steps = [step.to_json() for step in next_steps(network, base, _MEETING, say)] if base.unmet else []
    ladder = found.to_json()
    ladder |= {"unmet": dict(base.unmet), "meets": meets(steps, ladder["steps"])}
    if args.json:
        document = {"ladder": ladder}
        if base.status != "optimal":
            document["conflicts"] = list(base.conflicts)
        print_json(document)
    else:
        print("\n".join([*_text(network, found, base), *_unmet(network, ladder)]))
    return 0 if base.status == "optimal" else 1


def _unmet(network, ladder):
    """What the plan leaves unmet, and what would meet it."""
    if not ladder["unmet"]:
        return []
    unit = {good.id: good.unit for good in network.goods}

    def listed(goods):
        return ", ".join(f"{good} {number(amount)} {unit[good]}" for good, amount in goods.items())

    lines = ["", wrapped(f"Unmet, and no worse with these steps: {listed(ladder['unmet'])}. A road map looks at cash "
                         "alone; these would meet more, whether or not they save:", "")]
    if not ladder["meets"]:
        return [*lines[:-1], wrapped(f"Unmet: {listed(ladder['unmet'])}. No recipe of the catalogue was found that "
                                     "would meet more by itself.", "")]
    return lines + [
        wrapped(f"{' + '.join(one['recipes'])}: meets {listed(one['unmet_reduced'])}; outlay "
                + ("unknown" if one["outlay"] is None else f"{number(one['outlay'])} {network.currency}"), "  ")
        for one in ladder["meets"]]


def _text(network, found, base):
    money = network.currency
    if found.status == "infeasible":
        return ["No plan keeps all the rules of this file: "
                + (", ".join(base.conflicts) or "its upkeep or its floor of cash cannot be had") + "."]
    if found.status == "nothing_to_start":
        return ['The catalogue is empty: no recipe in the file has "adopted": false.']
    lines = ["What to start, and when", ""]
    if not found.steps:
        lines.append(f"With {number(found.budget)} {money} nothing can be started that pays within "
                     f"{network.periods} periods.")
    for step in found.steps:
        lines.append(f"{step.period:3}. {' + '.join(step.recipes)}" + (f"  ({step.stage})" if step.stage else ""))
        if step.enables:
            lines.append(wrapped(f"for: {', '.join(step.enables)}", "     "))
        for machine, of in step.machines.items():
            bought = f"{number(of['units'])} bought for {number(of['cash'])} {money}, within the outlay"
            made = f"{number(of['made'])} made inside" if of["made"] else ""
            lines.append(wrapped(f"first {machine}, which nobody has: "
                                 + "; ".join(part for part in (bought if of["units"] else "", made) if part), "     "))
        own = f" and parts of one's own worth {number(step.made_outlay)}" if step.made_outlay else ""
        lines.append(wrapped(f"outlay {number(step.outlay)} {money}{own}; saved by the end of the period: "
                             f"{number(step.saving_to_date)}, in the purse: {number(step.cash_after)}"
                             + (f"; dependence {step.dependence:.1%}" if step.dependence is not None else ""), "     "))
    rows = [(name, number(way.cash), number(found.cash_before - way.cash), len(way.steps))
            for name, way in (
                ("this road map", found.best),
                ("best payback first" + ("" if found.greedy_whole else ", cut short"), found.greedy),
                ("stages in order" + ("" if found.by_stage_whole else ", cut short"), found.by_stage))]
    lines += ["", table([("nothing new", number(found.cash_before), "", ""), *rows],
                        ("", f"cash, {money}", "less by", "steps"), {1, 2, 3}), ""]
    more = "" if found.status == "optimal" else " The time was up; more --seconds may find more."
    for way in found.bounds_dropped:
        lines.append(wrapped(f"What was found costs less than the bound of the {way} programme, which is therefore "
                             "wrong and left out. Please report this file.", ""))
    if not math.isfinite(found.bound):
        return [*lines, f"How far from the best this is, is not proven.{more}"]
    lines.append(wrapped(f"No road map can cost less than {number(found.bound)} {money}: this one is within "
                         f"{found.gap:.2%} of that, and misses at most {found.missed_at_most:.1%} of all that could be "
                         f"saved.{more}",
                         ""))
    return lines
