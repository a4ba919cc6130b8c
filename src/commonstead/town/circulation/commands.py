"""Everything that can be written in circles. Money-like amounts move through the ledger's one pen alone."""

from .accounts import call_in, end_vouching, freeze, join_circle, leave_circle, unfreeze, vouch
from .circles import agree_to_change, ask_change, close_circle, drop_change, open_circle, wind_down
from .gifts import give, thank
from .payments import Slip, pay, pay_together, take_back
from .repeating import Tended, end_repetition, repeat_payment, tend, tend_where_due
from .requests import accept_payment, ask_payment, decline_payment, withdraw_payment

__all__ = [
    "Slip", "Tended", "accept_payment", "agree_to_change", "ask_change", "ask_payment", "call_in", "close_circle",
    "decline_payment", "drop_change", "end_repetition", "end_vouching", "freeze", "give", "join_circle",
    "leave_circle", "open_circle", "pay", "pay_together", "repeat_payment", "take_back", "tend", "tend_where_due",
    "thank", "unfreeze", "vouch", "wind_down", "withdraw_payment",
]
