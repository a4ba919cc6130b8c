"""The ranges of many futures in members' words: a picture with its table, a line for each step, what was varied."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.charts import reach
from commonstead.interfaces.web.components import Cell, Chart, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.making import queries as making

from .asked import FIELDS


class Told:
    """view: the calculation with its answer.  answers: those of the Boundary page, for what is adopted since."""

    def __init__(self, view, answers):
        self.found: Mapping = view.result["ensemble"]
        self.currency: str = view.result["currency"]
        self.days: float = view.result["days"]
        self.stale = view.stale
        #: How many were asked for, where it was stopped before all were worked out.
        self.stopped_of: int = view.result["asked"] if view.state == "stopped" else 0
        self.words = Words()
        self.recipes = {recipe.id: recipe for recipe in making.recipes()}
        self.answers = answers

    @property
    def futures(self) -> int:
        return self.found["futures"]

    @property
    def planned(self) -> int:
        """Futures in which a plan keeps all the rules."""
        return self.futures - self.found["infeasible"]

    @cached_property
    def lead(self) -> str:
        """The answer in one sentence."""
        found = self.found["dependence"]
        if found is None:
            return _("Nothing here has a price, so there is nothing to vary.") if self.planned else _(
                "In none of these futures can everything be kept as it is.")
        return _("In eight futures of ten we meet between %(low)s and %(high)s of what we need inside.") % {
            "low": wording.share(1 - found["high"], 1), "high": wording.share(1 - found["low"], 1)}

    @cached_property
    def picture(self) -> Chart | None:
        rows = self._rows()
        if not rows:
            return None
        title = _("How far the figures reach")
        said = _("From the future below which one in ten lies to the one above which one in ten lies")
        table = Table(title, (Column(_("Figure")), Column(_("Now"), True), Column(_("One in ten below"), True),
                              Column(_("Middle"), True), Column(_("One in ten above"), True)),
                      tuple((row.label, now, row.said_low, row.said_middle, row.said_high) for row, now in rows),
                      caption_hidden=True)
        drawn = tuple(row for row, _now in rows)
        return Chart(title, reach.wide(drawn, title), reach.narrow(drawn, title), table, said,
                     (("c-in-3", _("eight futures of ten")), ("c-in-1", _("the middle one")),
                      ("c-ink", _("as things are now"))))

    def _rows(self) -> list[tuple[reach.ReachRow, str]]:
        def inside(value):
            return wording.share(1 - value, 1)

        def cash(value):
            return wording.money(value, self.currency)

        def walk(value):
            return wording.days(value)

        rows = []
        for key, label, say, turned in (("dependence", _("We can meet inside"), inside, True),
                                        ("slack_days", _("Without a wage"), walk, False),
                                        ("cash", _("Cash we need outside"), cash, False)):
            found, now = self.found[key], self.found["now"][key]
            if found is None:
                continue
            low, middle, high = ((found["high"], found["middle"], found["low"]) if turned else
                                 (found["low"], found["middle"], found["high"]))
            sign = -1 if turned else 1
            rows.append((reach.ReachRow(label, sign * low, sign * middle, sign * high,
                                        None if now is None else sign * now, say(low), say(middle), say(high)),
                         "–" if now is None else say(now)))
        return rows

    @cached_property
    def steps(self) -> list[dict]:
        """Each step with how surely it meets needs and pays: those first that meet the most, then the surest."""
        lines = []
        for step in self.found["steps"]:
            views = [self.recipes[one] for one in step["recipes"] if one in self.recipes]
            if len(views) < len(step["recipes"]) or all(view.adopted for view in views):
                continue  # gone from the catalogue, or taken up since
            lines.append({"title": ", ".join(view.name for view in views), "sure": self._sure(step),
                          "href": reverse("boundary-next", args=[".".join(step["recipes"])]),
                          "range": self._saves(step),
                          "rank": (-step.get("meets", 0), -(step["pays"] or 0), -step["saves"])})
        return sorted(lines, key=lambda line: line["rank"])

    def _sure(self, step: Mapping) -> str:
        said = {"futures": step["futures"], "saves": step["saves"], "pays": step["pays"]}
        parts = []
        if step.get("meets"):
            parts.append(_("meets more needs in %(meets)s of %(futures)s futures") % {**said, "meets": step["meets"]})
        if step.get("makes_possible"):
            parts.append(_("with it everything can be kept in %(some)s of the %(of)s futures in which it could not") % {
                "some": step["makes_possible"], "of": self.found["infeasible"]})
        if step["saves"] or not parts:
            parts.append(self._pays(step, said))
        return "; ".join(parts)

    @staticmethod
    def _pays(step: Mapping, said: Mapping) -> str:
        if step["pays"] is None:
            return _("saves in %(saves)s of %(futures)s futures; what it costs to begin is not known") % said
        if step["pays"] == step["saves"]:
            return _("pays in %(pays)s of %(futures)s futures") % said
        return _("pays in %(pays)s of %(futures)s futures, saves something in %(saves)s") % said

    def _saves(self, step: Mapping) -> str:
        saving = step["saving"]
        if round(saving["high"]) <= 0:
            if step.get("meets") or step.get("makes_possible"):
                return ""  # what it does is said already, and it is not about cash
            return _("saves nothing in most of them")
        return _("saves %(low)s to %(high)s in the time planned, in the middle future %(middle)s") % {
            name: wording.money(max(round(saving[name]), 0), self.currency) for name in ("low", "middle", "high")}

    @property
    def patience(self) -> str:
        """Within how long a step must earn back what it costs to begin."""
        years = self.found["spread"]["patience_days"] / 365
        return ngettext("%(count)s year", "%(count)s years", 1 if round(years, 2) == 1 else 2) % {
            "count": wording.number(years)}

    @cached_property
    def varied(self) -> Table:
        """What was varied, how much, and why so."""
        spread, reasons = self.found["spread"], self.found["reasons"]
        rows = [(str(label), "± " + wording.share(spread[name], 0), _(reasons[name]) if name in reasons else
                 _("as it was asked for")) for name, label in FIELDS.items()]
        return Table(_("What was varied"), (Column(_("What")), Column(_("How much"), True), Column(_("Why so"))),
                     tuple(rows), caption_hidden=True)

    @property
    def together(self) -> str:
        """Why prices move together."""
        return _(self.found["reasons"].get("prices_together", "")) if "prices_together" in self.found["reasons"] else ""

    @cached_property
    def moves(self) -> list[str]:
        """What goes with the differences in cash."""
        return [_("%(what)s: %(share)s") % {"what": self._factor(one["factor"]), "share": wording.share(one["share"])}
                for one in self.found["moves"]]

    def _factor(self, name: str) -> Cell | str:
        kind, _space, what = name.partition(" ")
        if kind == "price":
            return _("the price of %(good)s") % {"good": self.words.good(what).lower()}
        if kind == "yield":
            return _("what %(recipe)s brings") % {
                "recipe": self.recipes[what].name.lower() if what in self.recipes else what}
        return {"prices": _("all prices together"), "harvests": _("the weather"), "income": _("wages from outside"),
                "hours": _("hours that people pledge")}.get(kind, kind)
