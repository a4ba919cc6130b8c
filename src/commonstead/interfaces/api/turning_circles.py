"""Turning the snapshots of circles and debts into the API's shapes, with names and amounts as decimal texts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils import timezone

from commonstead.town.circulation import queries as circulation
from commonstead.town.circulation.board_queries import NoticeView
from commonstead.town.circulation.clauses import Figures, clauses
from commonstead.town.circulation.clearing import queries as clearing
from commonstead.town.circulation.seeing import Sight
from commonstead.town.circulation.statements import AccountStatement
from commonstead.town.circulation.views import AccountView, CircleView, PaymentView
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .turning import EFFORT_UNIT, Turner


def _amount(circle: CircleView, steps: int) -> str:
    return f"{Decimal(steps).scaleb(-circle.decimals):f} {circle.symbol}"


def _share(part: Decimal, decimals: int) -> str:
    return f"{part * 100:.{decimals}f} %"


#: How a circle's clauses write numbers and days to programs: plainly, the same in every language.
FIGURES = Figures(_amount, _share, date.isoformat)
_TERMS = ("members_only", "balances_open", "demurrage_per_mille", "levy_per_mille", "growth_percent",
          "vouchers_needed", "warn_percent", "lapses", "promise")
_AMOUNTS = ("free_line", "most_line", "ceiling", "issue_limit", "demurrage_free")


class CircleTurner(Turner):
    """Holds the names, circles and clearings met so far besides."""

    def __init__(self, names: Iterable[str] = ()):
        super().__init__()
        self._names = people.names(names)
        self._circles: dict[str, CircleView] = {}

    def name(self, agent: str) -> str:
        """What somebody is called."""
        if agent not in self._names:
            self._names |= people.names([agent])
        return self._names[agent]

    def view(self, circle_id: str) -> CircleView:
        """A circle, read once."""
        if circle_id not in self._circles:
            self._circles[circle_id] = circulation.circle(circle_id)
        return self._circles[circle_id]

    def of(self, circle: CircleView, steps: int | None) -> dict | None:
        """An amount in a circle; nothing in a gift circle."""
        return self.amount(steps, self.unit_of(circle.unit)) if circle.unit else None

    def circle(self, view: CircleView) -> dict:
        """A circle with its rules, in words and in numbers."""
        keeper = self.name(view.keeper)
        shown = {name: getattr(view, name) for name in (
            "id", "name", "sort", "keeper", "symbol", "decimals", "begun", "winding_down", "ended", "members")}
        terms = {name: getattr(view.terms, name) for name in _TERMS} | {
            name: self.of(view, getattr(view.terms, name)) for name in _AMOUNTS}
        return {**shown, "keeper_name": keeper, "specification": view.unit,
                "unit": self.unit_of(view.unit) if view.unit else "", "terms": terms,
                "clauses": [vars(one) for one in clauses(view, keeper, FIGURES)]}

    def member(self, here: Sight, view: AccountView) -> dict:
        """Somebody with an account, with the balance where it may be seen."""
        return {"holder": view.holder, "name": self.name(view.holder), "of_circle": view.holder == here.circle.keeper,
                "frozen": view.standing == "frozen",
                "balance": self.of(here.circle, view.balance) if here.opens(view.holder) else None}

    def account(self, view: AccountView, mine: bool) -> dict:
        """An account that may be seen."""
        circle = self.view(view.circle)
        shown = {name: getattr(view, name) for name in (
            "circle", "holder", "near", "standing", "frozen_because", "since", "until")}
        amounts = {name: self.of(circle, getattr(view, name)) for name in (
            "balance", "floor", "ceiling", "can_pay", "can_take")}
        stakes = {name: [{"agent": agent, "name": self.name(agent), "stake": self.of(circle, stake)}
                         for agent, stake in getattr(view, name)] for name in ("vouched_by", "vouches_for")}
        return {**shown, **amounts, **stakes, "circle_name": circle.name, "name": self.name(view.holder), "mine": mine}

    def statement(self, circle: CircleView, page: AccountStatement) -> dict:
        """A page of an account's history."""
        lines = [{
            "event": line.move.event, "at": line.move.at, "partner": line.partner,
            "partner_name": self.name(line.partner), "change": self.of(circle, line.move.accounting_change),
            "balance": self.of(circle, line.move.accounting_after), "of_circle": line.of_circle,
            "payment": line.payment.id if line.payment else "",
            "category": line.payment.category if line.payment else "",
            "note": line.payment.note if line.payment else "", "takes_back": bool(line.move.corrects),
            "taken_back": bool(line.payment and line.payment.state == "taken_back" and not line.move.corrects),
        } for line in page.lines]
        return {"lines": lines, "opening": self.of(circle, page.opening), "closing": self.of(circle, page.closing),
                "next_before": page.next_before}

    def payment(self, view: PaymentView, answers: Iterable[str]) -> dict:
        """A payment as it stands. answers: what whoever asks may do with it."""
        circle = self.view(view.circle)
        shown = {name: getattr(view, name) for name in (
            "id", "circle", "state", "payer", "payee", "category", "note", "links_to", "said", "made_by", "made", "at",
            "due", "settled", "event", "together")}
        return {**shown, "payer_name": self.name(view.payer), "payee_name": self.name(view.payee),
                "amount": self.of(circle, view.amount), "levy": self.of(circle, view.levy), "answers": list(answers)}

    def notice(self, view: NoticeView, mine: bool) -> dict:
        """An offer or need on the board."""
        wish, thing = view.intent, ledger.specification(view.intent.specification)
        until = view.expires or (timezone.localdate(wish.due) if wish.due else None)
        return {
            "id": view.id, "kind": "offer" if view.offers else "need", "who": view.who, "who_name": self.name(view.who),
            "specification": wish.specification, "name": thing.name,
            "quantity": self.amount(wish.quantity, thing.unit), "effort": self.amount(wish.effort, EFFORT_UNIT),
            "returns": view.returns or str(wish.mode or ""), "circle": view.circle,
            "asks": self.of(self.view(view.circle), view.asks) if view.circle else None,
            "place": view.place.name if view.place else "", "note": wish.note, "made": wish.made, "until": until,
            "mine": mine}

    def debt(self, view: clearing.DebtView) -> dict:
        """Something owed."""
        unit = self.unit_of(view.specification)
        return {**self._sides(view), "amount": self.amount(view.amount, unit), "left": self.amount(view.left, unit)}

    def slip(self, view: clearing.SlipView, mine: frozenset[str]) -> dict:
        """A debt that waits, or waited, for a yes."""
        shown = {name: getattr(view, name) for name in ("state", "debtor_said", "creditor_said", "made_by", "debt")}
        return {**self._sides(view), **shown, "waits_for_me": view.waits_for(mine),
                "amount": self.amount(view.amount, self.unit_of(view.specification))}

    def round(self, view: clearing.RoundView, parts: Iterable[clearing.PartView]) -> dict:
        """A round with those parts in it."""
        place = clearing.clearing(view.clearing)
        return {"id": view.id, "clearing": place.id, "clearing_name": place.name, "specification": place.specification,
                "state": view.state, "until": view.until, "parts": [self._part(place, part) for part in parts]}

    def _part(self, place: clearing.ClearingView, part: clearing.PartView) -> dict:
        lines = {name: [{"debt": line.debt, "other": line.other, "other_name": self.name(line.other),
                         "amount": self.amount(line.amount, place.currency), "since": line.since, "event": line.event,
                         "falls": self.amount(line.fallen, place.currency)} for line in getattr(part, name)]
                 for name in ("debts", "claims")}
        credit = self.of(self.view(place.circle), part.credit) if place.circle else None
        return {"holder": part.holder, "name": self.name(part.holder), "turn": part.turn, **lines, "credit": credit,
                "yes": part.yes}

    def _sides(self, view: clearing.DebtView | clearing.SlipView) -> dict:
        shown = {name: getattr(view, name) for name in ("id", "debtor", "creditor", "specification", "since", "note")}
        return {**shown, "debtor_name": self.name(view.debtor), "creditor_name": self.name(view.creditor)}
