"""Units of account: what a circle counts its members' giving and taking in.

An hour of a time bank, a mutual credit, a local note, and the mark by which a debt is set off are no things that lie
in a shed. They come into being between two who agree (Exodus 8090, 10392, 12308): what one has above zero, others have
below it, so that all accounts of a unit add up to nothing at any time. That is why nobody can produce, raise or copy
them, and why a unit names its keeper: the association whose circle it is, and whose book-keepers may write what its
members bring them on paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .modes import Mode

#: By the sort of a ResourceSpecification that is a unit of account: the one mode in which it changes hands.
#: `setoff` counts debts that fall against each other; it is back at zero for everybody when a clearing is done.
UNIT_MODES: Mapping[str, Mode] = MappingProxyType({
    "time": Mode.TIME, "credit": Mode.CREDIT, "currency": Mode.CURRENCY, "setoff": Mode.ADMINISTRATIVE})


def is_unit_of_account(sort: str) -> bool:
    """Whether a thing of that sort is counted between people and is nowhere to be touched."""
    return sort in UNIT_MODES
