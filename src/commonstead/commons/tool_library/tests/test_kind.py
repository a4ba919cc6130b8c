"""A tool library keeps the contract of a kind, and what it holds for all stays."""

import pytest

from commonstead.commons.tool_library.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger


class TestToolLibrary(KindContract):
    kind = KIND

    def test_the_drill_is_lent_and_does_not_leave(self, town):
        ledger.add_specification("drill", name="The drill", unit="each", sort="machine")
        ledger.record_event(town.flow(Action.RAISE, None, specification="drill"))
        for mode in (Mode.SALE, Mode.GIFT):
            with pytest.raises(Refused) as refused:
                ledger.record_event(town.flow(Action.TRANSFER, mode, specification="drill"))
            assert refused.value.refusals[0].clause == "tool_library.tools_come_back"
        assert ledger.record_event(town.flow(Action.TRANSFER_CUSTODY, Mode.POOL, specification="drill"))

    def test_other_things_may_go(self, town):
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.GIFT))
