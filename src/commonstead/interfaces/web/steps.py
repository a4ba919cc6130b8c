"""What to bring inside next, in plain words: each step with its saving, outlay, payback and why.

The engine gives numbers (Exodus 8828-8843, 12520-12576); here they are told with the names of the town's own
goods, and each sentence says only what a number behind it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.town.ledger import queries as ledger
from commonstead.town.making import queries as making


@dataclass(frozen=True)
class Step:
    """One step as a page shows it. key: recipe ids joined by a dot.  per_year: saving in twelve months."""

    key: str
    title: str
    why: str
    saving: float
    per_year: float
    outlay: float
    payback: str
    stage: str
    recipes: tuple[making.RecipeView, ...]
    bound: float


class Steps:
    """The stored next steps with what it takes to tell them; three queries in all."""

    def __init__(self, answers, currency: str):
        self.answers, self.currency = answers, currency
        self.recipes = {recipe.id: recipe for recipe in making.recipes(adopted=False)}
        self.goods = {spec.id: spec for spec in ledger.specifications()}
        self.units = ledger.units()
        self.document = {good["id"]: good for good in answers.network.get("goods", ())}
        self.days = float(answers.network.get("days_per_period", 30))
        self.periods = int(answers.network.get("periods", 12))

    def every(self) -> list[Step]:
        """All steps, best first; those that were adopted since are left out."""
        return [step for step in (self._step(entry) for entry in self.answers.next) if step]

    def get(self, key: str) -> Step | None:
        """One step by its key."""
        return next((step for step in self.every() if step.key == key), None)

    def _step(self, entry: Mapping) -> Step | None:
        ids = tuple(entry.get("chain") or [entry["recipe"]])
        views = tuple(self.recipes[one] for one in ids if one in self.recipes)
        if len(views) != len(ids):
            return None
        saving = float(entry["saving"])
        return Step(
            key=".".join(ids), title=self._title(views), why=self.why(views), saving=saving,
            per_year=saving / (self.days * self.periods) * 365 if self.periods else saving,
            outlay=float(entry.get("outlay") or 0), payback=wording.payback(entry.get("payback_periods"), self.days),
            stage=entry.get("stage") or "", recipes=views, bound=float(entry.get("bound") or saving))

    @staticmethod
    def _title(views) -> str:
        """The recipe's own name; a chain names its links."""
        if len(views) == 1:
            return views[0].name
        return _("%(first)s, together with %(rest)s") % {
            "first": views[0].name, "rest": ", ".join(view.name for view in views[1:])}

    def bought(self, good: str) -> tuple[float, float]:
        """(units, cash) of a good that the plan still buys over its horizon."""
        amount = sum(self.answers.plan.get("buys", {}).get(good, ()))
        return amount, amount * (self.document.get(good, {}).get("buy") or 0)

    def name(self, good: str) -> str:
        """What a good is called."""
        return self.goods[good].name if good in self.goods else good

    def amount(self, good: str, quantity) -> str:
        """A quantity of a good with its unit."""
        unit = self.units.get(self.goods[good].unit).symbol if good in self.goods else ""
        return wording.amount(quantity, unit)

    def why(self, views) -> str:
        """One or two sentences: what it would replace, or what it frees us from buying."""
        sentences = []
        inner = {good for view in views for good in view.outputs} & {good for view in views for good in view.inputs}
        made = [good for view in views for good in view.outputs if good not in inner]
        for good in made[:2]:
            amount, cash = self.bought(good)
            if cash > 0:
                sentences.append(_("We still buy %(amount)s of %(good)s a year, for %(cash)s.") % {
                    "amount": self.amount(good, amount), "good": self.name(good).lower(),
                    "cash": wording.money(cash, self.currency)})
        if not sentences and made:
            sentences.append(_("It makes %(goods)s, which something we buy now can be made of or replaced by.") % {
                "goods": ", ".join(self.name(good).lower() for good in made[:3])})
        if len(views) > 1:
            sentences.append(_("Neither pays alone; together they do."))
        return " ".join(sentences)

    def needs_hours(self, view) -> list[tuple[str, Decimal]]:
        """Skills of one batch and their hours."""
        return [(self.name(skill).replace("-", " "), hours) for skill, hours in view.hours.items()]
