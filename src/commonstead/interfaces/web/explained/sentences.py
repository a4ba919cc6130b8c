"""An explanation in plain sentences: what a step saves and why, what it asks, when it stops paying, what comes first.

"Baking saves 3,120 a year because flour costs a quarter of bread; it needs the oven 9 hours a week of 40; it stops
paying if flour doubles." Each sentence says only what a number of the explanation says (core.boundary.explaining), in
the reader's language; whoever wants the numbers finds them below it on the page.
"""

from __future__ import annotations

from collections.abc import Container, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from commonstead.interfaces.web import wording

#: Parts of one that have a word, if a share is within a twentieth of them; others are said in per cent.
PARTS = ((1 / 10, gettext_noop("a tenth")), (1 / 5, gettext_noop("a fifth")), (1 / 4, gettext_noop("a quarter")),
         (1 / 3, gettext_noop("a third")), (1 / 2, gettext_noop("half")), (2 / 3, gettext_noop("two thirds")),
         (3 / 4, gettext_noop("three quarters")))
_NEAR = 0.05
_LEADS, _ALL = 0.6, 0.95  # share of what it costs from which on one input is named as most of it, or as all
_SHORT = 0.98  # share of the free hours from which on they are what holds it back
_A_LITTLE = 0.05  # hours a week that are not worth a sentence


def sentences(explanation: Mapping, words, currency: str, tell_free: Container[str] | None = None) -> list[str]:
    """The sentences of an explanation (Explanation.to_json()), most important first. words: rows.Words, or anything
    with good(id), goods and units. tell_free: the skills of which free hours may be told (offered.py); None: all."""
    if explanation["status"] != "optimal":
        return [_("No plan can keep everything as it is, so nothing can be said about what this would save.")]
    teller = _Teller(explanation, words, currency, tell_free)
    told = [teller.saves(), teller.meets(), *teller.asks(), *teller.stops(), teller.first()]
    return [sentence for sentence in told if sentence]


def purchase_sentences(purchase: Mapping, words, currency: str, periods: int, days_per_period: float) -> list[str]:
    """Whether to buy something once (Purchase.to_json()), in sentences."""
    horizon = periods * days_per_period
    said = {"good": words.good(purchase["good"]).lower(), "price": wording.money(purchase["price"], currency)}
    told = [_("One %(good)s more costs %(price)s.") % said if purchase["price"] is not None
            else _("No shop sells it: %(good)s.") % said]
    saving = purchase["saving"]
    if saving is None:
        return [_("No plan can keep everything as it is, so nothing can be said about what this would save.")]
    if purchase["payback_periods"] is not None or saving >= 0.5:
        said["cash"] = wording.money(saving if 350 <= horizon <= 380 else saving / horizon * 365, currency)
        told.append(_("It would save %(cash)s a year.") % said)
        if purchase["payback_periods"] is not None:
            told.append(_("What it costs comes back %(when)s.") % {
                "when": wording.payback(purchase["payback_periods"], days_per_period)})
    elif purchase["idle"] is not None and purchase["idle"] >= _A_LITTLE:
        told.append(_("It would save nothing: what is there stands still %(hours)s hours a week.") % {
            "hours": hours_number(purchase["idle"])})
    else:
        told.append(_("It would save nothing."))
    if purchase["meets"]:
        told.append(_("It meets what is not met now: %(goods)s.") % {
            "goods": listed([words.good(good).lower() for good in list(purchase["meets"])[:4]])})
    return told


