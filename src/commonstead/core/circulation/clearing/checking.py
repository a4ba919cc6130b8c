"""A second opinion on a clearing, by code that shares nothing with the solver: does it hold, and is it the best?

*It holds*: nothing falls below 0 or beyond a debt, each member's balance moves by exactly what falls of their claims
less what falls of their debts, within their room, and the figures are the sums that they claim to be.

*It is the best*, by prices. Let each member have a price d and the purse the price 0. For every way to clear within
the same debts and room, what is cleared and what is drawn keep

    w · cleared - c · drawn  <=  Σ debts · max(0, w - (d[debtor] - d[creditor]))
                                + Σ room down · max(0, d - c)  +  Σ room up · max(0, -d),

since prices cancel around each circle. (Room counts only as far as a member's debts go down, and their claims up:
no balance can move further.) Where the answer reaches the right side, no way earns more. That is asked three
times:

1. w = 1, c = 0, with half the prices rounded down: no way clears more.
2. w = 2, c = 1, with the prices as they are: no way that clears as much draws less.
3. with age instead of w, on what the prices of 2 leave open (all else is the same in every best answer): no older
   debts could have fallen instead, in amounts times days. Single debts are asked, so within a pair too.

Each is one pass over debts and members. Nothing is solved here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from .answer import FORMAT, Clearing
from .debts import MOST, Debt, Debts

_TOLD = 20
_DEAREST = 2**60  # so that differences of prices stay within 64 bits


def check(debts: Debts | Iterable[Debt], answer: Clearing | Mapping, room: Mapping[str, tuple[int, int]] | None = None,
          ) -> list[str]:
    """What is wrong with an answer (a `Clearing`, or its `document`) to these debts; an empty list when it holds."""
    debts = debts if isinstance(debts, Debts) else Debts.of(debts)
    document = answer.document() if isinstance(answer, Clearing) else answer
    try:
        checked = _Check(debts, document, room or {})
        return checked.holds() or checked.figures() or checked.best()
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        what = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        return [f"The answer cannot be read: {what}. Make it anew with `clear --json`."]


class _Check:
    def __init__(self, debts: Debts, document: Mapping, room):
        if document["format"] != FORMAT:
            raise ValueError(f"format is not {FORMAT}")
        self.debts, self.document = debts, document
        members, count = len(debts.members), len(debts)
        if list(document["by_member"]["member"]) != list(debts.members):
            raise ValueError("it is about other members than the debts are")
        self.fallen = _whole(document["fallen"], count, "fallen")
        self.credit = _whole(document["by_member"]["credit"], members, "by_member.credit")
        self.price = _whole(document["proof"]["price"], members, "proof.price", _DEAREST)
        self.age_price = _whole(document["proof"]["age"], members, "proof.age", _DEAREST)
        sides = [room.get(name, (0, 0)) for name in debts.members]
        self.down, self.up = (np.array([min(side[at], MOST) for side in sides], np.int64) for at in (0, 1))
        owing, owed = np.zeros(members, np.int64), np.zeros(members, np.int64)
        np.add.at(owing, debts.debtor, debts.amount)
        np.add.at(owed, debts.creditor, debts.amount)
        self.down, self.up = np.minimum(self.down, owing), np.minimum(self.up, owed)

    def holds(self) -> list[str]:
        """Bounds, and as much in as out at each member."""
        debts, faults = self.debts, []
        for at in np.flatnonzero((self.fallen < 0) | (self.fallen > debts.amount))[:_TOLD].tolist():
            faults.append(f"Debt {self._debt(at)}: {self.fallen[at]} falls of {debts.amount[at]}.")
        owed, owing = np.zeros(len(debts.members), np.int64), np.zeros(len(debts.members), np.int64)
        np.add.at(owing, debts.debtor, self.fallen)
        np.add.at(owed, debts.creditor, self.fallen)
        self.owing, self.owed = owing, owed
        for at in np.flatnonzero(owed - owing != self.credit)[:_TOLD].tolist():
            faults.append(f"{debts.members[at]}: {owed[at]} of claims and {owing[at]} of debts fall, and the balance "
                          f"moves by {self.credit[at]} instead of {owed[at] - owing[at]}.")
        for at in np.flatnonzero((self.credit > self.up) | (-self.credit > self.down))[:_TOLD].tolist():
            faults.append(f"{debts.members[at]}: the balance moves by {self.credit[at]}, and has room for "
                          f"{self.down[at]} down and {self.up[at]} up.")
        return faults

    def figures(self) -> list[str]:
        """The sums that the answer states."""
        net = np.zeros(len(self.debts.members), np.int64)
        np.add.at(net, self.debts.creditor, self.debts.amount)
        np.subtract.at(net, self.debts.debtor, self.debts.amount)
        self.cleared, self.drawn = sum(self.fallen.tolist()), sum(one for one in self.credit.tolist() if one > 0)
        right = {"gross": sum(self.debts.amount.tolist()), "cleared": self.cleared, "credit_drawn": self.drawn,
                 "net_internal_debt": sum(abs(one) for one in net.tolist()) // 2,
                 "members": len(self.debts.members), "debts": len(self.debts)}
        faults = [f"{name} is {self.document[name]} in the answer, and is {value}."
                  for name, value in right.items() if self.document[name] != value]
        by_member = self.document["by_member"]
        for name, value in (("debts_fallen", self.owing), ("claims_fallen", self.owed)):
            if not np.array_equal(_whole(by_member[name], len(value), name), value):
                faults.append(f"by_member.{name} is not what falls of the debts one by one.")
        return faults

    def best(self) -> list[str]:
        """The three proofs, each only where the one before holds."""
        if self.cleared != (bound := self._bound(self.price >> 1, 1, 0)):
            return [f"It is not proven that nothing more can fall: {self.cleared} falls, and by the prices up to "
                    f"{bound} might."]
        if 2 * self.cleared - self.drawn != (bound := self._bound(self.price, 2, 1)):
            return [f"It is not proven that no less credit would do: {self.drawn} is drawn, and by the prices "
                    f"{2 * self.cleared - bound} might be enough."]
        return self._oldest()

    def _bound(self, price, cleared: int, drawn: int) -> int:
        """The right side of the inequality, in Python's own whole numbers, which do not overflow."""
        debts = self.debts
        slope = np.maximum(0, cleared - (price[debts.debtor] - price[debts.creditor]))
        return (_product(debts.amount, slope) + _product(self.down, np.maximum(0, price - drawn))
                + _product(self.up, np.maximum(0, -price)))

    def _oldest(self) -> list[str]:
        debts, price, age_price = self.debts, self.price, self.age_price
        open_ = price[debts.debtor] - price[debts.creditor] == 2
        reach = debts.age - (age_price[debts.debtor] - age_price[debts.creditor])
        wrong = open_ & (((self.fallen < debts.amount) & (reach > 0)) | ((self.fallen > 0) & (reach < 0)))
        faults = [f"It is not proven that debt {self._debt(at)} falls in its turn by age."
                  for at in np.flatnonzero(wrong)[:_TOLD].tolist()]
        drawn, received = np.maximum(0, -self.credit), np.maximum(0, self.credit)
        wrong = (price == 1) & (((drawn < self.down) & (age_price > 0)) | ((drawn > 0) & (age_price < 0)))
        wrong |= (price == 0) & (((received < self.up) & (age_price < 0)) | ((received > 0) & (age_price > 0)))
        faults += [f"It is not proven that the balance of {debts.members[at]} moves as the age of debts asks."
                   for at in np.flatnonzero(wrong)[:_TOLD].tolist()]
        return faults

    def _debt(self, at: int) -> str:
        debts = self.debts
        named = (debts.ids[at] if len(debts.ids) else "") or f"number {at + 1}"
        return f"{named} ({debts.members[debts.debtor[at]]} to {debts.members[debts.creditor[at]]})"


def _whole(numbers, size: int, name: str, most: int = MOST) -> np.ndarray:
    """An array of whole numbers of this length, none so large that sums could overflow."""
    found = np.asarray(numbers)
    if found.shape != (size,):
        raise ValueError(f"{name} does not have {size} numbers")
    if size and found.dtype.kind not in "iu":
        raise ValueError(f"{name} holds something that is no whole number")
    if size and (found.max() > most or found.min() < -most):
        raise ValueError(f"{name} holds a number that is too large")
    return found.astype(np.int64)


def _product(amounts: np.ndarray, slopes: np.ndarray) -> int:
    """Σ amounts · slopes, exactly: in 64 bits where that is certain, else in Python's own numbers."""
    if len(amounts) and int(slopes.max()) * int(amounts.sum()) >= 2**62:
        return sum(one * other for one, other in zip(amounts.tolist(), slopes.tolist(), strict=True))
    return int((amounts * slopes).sum())
