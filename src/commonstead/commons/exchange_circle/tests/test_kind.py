"""An exchange circle keeps the contract of a kind."""

from commonstead.commons.exchange_circle.kind import KIND
from commonstead.town.kind_contract import KindContract


class TestExchangeCircle(KindContract):
    kind = KIND
