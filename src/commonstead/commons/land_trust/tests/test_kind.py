"""A land trust keeps the contract of a kind, and what it holds for all stays."""

import pytest

from commonstead.commons.land_trust.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger


class TestLandTrust(KindContract):
    kind = KIND

    def test_the_plot_is_lent_and_does_not_leave(self, town):
        ledger.add_specification("plot", name="The plot", unit="each", sort="land")
        ledger.record_event(town.flow(Action.RAISE, None, specification="plot"))
        for mode in (Mode.SALE, Mode.GIFT):
            with pytest.raises(Refused) as refused:
                ledger.record_event(town.flow(Action.TRANSFER, mode, specification="plot"))
            assert refused.value.refusals[0].clause == "land_trust.land_stays"
        assert ledger.record_event(town.flow(Action.TRANSFER_CUSTODY, Mode.POOL, specification="plot"))

    def test_other_things_may_go(self, town):
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.GIFT))
