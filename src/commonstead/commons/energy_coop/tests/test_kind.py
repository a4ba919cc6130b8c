"""An energy coop keeps the contract of a kind."""

from commonstead.commons.energy_coop.kind import KIND
from commonstead.town.kind_contract import KindContract


class TestEnergyCoop(KindContract):
    kind = KIND
