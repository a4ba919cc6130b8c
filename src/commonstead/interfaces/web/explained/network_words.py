"""The names of a network's goods and recipes, for sentences about a file instead of a town's database."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace

from commonstead.core.boundary import Network


class NetworkWords:
    """What `sentences` asks of its words: good(id), goods and units. goods holds no kinds of work: a skill's id is its
    name in a file."""

    goods: Mapping = {}

    def __init__(self, network: Network):
        self._goods = {good.id: good for good in network.goods}
        self.units = SimpleNamespace(get=lambda unit: SimpleNamespace(symbol=unit))

    def good(self, good: str) -> str:
        """What a good is called: its name, or its id as words."""
        known = self._goods.get(good)
        return (known.name if known else "") or good.replace("-", " ").replace("_", " ")

    def unit(self, good: str) -> str:
        """The unit in which it is counted."""
        return self._goods[good].unit if good in self._goods else ""
