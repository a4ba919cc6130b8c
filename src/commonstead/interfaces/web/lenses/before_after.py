"""Space, time, energy, mass and information, for two ways of making a thing or two half years (Exodus 3523-3554)."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.core.boundary.lenses.stemi import MEASURES, Measure, of_recipe, ratio, sheet
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import lenses
from commonstead.town.boundary import queries as boundary

from .looking import Looking, entry_links

_KG_AND_KWH = ("mass", "energy")


@member_page
def show(request):
    """Two recipes for one good, where a good is named or has two; else two half years of an association."""
    looking, words = Looking(request), Words()
    network = boundary.network()
    ways = _goods_with_ways(network, words)
    wanted = request.GET.get("good", "")
    halves = request.GET.get("what", "") == "halves" or not ways
    given = {"ways": [(good, name, good == wanted) for good, name in ways], "halves": halves}
    if halves and looking.of:
        given |= _halves(looking.of.id, wanted, words)
    elif ways:
        good = wanted if wanted in dict(ways) else ways[0][0]
        given |= _two_ways(network, good, request.GET, words)
    return render(request, "web/lenses/before_after.html", looking.given("lenses-before-after", **given))


def _goods_with_ways(network, words: Words) -> list[tuple[str, str]]:
    counts: dict[str, int] = {}
    for recipe in network.recipes:
        for good, amount in recipe.outputs.items():
            if amount > recipe.inputs.get(good, 0.0):
                counts[good] = counts.get(good, 0) + 1
    return sorted(((good, words.good(good)) for good, count in counts.items() if count > 1), key=lambda pair: pair[1])


def _factor(words: Words):
    """Unit → how many kg or kWh it is; None for what is neither."""
    def factor(unit: str):
        if unit not in words.units:
            return None
        known = words.units.get(unit)
        return (known.dimension, float(known.per_base)) if known.dimension in _KG_AND_KWH else None
    return factor


def _two_ways(network, good: str, given, words: Words) -> dict:
    recipes = [recipe for recipe in network.recipes if recipe.outputs.get(good, 0.0) > recipe.inputs.get(good, 0.0)]
    recipes.sort(key=lambda recipe: not recipe.adopted)
    names = {recipe.id: recipe.name or recipe.id for recipe in recipes}
    first = given.get("before") if given.get("before") in names else recipes[0].id
    rest = [recipe.id for recipe in recipes if recipe.id != first]
    second = given.get("after") if given.get("after") in rest else rest[0]
    units = {one.id: one.unit for one in network.goods}
    sheets = [sheet(of_recipe(network, recipe, good), units, _factor(words))
              for one in (first, second) for recipe in recipes if recipe.id == one]
    return {"good": good, "name": words.good(good), "choices": names.items(), "before": first, "after": second,
            "table": _table(sheets, (names[first], names[second]), words),
            "sources": [(names[one], reverse("recipe", args=[one])) for one in (first, second)]}


def _halves(association: str, wanted: str, words: Words) -> dict:
    year = lenses.last_year()
    middle = year.since + (year.until - year.since) / 2
    periods = (lenses.Period(year.since, middle), lenses.Period(middle, year.until))
    first, second = (lenses.made_by_entries(association, period) for period in periods)
    made = first.keys() & second.keys()
    if not made:
        return {"table": None}
    goods = sorted(made, key=words.good)
    good = wanted if wanted in made else goods[0]
    told = [lenses.period_amounts(association, good, period) for period in periods]
    units = {one: spec.unit for one, spec in words.goods.items()}
    heads = (_("until %(day)s") % {"day": wording.day(middle)}, _("since then"))
    return {"good": good, "name": words.good(good), "made": [(one, words.good(one), one == good) for one in goods],
            "table": _table([sheet(amounts, units, _factor(words)) for amounts, _ids in told], heads, words),
            "entries": [(head, entry_links(ids)) for head, (_amounts, ids) in zip(heads, told, strict=True)]}


def _words() -> dict[str, tuple[str, str, str]]:
    """measure → (letter of the sheet, what it is, unit)"""
    return {
        "space": (_("Space"), _("ground held, times months"), "m²"), "time": (_("Time"), _("hours of people"), "h"),
        "wait": (_("Time"), _("days until it is ready"), ""), "energy": (_("Energy"), _("energy that goes in"), "kWh"),
        "mass": (_("Mass"), _("weight that goes in"), "kg"), "waste": (_("Mass"), _("of it, not in a product"), "kg"),
        "orders": (_("Information"), _("things to order from outside"), ""),
        "skills": (_("Information"), _("kinds of work to bring together"), ""),
        "management": (_("Information"), _("administration and paper work"), "h")}


def _missing() -> dict[str, str]:
    return {"land": _("land is not written down with the entries"), "weight": _("not counted by weight"),
            "lag": _("not written down"), "made": _("none was made"),
            "said": _("nobody has said which work that is")}


def _table(sheets, heads, words: Words) -> Table:
    rows, names = [], _words()
    for measure in MEASURES:
        letter, what, unit = names[measure]
        first, second = sheets[0][measure], sheets[1][measure]
        times = ratio(first, second)
        rows.append((Cell(letter, note=what), _value(first, unit, words, measure), _value(second, unit, words, measure),
                     "–" if times is None else wording.share(times)))
    return Table(_("For one unit made"), (Column(_("What")), Column(heads[0], True), Column(heads[1], True),
                                          Column(_("Second of first"), True)), tuple(rows), caption_hidden=True)


def _value(told: Measure, unit: str, words: Words, measure: str) -> Cell:
    if told.value is None:
        return Cell(_("unknown"), note=", ".join(_missing().get(one, one) for one in told.missing))
    parts = [name for name, amount in sorted(told.parts.items(), key=lambda pair: -abs(pair[1])) if amount > 0][:3]
    note = ", ".join((wording.skill_word(words.goods, name.removeprefix("work-")) if measure in ("time", "skills")
                      else words.good(name)).lower() for name in parts)
    return Cell(wording.amount(told.value, unit), note=note)
