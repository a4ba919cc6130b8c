"""How sure the plan is: many futures with other prices, harvests, wages and hours, and what stays true in them."""

from dataclasses import replace

from commonstead.core.boundary.ensemble import Spread, read_spread
from commonstead.core.boundary.json_text import parse
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.network_file import (
    Share,
    file_argument,
    number,
    print_json,
    read_bytes,
    read_network_file,
    table,
    wrapped,
)

HELP = "Work out many futures: ranges of cash, dependence and walk-away days, and in how many of them a step pays."


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--futures", type=int, default=100, help="how many futures (100)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same futures (1)")
    parser.add_argument("--spread", metavar="FILE", help="how uncertain the numbers are (JSON, futures-spread/1)")
    parser.add_argument("--workers", type=int, help="processes of this machine (one a processor)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler (default: the setting `cluster`)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    from commonstead.town.boundary.many_futures import work_out

    if args.seed < 0:
        raise Refused(Refusal("boundary.seed", gettext_noop(
            "A seed of {seed} cannot be drawn from. Give a whole number from 0 on, such as 1."), {"seed": args.seed},
            field="seed"))
    if args.workers is not None and args.workers < 1:
        raise Refused(Refusal("boundary.workers", gettext_noop(
            "{workers} workers work nothing out. Give a number from 1 on, or leave it out."),
            {"workers": args.workers}, field="workers"))
    network = read_network_file(args.file)
    spread = read_spread(_document(args.spread), network) if args.spread else Spread()
    found = work_out(network, futures=args.futures, seed=args.seed, spread=spread, workers=args.workers,
                     cluster=_cluster(args), say=Share())
    if args.json:
        print_json({"ensemble": {"seed": args.seed, **found.to_json()}})
    else:
        print("\n".join(_text(network, found)))
    return 0 if found.infeasible < found.asked else 1


def _cluster(args) -> str:
    """The address that was given, else the setting; a setting is only looked for where nothing else decides."""
    if args.cluster is not None or args.workers is not None:
        return args.cluster or ""
    import os
    from pathlib import Path

    from commonstead.site.options import read_options

    return str(read_options(os.environ, Path("var"))["cluster"])


def _document(name: str) -> object:
    """What the file says, read as strictly as a network; a refusal names the file, since two are read."""
    text = read_bytes(name)
    try:
        return parse(text)
    except Refused as refused:
        raise Refused(*(replace(one, template="{file}: " + one.template, params={**one.params, "file": name},
                                field=one.field or "spread") for one in refused.refusals)) from None


def _text(network, found) -> list[str]:
    lines = [f"{network.name or 'This network'}: {found.asked} futures", ""]
    if found.cash is None:
        return [*lines, "In none of them can a plan keep all the rules: see what `plan` says of the network."]
    now = found.now
    rows = [_row(f"cash to be spent ({network.currency})", now.cash, found.cash, number)]
    if found.dependence:
        rows.append(_row("dependence", now.dependence, found.dependence, lambda share: f"{100 * share:.1f} %"))
    rows.append(_row("days without a wage", now.slack_days, found.slack_days, number))
    lines.append(table(rows, ("", "now", "1 in 10 below", "middle", "1 in 10 above"), right=(1, 2, 3, 4)))
    if found.infeasible:
        lines += ["", f"In {found.infeasible} of {found.asked} futures no plan keeps all the rules."]
    if found.short:
        lines += ["", f"In {found.short} of {found.asked} futures some need is not met in full."]
    if found.steps:
        lines += ["", *wrapped(
            f"Steps: in how many of {found.steps[0].futures} futures they meet more of what is needed, save cash, and "
            f"earn back their outlay and the machines that nobody has in {number(found.spread.patience_days)} days"
        ).splitlines(), ""]
        lines.append(table(
            [(" + ".join(step.recipes), number(step.saving.low), number(step.saving.middle), number(step.saving.high),
              step.meets, step.saves, "unknown" if step.pays is None else step.pays) for step in found.steps],
            ("step", "saves", "middle", "up to", "meets in", "saves in", "pays in"), right=(1, 2, 3, 4, 5, 6)))
        lines += [wrapped(f"{' + '.join(step.recipes)}: with it a plan keeps all the rules in {step.makes_possible} of "
                          f"the {found.infeasible} futures in which none does otherwise.")
                  for step in found.steps if step.makes_possible]
        lines += [wrapped(f"{' + '.join(step.recipes)}: nobody has {', '.join(step.machines_first)} yet.")
                  for step in found.steps if step.machines_first]
    if found.moves:
        lines += ["", "What goes with the differences in cash"]
        lines += [f"  {one.factor}: {100 * one.share:.0f} %" for one in found.moves]
    return [*lines, "", "What was varied", *_varied(found.spread)]


def _row(name, now, reach, shown):
    return (name, "–" if now is None else shown(now), shown(reach.low), shown(reach.middle), shown(reach.high))


def _varied(spread):
    for name in ("prices", "prices_together", "yields", "harvests", "harvests_together", "income", "hours"):
        reason = spread.reason(name)
        yield wrapped(f"{name}: {100 * getattr(spread, name):.0f} %" + (f". {reason}" if reason else ""))
    for name in ("prices_by_class", "prices_by_good", "yields_by_recipe"):
        for key, value in getattr(spread, name).items():
            yield f"  {name}, {key}: {100 * value:.0f} %"
