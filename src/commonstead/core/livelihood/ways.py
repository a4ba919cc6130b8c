"""How a need can be met: the modes of the ledger, and one that never enters the ledger, doing it ourselves.

What a household makes for itself changes no hands, so no mode of transfer fits it; in an audit it counts as
much as a purchase (Exodus 9223: self-provisioning, unpaid, within families).
"""

from commonstead.core.vocabulary.modes import Mode

#: Made, grown or done by the household itself. Not a mode of transfer: nothing changes hands.
OWN = "own"

#: Every way, from the heart of the household to the shop.
WAYS: tuple[str, ...] = (OWN, *(mode.value for mode in Mode))

#: Ways that need no purchase across the membrane.
WAYS_INSIDE = frozenset(WAYS) - {Mode.SALE.value}

#: Types of household that an average can tell apart (town folder, households.csv).
HOUSEHOLD_TYPES: tuple[str, ...] = ("single", "couple", "family", "single-parent", "elders", "shared")
