"""What to bring inside next: the recipes of the catalogue that would save most, with outlay and reasons."""

from commonstead.core.boundary import next_steps, plan
from commonstead.site.commands.plan import headline
from commonstead.site.network_file import Progress, file_argument, number, print_json, read_network_file, wrapped

HELP = "Which recipes of the catalogue to take up next: saving, outlay, payback and why."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--count", type=int, default=20, help="how many to show (20)")


def run(args):
    network = read_network_file(args.file)
    say = Progress()
    result = plan(network, say)
    steps = next_steps(network, result, max(args.count, 1), say)
    if args.json:
        figures = result.to_json()
        keys = (
            "status",
            "unmet",
            "cash",
            "cash_without_commons",
            "dependence",
            "hours",
            "slack_days",
            "slack_at_least",
        )
        print_json({"plan": {key: figures[key] for key in keys}, "next": [step.to_json() for step in steps]})
    else:
        print("\n".join(headline(network, result)))
        print("\n" + "\n".join(_text(network, steps)))
    return 0 if result.status == "optimal" else 1


def _text(network, steps):
    if not network.catalogue:
        return ['The catalogue is empty: no recipe in the file has "adopted": false.']
    if not steps:
        return ["Nothing in the catalogue would save cash or meet more of the needs now."]
    lines = ["Bring inside next"]
    for place, step in enumerate(steps, 1):
        lines += ["", f"{place}. {' + '.join(step.recipes)}" + (f"  ({step.stage})" if step.stage else "")]
        lines += [wrapped(line, "   ") for line in _facts(network, step)]
    return lines


def _facts(network, step):
    money, units = network.currency, {good.id: good.unit for good in network.goods}
    if step.saving > 0:
        yield f"saves {number(step.saving)} {money}"
    if step.unmet_reduced:
        met = ", ".join(f"{number(amount)} {units[good]} of {good}" for good, amount in step.unmet_reduced.items())
        yield f"meets {met} that is not met now"
    if step.outlay is None:
        yield f"outlay unknown: no price for {', '.join(step.unpriced_outlay)}"
    else:
        paid = f", paid back in {number(step.payback_periods)} periods" if step.payback_periods is not None else ""
        yield f"outlay {number(step.outlay)} {money}{paid}" if step.outlay else "no outlay"
    for machine, price in step.machines_first.items():
        yield f"and first {machine}, which nobody has" + ("" if price is None else f": {number(price)} {money}")
    less = [
        f"{good} {number(change['before'])} → {number(change['after'])} {units[good]}"
        for good, change in step.why["buys"].items()
        if change["cash"] > 0
    ][:4]
    if less:
        yield "buys less: " + ", ".join(less)
    if any(step.why["hours"].values()):
        yield "takes " + ", ".join(f"{number(hours)} h of {skill}" for skill, hours in step.why["hours"].items())
