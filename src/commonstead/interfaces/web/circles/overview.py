"""Circles: my accounts, what I was asked to pay, what comes again, and circles of the town that I could join."""

from __future__ import annotations

from django.shortcuts import render
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.town.circulation import clauses, commands, queries
from commonstead.town.people import queries as people

from . import parts, said, since


@member_page
def overview(request):
    """The first page of circles. What fell due meanwhile is done first, so that balances are today's."""
    commands.tend_where_due()
    me = request.user.person_id
    mine = people.may_book_for(me)
    circles = {one.id: one for one in queries.circles()}
    accounts = [one for one in queries.accounts_of(mine) if one.circle in circles]
    asked, repetitions = queries.waiting_for(mine), queries.repetitions(mine)
    names = people.names({side for one in (*asked, *repetitions) for side in (one.payer, one.payee)}
                         | {one.holder for one in accounts} | {one.keeper for one in circles.values()})
    accounts.sort(key=lambda one: (one.holder != me, one.holder == circles[one.circle].keeper,
                                   circles[one.circle].name.casefold(), names[one.holder].casefold()))
    inside = {one.circle for one in accounts}
    return render(request, "web/circles/overview.html", {
        "besides": parts.besides(mine),
        "accounts": [_card(request, circles[one.circle], one, names, me) for one in accounts
                     if one.holder != circles[one.circle].keeper],
        "kept": [_kept(circles[one.circle], one, names, me, accounts) for one in accounts
                 if one.holder == circles[one.circle].keeper],
        "asked": [(one, said.amount(circles[one.circle], one.amount), said.what_for(one), names[one.payer],
                   names[one.payee]) for one in asked if one.circle in circles],
        "repetitions": [_repetition(circles[one.circle], one, names, mine) for one in repetitions
                        if one.circle in circles],
        "others": [_other(one, names) for one in circles.values()
                   if one.id not in inside and not one.winding_down]})


def _card(request, circle, account, names, me: str) -> dict:
    """One of my accounts."""
    whose = "" if account.holder == me else names[account.holder]
    fresh = len(since.by_others(request, circle.id, account.holder, me)) if circle.unit else 0
    return {"circle": circle, "account": account, "whose": whose, "sort": said.sort_word(circle.sort),
            "balance": said.balance(circle, account, whose) if circle.unit else "",
            "signed": said.signed(circle, account.balance) if circle.unit else "",
            "room": said.room(circle, account) if circle.unit else "", "warning": said.warning(account),
            "fresh": fresh, "keeper": names[circle.keeper]}


def _kept(circle, account, names, me: str, accounts) -> dict:
    """A circle whose book I keep; it is mine to join too, where I have no account in it."""
    return {"circle": circle, "keeper": names[account.holder],
            "balance": said.signed(circle, account.balance) if account.resource else "",
            "joinable": not circle.winding_down and not any(
                one.circle == circle.id and one.holder == me for one in accounts)}


def _repetition(circle, row, names, mine) -> dict:
    """One payment that comes again."""
    words = {"payer": names[row.payer], "payee": names[row.payee], "amount": said.amount(circle, row.amount)}
    title = _("Every week %(payer)s pays %(payee)s %(amount)s") % words if row.every == "week" else \
        _("Every month %(payer)s pays %(payee)s %(amount)s") % words
    return {"row": row, "title": title, "circle": circle, "next": wording.day(row.next),
            "until": wording.day(row.until) if row.until else ""}


def _other(circle, names) -> dict:
    """A circle that neither I nor anybody for whom I act is in, with what its rules say first."""
    return {"circle": circle, "keeper": names[circle.keeper], "sort": said.sort_word(circle.sort),
            "people": said.how_many(circle),
            "rules": [one.sentence for one in clauses.clauses(circle, names[circle.keeper], said.FIGURES)[:4]]}
