"""Make and use tables as arrays: what each industry makes of each commodity, and what it uses up for that.

Remembers the tables as they were published, negative entries and all; requirements.py decides what is done with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class MakeUse:
    """make: industries × commodities. use: commodities × industries. value_added: industries. All in one currency.

    households, imports, exports: by commodity; imports positive where something is imported.
    scrap: ids of commodities that nobody sets out to make (scrap, used goods). bought_abroad: ids of commodities that
    are imported and made nowhere here. excluded: ids of adjustments that are no purchase.
    """

    industries: tuple[str, ...]
    commodities: tuple[str, ...]
    make: np.ndarray
    use: np.ndarray
    value_added: np.ndarray
    households: np.ndarray
    imports: np.ndarray
    exports: np.ndarray
    scrap: frozenset[str] = frozenset()
    bought_abroad: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
