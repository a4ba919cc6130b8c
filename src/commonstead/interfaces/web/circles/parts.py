"""The ways on from a circle: the parts of its own pages as tabs, and what else in town it has to do with."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web.components import Tab
from commonstead.town.circulation import queries
from commonstead.town.circulation.bridges import queries as bridges
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.circulation.views import CircleView

#: By part: the page that shows it.
_PAGES = {"circle": "circle", "care": "circle-care", "paper": "circle-paper"}


def tabs(circle: CircleView, part: str) -> list[Tab]:
    """What those who are in a circle can open of it; part: the page that is shown. How it goes is told of payments, so
    a gift circle, in which nothing is paid, has no such page."""
    words = {"circle": _("The circle"), "care": _("How it goes"), "paper": _("On paper")}
    shown = [name for name in words if name != "care" or circle.unit]
    return [Tab(words[name], reverse(_PAGES[name], args=[circle.id]), name == part) for name in shown]


def around(circle: CircleView) -> list[dict]:
    """Where else its members go: notices that ask for its unit, debts that it helps to clear, bridges from it."""
    found = []
    if not circle.ended:
        address = f"{reverse('board')}?{urlencode({'circle': circle.id})}" if circle.unit else reverse("board")
        found.append({"word": _("The board"), "href": address, "note": _("What is offered and needed in this circle.")
                      if circle.unit else _("What people here offer and need.")})
    for view in clearing.clearings():
        if circle.unit and circle.unit == view.specification:
            found.append({"word": view.name, "href": reverse("clearing-place", args=[view.id]),
                          "note": _("Here debts in this circle fall against each other.")})
        elif circle.id == view.circle:
            found.append({"word": view.name, "href": reverse("clearing-place", args=[view.id]),
                          "note": _("Here this circle helps to clear debts that do not go round.")})
    for view in bridges.bridges([circle.id]):
        other = view.second if view.first.circle == circle.id else view.first
        found.append({"word": _("Bridge to %(name)s") % {"name": other.name}, "href": reverse("bridge", args=[view.id]),
                      "note": _("Members of the two circles pay each other across it.")})
    return found


def besides(mine: frozenset[str]) -> list[dict]:
    """What people settle without a circle, or between circles; shown below the list of circles."""
    several = len([one for one in queries.circles() if one.unit]) > 1
    return [
        {"word": _("Debts around the town"), "href": reverse("clearing"),
         "note": _("What we owe and are owed, and what of it can fall against other debts.")},
        {"word": _("Standing agreements"), "href": reverse("agreements"),
         "note": _("What two give each other without a price, month after month.")},
        {"word": _("The board"), "href": reverse("board"), "note": _("What people here offer and need.")},
        *([{"word": _("Between circles"), "href": reverse("bridges"),
            "note": _("Bridges over which members of two circles pay each other.")}] if several else []),
        *([{"word": _("Be paid with a card"), "href": reverse("card-typed"),
            "note": _("Type the code of a neighbour’s paper card.")}] if _is_paid(mine) else [])]


def _is_paid(mine: frozenset[str]) -> bool:
    """Whether the reader acts for somebody who can be paid in a circle."""
    return any(one.resource for one in queries.accounts_of(mine))
