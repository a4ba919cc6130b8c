"""Debts and limits from tables that anyone has, and what a clearing leaves of them, written back."""

from .limits import read_limits
from .listing import list_debts
from .reading import CurrencyDebts, DebtsFile, read_debts
from .rows import Rows
from .writing import decimal_text, write_left

__all__ = ["CurrencyDebts", "DebtsFile", "Rows", "decimal_text", "list_debts", "read_debts", "read_limits",
           "write_left"]
