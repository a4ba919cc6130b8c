"""A garden keeps the contract of a kind, and its own rules say no where its charter does."""

import pytest

from commonstead.commons.garden.kind import KIND
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.kind_contract import KindContract
from commonstead.town.ledger import commands as ledger


class TestGarden(KindContract):
    kind = KIND

    def test_no_poison_on_the_beds(self, town):
        ledger.add_specification("herbicide", name="Herbicide", unit="l")
        ledger.record_event(town.flow(Action.RAISE, None, specification="herbicide"))
        for action in (Action.CONSUME, Action.USE):
            refusal = self.refusal(town.flow(action, None, specification="herbicide"))
            assert refusal.clause == "garden.no_poison"
            assert refusal.reason.startswith("Herbicide is not used in this garden.")

    def test_seed_is_given_and_not_sold(self, town):
        ledger.add_specification("tomato-seed", name="Tomato seed", unit="g")
        ledger.record_event(town.flow(Action.RAISE, None, specification="tomato-seed"))
        sale = town.flow(Action.TRANSFER, Mode.SALE, specification="tomato-seed")
        assert self.refusal(sale).clause == "garden.seed_is_kept"
        assert ledger.record_event(town.flow(Action.TRANSFER, Mode.GIFT, specification="tomato-seed"))

    def test_seed_may_be_bought(self, town):
        ledger.add_specification("tomato-seed", name="Tomato seed", unit="g")
        assert ledger.record_event(town.purchase("tomato-seed"))

    @pytest.mark.parametrize(("effort", "taken"), [(1600, True), (1601, False)])
    def test_work_is_written_by_the_day(self, town, effort, taken):
        flow = town.flow(Action.WORK, None, effort=effort)
        if taken:
            assert ledger.record_event(flow)
        else:
            assert self.refusal(flow).clause == "garden.one_day_one_entry"

    def test_a_rule_binds_no_other_book(self, town):
        """Herbicide on somebody's own ground is none of the garden's business (Exodus 13391-13407)."""
        ledger.add_specification("herbicide", name="Herbicide", unit="l")
        assert ledger.record_event(town.at_home(Action.USE, specification="herbicide"))

    def refusal(self, flow):
        with pytest.raises(Refused) as refused:
            ledger.record_event(flow)
        return refused.value.refusals[0]
