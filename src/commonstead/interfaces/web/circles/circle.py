"""A circle's page: what it is, its rules as clauses, who is in, what goes on, and what waits for a second voice."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonstead.core.circulation.terms import read_terms
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import clauses, queries
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import parts, said
from .reading import Here, here_or_404

SHOWN = 12


@member_page
def show(request, circle_id):
    """Everybody may read what it is and its rules; the rest is for those who are in it."""
    here = here_or_404(request, circle_id)
    circle, keeper = here.circle, here.names[here.circle.keeper]
    rights = people.booking_rights(entry.member for entry in people.members_of(circle.keeper))
    keepers = [member for member, right in rights.items() if circle.keeper in right.fully]
    context = {
        "circle": circle, "reader": here, "keeper": keeper, "sort": said.sort_word(circle.sort),
        "what": said.SORTS[circle.sort][1], "clauses": clauses.clauses(circle, keeper, said.FIGURES),
        "keepers": ", ".join(sorted(people.names(keepers).values(), key=str.casefold)),
        "people": ngettext("%(count)s account", "%(count)s accounts", circle.members) % {"count": circle.members},
        "joinable": [(one, here.called(one)) for one in _could_join(here)],
        "own": [(one, here.called(one.holder), said.balance(circle, one, "" if one.holder == here.me
                 else here.names[one.holder]) if circle.unit else "") for one in here.own]}
    if here.inside:
        context |= {"directory": _directory(here), "tabs": parts.tabs(circle, "circle"), "around": parts.around(circle),
                    "changes": [_change(here, one) for one in queries.changes(circle_id)]}
        context |= _gifts(here) if circle.sort == "gift" else _payments(here)
    return render(request, "web/circles/circle.html", context)


def _could_join(here: Here) -> list[str]:
    """Whom the reader could bring in: themselves first, their wards, household and associations."""
    if here.circle.winding_down or here.circle.ended:
        return []
    inside = {one.holder for one in here.accounts}
    present = {view.id for view in people.agents(ids=here.mine - inside)}
    return sorted(present, key=lambda one: (one != here.me, here.called(one).casefold()))


def _directory(here: Here) -> list[dict]:
    """Who is in, with balances only where the reader may see them."""
    circle = here.circle
    return sorted(({
        "holder": one.holder, "name": here.called(one.holder), "frozen": one.standing == "frozen",
        "of_circle": one.holder == circle.keeper, "opens": here.opens(one.holder),
        "balance": said.signed(circle, one.balance) if circle.unit and here.opens(one.holder) else ""}
        for one in here.accounts), key=lambda row: (row["of_circle"], row["name"].casefold()))


def _payments(here: Here) -> dict:
    """The sum of all accounts, and the last payments where the reader may see them."""
    total = sum(one.accounting for one in ledger.resources_conforming_to(here.circle.unit))
    found = queries.payments(here.circle.id, count=SHOWN) if here.sees_all else ()
    names = people.names({side for one in found for side in (one.payer, one.payee)})
    return {"total": said.signed(here.circle, total), "payments": [{
        "view": one, "title": f"{names[one.payer]} → {names[one.payee]}",
        "amount": said.amount(here.circle, one.amount), "what": said.what_for(one),
        "state": said.state_word(one) if one.state != "paid" else "", "day": wording.day(one.at)} for one in found]}


def _gifts(here: Here) -> dict:
    """What was given lately, counted and never added up."""
    found = queries.gifts(here.circle.id)
    events = {one.event: ledger.event(one.event) for one in found[:SHOWN]}
    words = Words(events.values())
    return {
        "gifts": [{"gift": one, "title": words.sentence(events[one.event]), "much": words.much(events[one.event]),
                   "day": wording.day(events[one.event].at), "mine": one.receiver in here.mine}
                  for one in found[:SHOWN]],
        "given": sum(one.giver in here.mine for one in found),
        "received": sum(one.receiver in here.mine for one in found), "count": len(found)}


def _change(here: Here, change) -> dict:
    """What was asked for, clause by clause, and whether the reader may agree."""
    circle, name = here.circle, here.names[here.circle.keeper]
    if change.holder:
        lines = [sentence for sentence in (
            _limit(_("%(name)s may owe up to %(amount)s."), here, change, "line"),
            _limit(_("%(name)s may hold up to %(amount)s."), here, change, "ceiling")) if sentence] or [
                _("The usual limits hold for %(name)s again.") % {"name": here.called(change.holder)}]
    else:
        lines = [one.sentence for one in clauses.changed(circle, name, said.FIGURES, read_terms(change.words))]
    return {"change": change, "lines": lines, "asked_by": people.names([change.asked_by])[change.asked_by],
            "asked": wording.day(change.asked), "mine": change.asked_by == here.me,
            "may_agree": here.own and here.me not in (change.asked_by, change.holder)}


def _limit(sentence: str, here: Here, change, name: str) -> str:
    steps = change.words.get(name)
    return "" if steps is None else sentence % {"name": here.called(change.holder),
                                                "amount": said.amount(here.circle, steps)}
