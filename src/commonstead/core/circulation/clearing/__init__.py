"""Clearing: debts around circles set off against each other, exactly, with a proof that more cannot fall."""

from .answer import Clearing, MemberAnswer, Proof
from .checking import check
from .debts import MOST, NO_DATE, Debt, Debts, Pairs
from .run import clear

__all__ = ["MOST", "NO_DATE", "Clearing", "Debt", "Debts", "MemberAnswer", "Pairs", "Proof", "check", "clear"]