class _Teller:
    def __init__(self, explanation: Mapping, words, currency: str, tell_free: Container[str] | None):
        self.facts, self.words, self.currency, self.tell_free = explanation, words, currency, tell_free
        self.a_year = explanation["periods"] * explanation["days_per_period"]

    def good(self, good: str) -> str:
        return self.words.good(good).lower()

    def _yearly(self, cash: float) -> float:
        """Twelve months of thirty days pass for a year."""
        return cash if 350 <= self.a_year <= 380 or not self.a_year else cash / self.a_year * 365

    @property
    def pays(self) -> bool:
        return bool(self.facts["stops_paying"] or self.facts["keeps_paying"] or (self.facts["saving"] or 0) >= 0.5)

    # --- what it saves, and why
    def saves(self) -> str:
        saving = self.facts["saving"]
        if saving is None:
            return ""
        if not self.pays:
            return self._saves_nothing()
        said = {"cash": wording.money(self._yearly(saving), self.currency)}
        product, bought = self.facts["product"], [part for part in self.facts["because"] if part["comes"] == "bought"]
        if product is None or not product["price"] or product["less"] <= 0:
            return self._by_what_is_bought(said)
        share = sum(part["share"] or 0 for part in bought)
        said["product"] = self.good(product["good"])
        if share < 0.005:
            if self.facts["fees"] > 0:
                return self._by_what_is_bought(said)
            return _("It saves %(cash)s a year: nothing has to be bought for it month by month.") % said
        said["part"] = part_of(share)
        if share > 1 + _NEAR:
            return self._by_what_is_bought(said)
        leading = bought[0]["share"] / share
        said["input"] = self.good(bought[0]["good"])
        if leading >= _ALL:
            return _("It saves %(cash)s a year, because what it takes (%(input)s) costs %(part)s of what the shop asks "
                     "for %(product)s.") % said
        if leading >= _LEADS:
            return _("It saves %(cash)s a year, because what it takes, mostly %(input)s, costs %(part)s of what the "
                     "shop asks for %(product)s.") % said
        return _("It saves %(cash)s a year, because what it takes costs %(part)s of what the shop asks for "
                 "%(product)s.") % said

    def _by_what_is_bought(self, said) -> str:
        less = [(good, change) for good, change in self.facts["buys"].items() if change["cash"] > 0]
        spent = self.facts["spent_for_each"]
        if not less or spent is None:
            return _("It saves %(cash)s a year.") % said
        said["less"] = listed([self.good(good) for good, _change in less[:2]])
        if spent < 0.005:
            return _("It saves %(cash)s a year, because less is bought of %(less)s.") % said
        said["part"] = part_of(spent)
        return _("It saves %(cash)s a year: less goes on %(less)s, and what it takes costs %(part)s of that.") % said

    def _saves_nothing(self) -> str:
        missing, begins = self.facts["needs_first"], self.facts["begins_paying"]
        if self.facts["meets"]:
            return ""
        if any(entry["what"] in ("skill", "land", "machine", "good") for entry in missing):
            return _("It cannot begin as things are.")
        if begins:
            return _("It would save nothing as things are. It would begin to pay if %(cause)s.") % {
                "cause": self._cause(begins[0])}
        return _("It would save nothing as things are: what it makes is had as cheaply already, or nobody needs more "
                 "of it.")

    def meets(self) -> str:
        if not self.facts["meets"]:
            return ""
        goods = listed([self.good(good) for good in list(self.facts["meets"])[:4]])
        if self.facts["saving"] is None:
            return _("Without it these needs could not be met: %(goods)s.") % {"goods": goods}
        return _("It meets what is not met now: %(goods)s.") % {"goods": goods}

    # --- what it asks
    def _hours(self, skill: str) -> str:
        told = self.tell_free is None or skill in self.tell_free
        return _("%(hours)s of %(free)s free hours of %(skill)s") if told else _("%(hours)s hours of %(skill)s")

    def asks(self) -> list[str]:
        hours = [self._hours(skill) % {
            "hours": hours_number(entry["asked"]), "free": hours_number(entry["free"]),
            "skill": wording.skill_word(self.words.goods, skill).lower()}
            for skill, entry in self.facts["hours"].items() if entry["asked"] >= _A_LITTLE]
        lacking = {entry["name"] for entry in self.facts["needs_first"]}
        # Translators: as in "It needs the oven 9 of its 40 hours a week".
        machines = [_("the %(machine)s %(hours)s of its %(in_hand)s") % {
            "machine": self.good(machine), "hours": hours_number(entry["asked"]),
            "in_hand": hours_number(entry["in_hand"])}
            for machine, entry in self.facts["machines"].items()
            if entry["asked"] >= _A_LITTLE and machine not in lacking]
        told = []
        if hours:
            told.append(_("It asks %(parts)s a week.") % {"parts": listed(hours)})
        for skill, entry in self.facts["hours"].items():
            if entry["asked"] >= max(_A_LITTLE, _SHORT * entry["free"]) and self.pays and entry.get("worth", 0.0) >= 1:
                told.append(_("One more hour of %(skill)s a week would save %(cash)s more a year.") % {
                    "skill": wording.skill_word(self.words.goods, skill).lower(),
                    "cash": wording.money(self._yearly(entry["worth"]), self.currency)})
        if machines:
            told.append(_("It needs %(machines)s hours a week.") % {"machines": listed(machines)})
        land = [wording.amount(entry["asked"], "m²") for entry in self.facts["land"].values() if entry["asked"] >= 1]
        if land:
            told.append(_("It takes %(land)s of land.") % {"land": listed(land)})
        return told

    # --- when it stops paying
    def stops(self) -> list[str]:
        if not self.pays or self.facts["saving"] is None:
            return []
        found = {}
        for cause in self.facts["stops_paying"]:
            found.setdefault(cause["what"], cause)
        product, batch = found.get("product"), found.get("yield")
        if product and batch and abs(batch["factor"] / product["factor"] - 1) < _NEAR:
            del found["yield"]  # a batch that brings less is as bad as a lower price, and stands in the table
        causes = [self._cause(found[what]) for what in ("price", "product", "yield") if what in found]
        if causes:
            return [_("It stops paying if %(causes)s.") % {"causes": alternatives(causes)}]
        kept = {cause["what"] for cause in self.facts["keeps_paying"]}
        if "product" in kept:
            return [_("It goes on paying even if the shop asked only a tenth of its price today.")]
        return [_("It goes on paying even if what it takes cost ten times as much.")] if "price" in kept else []

    def _cause(self, cause: Mapping) -> str:
        factor = cause["factor"]
        said = {"good": self.good(cause["good"]) if "good" in cause else "", "times": wording.number(factor, 1),
                "part": part_of(factor), "more": wording.share(factor - 1)}
        if cause["what"] == "yield":
            return _("a batch brings less than %(part)s of what the recipe says") % said
        if factor < 1:
            return _("the price of %(good)s falls below %(part)s of today's") % said
        if abs(factor - 2) < 0.1:
            return _("the price of %(good)s doubles") % said
        if factor < 2:
            return _("the price of %(good)s rises by %(more)s") % said
        return _("the price of %(good)s rises to %(times)s times today's") % said

    # --- what must be there first
    def first(self) -> str:
        parts = []
        for entry in self.facts["needs_first"]:
            name = (wording.skill_word(self.words.goods, entry["name"]).lower() if entry["what"] == "skill"
                    else self.good(entry["name"]))
            price = entry["price"]
            if entry["what"] == "skill":
                parts.append(_("somebody who offers hours of %(skill)s") % {"skill": name})
            elif entry["what"] == "land":
                parts.append(_("land (%(name)s)") % {"name": name})
            elif price is not None:
                parts.append(_("%(name)s (%(cash)s)") % {
                    "name": name, "cash": wording.money(price * (entry["amount"] or 1), self.currency)})
            else:
                parts.append(name)
        if not parts:
            return ""
        return _("Needed first: %(parts)s.") % {"parts": listed(parts)}


def part_of(share: float) -> str:
    """A share in words where it has one: a quarter; else per cent."""
    near = min(PARTS, key=lambda part: abs(share / part[0] - 1))
    return _(near[1]) if abs(share / near[0] - 1) <= _NEAR else wording.share(share)


def hours_number(hours: float) -> str:
    """Hours a week as one says them: tenths below ten, whole ones above."""
    return wording.number(round(hours, 1) if hours < 10 else round(hours))


def listed(words: list[str]) -> str:
    """Words one after the other: a, b and c."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def alternatives(words) -> str:
    """a, b or c."""
    words = list(words)
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s or %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
