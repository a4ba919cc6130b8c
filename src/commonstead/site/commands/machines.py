"""Machines: which make which, what stays bought, what a copy costs, and which to share (Exodus 2390-2421)."""

from __future__ import annotations

from commonstead.core.boundary.machines.made_by import MachineSet, machine_set
from commonstead.core.boundary.machines.sharing import (
    MONTHS_OF_WAGES,
    PAYBACK_MONTHS,
    Settings,
    Sharing,
    saving_of_an_hour,
    sharing,
)
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site.folder_network import file_or_folder_argument, read_file_or_folder
from commonstead.site.network_file import number, print_json, table, wrapped

HELP = "Which machines make which, what stays bought, what first and later copies cost, and which to share."


def arguments(parser):
    file_or_folder_argument(parser)
    parser.add_argument("--users", type=int, metavar="N",
                        help="how many households or shops there are (default: the households of a folder, the people "
                             "of a file that has them apart, as `network --people` writes it; else 1: say it)")
    parser.add_argument("--wage", type=float, metavar="CASH",
                        help="wage of one of them a month (default: the cash income of a month over the users)")
    parser.add_argument("--months-of-wages", type=float, default=MONTHS_OF_WAGES, metavar="N",
                        help=f"what one can put into a machine of its own ({MONTHS_OF_WAGES:g}; the book says several "
                             "months for a garage workshop)")
    parser.add_argument("--payback-months", type=float, default=PAYBACK_MONTHS, metavar="N",
                        help=f"within how many months a machine of one's own should pay ({PAYBACK_MONTHS:g})")
    parser.add_argument("--json", action="store_true", help="answer as JSON")


def run(args):
    network, counted = read_file_or_folder(args.file)
    settings = _settings(args, network, counted)
    told = machine_set(network)
    used = _planned_hours(network)
    savings = saving_of_an_hour(network)
    shares = [sharing(network, machine.id, _outlay(machine), used.get(machine.id), settings, savings.get(machine.id))
              for machine in told.machines]
    if args.json:
        print_json({"machines": told.to_json(), "sharing": [one.to_json() for one in shares],
                    "settings": {name: getattr(settings, name) for name in settings.__dataclass_fields__}})
    else:
        print("\n".join(_text(network, told, shares, settings)))
    return 0


def _settings(args, network, counted) -> Settings:
    problems = [Refusal("machines.not_above_zero", gettext_noop("{option} must be above 0."), {"option": option},
                        field=option)
                for option, value in (("--users", args.users), ("--wage", args.wage),
                                      ("--months-of-wages", args.months_of_wages),
                                      ("--payback-months", args.payback_months)) if value is not None and not value > 0]
    if problems:
        raise Refused(*problems)
    users = args.users or counted or 1
    wage = args.wage or network.cash.income * 30 / network.days_per_period / users
    return Settings(users, wage or None, args.months_of_wages, args.payback_months)


def _planned_hours(network) -> dict[str, float]:
    """Hours a period by machine in the least-cash plan; none where nothing is needed."""
    if not any(any(good.need) for good in network.goods):
        return {}
    from commonstead.core.boundary import plan

    return {machine: used / network.periods for machine, (used, _) in plan(network).machine_hours.items()}


def _outlay(machine) -> float | None:
    """The cheaper of the shop and the first own copy."""
    known = [cash for cash in (machine.shop, machine.first.cash if machine.first else None) if cash is not None]
    return min(known) if known else None


def _text(network, told: MachineSet, shares: list[Sharing], settings: Settings):
    if not told.machines:
        return ["There is no machine in the file: no good has hours_each."]
    return [*_made(told, network.currency), *_bought(told, network), *_shared(shares, settings, network.currency)]


def _made(told, money):
    lines = []
    if told.closed:
        lines += [f"Made inside: {len(told.closed)} of {len(told.machines)} machines", "", table(
            [(machine.id, machine.generation if machine.generation is not None else "–", _cash(machine.shop),
              _cash(machine.first.cash), number(machine.first.hours), _cash(machine.later.cash),
              number(machine.later.hours)) for machine in told.machines if machine.later],
            ("machine", "gen.", "shop", "first", "hours", "later", "hours"), (1, 2, 3, 4, 5, 6)), ""]
        if told.shop:
            lines += [f"One of each that a shop sells too: {number(told.shop)} {money} bought, {number(told.made)} "
                      f"{money} and {number(told.hours)} h made, with the whole set at work.", ""]
    else:
        lines += ["No recipe in the file makes a machine: all of them are bought.", ""]
    if told.start:
        lines += ["To buy once, since it is made on one of its kind: " + ", ".join(
            f"{number(units)} {machine}" for machine, units in told.start.items())
            + f" ({number(told.start_cost)} {money})", ""]
    for machine in told.machines:
        if machine.makes:
            lines.append(wrapped(f"{machine.id} makes {', '.join(machine.makes)}", " "))
    return lines


def _bought(told, network):
    if not told.vitamins:
        return []
    units = {good.id: good.unit for good in network.goods}
    return ["", "What stays bought, for one copy of each made machine", "", table(
        [(good, f"{number(amount)} {units.get(good, '')}", number(cash))
         for good, (amount, cash) in list(told.vitamins.items())[:15]],
        ("good", "units", network.currency), (1, 2))]


def _shared(shares, settings, money):
    wage = f"{number(settings.wage)} {money} a month" if settings.wage else "unknown (--wage)"
    rows = [(one.id, _cash(one.outlay), _or(one.months), _or(one.join_for_outlay), _or(one.serves),
             _or(one.own_pays_from), _or(one.join_to_pay)) for one in shares]
    users = f"{settings.users} {'user' if settings.users == 1 else 'users'}"
    heads = ("machine", "outlay", "months", "sharers", "serves", "own from h", "users to pay")
    return ["", f"Own or shared: {users}, a wage of {wage}", "", table(rows, heads, (1, 2, 3, 4, 5, 6)), "",
        wrapped(f"months: the outlay in months of wages. sharers: how many must share it so that none pays more than "
                f"{number(settings.months_of_wages)} months. serves: how many one machine serves, as much as each uses "
                f"it in the plan. own from h: hours of use a month from which one's own is paid back within "
                f"{number(settings.payback_months)} months. users to pay: how many users' hours that takes.", "")]


def _cash(value) -> str:
    return "–" if value is None else number(value)


def _or(value) -> str:
    return "–" if value is None else number(value)
