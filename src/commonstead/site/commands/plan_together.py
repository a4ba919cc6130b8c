"""Two towns plan together: who sends what, what is paid, what each saves; from two network files, no ledger shared."""

import json
import time

from commonstead.core.boundary.json_text import parse
from commonstead.core.boundary.together import Mapping, Transport, plan_together, read_mapping
from commonstead.site.network_file import (
    Progress,
    number,
    print_json,
    read_bytes,
    read_network_file,
    table,
    time_limit,
    wrapped,
)

HELP = "Plan two towns together: who sends what, what is paid, and what each saves against planning alone."

_GAP = 0.01  # of what is won: nearer than that takes many times as long


def arguments(parser):
    parser.add_argument("first", metavar="A", help="a provisioning network (JSON)")
    parser.add_argument("second", metavar="B", help="the other town's network")
    parser.add_argument("--mapping", metavar="FILE", help="which good of A is which of B (goods-mapping/1, JSON)")
    parser.add_argument("--transport-cost", type=float, metavar="CASH", help="what moving one unit costs (0)")
    parser.add_argument("--transport-loss", type=float, metavar="SHARE", help="which share is lost on the way (0)")
    parser.add_argument("--rounds", type=int, default=400, help="the most questions put to the other town (400)")
    time_limit(parser)
    parser.add_argument("--goods", type=int, default=40, help="of many common goods, look at so many (40)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    until = time.monotonic() + args.seconds
    first, second = read_network_file(args.first), read_network_file(args.second)
    mapping = read_mapping(parse(read_bytes(args.mapping))) if args.mapping else Mapping()
    for value, name in ((args.transport_cost, "cost"), (args.transport_loss, "loss")):
        if value is not None:
            document = {"format": "goods-mapping/1", "transport": {name: value}}
            given = read_mapping(json.loads(json.dumps(document))).transport
            transport = Transport(given.cost or mapping.transport.cost, given.loss or mapping.transport.loss)
            mapping = Mapping(mapping.rows, mapping.same_ids, transport)
    pair = plan_together(first, second, mapping, rounds=max(args.rounds, 1), gap=_GAP,
                         most_goods=max(args.goods, 1), say=Progress(), enough=lambda: time.monotonic() > until)
    if args.json:
        print_json(pair.to_json())
    else:
        print("\n".join(text(pair, first.currency)))
    return 0 if pair.status in ("together", "apart") else 1


def text(pair, money) -> list[str]:
    """The answer for people."""
    names = [town.name or f"town {place}" for place, town in enumerate(pair.towns, 1)]
    if names[0] == names[1]:
        names = [f"{names[0]} (first)", f"{names[1]} (second)"]
    if pair.status == "infeasible":
        return [f"{name} has no plan alone that keeps its rules ({', '.join(town.conflicts) or 'they conflict'}), so "
                "there is nothing to compare with. Correct its network first (see commonstead plan)."
                for name, town in zip(names, pair.towns, strict=True) if town.status != "optimal"]
    if pair.status == "undecided" and pair.gain_at_most > 0:
        return [wrapped(f"The search ended before an exchange was found from which both win; up to "
                        f"{number(pair.gain_at_most)} together might be there. More --seconds and --rounds may find "
                        "one.", "")]
    if pair.status == "undecided":
        return ["The solver could not decide: the quantities of the two towns lie too far apart. Apart they are as "
                "before."]
    if not pair.goods:
        return ["The two have no good in common that one of them makes. A mapping file (--mapping) says which good of "
                "one is which of the other."]
    lines = _saved(pair, names, money)
    if pair.status == "apart":
        return [*lines, "", "Nothing is won by sending any of the goods that both know: they stay apart."]
    for key, name, other in (("first", names[0], names[1]), ("second", names[1], names[0])):
        rows = [(good, number(sum(row[key])), row["unit"], number(_average(row, key)))
                for good, row in pair.sends.items() if sum(row[key]) > 0]
        if rows:
            lines += ["", f"{name} sends to {other}",
                      table(rows, ("good", "in all", "unit", f"worth ({money})"), right=(1, 3))]
    return lines + _foot(pair)


def _saved(pair, names, money):
    rows = []
    for name, town in zip(names, pair.towns, strict=True):
        gets = sum(town.gets)
        rows.append((name, number(town.cash_apart), number(town.cash_together), number(town.saves),
                     f"{'gets' if gets >= 0 else 'pays'} {number(abs(gets))}",
                     f"{number(town.hours_apart)} → {number(town.hours_together)}"))
    lines = [table(rows, ("town", f"alone ({money})", "together", "saves", "between them", "hours"), right=(1, 2, 3))]
    for name, town in zip(names, pair.towns, strict=True):
        for aim, before in town.unmet_apart.items():
            after = town.unmet_together[aim]
            if before > 1e-6:
                lines.append(wrapped(f"{name}: needs of tier {aim.split()[1]} unmet in {number(before)} shares of a "
                                     f"period's need alone, {number(max(after, 0.0))} together.", ""))
    return lines


def _average(row, key):
    sent = sum(row[key])
    return sum(amount * price for amount, price in zip(row[key], row["price"], strict=True)) / sent


def _foot(pair):
    lines = [""]
    if pair.complete:
        lines.append(wrapped(f"Together they save {number(pair.gain)}; no exchange of these goods saves more.", ""))
    else:
        nearer = " (More --seconds and --rounds may come nearer.)" if pair.gap > _GAP else ""
        lines.append(wrapped(f"Together they save {number(pair.gain)}; no exchange of these goods, of the sizes "
                             f"considered, saves more than {number(pair.gain_at_most)}.{nearer}", ""))
    if pair.left_out:
        lines.append(wrapped(f"Not looked at: {', '.join(pair.left_out)} (worth almost the same to both; --goods "
                             "looks at more).", ""))
    return lines
