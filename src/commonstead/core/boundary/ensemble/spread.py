"""How uncertain a town's numbers are: the assumptions behind many futures, each a setting with a default and a reason.

A spread of 0.1 says: in two futures of three the true number lies within a tenth of the one in the network, between
number ÷ 1.1 and number × 1.1 (log-normal, the middle future has the number itself). 0 keeps it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields

from ...vocabulary.refusal import Refusal, Refused, gettext_noop
from ..network import Network

FORMAT = "futures-spread/1"
_WIDEST = 2.0  # a number of which nobody knows more than this is no number to plan with

#: Why each default is what it is. All are our guesses until a town has records of its own.
REASONS: Mapping[str, str] = {
    "prices": gettext_noop(
        "Our guess: what one thing costs in a year's time is known to a tenth. In quiet years less, in 2022 food in "
        "the shops of the USA rose by 11 %."),
    "prices_together": gettext_noop(
        "Our guess: half of what moves one price moves them all, as energy and wages stand behind each."),
    "yields": gettext_noop("Our guess: what a workshop's batch brings is known to a twentieth."),
    "harvests": gettext_noop(
        "Our guess: what grows on land differs by a fifth from year to year with weather and pests."),
    "harvests_together": gettext_noop("Our guess: half of that is the weather, which all fields share."),
    "income": gettext_noop(
        "Our guess: a town's wages from outside are known to a tenth: some jobs are lost and found."),
    "hours": gettext_noop("Our guess: hours that people pledge are known to a tenth: illness, births, moving."),
    "patience_days": gettext_noop(
        "Our guess: a step pays when it has earned back its outlay within three years, about as long as people who "
        "lend to each other wait."),
}


@dataclass(frozen=True)
class Spread:
    """prices: of each good's buying and selling price; by_class and by_good go before it.  prices_together: the part
    of it (0 to 1, of the variance) that all prices share.  yields: of what a batch adds; harvests: of recipes that
    take land; yields_by_recipe goes before both.  harvests_together: as for prices.  income, hours: of the town's
    income and of everybody's pledged hours, one number for all.  patience_days: within how many days a step must earn
    back its outlay to be said to pay.  reasons: by field, where they are not ours."""

    prices: float = 0.10
    prices_together: float = 0.5
    yields: float = 0.05
    harvests: float = 0.20
    harvests_together: float = 0.5
    income: float = 0.10
    hours: float = 0.10
    patience_days: float = 1095.0
    prices_by_class: Mapping[str, float] = field(default_factory=dict)
    prices_by_good: Mapping[str, float] = field(default_factory=dict)
    yields_by_recipe: Mapping[str, float] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict:
        return {"format": FORMAT, **{name: dict(value) if isinstance(value, Mapping) else value
                                     for name, value in asdict(self).items()}}

    def reason(self, name: str) -> str:
        """Why this number: the file's own reason, else ours where it is our default, else nothing."""
        if name in self.reasons:
            return self.reasons[name]
        return REASONS[name] if name in REASONS and getattr(self, name) == getattr(Spread, name) else ""


_NUMBERS = tuple(one.name for one in fields(Spread) if one.type == "float")
_MAPS = ("prices_by_class", "prices_by_good", "yields_by_recipe")


def read_spread(document: object, network: Network) -> Spread:
    """The spread that a document describes, for this network; what it does not say is as by default.
    Refused with every problem found."""
    problems: list[Refusal] = []

    def problem(where: str, template: str, **params):
        problems.append(Refusal("boundary.spread", template, {"where": where, **params}, field=where))

    if not isinstance(document, dict) or document.get("format", FORMAT) != FORMAT:
        problem("format", gettext_noop("{where}: a spread is a JSON object with the format “{format}”."), format=FORMAT)
        raise Refused(*problems)
    known = {"format", "reasons", *_NUMBERS, *_MAPS}
    values: dict = {}
    for name, value in document.items():
        if name not in known:
            problem(name, gettext_noop("{where}: this is not known here. Known are: {names}."),
                    names=", ".join(sorted(known)))
        elif name in _NUMBERS:
            _number(name, value, _most(name), values, name, problem)
        elif name != "format":
            if not isinstance(value, dict):
                problem(name, gettext_noop("{where}: this must be an object, with a value for each name."))
            elif name == "reasons":
                values[name] = {str(key): str(text) for key, text in value.items()}
            else:
                values[name] = _by_name(name, value, _names(name, network), problem)
    if problems:
        raise Refused(*problems)
    return Spread(**values)


def _most(name: str) -> float:
    return 1.0 if name.endswith("_together") else 36_500.0 if name == "patience_days" else _WIDEST


def _names(name: str, network: Network) -> frozenset[str]:
    if name == "prices_by_good":
        return frozenset(good.id for good in network.goods)
    if name == "prices_by_class":
        return frozenset(good.need_class for good in network.goods)
    return frozenset(recipe.id for recipe in network.recipes)


def _by_name(field_name, rows, names, problem) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, value in rows.items():
        where = f"{field_name}.{key}"
        if key in names:
            _number(key, value, _WIDEST, found, where, problem)
        else:
            problem(where, gettext_noop("{where}: the network has nothing of that name."))
    return found


def _number(name, value, most, into, where, problem) -> None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
        into[name] = float(value)
    else:
        problem(where, gettext_noop("{where}: {value} is not a number from 0 to {most}."), value=str(value)[:40],
                most=most)
