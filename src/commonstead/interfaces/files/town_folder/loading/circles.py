"""Circles of a described town: opened, joined and given their terms by the commands that everyone uses, and for a demo
the imagined year of trade in each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone

from commonstead.core.circulation.terms import Terms, levy_of, usual_terms
from commonstead.core.simulation.trading import Offer, Trade, year_of_trade
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.circulation import commands as circulation
from commonstead.town.circulation import queries
from commonstead.town.people import queries as people

from ..description import CircleDescription, Figure, TownDescription
from .blame import blaming
from .people import Agents, grown_ups, persons_in
from .year import as_integer

_BATCH = 200
#: As people write it: hours by the quarter, notes whole; a gift's size is that of its thing.
_STEP = {"time": 25, "currency": 100, "credit": 1, "gift": 1}
_MONTHS = 12  # the recorded year
_STEPS = 100  # of one whole unit: hours and the units of circles are kept at two decimals
#: Terms that are amounts of the circle's unit; the others are counts and shares.
_AMOUNTS = ("free_line", "most_line", "ceiling", "demurrage_free", "issue_limit")


def write_circles(town: TownDescription, agents: Agents, say: Callable[[str], None], *,
                  year: bool) -> tuple[int, dict[str, str]]:
    """Open all circles; year: also write their trade. Returns how many events were written, and by the folder's id
    that of the opened circle."""
    written, circles = 0, {}
    for circle in town.circles:
        with blaming("circles.toml"):
            say(f"circles: {circle.name}")
            circles[circle.id] = opened = _open(town, agents, circle)
            if year:
                written += _trade(town, agents, circle, opened)
    return written, circles


def _open(town: TownDescription, agents: Agents, circle: CircleDescription) -> str:
    steward, since = agents.scribe_id(circle.keeper), circle.since or town.begins
    opened = circulation.open_circle(agents.ids[circle.keeper], name=circle.name, sort=circle.sort, by=steward,
                                     symbol=circle.symbol, terms=_terms(circle), on=since)
    for slug in _members(town, circle):
        circulation.join_circle(opened, agents.ids[slug], by=agents.scribe_id(slug), on=since)
    for slug, line in circle.lines.items():
        change = circulation.ask_change(opened, by=steward, holder=agents.ids[slug], words={"line": _amount(line)},
                                        reason=town.cite(line))
        circulation.agree_to_change(change, by=_second(town, agents, circle, slug))
    for who, whom, stake in circle.vouchers:
        circulation.vouch(opened, voucher=agents.ids[who], holder=agents.ids[whom], stake=_amount(stake),
                          by=agents.scribe_id(who))
    return opened


def _terms(circle: CircleDescription) -> Terms:
    """The usual terms of its sort, with what the folder says instead."""
    said = {name: _amount(figure) if name in _AMOUNTS else int(figure.value) for name, figure in circle.terms.items()}
    return replace(usual_terms(circle.sort, _STEPS), **said, promise=circle.promise, lapses=circle.lapses)


def _members(town: TownDescription, circle: CircleDescription) -> list[str]:
    """Who is in, each once, in the folder's order."""
    found: dict[str, None] = {}
    for name in circle.members:
        group = name.removeprefix("each member of ")
        if group == name:
            found[name] = None
        else:
            found |= dict.fromkeys(persons_in(town, group) if group in town.associations else grown_ups(town, group))
    found.pop(circle.keeper, None)
    return list(found)


def _second(town: TownDescription, agents: Agents, circle: CircleDescription, about: str) -> str:
    """The agent id of somebody who may agree: in the circle, neither its steward nor one who acts for whom it is about.
    """
    others = (agents.scribe_id(slug) for slug in _members(town, circle) if slug != about)
    return next(person for person in others
                if person != agents.scribe_id(circle.keeper)
                and agents.ids[about] not in people.may_book_for(person))


def _trade(town: TownDescription, agents: Agents, circle: CircleDescription, opened: str) -> int:
    """The year's trade. What is paid goes through the circle's coordinator, as slips do; gifts through their givers."""
    slugs = {agents.ids[slug]: slug for slug in (*_members(town, circle), circle.keeper)}
    limits = {slugs[view.holder]: (view.floor, view.ceiling) for view in queries.accounts(opened)}
    offers = [Offer(one.line, one.giver, one.category, one.amount.value, one.every, one.months, float(one.chance),
                    one.payers, one.note) for one in circle.trade]
    if circle.sort == "gift":
        limits = dict.fromkeys((slug for slug in limits if slug != circle.keeper), (None, None))
    terms = _terms(circle)
    trades, _ = year_of_trade(town.seed, circle.id, town.begins, _MONTHS, limits, offers, 2,
                              lambda amount: levy_of(terms, amount), _STEP[circle.sort])
    if circle.sort == "gift":
        for number, trade in enumerate(trades):
            _give(town, agents, circle, opened, trade, number)
        return len(trades)
    steward = agents.scribe_id(circle.keeper)
    slips = [circulation.Slip(agents.ids[trade.payer], agents.ids[trade.giver], trade.amount,
                              f"{circle.id} {number}", _moment(trade.day), trade.category, trade.note)
             for number, trade in enumerate(trades)]
    for first in range(0, len(slips), _BATCH):
        circulation.pay_together(opened, slips[first:first + _BATCH], by=steward)
    levied = [trade for trade in trades if levy_of(terms, trade.amount)
              and circle.keeper not in (trade.payer, trade.giver)]
    return len(slips) + len(levied)


def _give(town: TownDescription, agents: Agents, circle: CircleDescription, opened: str, trade: Trade,
          number: int) -> None:
    """A gift: the receiver of the trade's drawing is who would have paid."""
    good = town.goods[next(one.good for one in circle.trade if one.line == trade.line)]
    whole = Decimal(trade.amount).scaleb(-2)
    if good.unit != "h":
        whole = max(Decimal(1), whole.to_integral_value())  # nobody gives three quarters of a ride
    event = circulation.give(opened, Flow(
        Action.DELIVER_SERVICE if good.sort == "service" else Action.TRANSFER, agents.ids[trade.giver],
        agents.ids[trade.payer], good.id, _moment(trade.day), agents.scribe_id(trade.giver),
        f"gift {circle.id} {number}", quantity=max(1, as_integer(whole, good.unit, town.unit_table)), mode=Mode.GIFT,
        note=trade.note), by=agents.scribe_id(trade.giver))
    if number % 2 == 0:
        circulation.thank(event, by=agents.scribe_id(trade.payer), words="Thank you!")




def _amount(figure: Figure) -> int:
    return int((figure.value * _STEPS).to_integral_value())


def _moment(day: date) -> datetime:
    return min(timezone.make_aware(datetime.combine(day, time(17))), timezone.now())
