"""A laundry keeps the contract of a kind."""

from commonstead.commons.laundry.kind import KIND
from commonstead.town.kind_contract import KindContract


class TestLaundry(KindContract):
    kind = KIND
