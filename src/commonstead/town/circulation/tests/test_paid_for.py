"""Whoever pays for what was taken up on the board has settled it: the deed stands in the journal, or the promise is
done with; and a payment that is taken back lets it wait again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import board_commands as board
from commonstead.town.circulation import commands, paid_for, queries
from commonstead.town.circulation.models import Payment
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


def noticed(town, circle, who, thing, amount, *, offers, taker, key="n", asks=None) -> str:
    """Written by one and taken up by another. Returns the notice's id."""
    made = board.write_notice(board.Draft(getattr(town, who), offers, thing, amount, returns="circle", circle=circle,
                                          asks=asks), by=getattr(town, who), key=key)
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
    slip = town.slip("bo", "eva", 1_50, links_to=made)
    paid = commands.pay(circle, slip, by=town.bo)
    assert commands.pay(circle, slip, by=town.bo) == paid, "sent twice, paid and done once"
    assert waiting(town) == [] and town.balance(circle, "eva") == 1_50
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


def done(town, thing="work-digging") -> int:
    """How much of it the journal says that Eva did and that stands."""
    return sum(one.quantity or one.effort for one in journal.events(agent=town.eva)
               if one.specification == thing and not one.corrects and not one.corrected_by)


def test_of_promised_hours_as_much_is_done_as_is_paid_for(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 5_00, offers=False, taker="eva")
    first = town.slip("bo", "eva", 1_00, links_to=made)
    paid = commands.pay(circle, first, by=town.bo)
    assert commands.pay(circle, first, by=town.bo) == paid
    assert done(town) == 1_00 and waiting(town) == ["work-digging"]
    rest = town.pay(circle, "bo", "eva", 4_00, links_to=made)
    assert done(town) == 5_00 and waiting(town) == []
    commands.take_back(paid, by=town.bo, reason="not yet")
    assert done(town) == 4_00 and waiting(town) == ["work-digging"]
    commands.take_back(rest, by=town.eva, reason="nor this")
    assert done(town) == 0 and town.balance(circle, "eva") == 0 and not verify().problems


@pytest.mark.parametrize("asks, at_first", [(2_00, 5_00), (5_00, 1_00)])
def test_hours_for_which_the_notice_asks_another_number_are_done_with_the_first_payment(town, circle, asks, at_first):
    made = noticed(town, circle, "bo", "work-digging", 5_00, offers=False, taker="eva", asks=asks)
    paid = town.pay(circle, "bo", "eva", 1_00, links_to=made)
    assert done(town) == at_first
    town.pay(circle, "bo", "eva", asks - 1_00, links_to=made)
    assert done(town) == 5_00 and waiting(town) == []
    commands.take_back(paid, by=town.bo, reason="not so")
    assert done(town) == (5_00 if asks == 2_00 else 4_00)


def test_more_hours_than_were_promised_are_paid_and_not_done(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 2_00, offers=False, taker="eva")
    town.pay(circle, "bo", "eva", 3_00, links_to=made)
    assert done(town) == 2_00 and waiting(town) == []


def test_hours_that_the_books_do_not_take_are_done_with_once_all_of_them_are_paid(town, circle, monkeypatch):
    made = noticed(town, circle, "bo", "work-digging", 5_00, offers=False, taker="eva")
    monkeypatch.setattr(paid_for, "_deed", lambda *_: replace(journal_flow(town), specification="nothing"))
    town.pay(circle, "bo", "eva", 1_00, links_to=made)
    assert waiting(town) == ["work-digging"]
    rest = town.pay(circle, "bo", "eva", 4_00, links_to=made)
    assert waiting(town) == [] and done(town) == 0
    commands.take_back(rest, by=town.bo, reason="not yet")
    assert waiting(town) == ["work-digging"]


def journal_flow(town) -> Flow:
    return Flow(Action.WORK, town.eva, town.bo, "work-digging", timezone.now(), town.bo, "a deed", effort=1)


