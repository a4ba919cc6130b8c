"""What a bought basket rests on: of each dollar spent, how much ends in which sector, abroad, or in old things."""

from commonstead.core.boundary.baseline import requirements, spread_spending
from commonstead.site.network_file import number, print_json, read_bytes, table, wrapped

HELP = "From make and use tables and household spending: what a bought basket rests on, sector by sector."


def arguments(parser):
    parser.add_argument("make", metavar="MAKE.csv", help="make table (industries × commodities)")
    parser.add_argument("use", metavar="USE.csv", help="use table (commodities × industries and final uses)")
    parser.add_argument("spending", metavar="SPENDING.xlsx", help="household spending by class and fifths of income")
    parser.add_argument("--quintile", type=int, metavar="N", help="one fifth of the households: 1 lowest, 5 highest")
    parser.add_argument("--class", dest="item", metavar="NAME", help="tell one class of spending, e.g. Bakery products")
    parser.add_argument("--count", type=int, default=15, help="how many sectors to show (15)")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    from commonstead.interfaces.files.input_output import (
        SHOPS,
        carriers,
        concordance,
        read_make_use,
        read_spending,
        sector_names,
    )

    tables = read_make_use(read_bytes(args.make), read_bytes(args.use))
    lines, names = concordance(), sector_names()
    spending = read_spending(read_bytes(args.spending), [line.item for line in lines], args.quintile)
    needs = requirements(tables)
    basket = spread_spending(needs, tables.households, spending.items, lines, SHOPS, carriers())
    if args.json:
        print_json(document(needs, basket, spending, names))
    else:
        print("\n".join(_one(basket, names, args) if args.item else _text(needs, basket, spending, names, args)))
    return 0


def document(needs, basket, spending, names) -> dict:
    """The whole answer."""
    return {
        "fifth": spending.fifth, "spending": spending.total, "purchases": basket.spent,
        "value_added": basket.value_added, "imports": basket.imports, "old_things": basket.old,
        "left_out": {item: {"spent": spent, "reason": why} for item, (spent, why) in basket.left_out.items()},
        "shops_and_carriage": dict(basket.margins),
        "classes": dict(basket.items),
        "inside": [{"sector": code, "name": names.get(code, code), "embodied_value_added": embodied,
                    "bought_directly": direct} for code, embodied, direct in basket.inside],
        "multipliers": {code: float(value) for code, value in zip(needs.commodities, needs.multipliers(), strict=True)},
        "handled": [vars(one) for one in needs.handled],
        "check_sum": basket.value_added + basket.imports + basket.old - basket.spent,
    }


def _text(needs, basket, spending, names, args):
    who = "a household" if spending.fifth is None else f"a household of the fifth {spending.fifth} of 5"
    lines = [f"Of {number(spending.total)} dollars that {who} spends a year, {number(basket.spent)} are purchases."]
    lines += [wrapped(f"Left out: {item}, {number(spent)}. {why}.") for item, (spent, why) in basket.left_out.items()]
    share = basket.spent / 100
    lines += ["", f"Of 100 dollars bought: {number(basket.value_added / share)} are earned in sectors here, "
                  f"{number(basket.imports / share)} go abroad,", f"{number(basket.old / share)} are for old things."]
    rows = [(names.get(code, f"sector {code}"), number(embodied), number(100 * embodied / basket.spent),
             number(direct)) for code, embodied, direct in basket.inside[: args.count]]
    lines += ["", "What a town would take inside to cut the most of it (dollars a household and year)",
              table(rows, ("sector", "earned there", "of 100", "bought directly"), right=(1, 2, 3)),
              wrapped("Earned there: wages, surplus and taxes that the basket pays in this sector, also through other "
                      "goods. Where little is bought directly, those who buy from it have to be inside before: "
                      "grain by the mill, the mill by the bakery.", "")]
    rows = [(item, number(row["spent"]), number(100 * row["imports"]))
            for item, row in sorted(basket.items.items(), key=lambda pair: -pair[1]["spent"])[: args.count]]
    lines += ["", "The largest classes of spending",
              table(rows, ("class", "spent", "abroad of 100"), right=(1, 2))]
    kinds = {}
    for one in needs.handled:
        kinds.setdefault((one.where, one.done), []).append(f"{one.row} {one.column}".strip())
    lines += ["", "Entries that were below zero or odd, and what was done"]
    lines += [wrapped(f"{where}: {', '.join(cells)}: {done}.") for (where, done), cells in kinds.items()]
    lines += [wrapped("Changes of inventories, exports, investment and government use: no purchase of a household, "
                      "left out whatever their sign.")]
    return lines


def _one(basket, names, args):
    from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

    if args.item not in basket.items:
        raise Refused(Refusal("baseline.class", gettext_noop(
            "There is no class “{item}” with purchases. There are: {known}."),
            {"item": args.item, "known": "; ".join(basket.items)}, field="class"))
    row = basket.items[args.item]
    rows = [(names.get(code, f"sector {code}"), number(100 * value))
            for code, value in list(row["value_added"].items())[: args.count]]
    return [f"Of 100 dollars spent on {args.item}: {number(100 * row['imports'])} go abroad, "
            f"{number(100 * row['old'])} are for old things, and are earned in", "",
            table(rows, ("sector", "of 100 dollars"), right=(1,)), "",
            "Bought directly (producers' prices, shops and carriage)",
            table([(names.get(code, f"sector {code}"), number(100 * value)) for code, value in row["direct"].items()],
                  ("sector", "of 100 dollars"), right=(1,))]

