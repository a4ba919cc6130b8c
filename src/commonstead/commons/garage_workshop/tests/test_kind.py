"""A garage workshop keeps the contract of a kind, and its machines stay for all."""

from dataclasses import replace

import pytest

from commonstead.commons.garage_workshop.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger


class TestGarageWorkshop(KindContract):
    kind = KIND

    @pytest.fixture
    def lathe(self, town):
        ledger.add_specification("lathe", name="Lathe", unit="each", sort="machine")
        ledger.record_event(replace(town.flow(Action.RAISE, None, specification="lathe"), quantity=3000))
        return "lathe"

    def refusal(self, flow):
        with pytest.raises(Refused) as refused:
            ledger.record_event(flow)
        return refused.value.refusals[0]

    @pytest.mark.parametrize("mode", [Mode.SALE, Mode.GIFT, Mode.POOL, Mode.BARTER])
    def test_a_machine_is_not_handed_over(self, town, lathe, mode):
        refusal = self.refusal(town.flow(Action.TRANSFER, mode, specification=lathe))
        assert refusal.clause == "garage_workshop.machines_stay"
        assert "Lathe" in refusal.reason

    def test_a_machine_is_lent_and_leaves_by_decision(self, town, lathe):
        assert ledger.record_event(town.flow(Action.TRANSFER_CUSTODY, Mode.POOL, specification=lathe))
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.ADMINISTRATIVE, specification=lathe))

    def test_a_machine_may_be_bought_and_goods_may_be_sold(self, town, lathe):
        assert ledger.record_event(town.purchase(lathe))
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.SALE))

    @pytest.mark.parametrize(("effort", "taken"), [(1200, True), (1201, False)])
    def test_machine_time_is_written_turn_by_turn(self, town, lathe, effort, taken):
        turn = replace(town.flow(Action.USE, None, specification=lathe), quantity=None, effort=effort)
        if taken:
            assert ledger.record_event(turn)
        else:
            assert self.refusal(turn).clause == "garage_workshop.turn_by_turn"

    def test_bench_time_is_not_sold_to_people_of_the_town(self, town):
        ledger.add_specification("bench", name="Bench", unit="h", sort="machine")
        sold = replace(town.flow(Action.DELIVER_SERVICE, Mode.SALE, specification="bench"), receiver=town.neighbour)
        assert self.refusal(sold).clause == "garage_workshop.no_paid_bench"
        assert ledger.record_event(replace(sold, mode=Mode.TIME))
