"""A kitchen keeps the contract of a kind."""

from commonstead.commons.kitchen.kind import KIND
from commonstead.town.kind_contract import KindContract


class TestKitchen(KindContract):
    kind = KIND
