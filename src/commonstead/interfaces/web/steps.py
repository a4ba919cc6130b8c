"""What to bring inside next, in plain words: each step with its saving, outlay, payback and why.

The engine gives numbers (Exodus 8828-8843, 12520-12576); here they are told with the names of the town's own
goods, and each sentence says only what a number behind it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making


@dataclass(frozen=True)
class Change:
    """What a step changes in what is bought of one good over the plan. cash: saved; below zero: spent more."""

    good: str
    name: str
    before: str
    after: str
    cash: float


class Step:
    """One step as a page shows it. key: recipe ids joined by a dot.  per_year: saving in twelve months. Its words
    are only put together where a page asks for them."""

    def __init__(self, teller: Steps, entry: Mapping, recipes: tuple[making.RecipeView, ...]):
        self._teller, self._entry, self.recipes = teller, entry, recipes
        self.key = ".".join(recipe.id for recipe in recipes)
        self.saving = float(entry["saving"])
        self.outlay = entry.get("outlay")
        self.stage = entry.get("stage") or ""
        self.bound = entry.get("bound")
        self.facts = entry.get("why") or {}

    @property
    def title(self) -> str:
        """The recipe's own name; a chain names its links."""
        if len(self.recipes) == 1:
            return self.recipes[0].name
        return _("%(first)s, together with %(rest)s") % {
            "first": self.recipes[0].name, "rest": ", ".join(view.name for view in self.recipes[1:])}

    @property
    def per_year(self) -> float:
        """Twelve months of thirty days pass for a year; nobody reads 365/360 of a number with profit."""
        horizon = self._teller.days * self._teller.periods
        return self.saving if 350 <= horizon <= 380 or not horizon else self.saving / horizon * 365

    @property
    def machines(self) -> str:
        """What else is to be had first: "plus a sawmill, 2,000"; empty where every machine is there."""
        said = [_("%(machine)s, %(price)s") % {
                    "machine": self._teller.name(one).lower(), "price": wording.money(price, self._teller.currency)}
                if price is not None else _("%(machine)s, which no shop sells") % {
                    "machine": self._teller.name(one).lower()}
                for one, price in (self._entry.get("machines_first") or {}).items()]
        return _("plus what nobody has yet: %(machines)s") % {"machines": "; ".join(said)} if said else ""

    @property
    def payback(self) -> str:
        """When the outlay has come back, and what the machines cost that nobody has yet."""
        periods = self._entry.get("payback_periods")
        machines = sum(price or 0.0 for price in (self._entry.get("machines_first") or {}).values())
        if periods is not None and machines and self.saving > 0:
            periods += machines / (self.saving / self._teller.periods)
        return wording.payback(periods, self._teller.days)

    @cached_property
    def changes(self) -> list[Change]:
        """What is bought with it instead of without it."""
        return self._teller.changes(self.facts.get("buys", {}))

    @cached_property
    def why(self) -> str:
        """One or two sentences: what we would buy less of, and whether it needs company to pay."""
        sentences = []
        less = [change for change in self.changes if change.cash > 0]
        currency = self._teller.currency
        if less:
            said = {"changes": _listed([_("%(cash)s less on %(good)s") % {
                "cash": wording.money(change.cash, currency), "good": change.name.lower()} for change in less[:2]])}
            more = sum(change.cash for change in less) - self.saving
            if more >= 1:
                said["more"] = wording.money(more, currency)
                sentences.append(_("We would spend %(changes)s; what it takes costs %(more)s.") % said)
            else:
                sentences.append(_("We would spend %(changes)s.") % said)
        if self._entry.get("unmet_reduced"):
            sentences.append(_("It meets what is not met now: %(goods)s.") % {
                "goods": _listed([self._teller.name(good).lower() for good in self._entry["unmet_reduced"]])})
        if len(self.recipes) > 1:
            sentences.append(_("Together they save more than each alone."))
        return " ".join(sentences)


class Steps:
    """The stored next steps with what it takes to tell them. words: names of goods, where the page has them."""

    def __init__(self, answers, currency: str, words=None):
        self.answers, self.currency = answers, currency
        self.recipes = {recipe.id: recipe for recipe in making.recipes()}
        self.goods = words.goods if words else {spec.id: spec for spec in ledger.specifications()}
        self.units = words.units if words else ledger.units()
        self.document = {good["id"]: good for good in answers.network.get("goods", ())}
        self.days = float(answers.network.get("days_per_period", 30))
        self.periods = int(answers.network.get("periods", 12))

    def every(self) -> list[Step]:
        """All steps, best first; those that were adopted since are left out."""
        found = []
        for entry in self.answers.next:
            ids = tuple(entry.get("chain") or [entry["recipe"]])
            if all(one in self.recipes and not self.recipes[one].adopted for one in ids):
                found.append(Step(self, entry, tuple(self.recipes[one] for one in ids)))
        return found

    def explained(self, ids: tuple[str, ...], explanation: Mapping) -> Step:
        """Any recipes of the town as a step, by their explanation; with its bound where it is a stored one."""
        same = (entry for entry in self.answers.next if tuple(entry.get("chain") or [entry["recipe"]]) == ids)
        entry = next(same, None) or {
            "saving": explanation["saving"] or 0.0, "outlay": explanation["outlay"], "bound": None,
            "stage": next((recipe["stage"] for recipe in reversed(explanation["recipes"])), ""),
            "payback_periods": explanation["payback_periods"], "unmet_reduced": explanation["meets"],
            "why": {"buys": explanation["buys"]},
            "machines_first": explanation.get("machines_first")}
        return Step(self, entry, tuple(self.recipes[one] for one in ids))

    def good(self, good: str) -> str:
        """What a good is called, as sentences ask it."""
        return self.name(good)

    def name(self, good: str) -> str:
        """What a good is called."""
        return self.goods[good].name if good in self.goods else good

    def amount(self, good: str, quantity) -> str:
        """A quantity of a good with its unit."""
        unit = self.units.get(self.goods[good].unit).symbol if good in self.goods else ""
        return wording.amount(quantity, unit)

    def changes(self, buys: Mapping) -> list[Change]:
        """Changes in what is bought, the largest saving first; less than half a coin is no change."""
        found = []
        for good, change in buys.items():
            cash = (float(change["before"]) - float(change["after"])) * (self.document.get(good, {}).get("buy") or 0)
            if abs(cash) >= 0.5:
                found.append(Change(good, self.name(good), self.amount(good, change["before"]),
                                    self.amount(good, change["after"]), cash))
        return sorted(found, key=lambda change: -change.cash)

    def needs_hours(self, view) -> list[tuple[str, Decimal]]:
        """Skills of one batch and their hours."""
        return [(wording.skill_word(self.goods, skill), hours) for skill, hours in view.hours.items()]


def _listed(words: list[str]) -> str:
    """Words one after the other: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
