"""How much we depend and what goes round, as the recorded months tell it: one sentence, one picture, five questions.

(Exodus 7422-7453, 9002-9081.) Everything was worked out with the boundary's answers and is only read here.
"""

from __future__ import annotations

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.components import Tab
from commonstead.interfaces.web.rows import Words
from commonstead.town.boundary import queries as boundary
from commonstead.town.boundary.measures import FORM
from commonstead.town.people import queries as people

from . import tables


def kept(answers) -> dict:
    """The kept measures; {} before the first answers and while nothing is recorded."""
    found = answers.measures if answers else {}
    return found if found.get("form") == FORM else {}


def _read():
    """(measures, frame, answers)."""
    answers = boundary.answers()
    return kept(answers), boundary.frame(), answers


@member_page
def show(request):
    """The first page."""
    found, frame, answers = _read()
    return render(request, "web/measures/measures.html", {
        "found": found, "frame": frame, "answers": answers, "headline": headline(found),
        "chart": tables.history_chart(found) if found else None,
        "questions": _questions(found, frame, answers, request.user.person_id)})


def headline(found) -> str:
    """The one sentence; it says why there is none where there is none."""
    whole = found.get("whole") if found else None
    if not found:
        return _("Nothing is recorded yet, so there is nothing to tell. With the first entries of what is bought, made "
                 "and given, this page begins.")
    if whole is None or whole["direct"] is None:
        return _("So far too few households have entries for a figure of the whole town: sums are shown over five or "
                 "more. What concerns associations, and your own household, is below.")
    bought = whole["direct"] + whole["embodied"]
    return _("Of all that came to our homes in the last twelve months, %(bought)s was bought outside: %(direct)s as "
             "such, %(embodied)s in what our commons made or passed on.") % {
        "bought": wording.share(bought), "direct": wording.share(whole["direct"]),
        "embodied": wording.share(whole["embodied"])}


def _questions(found, frame, answers, person: str) -> list[dict]:
    """(question, answer, address)."""
    asked = []
    if found:
        circulation = found["circulation"]
        asked = [
            (_("Who feeds whom?"), feeds_answer(circulation), reverse("measures-circulation")),
            (_("What goes round?"), round_answer(circulation), reverse("measures-circulation") + "#round"),
            (_("Who stands alone?"), alone_answer(circulation), reverse("measures-circulation") + "#alone"),
            (_("Which way does it flow?"), tables.direction_answer(found["membrane"], frame.currency),
             reverse("measures-direction")),
            (_("What do we depend on, and who of us most?"),
             _("By class of need, by kind of household, by association, month by month."),
             reverse("measures-dependence"))]
    home = _("How long could my household, or I, live without a wage?")
    asked.append((home, _("Counted from what you wrote in “How we live”, for your eyes only."),
                  reverse("measures-home")))
    if answers is not None:
        asked.append((_("How long could the town?"),
                      wording.days(answers.slack_days, answers.plan.get("slack_at_least", False)),
                      reverse("measures-town")))
    return [{"question": question, "answer": answer, "href": href} for question, answer, href in asked]


def feeds_answer(circulation) -> str:
    """The share of inputs that associations get from each other."""
    if circulation["from_commons"] is None:
        return _("No association has recorded inputs with a price yet.")
    return _("Our associations get %(share)s of what they take in from each other, counted at shop prices.") % {
        "share": wording.share(circulation["from_commons"])}


def round_answer(circulation) -> str:
    """Cycling, in hours where there are any, else by worth."""
    for unit, words in (
            ("hours", _("Of the hours of work that pass through our commons, %(share)s come round again.")),
            ("worth", _("Of all that passes from one to another, at shop prices, %(share)s comes round again."))):
        if circulation[unit]["index"] is not None:
            return words % {"share": wording.share(max(circulation[unit]["index"], 0.0))}
    return _("Nothing that goes round is recorded yet.")


def alone_answer(circulation) -> str:
    """How many associations have nothing to do with another."""
    count = len(circulation["alone"])
    if not count:
        return _("No association: each gave to another or got from one.")
    return ngettext("%(count)s association neither gave another anything nor got anything from one.",
                    "%(count)s associations neither gave another anything nor got anything from one.",
                    count) % {"count": count}


#: The parts of the page of dependence: by what, and the word for it.
PARTS = {"needs": gettext_lazy("By need"), "households": gettext_lazy("By kind of household"),
         "associations": gettext_lazy("By association"), "money": gettext_lazy("Where the money is")}


@member_page
def dependence(request):
    """By class of need, kind of household or association, over the quarters; and where all the money is."""
    found, frame, _answers = _read()
    part = request.GET.get("by") if request.GET.get("by") in PARTS else "needs"
    return render(request, "web/measures/dependence.html", {
        "found": found, "headline": headline(found), "part": part,
        "tabs": [Tab(str(word), f"?by={name}", name == part) for name, word in PARTS.items()],
        "tables": [table for table in _part_tables(part, found, frame.currency) if table and table.rows]
        if found else []})


def _part_tables(part: str, found, currency: str) -> list:
    if part == "money":
        return [tables.accounts(found, currency)]
    table = {"needs": lambda: tables.classes(found, currency), "households": lambda: tables.groups(found),
             "associations": lambda: tables.associations(found)}[part]()
    return [table, tables.over_time(found, part)]


@member_page
def circulation(request):
    """Who feeds whom, chains, cycling, who stands alone."""
    found, frame, _answers = _read()
    part = found.get("circulation", {})
    names = people.names({node for entry in part.get("feeds", ()) for node in (entry["giver"], entry["taker"])}
                         | {node for chain in part.get("chains", ()) for node in chain["nodes"]}
                         | set(part.get("alone", ())))
    words = Words()
    return render(request, "web/measures/circulation.html", {
        "found": found, "part": part, "feeds": tables.feeds(part, names, words) if part else None,
        "chains": [_chain(chain, names, words) for chain in part.get("chains", ())],
        "alone": [{"id": one, "name": names[one], "at_all": one in part["alone_at_all"]}
                  for one in part.get("alone", ())],
        "feeds_said": feeds_answer(part) if part else "", "round_said": round_answer(part) if part else "",
        "alone_said": alone_answer(part) if part else "",
        "numbers": tables.cycling(part, frame.currency) if part else None})


def _chain(chain, names, words) -> dict:
    """A chain as words: who, what, to whom."""
    links = zip(chain["nodes"], [*chain["things"], ""], strict=True)
    return {"kinds": chain["kinds"],
            "links": [{"id": node, "name": names[node], "thing": words.good(thing) if thing else ""}
                      for node, thing in links]}


@member_page
def direction(request):
    """What crosses the membrane, which way."""
    found, frame, _answers = _read()
    membrane = found.get("membrane", {})
    names = people.names(membrane.get("directions", ()))
    return render(request, "web/measures/direction.html", {
        "found": found, "said": tables.direction_answer(membrane, frame.currency) if found else "",
        "table": tables.membrane(membrane, frame.currency) if found else None,
        "by_association": tables.directions(membrane, names) if found else None})
