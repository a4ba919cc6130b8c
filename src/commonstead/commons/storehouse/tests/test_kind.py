"""A storehouse keeps the contract of a kind, and does not sell to neighbours what neighbours brought."""

from dataclasses import replace

import pytest

from commonstead.commons.storehouse.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger


class TestStorehouse(KindContract):
    kind = KIND

    def test_nothing_is_sold_to_a_neighbour(self, town):
        sale = town.flow(Action.TRANSFER, Mode.SALE)
        with pytest.raises(Refused) as refused:
            ledger.record_event(replace(sale, receiver=town.neighbour))
        assert refused.value.refusals[0].clause == "storehouse.not_sold_to_neighbours"
        assert ledger.record_event(sale), "scrap may go beyond the town"
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.POOL))
