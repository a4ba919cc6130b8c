"""Modes: in which spirit a thing changes hands (Exodus 7418-7433, 8818).

The mode stands beside the ValueFlows action and is never mixed into it: the same `transfer` may be a gift
or a sale. Use comes before exchange, so the modes are listed from the heart of the commons to its edge.
"""

from enum import StrEnum


class Mode(StrEnum):
    POOL = "pool"                      # from a common store to those who share it
    GIFT = "gift"                      # given, nothing owed
    ADMINISTRATIVE = "administrative"  # moved within one association or between its parts
    BARTER = "barter"                  # a standing agreement without price
    TIME = "time"                      # an hour for an hour
    CREDIT = "credit"                  # mutual credit of a circle
    CURRENCY = "currency"              # local currency or labour notes
    SALE = "sale"                      # sale or purchase across the membrane, for outside money


#: Modes in which a need counts as met inside. `sale` is the membrane.
INSIDE_MODES = frozenset(Mode) - {Mode.SALE}
