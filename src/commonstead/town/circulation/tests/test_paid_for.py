"""Whoever pays for what was taken up on the board has settled it: the deed stands in the journal, or the promise is
done with; and a payment that is taken back lets it wait again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import board_commands as board
from commonstead.town.circulation import commands, queries
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as journal
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people

pytestmark = pytest.mark.both_databases


@pytest.fixture
def circle(town):
    ledger.add_specification("haircut", name="Haircut", unit="each", sort="service")
    ledger.add_specification("plums", name="Plums", unit="kg")
    ledger.add_specification("work-digging", name="Digging", unit="h", sort="work")
    return town.circle()


def noticed(town, circle, who, thing, amount, *, offers, taker, key="n") -> str:
    """Written by one and taken up by another. Returns the notice's id."""
    made = board.write_notice(board.Draft(getattr(town, who), offers, thing, amount, returns="circle", circle=circle),
                              by=getattr(town, who), key=key)
    board.take_up(made, by=getattr(town, taker))
    return made


def waiting(town) -> list[str]:
    """What of the board is promised, not kept and not done with."""
    return [one.specification for one in journal.commitments() if one.satisfies and not one.kept]


@pytest.mark.parametrize("thing, amount, offers", [("haircut", 2_000, True), ("work-digging", 150, False)])
def test_a_service_and_work_stand_in_the_journal_beside_their_payment(town, circle, thing, amount, offers):
    writer, taker = ("eva", "bo") if offers else ("bo", "eva")
    made = noticed(town, circle, writer, thing, amount, offers=offers, taker=taker)
    assert waiting(town) == [thing]
    slip = town.slip("bo", "eva", 1_00, links_to=made)
    paid = commands.pay(circle, slip, by=town.bo)
    assert commands.pay(circle, slip, by=town.bo) == paid, "sent twice, paid and done once"
    assert waiting(town) == [] and town.balance(circle, "eva") == 1_00
    deeds = [event for event in journal.events(agent=town.eva) if event.specification == thing]
    assert [(one.provider, one.receiver, one.quantity or one.effort) for one in deeds] == [(town.eva, town.bo, amount)]
    commands.take_back(paid, by=town.eva, reason="not yet")
    assert waiting(town) == [thing] and town.balance(circle, "eva") == 0
    assert not verify().problems


def test_a_thing_that_nobody_wrote_down_as_there_is_done_with_by_its_payment(town, circle):
    made = noticed(town, circle, "eva", "plums", 2_000, offers=True, taker="bo")
    paid = town.pay(circle, "bo", "eva", 1_00, links_to=made)
    assert waiting(town) == [] and journal.stock_of(town.bo, "plums") == 0
    commands.take_back(paid, by=town.bo, reason="they were sour")
    assert waiting(town) == ["plums"]


def test_a_second_payment_for_it_that_is_taken_back_leaves_it_settled(town, circle):
    made = noticed(town, circle, "eva", "plums", 2_000, offers=True, taker="bo")
    town.pay(circle, "bo", "eva", 1_00, links_to=made)
    twice = town.pay(circle, "bo", "eva", 1_00, links_to=made)
    commands.take_back(twice, by=town.bo, reason="paid twice")
    assert waiting(town) == []


def test_accepting_a_request_that_names_the_notice_settles_it_too(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 100, offers=False, taker="eva")
    asked = commands.ask_payment(circle, town.slip("bo", "eva", 1_00, links_to=made), by=town.eva)
    assert waiting(town) == ["work-digging"]
    commands.accept_payment(asked, by=town.bo)
    assert waiting(town) == [] and queries.payment(asked).state == "paid"


def test_paying_for_what_the_household_took_up_settles_it(town, circle):
    home = people.add_household(name="Bo's", members=[town.bo])
    made = board.write_notice(board.Draft(town.eva, True, "haircut", 1_000), by=town.eva, key="n")
    board.take_up(made, by=town.bo, who=home)
    town.pay(circle, "bo", "eva", 1_00, links_to=made)
    assert waiting(town) == []


def test_a_payment_that_is_refused_settles_nothing(town, circle):
    made = noticed(town, circle, "eva", "haircut", 1_000, offers=True, taker="bo")
    with pytest.raises(Refused) as refused:
        town.pay(circle, "bo", "eva", 99_00, links_to=made)
    assert refused.value.refusals[0].clause == "accounts.below_limit"
    assert waiting(town) == ["haircut"] and not journal.events(agent=town.eva)


@pytest.mark.parametrize("payer, payee", [("ana", "eva"), ("bo", "ana")])
def test_a_payment_between_others_settles_nothing(town, circle, payer, payee):
    made = noticed(town, circle, "eva", "haircut", 1_000, offers=True, taker="bo")
    town.pay(circle, payer, payee, 1_00, links_to=made)
    assert waiting(town) == ["haircut"]


def test_the_deed_is_of_the_day_and_in_the_mode_in_which_it_was_promised(town, circle):
    made = noticed(town, circle, "eva", "haircut", 1_000, offers=True, taker="bo")
    day = timezone.now() - timedelta(days=3)
    town.pay(circle, "bo", "eva", 1_00, links_to=made, at=day)
    deed = next(event for event in journal.events(agent=town.eva) if event.specification == "haircut")
    assert (deed.at, deed.mode, deed.satisfies) == (day, Mode.TIME, made)
