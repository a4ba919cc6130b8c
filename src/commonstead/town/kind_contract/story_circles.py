"""The verbs with which a story tells of circles: opening, joining, paying, and what everybody's account says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from commonstead.core.circulation.terms import usual_terms
from commonstead.town.circulation import commands, queries


class StoryCircles:
    """The circles of a story's town, by the names that they were given; amounts in whole units."""

    def __init__(self, town) -> None:
        self._town = town
        self._circles: dict[str, str] = {}
        self._payments: dict[str, str] = {}
        self._slips = 0

    def opens(self, keeper: str, name: str, sort: str, symbol: str = "", **terms) -> None:
        """An association opens a circle. terms: in whole units; what is not said is as usual."""
        usual = usual_terms(sort, 100)
        said = {term: self._steps(value) if term in _AMOUNTS else value for term, value in terms.items()}
        self._circles[name] = commands.open_circle(
            self._town.ids[keeper], name=name, sort=sort, symbol=symbol, terms=replace(usual, **said),
            by=self._writer(keeper))

    def join(self, circle: str, *members: str) -> None:
        """Each opens an account."""
        for member in members:
            commands.join_circle(self._circles[circle], self._town.ids[member], by=self._writer(member))

    def pays(self, circle: str, payer: str, payee: str, amount, category: str = "") -> None:
        """The payer pays, by whoever keeps the payer's book."""
        self._slips += 1
        self._payments[payer, payee] = commands.pay(self._circles[circle], commands.Slip(
            self._town.ids[payer], self._town.ids[payee], self._steps(amount), f"story {self._slips}",
            category=category), by=self._writer(payer))

    def takes_back(self, payer: str, payee: str, reason: str) -> None:
        """The last payment between the two is taken back."""
        commands.take_back(self._payments[payer, payee], by=self._writer(payer), reason=reason)

    def day_comes(self, day: str) -> None:
        """What falls due by then happens."""
        commands.tend(date.fromisoformat(day))

    def balance(self, circle: str, member: str) -> str:
        """What an account says."""
        view = queries.circle(self._circles[circle])
        amount = Decimal(queries.account(view.id, self._town.ids[member]).balance).scaleb(-view.decimals)
        return f"{amount.normalize():f} {view.symbol}"

    def adds_up_to(self, circle: str) -> int:
        """All accounts of a circle, added up."""
        return sum(view.balance for view in queries.accounts(self._circles[circle], gone=True))

    def _writer(self, member: str) -> str:
        return self._town.ids[self._town.stewards.get(member, member)]

    @staticmethod
    def _steps(amount) -> int:
        return int(Decimal(str(amount)) * 100)


_AMOUNTS = ("free_line", "most_line", "ceiling", "demurrage_free", "issue_limit")
