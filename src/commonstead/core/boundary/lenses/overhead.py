"""Overhead by Goodman's headings (Exodus 1558-1564): what swells costs and is "not directly determined to the function
and the desire to perform it".

Which entry belongs under which heading is said by people, in a list that everybody sees: by thing or kind of work.
Where nobody has said: what a recipe of the association names is determined by the function; everything else is
unknown, and stays so. Cash and hours are added apart. Since the unknown could be either, overhead is a range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...vocabulary.refusal import gettext_noop

#: Goodman's headings in his order; the last sentence's three habits of mind are one heading each.
HEADINGS: Mapping[str, str] = {
    "patents-and-rents": gettext_noop("Patents and rents"),
    "fixed-prices": gettext_noop("Fixed prices"),
    "union-scales": gettext_noop("Union scales"),
    "featherbedding": gettext_noop("Featherbedding"),
    "fringe-benefits": gettext_noop("Fringe benefits"),
    "status-salaries": gettext_noop("Status salaries"),
    "expense-accounts": gettext_noop("Expense accounts"),
    "administration": gettext_noop("Proliferating administration"),
    "paper-work": gettext_noop("Paper work"),
    "permanent-overhead": gettext_noop("Permanent overhead"),
    "public-relations": gettext_noop("Public relations and promotions"),
    "divided-tasks": gettext_noop("Time and skill wasted by dividing up tasks"),
    "penny-wise": gettext_noop("Penny-wise, pound-foolish"),
    "inflexible": gettext_noop("Inflexible procedure, overtime"),
}
FUNCTION = "function"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Entry:
    """id: of the event.  thing: what it is about.  cash paid to the outside, or hours worked; the other is 0."""

    id: str
    thing: str
    cash: float = 0.0
    hours: float = 0.0


@dataclass(frozen=True)
class HeadingSum:
    """cash, hours: added up apart.  by_thing: {thing: (cash, hours)}.  entries: ids, in the order given."""

    heading: str
    cash: float = 0.0
    hours: float = 0.0
    by_thing: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    entries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Overhead:
    """sums: Goodman's headings that have entries, then the function, then the unknown."""

    sums: tuple[HeadingSum, ...]

    def total(self, measure: str) -> float:
        """All cash, or all hours."""
        return sum(getattr(one, measure) for one in self.sums)

    def part(self, measure: str, *headings: str) -> float:
        """Cash or hours under these headings."""
        return sum(getattr(one, measure) for one in self.sums if one.heading in headings)

    def share(self, measure: str) -> tuple[float, float] | None:
        """(least, most) of it that is overhead: the unknown counted as none, or as all of it. None where nothing is."""
        total = self.total(measure)
        if not total:
            return None
        known = self.part(measure, *HEADINGS)
        return known / total, (known + self.part(measure, UNKNOWN)) / total


def by_heading(entries: Iterable[Entry], said: Mapping[str, str], named_in_recipes: frozenset[str]) -> Overhead:
    """Entries under their headings. said: {thing: heading or FUNCTION}, what people said; it goes before the default.
    named_in_recipes: things and kinds of work that recipes of this association name. Raises KeyError for a heading
    that is none."""
    found: dict[str, dict] = {}
    for entry in entries:
        heading = said.get(entry.thing) or (FUNCTION if entry.thing in named_in_recipes else UNKNOWN)
        if heading not in HEADINGS and heading not in (FUNCTION, UNKNOWN):
            raise KeyError(heading)
        row = found.setdefault(heading, {"cash": 0.0, "hours": 0.0, "things": {}, "ids": []})
        row["cash"] += entry.cash
        row["hours"] += entry.hours
        cash, hours = row["things"].get(entry.thing, (0.0, 0.0))
        row["things"][entry.thing] = (cash + entry.cash, hours + entry.hours)
        row["ids"].append(entry.id)
    order = [*HEADINGS, FUNCTION, UNKNOWN]
    return Overhead(tuple(
        HeadingSum(name, found[name]["cash"], found[name]["hours"], found[name]["things"], tuple(found[name]["ids"]))
        for name in order if name in found))
