"""How a circle goes: told to the circle as things to talk about, and to each member as ideas; nobody gets a score."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.access import member_page
from commonstead.interfaces.web.circles import parts
from commonstead.town.circulation import health, queries
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

_A_YEAR = 365


@member_page
def show(request, circle_id):
    """The page. Ideas for oneself everybody in the circle sees; what concerns others, only where balances are open."""
    me = request.user.person_id
    view = queries.circle(circle_id)
    if view is None or not _may_look(view, me):
        raise Http404(_("There is no such circle here."))
    mine = {one.holder for one in queries.accounts_of(people.may_book_for(me)) if one.circle == circle_id}
    sees_all = queries.may_see_accounts(circle_id, me)
    found = health.health_of(circle_id)
    window = health.stretch_of(circle_id)
    high = [one.member for one in found.stuck if one.side == "high"] if sees_all else []
    holders = {*(mine - {view.keeper}), *high}
    ideas = health.ideas_for(circle_id, holders, sees_all=sees_all)
    names = people.names({*holders, *found.leaning_on, *found.only_give, *found.only_take, *found.idle,
                          *(one.member for one in found.stuck), *(who for ring in found.rings for who in ring.members),
                          *(idea.giver for some in ideas.values() for idea in some)})
    told = _Teller(view, names)
    return render(request, "web/books/care.html", {
        "view": view, "since": wording.day(window.since), "until": wording.day(window.until), "paused": _paused(window),
        "sees_all": sees_all,
        "figures": told.figures(found, sees_all), "talk": told.worth_talking_about(found) if sees_all else [],
        "ideas": [{"who": names[holder], "me": holder == me, "mine": holder in mine,
                   "lines": [told.idea(one, holder) for one in some]}
                  for holder, some in sorted(ideas.items(), key=lambda item: (item[0] != me, names[item[0]])) if some],
        "tabs": parts.tabs(view, "care"), "up": reverse("circle", args=[circle_id])})


def seen_circles(association: str, person: str) -> list:
    """The circles that an association keeps or has an account in, as far as a person may read how they go."""
    found = {view.id: view for view in (*queries.circles(keeper=association), *queries.circles(holder=association))}
    return [view for view in sorted(found.values(), key=lambda view: view.name.casefold()) if _may_look(view, person)]


def _may_look(view, person: str) -> bool:
    """A circle that counts, for those who act for an account in it and for those who may see all of them."""
    return bool(view.unit) and (queries.may_see_accounts(view.id, person) or any(
        one.circle == view.id for one in queries.accounts_of(people.may_book_for(person))))


def _paused(window) -> str:
    """When nothing was paid in between, and what that counts for; "" where it was never long."""
    if len(window.pauses) == 1:
        return _("In between nothing was paid, from %(first)s to %(last)s. That counts as a month.") % {
            "first": wording.day(window.pauses[0].first), "last": wording.day(window.pauses[0].last)}
    return _("%(n)s times in between nothing was paid for longer than a month. Each counts as a month.") % {
        "n": len(window.pauses)} if window.pauses else ""


class _Teller:
    """Says it in words."""

    def __init__(self, view, names: dict[str, str]):
        self.view, self.names, self.units = view, names, ledger.units()
        self.unit = ledger.specification(view.unit).unit

    def amount(self, steps: int) -> str:
        return wording.amount(self.units.to_decimal(steps, self.unit), self.view.symbol)

    def figures(self, found, sees_all: bool) -> list[dict]:
        """The circle as a whole; empty where nothing was paid. Who earned most is named where balances are open."""
        if not found.turnover:
            return []
        told = [{"label": _("Paid in all"), "value": self.amount(found.turnover)}]
        if found.velocity and 30 / found.velocity <= _A_YEAR:  # of less, no number says anything
            told.append({"label": _("Passed on after about"),
                         "value": wording.amount(round(30 / found.velocity), "day", 0),
                         "note": _("from being paid to paying somebody")})
        if found.reciprocity is not None:
            told.append({"label": _("Between the same two"), "value": wording.share(found.reciprocity),
                         "note": _("It went both ways; the rest went round through others.")})
        if found.leaning is not None:
            told.append({"label": _("Earned by a few"), "value": wording.share(found.leaning),
                         "note": _("By %(names)s. If they were ill, that much would be missing.") % {
                             "names": self.list_of(found.leaning_on)} if sees_all else _(
                                 "If they were ill, that much would be missing.")})
        return told

    def worth_talking_about(self, found) -> list[dict]:
        """What the circle might ask or offer, each with the people it is about."""
        talk = []
        low = [self.names[one.member] for one in found.stuck if one.side == "low"]
        high = [self.names[one.member] for one in found.stuck if one.side == "high"]
        for people_named, title, words in (
                (low, _("Could earn"), _("They have been near the end of their line for a month or longer. What would "
                                         "they like to be asked for?")),
                (high, _("Could spend"), _("They have given so much that they are near the upper limit. What could "
                                           "they ask for?")),
                ([self.names[one] for one in found.only_give], _("Gave and took nothing"),
                 _("They were paid and have not paid anybody yet. Perhaps nobody has told them what is on offer.")),
                ([self.names[one] for one in found.only_take], _("Took and gave nothing"),
                 _("They paid and were not paid yet. Perhaps nobody has asked them.")),
                ([self.names[one] for one in found.idle], _("Have not been met"),
                 _("Nothing was paid to them or by them. A visit, or a word at the next gathering?"))):
            if people_named:
                talk.append({"title": title, "words": words, "names": ", ".join(people_named)})
        talk += [{"title": _("Went round in a ring"),
                  "words": _("%(amount)s came back to where it began within a week (%(first)s to %(last)s). Often that "
                             "is a meal cooked in turn; the circle may ask.") % {
                      "amount": self.amount(ring.amount), "first": wording.day(ring.first),
                      "last": wording.day(ring.last)},
                  "names": " → ".join(self.names[who] for who in (*ring.members, ring.members[0]))}
                 for ring in found.rings[:3]]
        return talk

    def idea(self, one, holder: str) -> dict:
        """An idea with the way to pay for it."""
        again = _("%(what)s from %(name)s, as before") if one.again else _("%(what)s from %(name)s")
        what = one.category or _("something")
        return {"text": again % {"what": what, "name": self.names[one.giver]},
                "href": reverse("circle-pay", args=[self.view.id]) + "?" + urlencode(
                    {"payer": holder, "payee": one.giver, "category": one.category})}

    def list_of(self, members) -> str:
        """Names in a sentence."""
        names = [self.names[one] for one in members]
        return names[0] if len(names) == 1 else _("%(first)s and %(last)s") % {
            "first": ", ".join(names[:-1]), "last": names[-1]}
