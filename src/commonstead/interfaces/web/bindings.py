"""What runs out first, in words: the binding constraints behind the walk-away days."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.rows import Words
from commonstead.town.making import queries as making

#: How much more is spoken of: enough to give a number of days that says something.
STEPS = (1, 10, 100, 1_000, 10_000, 100_000)


def binding_words(entry: Mapping, currency: str, words: Words) -> str:
    """One sentence: what is short, and what more of it would give."""
    kind, name = entry.get("kind", ""), entry.get("name", "")
    per_unit = float(entry.get("days_per_unit", 0))
    spec = words.goods.get(name)
    much = next((step for step in STEPS if per_unit * step >= 0.5), STEPS[-1])
    unit = "h" if kind in ("hours", "machine") else words.units.get(spec.unit).symbol if spec else ""
    said = {"name": spec.name if spec else _recipe_name(name) if kind == "limit"
            else wording.skill_word(words.goods, name),
            "more": wording.money(much, currency) if kind == "cash" else wording.amount(much, unit),
            "days": wording.days(round(per_unit * much, 1)) if per_unit * much < 10 else wording.days(per_unit * much)}
    if per_unit <= 0:
        return _("%(name)s runs out first.") % said if name else _("The cash in hand runs out first.")
    if kind == "cash":
        return _("The cash in hand runs out: %(more)s more would give %(days)s.") % said
    if kind == "hours":
        return _("Hours run short for this work: %(name)s. %(more)s more a month would give %(days)s.") % said
    if kind == "machine":
        return _("Machine time runs short: %(name)s. %(more)s more a month would give %(days)s.") % said
    if kind == "land":
        return _("Land runs short: %(name)s. More of it would give more days.") % said
    if kind == "limit":
        return _("This reaches the most it can do: %(name)s.") % said
    return _("This runs out: %(name)s. %(more)s more would give %(days)s.") % said


def _recipe_name(recipe_id: str) -> str:
    """What a recipe is called that reaches the most it can do."""
    found = making.recipe(recipe_id)
    return found.name if found else recipe_id.replace("-", " ")
