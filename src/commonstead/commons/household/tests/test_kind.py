"""A household keeps the contract of a kind, and keeps no accounts inside itself."""

from dataclasses import replace

import pytest

from commonstead.commons.household.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries


class TestHousehold(KindContract):
    kind = KIND

    @pytest.mark.parametrize("mode", [Mode.SALE, Mode.CREDIT, Mode.CURRENCY, Mode.TIME])
    def test_people_who_live_together_do_not_charge_each_other(self, town, mode):
        flow = replace(town.flow(Action.TRANSFER, mode), receiver=town.steward)
        with pytest.raises(Refused) as refused:
            ledger.record_event(flow)
        assert refused.value.refusals[0].clause == "household.no_prices_at_home"
        assert ledger.record_event(replace(flow, mode=Mode.POOL))

    def test_a_household_may_charge_a_neighbour(self, town):
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.TIME))

    def test_what_is_set_aside_as_the_minimum_is_not_sold(self, town):
        store = ledger.add_resource("apples", town.ours, name="Winter apples", state="minimum")
        ledger.record_event(replace(town.flow(Action.RAISE, None), resource=store))
        assert queries.resource(store).state == "minimum"
        sale = replace(town.flow(Action.TRANSFER, Mode.SALE), resource=store)
        with pytest.raises(Refused) as refused:
            ledger.record_event(sale)
        assert refused.value.refusals[0].clause == "household.the_minimum"
        assert ledger.record_event(replace(sale, resource="")), "the rest may be sold"
        assert ledger.record_event(replace(sale, idempotency_key="to-a-neighbour", mode=Mode.GIFT,
                                           receiver=town.neighbour))
        assert sale.receiver == OUTSIDE