@pytest.mark.parametrize("thing, amounts", [("haircut", (1_00, 4_00)), ("work-digging", (2_00, 2_00))])
def test_a_deed_goes_over_to_another_payment_for_the_same(town, circle, thing, amounts):
    """Paid twice, or in parts that no number compares: whichever is taken back, it was done while one stands."""
    made = noticed(town, circle, "bo", thing, 2_00, offers=False, taker="eva")
    first, second = (town.pay(circle, "bo", "eva", amount, links_to=made) for amount in amounts)
    commands.take_back(first, by=town.bo, reason="paid twice")
    assert done(town, thing) == 2_00 and waiting(town) == []
    commands.take_back(second, by=town.bo, reason="nor this")
    assert done(town, thing) == 0 and waiting(town) == [thing]


def test_a_payment_that_pays_for_less_does_not_take_the_deed_over(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 2_00, offers=False, taker="eva")
    first = town.pay(circle, "bo", "eva", 2_00, links_to=made)
    town.pay(circle, "bo", "eva", 50, links_to=made)
    commands.take_back(first, by=town.bo, reason="not done")
    assert done(town) == 0 and waiting(town) == ["work-digging"]


def deed_of(paid: str) -> str:
    return Payment.objects.get(id=paid).thing_event


def test_a_payment_is_taken_back_whose_deed_was_taken_back_alone(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 1_00, offers=False, taker="eva")
    paid = town.pay(circle, "bo", "eva", 1_00, links_to=made)
    ledger.reverse_event(deed_of(paid), reason="not done", booked_by=town.eva,
                         idempotency_key="alone")
    commands.take_back(paid, by=town.bo, reason="nor paid")
    assert town.balance(circle, "eva") == 0 and waiting(town) == ["work-digging"] and done(town) == 0


def test_the_keeper_takes_the_payment_back_and_the_deed_stays_its_own_twos(town, circle):
    made = noticed(town, circle, "bo", "work-digging", 1_00, offers=False, taker="eva")
    paid = town.pay(circle, "bo", "eva", 1_00, links_to=made)
    deed = deed_of(paid)
    commands.take_back(paid, by=town.ana, reason="wrong slip")
    assert town.balance(circle, "eva") == 0 and done(town) == 1_00 and waiting(town) == []
    assert queries.payments_of_events([deed]) == {}, "its two can take it back on its own page"
    ledger.reverse_event(deed, reason="not done", booked_by=town.bo, idempotency_key="alone")
    assert waiting(town) == ["work-digging"]


def test_what_is_refused_when_taking_back_names_fields_of_a_slip(town, circle):
    paid = town.pay(circle, "bo", "eva", 5_00)
    town.pay(circle, "eva", "ana", 15_00)
    with pytest.raises(Refused) as refused:
        commands.take_back(paid, by=town.bo, reason="not so")
    assert [(one.clause, one.field) for one in refused.value.refusals] == [("accounts.below_limit", "amount")]


def test_a_thing_that_was_used_up_is_said_to_be_without_a_field_of_the_pens(town, circle):
    def plums(action, provider, receiver) -> Flow:
        return Flow(action, provider, receiver, "plums", timezone.now(), town.ana, f"{action}", quantity=2_000)

    ledger.record_event(plums(Action.RAISE, town.ana, town.ana))
    made = board.write_notice(board.Draft(town.ana, True, "plums", 2_000, returns="circle", circle=circle),
                              by=town.ana, key="n")
    board.take_up(made, by=town.ana, who=town.hub)
    town.pay(circle, "bo", "hub", 1_00)
    paid = town.pay(circle, "hub", "ana", 1_00, links_to=made, by=town.ana)
    ledger.record_event(plums(Action.CONSUME, town.hub, town.hub))
    with pytest.raises(Refused) as refused:
        commands.take_back(paid, by=town.ana, reason="they were sour")
    assert [(one.clause, one.field) for one in refused.value.refusals] == [("ledger.reversal_below_floor", "")]
    assert town.balance(circle, "ana") == 1_00
