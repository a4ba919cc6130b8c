"""What a step takes and when it stops paying, as tables below its sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.interfaces.web.offered import few, offered_by_many

_LITTLE = 0.005  # hours a week below which nothing is asked


def asked_of(told: Mapping, steps) -> Table | None:
    """Hours a week of people and machines that it asks, beside what there is."""
    many = offered_by_many()
    rows = [(wording.skill_word(steps.goods, skill), wording.amount(entry["asked"], "h"),
             few() if skill not in many else
             _("%(free)s free of %(pledged)s") % {"free": wording.amount(entry["free"], "h"),
                                                 "pledged": wording.amount(entry["pledged"], "h")})
            for skill, entry in told["hours"].items() if entry["asked"] >= _LITTLE]
    lacking = {entry["name"] for entry in told["needs_first"]}
    rows += [(Cell(steps.name(machine), reverse("good", args=[machine])), wording.amount(entry["asked"], "h"),
              _("none here yet") if machine in lacking else
              _("%(used)s in use of %(in_hand)s") % {"used": wording.amount(entry["used"], "h"),
                                                    "in_hand": wording.amount(entry["in_hand"], "h")})
             for machine, entry in told["machines"].items() if entry["asked"] >= _LITTLE]
    if not rows:
        return None
    return Table(_("Hours a week"), (Column(_("Hands and machines")), Column(_("It asks"), True),
                                     Column(_("What there is"), True)), tuple(rows), caption_hidden=True)


def stops_table(told: Mapping, steps, currency: str) -> Table | None:
    """Each cause that was followed: where it stands today, and where the saving would be gone."""
    rows = tuple(_stop(cause, steps, currency) for cause in (*told["stops_paying"], *told["keeps_paying"]))
    if not rows:
        return None
    return Table(_("It stops paying if"), (Column(_("If this alone changes")), Column(_("Today"), True),
                                           Column(_("It stops paying at"), True)), rows, caption_hidden=True)


def _stop(cause: Mapping, steps, currency: str) -> tuple:
    if cause["what"] == "yield":
        recipe = steps.recipes.get(cause["recipe"])
        name = Cell(_("What a batch brings: %(recipe)s") % {"recipe": recipe.name if recipe else cause["recipe"]})
        today, at = wording.share(1), None if cause["factor"] is None else wording.share(cause["factor"])
    else:
        good = cause["good"]
        name = Cell(_("Price: %(good)s") % {"good": steps.name(good)}, reverse("good", args=[good]))
        today = _price(steps, good, cause["now"], currency)
        at = None if cause["factor"] is None else _price(steps, good, cause["at"], currency)
    if at is None:
        at = _("not within ten times") if cause["what"] == "price" else _("not above a tenth")
    elif cause["cash_ends"]:
        at = _("%(price)s; the cash in hand ends there") % {"price": at}
    return name, today, at


def _price(steps, good: str, price: float, currency: str) -> str:
    """A price of one unit; what is counted by its cost is told as a share of today's."""
    unit = steps.units.get(steps.goods[good].unit).symbol if good in steps.goods else ""
    if unit.endswith(wording.WORTH):
        return wording.share(price)
    money = wording.money(price, currency)
    word = wording.unit_word(unit, 1)
    return _("%(money)s a %(unit)s") % {"money": money, "unit": word} if word else money


def first_needed(told: Mapping, steps, currency: str) -> list[dict]:
    """What must be there before it can begin, and where to look: {name, note, href}."""
    found = []
    for entry in told["needs_first"]:
        name, price = entry["name"], entry["price"]
        made_by = [steps.recipes[one].name for one in entry["made_by"] if one in steps.recipes]
        if entry["what"] == "skill":
            found.append({"name": wording.skill_word(steps.goods, name), "href": reverse("pledge"),
                          "note": _("nobody offers hours of it yet")})
        elif entry["what"] == "land":
            found.append({"name": name, "href": "", "note": _("there is no such land yet")})
        else:
            notes = [_("costs %(cash)s") % {"cash": wording.money(price * (entry["amount"] or 1), currency)}
                     if price is not None else _("no shop sells it")]
            if made_by:
                notes.append(_("could be made: %(recipes)s") % {"recipes": ", ".join(made_by[:3])})
            amount = steps.amount(name, entry["amount"]) if entry["what"] == "outlay" else ""
            found.append({"name": " ".join(part for part in (amount, steps.name(name)) if part),
                          "href": reverse("good", args=[name]), "note": "; ".join(notes)})
    return found
