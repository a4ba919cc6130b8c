"""Two futures side by side: the plan as it is, and the plan if something else were so."""

import sys

from commonstead.core.boundary.changes import Changes
from commonstead.core.boundary.explaining import compare
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.commands.explain import must_know
from commonstead.site.network_file import Progress, file_argument, number, print_json, read_network_file, table

HELP = "Put two futures side by side: as it is, and with recipes taken up, other prices, wages or hours."
_MOST = 12  # lines of a table that one still reads


def arguments(parser):
    file_argument(parser)
    parser.add_argument("--with", dest="adopt", metavar="RECIPE,…", default="", help="recipes taken up")
    parser.add_argument("--without", dest="drop", metavar="RECIPE,…", default="", help="recipes given up")
    parser.add_argument("--price", metavar="GOOD=FACTOR", action="append", default=[],
                        help="this good costs so many times as much; may be said again")
    parser.add_argument("--income", type=float, default=1.0, metavar="FACTOR", help="the cash income, times so much")
    parser.add_argument("--hours", type=float, default=1.0, metavar="FACTOR", help="everybody's hours, times so much")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    changes = _changes(args)
    if changes == Changes():
        print("compare: nothing would be otherwise, so both sides would say the same. Give at least one of these:\n"
              "  --with RECIPE,…  --without RECIPE,…  --price GOOD=FACTOR  --income FACTOR  --hours FACTOR\n"
              "for example: commonstead compare town.json --price flour=2", file=sys.stderr)
        return 2
    network = read_network_file(args.file)
    must_know(network, (*changes.adopt, *changes.drop), changes.prices)
    both = compare(network, changes, say=Progress())
    if args.json:
        print_json({"compare": both.to_json()})
    else:
        print("\n\n".join(part for part in _text(network, both) if part))
    return 0 if {both.before.status, both.after.status} == {"optimal"} else 1


def _changes(args) -> Changes:
    prices, wrong = {}, []
    for said in args.price:
        good, split, factor = said.rpartition("=")
        try:
            prices[good] = float(factor)
            good_factor = split and 0 <= prices[good] < float("inf")
        except ValueError:
            good_factor = False
        if not good_factor:
            wrong.append(Refusal("boundary.factor_unreadable", gettext_noop(
                "“{said}” is no price. Write it as good=factor, like flour=2 for twice the price."), {"said": said}))
    for name in ("income", "hours"):
        if not 0 <= getattr(args, name) < float("inf"):
            wrong.append(Refusal("boundary.factor_negative", gettext_noop(
                "--{name} is a factor from 0 up: 1 is as it is now."), {"name": name}))
    if wrong:
        raise Refused(*wrong)
    return Changes(prices=prices, income=args.income, hours=args.hours, adopt=_names(args.adopt),
                   drop=_names(args.drop))


def _names(said: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in said.split(",") if name.strip())


def _text(network, both):
    units = {good.id: good.unit for good in network.goods}
    yield table(_figures(network, both), ("", "as it is", "then"), right=(1, 2))
    unmet = [(good, number(entry["before"]), number(entry["after"]), units[good]) for good, entry in both.unmet.items()]
    yield table(unmet, ("not met", "as it is", "then", "unit"), right=(1, 2)) if unmet else ""
    bought = [(good, number(entry["before"]), number(entry["after"]), units[good], f"{entry['cash']:+,.0f}")
              for good, entry in list(both.buys.items())[:_MOST]]
    yield table(bought, ("bought", "as it is", "then", "unit", "cash"), right=(1, 2, 4)) if bought else ""
    made = [(recipe, number(entry["before"]), number(entry["after"]))
            for recipe, entry in list(both.batches.items())[:_MOST]]
    yield table(made, ("batches of", "as it is", "then"), right=(1, 2)) if made else ""
    classes = [(name, _share(entry["before"]), _share(entry["after"])) for name, entry in both.classes.items()
               if entry["before"] != entry["after"]]
    yield table(classes, ("still bought, by class", "as it is", "then"), right=(1, 2)) if classes else ""


def _figures(network, both):
    sides = [side.to_json() for side in (both.before, both.after)]

    def row(words, tell):
        return (words, *(tell(side) for side in sides))

    def money(name):
        return lambda side: "–" if side[name] is None else number(side[name])

    if any(side["status"] != "optimal" for side in sides):
        yield row("plan", lambda side: "" if side["status"] == "optimal" else "none keeps all rules")
    yield row(f"cash, {network.currency}", money("cash"))
    yield row("still bought", lambda side: _share(side["dependence"]))
    yield row("hours", money("hours"))
    yield row("days without a wage",
              lambda side: ("at least " if side["slack_at_least"] else "") + number(side["slack_days"]))
    yield row("runs out first", lambda side: next((one["name"] or one["kind"] for one in side["slack_binding"]), "–"))
    yield row("needs not met", lambda side: str(len(side["unmet"])))


def _share(value) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"
