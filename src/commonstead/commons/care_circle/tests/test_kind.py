"""A care circle keeps the contract of a kind."""

from commonstead.commons.care_circle.kind import KIND
from commonstead.town.kind_contract import KindContract


class TestCareCircle(KindContract):
    kind = KIND
