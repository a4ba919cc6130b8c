"""What the record says of dependence and circulation, as figures that may be shown (docs/decisions/0012-measures.md).

Worked out with the answers and kept with them. What may be told is decided by one rule (told.py): every sum, and every
difference of two sums, is over five homes or more. Classes and groups over fewer are joined with the next smallest.
Months, quarters, groups and associations are told as shares only; amounts of associations only over several of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from commonstead.core.boundary.measures.tracing import Traced, trace
from commonstead.core.boundary.measures.withdrawing import floors_without_price, withdrawal
from commonstead.core.boundary.network import Network
from commonstead.core.flows.circulation import OUTSIDE, sourcing
from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

from .circulating import circulation
from .history import SHOWN, Record, recorded
from .met import UNLISTED
from .told import Came, Told, enough, holders

YEAR = 12  # months that the shares, the graph and the direction look back on
#: Of what is kept: measures of another form are not shown, since earlier ones told amounts by the month.
FORM = 2
#: Months that are looked at together in the picture: bills come by the month, the quarter and the half year, and one
#: month alone says more of the calendar than of the town. Ours.
WINDOW = 3
_LINES = ("bought", "sold", "given_in", "given_out", "money_in_homes", "money_out_homes", "money_in_associations",
          "money_out_associations")  # the first is told first, and another not where it would tell too much beside it
_ROUNDING = 1e-6  # a smaller share is the rounding of a solve, and would be told as "under 1 %"
_SPENT = 20  # goods that wages are needed for


def shares(worth: float, direct: float, embodied: float) -> dict:
    """Parts of one; None where nothing has a price."""
    if worth <= 0:
        return {"direct": None, "embodied": None}
    parts = {"direct": direct / worth, "embodied": embodied / worth}
    return {name: 0.0 if abs(part) < _ROUNDING else part for name, part in parts.items()}


def recorded_measures() -> dict:
    """{} while the journal is empty."""
    record = recorded()
    return measures_of(record, group_of(record.known.homes)) if record else {}


def measures_of(record: Record, group: Callable[[str, str], str]) -> dict:
    """All of them. group: the kind of household of a home."""
    traced = trace(record.moves, record.known, len(record.months))
    givers = _givers(record)
    count = len(record.months)
    since = max(0, count - YEAR)
    months = range(max(0, count - SHOWN), count)

    def sums(key: Callable[[int, str, str], Hashable], start: int = since, end: int = count) -> dict:
        return _sums(traced, record, givers, key, start, end)

    found = enough(sums(lambda month, home, good: _class(record, good)))
    all_of_it = sums(lambda month, home, good: "")
    whole = enough(all_of_it).get("")
    told = Told(record.known.homes)
    if found:  # they add up to all of it
        told.add(by for came in (*found.values(), *all_of_it.values()) for by in came.parts().values())
    by_month = {month: came for start, end in ((0, since), (since, count))
                for month, came in enough(sums(lambda month, home, good: month, start, end)).items()}
    return {
        "form": FORM,
        "since": record.months[since].isoformat(),
        "months": [record.months[month].date().isoformat() for month in months],
        "homes": len(record.known.homes),
        "whole": _shares_of(whole) if whole else None,
        "history": _history(record, by_month, months),
        "classes": {name: _shares_of(came) | {"worth": came.value} for name, came in sorted(found.items())},
        "groups": {name: _shares_of(came)
                   for name, came in sorted(enough(sums(lambda month, home, good: group(home, good))).items())},
        "associations": _associations(traced, record, since),
        "quarters": _quarters(traced, record, sums, group),
        "membrane": _membrane(record, since, told),
        "circulation": circulation(traced, record, since),
        "accounts": _accounts(traced, record, told),
    }


def wages(network: Network, unmet: Iterable[str] = ()) -> dict:
    """Today's income a period, the least that meets every need with a price, and on what that is spent. uncounted: the
    bare needs that are not met (`unmet`: by the plan) or have no price; while there are any, no wage work could go."""
    found = withdrawal(network)
    floors = {good.id for good in network.goods if any(good.floor)}
    uncounted = sorted({*floors_without_price(network), *(good for good in unmet if good in floors)})
    return {"income": found.income, "needed": found.needed, "spent": found.spent[:_SPENT], "uncounted": uncounted}


def _class(record: Record, good: str) -> str:
    return record.classes.get(good, "") if good else UNLISTED


def _givers(record: Record) -> dict[tuple[int, str, str], set[str]]:
    """By (month, home, good): the homes from which it got of it otherwise than bought, itself for what it made or
    passed on; "" for associations and the outside."""
    homes, found = record.known.homes, defaultdict(set)
    for move in record.moves:
        if move.giver in homes and move.what not in ("paid", "worked"):
            found[move.month, move.giver, move.good].add(move.giver)
        if move.what == "given" and move.taker in homes and not (move.giver == OUTSIDE and move.sold):
            found[move.month, move.taker, move.good].add(move.giver if move.giver in homes else "")
    return found


def _sums(traced: Traced, record: Record, givers, key: Callable[[int, str, str], Hashable], start: int, end: int):
    """What came to homes from `start` up to before `end`, by key(month, home, good)."""
    sums: dict = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    gave: dict = defaultdict(set)
    for (month, home, good), arrived in traced.arrived.items():
        if start <= month < end and home in record.known.homes:
            name = key(month, home, good)
            of = sums[name][home]
            for place, value in enumerate((arrived.worth, arrived.direct, arrived.embodied)):
                of[place] += value
            gave[name] |= givers.get((month, home, good), set())
    return {name: Came({home: tuple(of) for home, of in by.items()}, frozenset(gave[name]))
            for name, by in sums.items()}


def _shares_of(came: Came) -> dict:
    return {"homes": len(came.homes), **shares(*came.sums)}


def group_of(homes: Iterable[str]) -> Callable[[str, str], str]:
    """Kinds of household by who lives there, as the town's own list says it: "alone", "lone-parent" (one grown-up with
    children), "family" (several with children), "adults" (several without). What an audit says of its type stays
    sealed."""
    sizes = {view.id: view.size for view in people.agents("household", gone=True)}
    living, children = Counter(people.homes().values()), Counter(people.homes("child").values())
    kinds = {}
    for home in homes:
        size = max(sizes.get(home, 1), living[home], 1)
        grown = size - children[home]
        kinds[home] = ("alone" if size == 1 else "adults" if not children[home]
                       else "lone-parent" if grown <= 1 else "family")
    return lambda home, good: kinds[home]


def _quarters(traced: Traced, record: Record, sums, group: Callable[[str, str], str]) -> dict:
    """By class, by group and by association, the share that was bought in each of the last four quarters, the last of
    which ends with the journal; None where it would be over too few homes, or another would be known by it."""
    count = len(record.months)
    ends = [end for end in range(count - 9, count + 1, 3) if end > 0]
    keys = {"classes": lambda home, good: _class(record, good), "groups": group}
    found: dict = {"ends": [record.months[end - 1].date().isoformat() for end in ends], "associations": {}}
    for name, key in keys.items():
        by_row: dict[str, dict[int, Came]] = defaultdict(dict)
        quarters = sums(lambda month, home, good, key=key: (key(home, good), (month - count) // 3))
        for (slug, place), came in quarters.items():
            by_row[slug][place] = came
        rows = {}
        for slug, row in sorted(by_row.items()):
            told = enough(row)
            rows[slug] = [_bought(told.get(place)) for place in range(-len(ends), 0)]
        found[name] = {slug: row for slug, row in rows.items() if any(share is not None for share in row)}
    for place, end in enumerate(ends):
        bought: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (month, holder, _good), arrived in traced.arrived.items():
            if end - 3 <= month < end and holder not in record.known.homes:
                bought[holder][0] += arrived.worth
                bought[holder][1] += arrived.direct + arrived.embodied
        for holder, (worth, cash) in bought.items():
            if worth > 0:
                found["associations"].setdefault(holder, [None] * len(ends))[place] = cash / worth
    return found


def _bought(*those: Came | None) -> float | None:
    """The share that was bought, as such or before, of all that came in those that may be told."""
    worth, direct, embodied = map(sum, zip((0.0, 0.0, 0.0), *(came.sums for came in those if came), strict=True))
    return (direct + embodied) / worth if worth > 0 else None


def _history(record: Record, told: dict, months: range) -> list[dict]:
    """By month the shares of what came to homes, None where that would be over too few, or where another month would
    be known by it; and the share over the last months together, weighed here, so that no amounts are told."""
    rows = []
    for place, month in enumerate(months):
        whole = place >= min(WINDOW, len(months) - 1) - 1  # a whole window, where there is one
        window = _bought(*(told.get(one) for one in months[max(0, place - WINDOW + 1):place + 1])) if whole else None
        rows.append({"month": record.months[month].date().isoformat(), "together": window,
                     **shares(*(told[month].sums if month in told else (0.0, 0.0, 0.0)))})
    return rows


def _associations(traced: Traced, record: Record, since: int) -> dict[str, dict]:
    """By association: shares of its inputs that it bought, that were bought by others before, and where they come from.
    """
    bought: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for (month, holder, _good), arrived in traced.arrived.items():
        if month >= since and holder not in record.known.homes:
            sums = bought[holder]
            sums[0] += arrived.worth
            sums[1] += arrived.direct
            sums[2] += arrived.embodied
    by = sourcing(link for month, link in record.links if month >= since)
    return {who: shares(*sums) | {"from_commons": by[who].share if who in by else None}
            for who, sums in sorted(bought.items()) if sums[0] > 0}


def _membrane(record: Record, since: int, told: Told) -> dict:
    """What crossed the membrane in the year, by worth at the shop and in cash, where it may be told (withheld: a line
    of things may not); which way it goes on the whole and by association: "in", "out" or "even" as more came from
    outside, more went there, or neither by more than a tenth."""
    homes = record.known.homes
    lines: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    sides: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for move in record.moves:
        if move.month < since or move.what != "given" or OUTSIDE not in (move.giver, move.taker):
            continue
        worth = record.known.worth(move.good, move.amount)
        out = move.taker == OUTSIDE
        who = move.giver if out else move.taker
        lines[("sold" if out else "bought") if move.sold else ("given_out" if out else "given_in")][who] += worth
        sides[who][out] += worth
    for flows, name in ((record.money_in, "money_in"), (record.money_out, "money_out")):
        for (month, holder), cash in flows.items():
            if month >= since:
                lines[f"{name}_{'homes' if holder in homes else 'associations'}"][holder] += cash
    sums = {}
    for name in sorted(lines, key=_LINES.index):
        if told.may(lines[name]):
            told.add([lines[name]])
            sums[name] = sum(lines[name].values())
    crossing = {who for who in sides if who in homes}
    whole = tuple(map(sum, zip(*sides.values(), strict=True)))
    return {**sums,
            "withheld": any(holders(lines[name]) and name not in sums for name in _LINES[:4] if name in lines),
            "whole": _way(*whole) if whole and (not crossing or len(crossing) >= FEWEST_HOUSEHOLDS) else None,
            "directions": {who: _way(*side) for who, side in sides.items() if who not in homes}}


def _way(came: float, went: float) -> str:
    return "even" if abs(came - went) <= 0.1 * max(came, went) else "in" if came > went else "out"


def _accounts(traced: Traced, record: Record, told: Told) -> dict:
    """Where all cash that was spent since the journal began is now: its lines, which add up to "spent". Where one of
    what went outside, was lost or lies in stores may not be told, the three are one, "rest"; {} where any other."""
    lines: dict[str, dict[str, float]] = {name: defaultdict(float) for name in (
        "spent", "direct", "embodied", "outside", "lost", "lying")}
    for (_month, holder, _good), arrived in traced.arrived.items():
        if holder in record.known.homes:
            lines["direct"][holder] += arrived.direct
            lines["embodied"][holder] += arrived.embodied
    for month in traced.cash_with:
        for name in ("spent", "outside", "lost"):
            for holder, cash in month[name].items():
                lines[name][holder] += cash
    lines["lying"] = dict(traced.cash_with[-1]["lying"])
    if not _release(told, lines):
        rest: dict[str, float] = defaultdict(float)
        for name in ("outside", "lost", "lying"):
            for holder, cash in lines.pop(name).items():
                rest[holder] += cash
        lines["rest"] = rest
        if not _release(told, lines):
            return {}
    return {name: sum(by.values()) for name, by in lines.items()}


def _release(told: Told, lines: dict[str, dict[str, float]]) -> bool:
    """Whether all of these may be told together; then they are."""
    trial = Told(told.homes, list(told.sums))
    for by in lines.values():
        if not trial.may(by):
            return False
        trial.add([by])
    told.sums = trial.sums
    return any(holders(lines["direct"]))


def class_names() -> dict[str, str]:
    """Classes of need by slug, in the order of the audit's steps."""
    return {step.slug: step.name for step in livelihood.steps()}
