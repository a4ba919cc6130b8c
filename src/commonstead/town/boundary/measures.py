"""What the record says of dependence and circulation, as figures that may be shown (docs/decisions/0012-measures.md).

Worked out with the answers and kept with them. Figures over homes are sums over five or more (core.livelihood.sums);
groups and classes over fewer are joined with the next smallest until they are enough, so that no difference of two
figures is that of fewer. Of associations only shares are told; their amounts stand in their books.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from commonstead.core.boundary.measures.tracing import Traced, trace
from commonstead.core.boundary.measures.withdrawing import floors_without_price, withdrawal
from commonstead.core.boundary.network import Network
from commonstead.core.flows.circulation import OUTSIDE, sourcing
from commonstead.core.livelihood import FEWEST_HOUSEHOLDS
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.people import queries as people

from .circulating import circulation
from .history import SHOWN, Record, recorded
from .met import TOGETHER, UNLISTED

YEAR = 12  # months that the shares, the graph and the direction look back on
_ROUNDING = 1e-6  # a smaller share is the rounding of a solve, and would be told as "under 1 %"
_SPENT = 20  # goods that wages are needed for


@dataclass
class Sum:
    """worth: of what came to some homes, at the shop.  direct, embodied: cash of it.  homes: over whom.
    buying, otherwise: those of them who bought, and who got something otherwise."""

    worth: float = 0.0
    direct: float = 0.0
    embodied: float = 0.0
    homes: set[str] = field(default_factory=set)
    buying: set[str] = field(default_factory=set)
    otherwise: set[str] = field(default_factory=set)

    def add(self, home: str, arrived) -> None:
        self.worth += arrived.worth
        self.direct += arrived.direct
        self.embodied += arrived.embodied
        self.homes.add(home)
        if arrived.direct > 0:
            self.buying.add(home)
        if arrived.worth - arrived.direct > 1e-9 or arrived.priceless:
            self.otherwise.add(home)

    def join(self, other: Sum) -> None:
        for name in ("worth", "direct", "embodied"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("homes", "buying", "otherwise"):
            getattr(self, name).update(getattr(other, name))

    @property
    def enough(self) -> bool:
        """Whether each side of it is over enough homes, or over none."""
        return len(self.homes) >= FEWEST_HOUSEHOLDS and all(
            not side or len(side) >= FEWEST_HOUSEHOLDS for side in (self.buying, self.otherwise))

    def to_json(self) -> dict:
        return {"worth": self.worth, "homes": len(self.homes), **shares(self.worth, self.direct, self.embodied)}


def shares(worth: float, direct: float, embodied: float) -> dict:
    """Parts of one; None where nothing has a price."""
    if worth <= 0:
        return {"direct": None, "embodied": None}
    parts = {"direct": direct / worth, "embodied": embodied / worth}
    return {name: 0.0 if abs(part) < _ROUNDING else part for name, part in parts.items()}


def recorded_measures() -> dict:
    """{} while the journal is empty."""
    record = recorded()
    if record is None:
        return {}
    traced = trace(record.moves, record.known, len(record.months))
    count = len(record.months)
    since = max(0, count - YEAR)
    months = range(max(0, count - SHOWN), count)
    classes = _sums(traced, record, since, lambda home, good: record.classes.get(good, "") if good else UNLISTED)
    groups = _sums(traced, record, since, group_of(record.known.homes))
    whole = _shown(_sums(traced, record, since, lambda home, good: ""))
    return {
        "since": record.months[since].isoformat(),
        "months": [record.months[month].date().isoformat() for month in months],
        "homes": len(record.known.homes),
        "whole": whole.get(""),
        "history": [_month(traced, record, month) for month in months],
        "classes": _shown(classes),
        "groups": _shown(groups),
        "associations": _associations(traced, record, since),
        "quarters": _quarters(traced, record),
        "membrane": _membrane(traced, record, since),
        "circulation": circulation(traced, record, since),
        "accounts": _accounts(traced, record),
    }


def wages(network: Network, unmet: Iterable[str] = ()) -> dict:
    """Today's income a period, the least that meets every need with a price, and on what that is spent. uncounted: the
    bare needs that are not met (`unmet`: by the plan) or have no price; while there are any, no wage work could go."""
    found = withdrawal(network)
    floors = {good.id for good in network.goods if any(good.floor)}
    uncounted = sorted({*floors_without_price(network), *(good for good in unmet if good in floors)})
    return {"income": found.income, "needed": found.needed, "spent": found.spent[:_SPENT], "uncounted": uncounted}


def _sums(traced: Traced, record: Record, since: int, key: Callable[[str, str], str], until: int | None = None):
    found: dict[str, Sum] = defaultdict(Sum)
    for (month, holder, good), arrived in traced.arrived.items():
        if since <= month < (until or month + 1) and holder in record.known.homes:
            found[key(holder, good)].add(holder, arrived)
    return found


def _shown(found: dict[str, Sum]) -> dict[str, dict]:
    """Those over enough homes; the others joined, with the smallest of the rest if they are too few by themselves.
    Nothing where even all together are too few."""
    shown = {key: sums for key, sums in found.items() if sums.enough}
    small = [sums for key, sums in found.items() if key not in shown]
    together = Sum()
    for sums in small:
        together.join(sums)
    while small and not together.enough and shown:
        least = min(shown, key=lambda key: (len(shown[key].homes), shown[key].worth, key))
        together.join(shown.pop(least))
    if small and together.enough:
        shown[TOGETHER] = together
    return {key: sums.to_json() for key, sums in sorted(shown.items())}


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


def _quarters(traced: Traced, record: Record) -> dict:
    """By class, by group and by association, the share that was bought in each of the last four quarters, the last of
    which ends with the journal; None where it would be over too few homes. Shares only: with amounts, a quarter that is
    not told could be had as a difference."""
    count = len(record.months)
    ends = [end for end in range(count - 9, count + 1, 3) if end > 0]
    keys = {"classes": lambda home, good: record.classes.get(good, "") if good else UNLISTED,
            "groups": group_of(record.known.homes)}
    found: dict = {"ends": [record.months[end - 1].date().isoformat() for end in ends], "associations": {}}
    for name, key in keys.items():
        rows: dict[str, list] = {}
        for place, end in enumerate(ends):
            for slug, sums in _sums(traced, record, max(end - 3, 0), key, end).items():
                row = rows.setdefault(slug, [None] * len(ends))
                if sums.enough and sums.worth > 0:
                    row[place] = (sums.direct + sums.embodied) / sums.worth
        found[name] = {slug: row for slug, row in sorted(rows.items()) if any(share is not None for share in row)}
    for place, end in enumerate(ends):
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for (month, holder, _good), arrived in traced.arrived.items():
            if end - 3 <= month < end and holder not in record.known.homes:
                sums[holder][0] += arrived.worth
                sums[holder][1] += arrived.direct + arrived.embodied
        for holder, (worth, bought) in sums.items():
            if worth > 0:
                found["associations"].setdefault(holder, [None] * len(ends))[place] = bought / worth
    return found


def _month(traced: Traced, record: Record, month: int) -> dict:
    """One month of the history: shares of what came to homes, None where that would be over too few."""
    sums = _sums(traced, record, month, lambda home, good: "", month + 1).get("", Sum())
    worth, direct, embodied = (sums.worth, sums.direct, sums.embodied) if sums.enough else (0.0, 0.0, 0.0)
    return {"month": record.months[month].date().isoformat(), "worth": worth, **shares(worth, direct, embodied)}


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


def _membrane(traced: Traced, record: Record, since: int) -> dict:
    """What crossed the membrane in the year, by worth at the shop and in cash; by association: "in", "out" or "even"
    as more came from outside, more went there, or neither by more than a tenth."""
    homes = record.known.homes
    sums: dict[str, float] = defaultdict(float)
    sides: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for move in record.moves:
        if move.month < since or move.what != "given" or OUTSIDE not in (move.giver, move.taker):
            continue
        worth = record.known.worth(move.good, move.amount)
        out = move.taker == OUTSIDE
        sums[("sold" if out else "bought") if move.sold else ("given_out" if out else "given_in")] += worth
        sides[move.giver if out else move.taker][out] += worth
    for flows, name in ((record.money_in, "money_in"), (record.money_out, "money_out")):
        for (month, holder), cash in flows.items():
            if month >= since:
                sums[f"{name}_{'homes' if holder in homes else 'associations'}"] += cash
    sums["hours_out"] = sum(pair[1] for pair in traced.outside[since:])
    few = len(homes) < FEWEST_HOUSEHOLDS
    if few:  # what is left is the associations' alone
        for name in ("money_in_homes", "money_out_homes", "bought", "sold", "given_in", "given_out"):
            sums.pop(name, None)
    directions = {}
    for who, (came, went) in sides.items():
        if who not in homes:
            even = abs(came - went) <= 0.1 * max(came, went)
            directions[who] = "even" if even else "in" if came > went else "out"
    return {**sums, "directions": directions}


def _accounts(traced: Traced, record: Record) -> dict:
    """Where all cash that was spent since the journal began is now; None where that is over too few homes."""
    if len(record.known.homes) < FEWEST_HOUSEHOLDS:
        return {}
    homes = [arrived for (_, holder, _), arrived in traced.arrived.items() if holder in record.known.homes]
    return {
        "spent": sum(pair[0] for pair in traced.spent),
        "direct": sum(arrived.direct for arrived in homes),
        "embodied": sum(arrived.embodied for arrived in homes),
        "outside": sum(pair[0] for pair in traced.outside),
        "lost": sum(pair[0] for pair in traced.lost),
        "lying": traced.lying[-1][0],
    }


def class_names() -> dict[str, str]:
    """Classes of need by slug, in the order of the audit's steps."""
    return {step.slug: step.name for step in livelihood.steps()}
