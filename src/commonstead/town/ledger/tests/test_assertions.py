"""What is counted is held against the books as they stand, and moves nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands
from commonstead.town.ledger.assertions import assert_balance, assertions

pytestmark = pytest.mark.both_databases
MONDAY = datetime(2026, 1, 5, 12, tzinfo=UTC)


def test_the_difference_is_told_and_goes_when_the_mistake_is_mended(town):
    town.book("raise", town.ana, town.ana, quantity=5_000, at=MONDAY)
    wrong = town.give(town.ana, town.bo, 2_000, at=MONDAY + timedelta(days=1))
    town.give(town.ana, town.bo, 500, at=MONDAY + timedelta(days=9))
    assert assert_balance(town.ana, "flour", 5_000, by=town.ana, at=MONDAY + timedelta(days=3)) == 2_000
    assert town.has(town.ana) == 2_500
    commands.reverse_event(wrong.event_id, reason="was never given", booked_by=town.ana, idempotency_key="back")
    assert [view.difference for view in assertions(town.ana)] == [0]
    assert assert_balance(town.ana, "flour", 4_500, by=town.bo) == 0


def test_nobody_counts_what_will_be_or_what_nobody_knows(town):
    with pytest.raises(Refused, match="not what will be"):
        assert_balance(town.ana, "flour", 1, by=town.ana, at=datetime.now(UTC) + timedelta(days=1))
    with pytest.raises(Refused, match="no “gold”"):
        assert_balance(town.ana, "gold", 1, by=town.ana)
