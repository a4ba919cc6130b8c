"""What runs out first, in words: the binding constraints behind the walk-away days."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.town.ledger import queries as ledger


def binding_words(entry: Mapping, currency: str) -> str:
    """One sentence: what is short, and what a little more of it would give."""
    kind, name = entry.get("kind", ""), entry.get("name", "")
    days = wording.number(entry.get("days_per_unit", 0))
    spec = ledger.specification(name) if kind in ("stock", "good", "machine", "limit", "hours") and name else None
    said = {"name": spec.name if spec else name.replace("-", " "), "days": days,
            "unit": ledger.units().get(spec.unit).symbol if spec else "", "sum": wording.money(100, currency),
            "more": wording.number(100 * float(entry.get("days_per_unit", 0)))}
    if kind == "cash":
        return _("The cash in hand runs out first; %(sum)s more would give %(more)s days.") % said
    if kind == "hours":
        return _("Hours of %(name)s run out first; one more a month would give %(days)s days.") % said
    if kind == "machine":
        return _("Time on the %(name)s runs out first; one more hour a month would give %(days)s days.") % said
    if kind == "land":
        return _("Land runs out first (%(name)s).") % said
    if kind == "limit":
        return _("What %(name)s can make at most is reached first.") % said
    return _("%(name)s runs out first; one %(unit)s more would give %(days)s days.") % said
