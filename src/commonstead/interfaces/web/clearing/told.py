"""A round as it is told: to a member what they owe and are owed, to the town its sums."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.circulation import queries as circles
from commonstead.town.circulation.clearing import queries
from commonstead.town.people import queries as people

from .amounts import Coin


def part_words(part: queries.PartView) -> dict:
    """What a round does for one member, in sentences and two tables."""
    round_ = queries.round_of(part.round)
    place = queries.clearing(round_.clearing)
    coin = Coin(place.currency, place.symbol, place.decimals)
    names = people.names({part.holder, *(line.other for line in (*part.debts, *part.claims))})
    said = {"fallen": coin(part.debts_fallen), "owes": coin(part.owes), "back": coin(part.claims_fallen),
            "owed": coin(part.owed)}
    done = round_.state != "consent"
    sentence = _falls(part, done) % said
    return {
        "holder": part.holder, "name": names[part.holder], "round": round_, "place": place, "sentence": sentence,
        "stays": _stays(part, coin), "credit": _credit(part, place, coin, done), "yes": part.yes,
        "turn": part.turn,
        "left_out": part.yes is False and not part.debts and not part.claims,
        "debts": _table(part.debts, _("What you owe"), names, coin, done),
        "claims": _table(part.claims, _("What you are owed"), names, coin, done),
    }


def _falls(part, done: bool) -> str:
    """What falls of what one owes, of what one is owed, or of both."""
    if part.owes and part.owed:
        return (_("Of the %(owes)s that you owed, %(fallen)s fell; of the %(owed)s that you were owed, %(back)s.")
                if done else
                _("Of the %(owes)s that you owe, %(fallen)s would fall; of the %(owed)s that you are owed, %(back)s."))
    if part.owes:
        return _("Of the %(owes)s that you owed, %(fallen)s fell.") if done else \
            _("Of the %(owes)s that you owe, %(fallen)s would fall.")
    return _("Of the %(owed)s that you were owed, %(back)s fell.") if done else \
        _("Of the %(owed)s that you are owed, %(back)s would fall.")


def _stays(part, coin: Coin) -> str:
    net = part.net_before
    if not net:
        return _("What you owe and what you are owed come to the same, before and after.")
    return (_("In all you owe %(net)s more than you are owed, before and after.") if net < 0 else
            _("In all you are owed %(net)s more than you owe, before and after.")) % {"net": coin(abs(net))}


def _credit(part, place, coin: Coin, done: bool) -> str:
    if not part.credit:
        return ""
    view = circles.circle(place.circle)
    said = {"circle": view.name, "amount": Coin.of_thing(view.unit)(abs(part.credit))}
    if part.credit < 0:
        return (_("For that you paid %(amount)s in “%(circle)s”.") if done else
                _("For that you would pay %(amount)s in “%(circle)s”.")) % said
    return (_("Of that you got %(amount)s in “%(circle)s”.") if done else
            _("Of that you would get %(amount)s in “%(circle)s”.")) % said


def _table(lines, caption: str, names, coin: Coin, done: bool) -> Table | None:
    if not lines:
        return None
    rows = tuple((
        Cell(names[line.other], reverse("event", args=[line.event]) if line.event else ""),
        wording.whole_day(line.since), coin(line.amount), coin(line.fallen), coin(line.amount - line.fallen))
        for line in lines)
    total = (_("In all"), "", coin(sum(line.amount for line in lines)), coin(sum(line.fallen for line in lines)),
             coin(sum(line.amount - line.fallen for line in lines)))
    return Table(caption, (Column(_("Who")), Column(_("Since")), Column(_("Amount"), True),
                           Column(_("Fell") if done else _("Would fall"), True), Column(_("Stays"), True)),
                 rows, total if len(lines) > 1 else (), dense=True)


STATES = {
    "gathering": gettext_lazy("gathering"), "preview": gettext_lazy("being prepared"),
    "consent": gettext_lazy("open for your no"), "committed": gettext_lazy("cleared"),
    "dropped": gettext_lazy("dropped"), "undone": gettext_lazy("taken back"),
}


def state_word(state: str) -> str:
    """A round's state as members say it."""
    return str(STATES[state])


def sums_words(view: queries.RoundView, place) -> dict | None:
    """What the town sees."""
    if view.sums is None:
        return None
    coin, sums = Coin(place.currency, place.symbol, place.decimals), view.sums
    return {
        "gross": coin(sums.gross), "cleared": coin(sums.cleared), "left": coin(sums.left), "net": coin(sums.net),
        "drawn": Coin.of_thing(circles.circle(place.circle).unit)(sums.drawn) if place.circle and sums.drawn else "",
        "share": wording.share(sums.cleared / sums.gross if sums.gross else 0), "members": sums.members,
        "debts": sums.debts, "fallen": sums.fallen, "greedy": coin(sums.greedy) if sums.greedy < sums.cleared else "",
    }
