"""Debts as values, and the order in which they are always taken, whatever the order in which they were given.

Amounts are whole numbers of the smallest unit (cents, seconds). A debt's date is a day number (`date.toordinal`), or
None where it has none. `Debts` holds many of them as arrays, so that a million take some dozens of megabytes. Members
are numbered in the order of their names; debts are taken by debtor, creditor, date, id and amount. Nothing else has an
influence on the answer, so it is the same, to the last unit, however a file is sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

#: All debts together stay below this many smallest units. Then every sum has at most 15 digits: exact in whole
#: numbers, in the solver, and also for whoever reads our JSON with a program that knows only floating numbers.
MOST = 10**15
NO_DATE = 2**62  # after every day that there is


@dataclass(frozen=True, slots=True)
class Debt:
    """One debt: debtor owes creditor an amount. Several of one pair stay apart, also where they are alike."""

    id: str
    debtor: str
    creditor: str
    amount: int
    date: int | None = None


@dataclass(frozen=True)
class Debts:
    """Many debts. members: names in order; debtor, creditor: places in `members`; date: day number or NO_DATE;
    ids: one a debt ("" where it has none), or empty where none has one."""

    members: tuple[str, ...]
    debtor: np.ndarray
    creditor: np.ndarray
    amount: np.ndarray
    date: np.ndarray
    ids: Sequence[str] = ()

    @classmethod
    def of(cls, debts: Iterable[Debt]) -> Debts:
        """From single debts. Refused: clearing.self_debt, clearing.amount, clearing.same_id, clearing.too_much."""
        debts = list(debts)
        seen: set[str] = set()
        for debt in debts:
            if debt.debtor == debt.creditor:
                raise Refused(self_debt(debt.debtor))
            if not isinstance(debt.amount, int) or debt.amount <= 0:
                raise Refused(_refusal("amount", gettext_noop(
                    "A debt is more than 0, and a whole number of the smallest unit; {amount} is not. Turn a negative "
                    "debt round: its creditor is the debtor."), "amount", amount=debt.amount))
            if debt.id and debt.id in seen:
                raise Refused(_refusal("same_id", gettext_noop(
                    "There are two debts with the id {id}. Leave one out, or give it an id of its own."),
                    "id", id=debt.id))
            seen.add(debt.id)
        if sum(debt.amount for debt in debts) >= MOST:
            raise Refused(too_much())
        names = sorted({debt.debtor for debt in debts} | {debt.creditor for debt in debts})
        place = {name: number for number, name in enumerate(names)}
        return cls(
            tuple(names),
            np.array([place[debt.debtor] for debt in debts], np.int64),
            np.array([place[debt.creditor] for debt in debts], np.int64),
            np.array([debt.amount for debt in debts], np.int64),
            np.array([NO_DATE if debt.date is None else debt.date for debt in debts], np.int64),
            [debt.id for debt in debts] if seen - {""} else (),
        )

    def __len__(self) -> int:
        return len(self.amount)

    @cached_property
    def order(self) -> np.ndarray:
        """Places of the debts by debtor, creditor, date, id, amount."""
        keys = (self.amount, self.date, self.creditor, self.debtor)
        order = np.lexsort(keys)
        if not len(self.ids) or not len(order):
            return order
        new = np.ones(len(order), bool)
        new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys[1:]], axis=0)
        starts = np.append(np.flatnonzero(new), len(order))
        several = np.flatnonzero(np.diff(starts) > 1)  # ids are compared only where nothing before them decides
        for start, end in zip(starts[several], starts[several + 1], strict=True):
            order[start:end] = sorted(order[start:end].tolist(), key=lambda at: (self.ids[at], self.amount[at]))
        return order

    @cached_property
    def age(self) -> np.ndarray:
        """Days that each debt had waited when the newest came; those without a date count as newer by a day."""
        dated = self.date != NO_DATE
        age = np.zeros(len(self), np.int64)
        if dated.any():
            age[dated] = self.date[dated].max() - self.date[dated] + (0 if dated.all() else 1)
        return age

    @cached_property
    def pairs(self) -> Pairs:
        """All that one member owes another, as one amount."""
        debtor, creditor = self.debtor[self.order], self.creditor[self.order]
        new = np.ones(len(self), bool)
        new[1:] = (debtor[1:] != debtor[:-1]) | (creditor[1:] != creditor[:-1])
        starts = np.flatnonzero(new)
        amount = np.add.reduceat(self.amount[self.order], starts) if len(starts) else np.zeros(0, np.int64)
        return Pairs(debtor[starts], creditor[starts], amount, starts)

    def net(self, amounts: np.ndarray) -> np.ndarray:
        """Per member: claims less debts, of these amounts."""
        return tally(self.creditor, amounts, len(self.members)) - tally(self.debtor, amounts, len(self.members))


@dataclass(frozen=True)
class Pairs:
    """Who owes whom, all debts of a pair together. starts: where each pair begins in `Debts.order`."""

    debtor: np.ndarray
    creditor: np.ndarray
    amount: np.ndarray
    starts: np.ndarray


def tally(place: np.ndarray, amounts: np.ndarray, size: int) -> np.ndarray:
    """Sums of whole numbers by place. (`np.bincount` sums floating numbers; below MOST these are exact.)"""
    return np.bincount(place, amounts, size).astype(np.int64)


def self_debt(name: str, line: int = 0) -> Refusal:
    """A member cannot owe themselves."""
    return _refusal("self_debt", gettext_noop(
        "{member} owes themselves. Leave this debt out, or write who else is its debtor or creditor."),
        "creditor", line, member=name)


def too_much() -> Refusal:
    """The sum is beyond what is calculated exactly."""
    return _refusal("too_much", gettext_noop(
        "All debts together come to more than 15 digits of the smallest unit. Write amounts with fewer decimals, or "
        "clear in parts."), "amount")


def _refusal(clause, template, field, line=0, **params) -> Refusal:
    return Refusal(f"clearing.{clause}", template, params, field=field, line=line)
