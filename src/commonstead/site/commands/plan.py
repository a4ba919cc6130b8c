"""The plan that meets the needs with the least cash, then the least work; what is still bought; walk-away days."""

import json
import sys
from pathlib import Path

from commonstead.core.boundary import plan
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site import open_needs_file
from commonstead.site.network_file import (
    Progress,
    file_argument,
    number,
    print_json,
    read_network_file,
    table,
    wrapped,
)

HELP = (
    "Meet the needs with the least cash, then the least work: what is bought, how dependent, how long without a wage."
)
_LARGE = 20_000  # columns from which JSON answers hold the certificate only when it is asked for


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--json", action="store_true", help="answer as JSON")
    parser.add_argument("--certificate", metavar="FILE", help="write the proof that check-plan accepts to FILE")
    parser.add_argument(
        "--with-certificate", action="store_true", help="put the proof into the JSON answer, however large"
    )
    open_needs_file.arguments(parser)


def run(args):
    begin = open_needs_file.beginning(args)
    network = read_network_file(args.file)
    result = plan(network, Progress())
    if args.open_needs and result.status == "optimal":
        open_needs_file.write(args.open_needs, network, result, begin)
    if args.certificate and result.status == "optimal":
        _write(args.certificate, result.certificate)
    if args.json:
        within = args.with_certificate or (not args.certificate and result.solved.program.columns <= _LARGE)
        answer = result.to_json(with_certificate=within)
        if args.certificate and not args.with_certificate and result.status == "optimal":
            answer["certificate"] = args.certificate
        print_json({"plan": answer})
    else:
        print("\n".join(headline(network, result) + _details(network, result)))
    return 0 if result.status == "optimal" else 1


def _write(name, certificate):
    try:
        Path(name).write_text(json.dumps(certificate, allow_nan=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(
            Refusal(
                "files.unwritable",
                gettext_noop("{file} cannot be written: {problem}."),
                {"file": name, "problem": error.strerror or str(error)},
            )
        ) from None
    print(f"The certificate is in {name}.", file=sys.stderr)


def headline(network, result) -> list[str]:
    """The three figures, in words."""
    days = network.periods * network.days_per_period
    lines = [f"{network.name or 'This network'}: {network.periods} × {number(network.days_per_period)} days", ""]
    if result.status != "optimal":
        return [*lines, "No plan keeps all the rules.", *_conflicts(result)]
    money = network.currency
    lines.append(f"Cash to be spent        {number(result.cash)} {money}")
    lines.append(f"Everything bought       {number(result.cash_without_commons)} {money}")
    if result.dependence is not None:
        lines.append(f"Dependence              {100 * result.dependence:.1f} % of the livelihood is still bought")
    lines.append(f"Work                    {number(result.hours)} hours")
    at_least = "at least " if result.slack.at_least else ""
    lines.append(f"Without a wage          {at_least}{number(result.slack.days)} of {number(days)} days")
    if result.slack.binding:
        lines.append(wrapped("What runs short: " + _binding(result.slack.binding[:4]), "  "))
    return lines


def _conflicts(result):
    for conflict in result.conflicts:
        if conflict == "cash":
            yield "  Cash would fall below its floor: raise the start or the income, or lower the floor."
        else:
            yield wrapped(f"{conflict} cannot be kept up to the end: give it a price, or a recipe that can run.")


_KINDS = {
    "cash": "cash",
    "hours": "hours of ",
    "machine": "machine time of ",
    "land": "land of ",
    "stock": "stock of ",
    "limit": "the limit of ",
    "good": "",
}


def _binding(binding):
    return ", ".join(dict.fromkeys(_KINDS[one.kind] + one.name for one in binding))


def _details(network, result) -> list[str]:
    if result.status != "optimal":
        return []
    units = {good.id: good.unit for good in network.goods}
    prices = {good.id: good.buy or 0.0 for good in network.goods}
    lines = []
    if result.unmet:
        lines += [
            "",
            "Not met",
            table(
                [(good, number(amount), units[good]) for good, amount in result.unmet.items()],
                ("good", "amount", "unit"),
                right=(1,),
            ),
        ]
    if result.batches:
        lines += [
            "",
            "Made inside",
            table(
                [
                    (recipe, number(sum(runs)), " ".join(map(number, runs)))
                    if network.periods <= 4
                    else (recipe, number(sum(runs)), _spark(runs))
                    for recipe, runs in result.batches.items()
                ],
                ("recipe", "batches", "by period"),
                right=(1,),
            ),
        ]
    bought = sorted(
        ((sum(amounts) * prices[good], good, sum(amounts)) for good, amounts in result.buys.items()), reverse=True
    )
    if bought:
        lines += [
            "",
            "Bought",
            table(
                [(good, number(amount), units[good], number(cash)) for cash, good, amount in bought],
                ("good", "amount", "unit", network.currency),
                right=(1, 3),
            ),
        ]
    if result.sells:
        lines += [
            "",
            "Sold",
            table(
                [(good, number(sum(amounts)), units[good]) for good, amounts in result.sells.items()],
                ("good", "amount", "unit"),
                right=(1,),
            ),
        ]
    classes = {name: share for name, share in result.by_class.items() if name and share.dependence is not None}
    if classes:
        lines += [
            "",
            "By class of need",
            table(
                [
                    (
                        name,
                        number(share.outright),
                        number(share.direct),
                        number(share.embodied),
                        f"{100 * share.dependence:.1f} %",
                    )
                    for name, share in classes.items()
                ],
                ("class", "worth", "bought", "embodied", "dependence"),
                right=(1, 2, 3, 4),
            ),
        ]
    return lines


def _spark(runs):
    most = max(runs)
    return "".join(" ▁▂▃▄▅▆▇█"[round(8 * run / most)] if most else " " for run in runs)
