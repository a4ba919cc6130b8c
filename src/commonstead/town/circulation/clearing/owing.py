"""What is open of a debt: what was promised, less what fell against other debts, less what its creditor says was
settled otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Sum

from commonstead.town.ledger.views import CommitmentView

from .models import SettledOtherwise

_FEW = 500


def few_at_a_time(found: Iterable[str]) -> Iterator[list[str]]:
    """So many at a time as any database takes in one question."""
    found = list(found)
    return (found[start:start + _FEW] for start in range(0, len(found), _FEW))


def left_of(debts: Iterable[CommitmentView]) -> dict[str, int]:
    """By debt: what is open of it, in steps of its unit. One query, however many there are."""
    debts = list(debts)
    words = SettledOtherwise.objects.filter(taken_back=None)
    words = words.filter(debt__in=[debt.id for debt in debts]) if len(debts) <= _FEW else words.filter(
        specification__in={debt.specification for debt in debts})
    settled = dict(words.values_list("debt").annotate(Sum("amount")))
    return {debt.id: (debt.quantity or 0) - debt.fulfilled_quantity - settled.get(debt.id, 0) for debt in debts}
