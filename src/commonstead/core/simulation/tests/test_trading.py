"""Trade of an imagined year keeps within limits, is the same for the same seed, and says what it left out."""

from datetime import date
from decimal import Decimal

from commonstead.core.simulation.trading import Offer, year_of_trade

BEGINS = date(2023, 1, 1)
OFFERS = [Offer(1, "ana", "mending", Decimal("1.5"), every="week"), Offer(2, "", "errands", Decimal(1), every="week"),
          Offer(3, "bo", "bread", Decimal(2), months=(3, 4))]
LIMITS = {name: (-5_00, 8_00) for name in ("ana", "bo", "eva", "gil")}


def test_no_balance_ever_leaves_its_limits():
    trades, short = year_of_trade(7, "hours", BEGINS, 12, LIMITS, OFFERS, 2)
    held = dict.fromkeys(LIMITS, 0)
    for trade in trades:
        assert trade.payer != trade.giver and trade.amount > 0
        held[trade.payer] -= trade.amount
        held[trade.giver] += trade.amount
        assert held[trade.payer] >= -5_00 and held[trade.giver] <= 8_00
    assert len(trades) + sum(short.values()) in range(2 * 52 + 2, 2 * 53 + 3)
    assert [trade.day for trade in trades] == sorted(trade.day for trade in trades)


def test_the_same_seed_gives_the_same_year_and_another_seed_another():
    first = year_of_trade(7, "hours", BEGINS, 12, LIMITS, OFFERS, 2)
    assert first == year_of_trade(7, "hours", BEGINS, 12, LIMITS, OFFERS, 2)
    assert first != year_of_trade(8, "hours", BEGINS, 12, LIMITS, OFFERS, 2)


def test_another_offer_leaves_days_and_amounts_of_the_first_alone():
    free = dict.fromkeys(LIMITS, (None, None))
    alone, _ = year_of_trade(7, "hours", BEGINS, 12, free, OFFERS[:1], 2)
    among, _ = year_of_trade(7, "hours", BEGINS, 12, free, OFFERS, 2)
    assert [(trade.day, trade.amount) for trade in alone] == [
        (trade.day, trade.amount) for trade in among if trade.line == 1]


def test_months_and_payers_are_kept_to():
    trades, _ = year_of_trade(7, "hours", BEGINS, 12, LIMITS, [
        Offer(1, "bo", "bread", Decimal(1), months=(3, 11), payers=("eva",))], 2)
    assert [(trade.day.month, trade.payer) for trade in trades] == [(3, "eva"), (11, "eva")]


def test_nobody_to_pay_is_counted_and_not_made_up():
    trades, short = year_of_trade(7, "notes", BEGINS, 3, {"ana": (0, None), "bo": (0, None)}, OFFERS[:1], 2)
    assert not trades and short == {1: 13}


def test_notes_come_whole():
    trades, _ = year_of_trade(7, "notes", BEGINS, 6, dict.fromkeys(LIMITS, (None, None)), OFFERS, 2, step=100)
    assert trades and all(trade.amount % 100 == 0 and trade.amount > 0 for trade in trades)
