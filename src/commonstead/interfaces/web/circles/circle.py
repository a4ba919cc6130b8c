"""A circle's page, in the order in which one needs it: where I stand and how to pay, what waits for me, what goes on,
the rules in short, who is in. Whoever is not in it yet reads what it is, how to join, and all rules.
"""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.core.circulation.terms import read_terms
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.rows import Words
from commonstead.town.circulation import clauses, queries
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from . import parts, said
from .reading import Here, here_or_404

#: So many stand open on the page; what follows, up to `MOST`, is one press away. Of the members, all are.
PAYMENTS, CLAUSES, MEMBERS, MOST = 4, 4, 8, 16


@member_page
def show(request, circle_id):
    """Everybody may read what it is and its rules; the rest is for those who are in it."""
    here = here_or_404(request, circle_id)
    circle, keeper = here.circle, here.names[here.circle.keeper]
    rights = people.booking_rights(entry.member for entry in people.members_of(circle.keeper))
    keepers = [member for member, right in rights.items() if circle.keeper in right.fully]
    rules = clauses.clauses(circle, keeper, said.FIGURES)
    short = CLAUSES if here.inside and len(rules) > CLAUSES + 1 else len(rules)
    joinable, own = _could_join(here), [_own(here, one) for one in here.own]
    context = {
        "circle": circle, "reader": here, "keeper": keeper, "sort": said.sort_word(circle.sort),
        "what": said.SORTS[circle.sort][1], "clauses": rules[:short], "more_clauses": rules[short:],
        "rules": len(rules), "next_clause": short + 1,
        "keepers": ", ".join(sorted(people.names(keepers).values(), key=str.casefold)),
        "people": said.how_many(circle), "joinable": [(one, here.called(one)) for one in joinable],
        "may_join": here.me in joinable, "own": own}
    if circle.unit:
        context |= {"mine": next((one for one in own if one["account"].holder == here.me), None),
                    "others": [one for one in own if one["account"].holder != here.me]}
    if here.inside:
        context |= {"tabs": parts.tabs(circle, "circle"), "around": parts.around(circle), "asked": _asked(here),
                    "changes": [_change(here, one) for one in queries.changes(circle_id)]}
        context |= _directory(here) | (_gifts(here) if circle.sort == "gift" else _payments(here))
    return render(request, "web/circles/circle.html", context)


def _own(here: Here, one) -> dict:
    """An account that the reader acts for."""
    circle, name = here.circle, here.called(one.holder)
    if not circle.unit:
        return {"account": one, "name": name}
    return {"account": one, "name": name, "signed": said.signed(circle, one.balance), "room": said.room(circle, one),
            "sentence": said.balance(circle, one, "" if one.holder == here.me else here.names[one.holder]),
            "warning": said.warning(one)}


def _asked(here: Here) -> list[tuple]:
    """What those whom the reader acts for were asked to pay here, as `asked.html` shows it."""
    found = [one for one in queries.waiting_for(here.mine) if one.circle == here.circle.id]
    names = people.names({side for one in found for side in (one.payer, one.payee)})
    return [(one, said.amount(here.circle, one.amount), said.what_for(one), names[one.payer], names[one.payee])
            for one in found]


def _could_join(here: Here) -> list[str]:
    """Whom the reader could bring in: themselves first, their wards, household and associations."""
    if here.circle.winding_down or here.circle.ended:
        return []
    inside = {one.holder for one in here.accounts}
    present = {view.id for view in people.agents(ids=here.mine - inside)}
    return sorted(present, key=lambda one: (one != here.me, here.called(one).casefold()))


def _directory(here: Here) -> dict:
    """Who is in, with balances only where the reader may see them. In a gift circle nobody has an account, and the
    association that keeps it is not among those who give."""
    circle = here.circle
    rows = sorted(({
        "holder": one.holder, "name": here.called(one.holder), "frozen": one.standing == "frozen",
        "of_circle": one.holder == circle.keeper, "opens": bool(circle.unit) and here.opens(one.holder),
        "balance": said.signed(circle, one.balance) if circle.unit and here.opens(one.holder) else ""}
        for one in here.accounts if circle.unit or one.holder != circle.keeper),
        key=lambda row: (row["of_circle"], row["name"].casefold()))
    first = MEMBERS if len(rows) > MEMBERS + 2 else len(rows)
    return {"members": rows[:first], "more_members": rows[first:],
            "member_count": sum(not row["of_circle"] for row in rows)}


def _payments(here: Here) -> dict:
    """The sum of all accounts, and the last payments where the reader may see them."""
    total = sum(one.accounting for one in ledger.resources_conforming_to(here.circle.unit))
    found = queries.payments(here.circle.id, count=MOST) if here.sees_all else ()
    names = people.names({side for one in found for side in (one.payer, one.payee)})
    rows = [{
        "view": one, "title": f"{names[one.payer]} → {names[one.payee]}",
        "amount": said.amount(here.circle, one.amount), "what": said.what_for(one),
        "state": said.state_word(one) if one.state != "paid" else "", "day": wording.day(one.at)} for one in found]
    return {"total": said.signed(here.circle, total), "payments": rows[:PAYMENTS], "more_payments": rows[PAYMENTS:]}


def _gifts(here: Here) -> dict:
    """What was given lately, counted and never added up. What waits for the reader's thanks stands first."""
    found = queries.gifts(here.circle.id)
    shown = sorted(found[:MOST], key=lambda one: one.receiver not in here.mine or bool(one.thanks))
    events = {one.event: ledger.event(one.event) for one in shown}
    words = Words(events.values())
    rows = [{"gift": one, "title": words.sentence(events[one.event]), "much": words.much(events[one.event]),
             "day": wording.day(events[one.event].at), "mine": one.receiver in here.mine} for one in shown]
    return {
        "gifts": rows[:PAYMENTS], "more_gifts": rows[PAYMENTS:],
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
            "may_agree": here.own and change.asked_by != here.me and change.holder not in here.mine}


def _limit(sentence: str, here: Here, change, name: str) -> str:
    steps = change.words.get(name)
    return "" if steps is None else sentence % {"name": here.called(change.holder),
                                                "amount": said.amount(here.circle, steps)}
