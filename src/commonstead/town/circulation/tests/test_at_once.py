"""Closing, answering for one another, and paying for the same, while a payment on the same accounts is written."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import board_commands as board
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def two_connections(db):
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory belongs to one connection")


def while_paying(pay, write) -> str:
    """What another's deed is refused with ("" where it is done) that begins before a payment is through."""
    begun, said = Event(), []

    def other():
        begun.set()
        try:
            write()
            said.append("")
        except Refused as refused:
            said.append(refused.refusals[0].clause)
        finally:
            connection.close()

    second = Thread(target=other)
    with transaction.atomic():
        pay()
        second.start()
        begun.wait(10)
        second.join(0.5)
    second.join(20)
    return said[0]


def test_no_circle_closes_over_a_payment(town):
    circle = town.circle()
    assert while_paying(lambda: town.pay(circle, "bo", "eva", 1_00),
                        lambda: commands.close_circle(circle, by=town.ana)) == "circles.not_settled"
    assert queries.circle(circle).ended is None and queries.account(circle, town.eva).standing == "open"


def test_nobody_stakes_what_is_being_spent(town):
    circle = town.circle("credit", free_line=50_00, vouchers_needed=0)
    assert while_paying(
        lambda: town.pay(circle, "bo", "eva", 50_00),
        lambda: commands.vouch(circle, voucher=town.bo, holder=town.ana, stake=50_00, by=town.bo),
    ) == "circles.stake_too_large"


def test_no_stake_ends_under_what_is_being_spent(town):
    circle = town.circle("credit", free_line=50_00, vouchers_needed=0)
    commands.vouch(circle, voucher=town.bo, holder=town.eva, stake=50_00, by=town.bo)
    assert while_paying(
        lambda: town.pay(circle, "eva", "ana", 100_00),
        lambda: commands.end_vouching(circle, voucher=town.bo, holder=town.eva, by=town.bo)) == "circles.still_owed"


def test_one_promise_is_kept_by_one_deed(town):
    ledger.add_specification("haircut", name="Haircut", unit="each", sort="service")
    circle = town.circle()
    made = board.write_notice(board.Draft(town.eva, True, "haircut", 1_000, returns="circle", circle=circle),
                              by=town.eva, key="cut")
    board.take_up(made, by=town.bo)
    first, second = (town.slip("bo", "eva", amount, links_to=made) for amount in (50, 70))
    assert while_paying(lambda: commands.pay(circle, first, by=town.bo),
                        lambda: commands.pay(circle, second, by=town.bo)) == ""
    assert queries.account(circle, town.eva).balance == 1_20
    assert sum(event.specification == "haircut" for event in journal.events(agent=town.eva)) == 1
