"""What a clearing answers: how much of each debt fell, whose balance moves by how much, and the proof.

A member's whole position is claims less debts plus balance. Of each member as much falls in claims as in debts; where
they differ, the balance moves by the difference (mutual credit within the limits), so the position stays as it was.
The proof is two whole numbers a member, explained in checking.py.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .debts import Debts, tally

FORMAT = "clearing/1"


@dataclass(frozen=True)
class Proof:
    """Two prices a member, in the order of `Debts.members`: `price` proves that nothing more can fall and that no
    less credit would do; `age` that no older debts could have fallen instead."""

    price: np.ndarray
    age: np.ndarray


@dataclass(frozen=True)
class MemberAnswer:
    """What one member sees. debts, claims: what they owed and were owed; *_fallen: what of it fell; credit: what
    their balance gained, or lost where it is negative. debt_places, claim_places: their debts and claims, as places
    in `Debts`."""

    member: str
    debts: int
    claims: int
    debts_fallen: int
    claims_fallen: int
    credit: int
    debt_places: tuple[int, ...]
    claim_places: tuple[int, ...]

    @property
    def net_before(self) -> int:
        """Claims less debts before the clearing."""
        return self.claims - self.debts

    @property
    def net_after(self) -> int:
        """The same after it, with what the balance gained; it is always what it was before."""
        return (self.claims - self.claims_fallen) - (self.debts - self.debts_fallen) + self.credit


@dataclass(frozen=True)
class Clearing:
    """fallen: of each debt, in the order given, what is cleared. credit: by how much each member's balance moves, in
    the order of `debts.members`."""

    debts: Debts
    fallen: np.ndarray
    credit: np.ndarray
    proof: Proof

    @cached_property
    def gross(self) -> int:
        """All debts together."""
        return int(self.debts.amount.sum())

    @cached_property
    def cleared(self) -> int:
        """What of them fell."""
        return int(self.fallen.sum())

    @cached_property
    def net_internal_debt(self) -> int:
        """What only money or credit can settle: half the sum of all net positions, whatever their sign."""
        return int(np.abs(self.debts.net(self.debts.amount)).sum()) // 2

    @cached_property
    def credit_drawn(self) -> int:
        """By how much balances fell, all together; others rose by as much."""
        return int(np.maximum(self.credit, 0).sum())

    @property
    def left(self) -> np.ndarray:
        """What is left of each debt, in the order given."""
        return self.debts.amount - self.fallen

    @cached_property
    def debts_fallen(self) -> np.ndarray:
        """Per member, what fell of the debts."""
        return tally(self.debts.debtor, self.fallen, len(self.debts.members))

    @cached_property
    def claims_fallen(self) -> np.ndarray:
        """Per member, what fell of the claims."""
        return tally(self.debts.creditor, self.fallen, len(self.debts.members))

    def of(self, member: str) -> MemberAnswer | None:
        """What this member sees; None where they have neither debts nor claims."""
        names = self.debts.members
        at = bisect_left(names, member)
        if at == len(names) or names[at] != member:
            return None
        owes, claims = np.flatnonzero(self.debts.debtor == at), np.flatnonzero(self.debts.creditor == at)
        return MemberAnswer(
            member, int(self.debts.amount[owes].sum()), int(self.debts.amount[claims].sum()),
            int(self.fallen[owes].sum()), int(self.fallen[claims].sum()), int(self.credit[at]),
            tuple(owes.tolist()), tuple(claims.tolist()))

    def document(self) -> dict:
        """The answer as plain values in smallest units, as it is stored and checked (`check`)."""
        return {
            "format": FORMAT, "gross": self.gross, "cleared": self.cleared,
            "net_internal_debt": self.net_internal_debt, "credit_drawn": self.credit_drawn,
            "members": len(self.debts.members), "debts": len(self.debts),
            "fallen": self.fallen.tolist(),
            "by_member": {
                "member": list(self.debts.members), "debts_fallen": self.debts_fallen.tolist(),
                "claims_fallen": self.claims_fallen.tolist(), "credit": self.credit.tolist()},
            "proof": {"price": self.proof.price.tolist(), "age": self.proof.age.tolist()},
        }
