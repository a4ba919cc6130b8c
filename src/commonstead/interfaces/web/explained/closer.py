"""The way on from the Boundary page: the questions that other pages answer."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

#: (name of the page, the question it answers); a page that is not there is left out.
QUESTIONS = (
    ("road-map", gettext_noop("What do we begin with, and what does it pay for next?")),
    ("explained", gettext_noop("What is the plan, on one page for an assembly?")),
    ("compare", gettext_noop("What if a price, the wages or our hours change, or we take something up?")),
    ("futures", gettext_noop("In how many of many futures does a step pay?")),
    ("weeks", gettext_noop("What is to be made in which week?")),
    ("measures", gettext_noop("How far do we depend on outside, and is it getting less?")),
    ("machines", gettext_noop("What gets cheaper with each step, and because of what?")),
    ("machines-set", gettext_noop("Which machines make which, and what stays bought?")),
    ("designs", gettext_noop("What could we build, from what drawings and parts?")),
    ("lenses", gettext_noop("Where do money and hours go that nobody has the good of?")),
    ("together", gettext_noop("What if we planned together with another town?")),
)


def look_closer() -> list[dict]:
    """Links with their question, in the order in which one would ask."""
    found = []
    for name, question in QUESTIONS:
        try:
            found.append({"name": name, "href": reverse(name), "question": _(question)})
        except NoReverseMatch:
            continue
    return found

