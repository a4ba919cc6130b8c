"""Two circles trade: opposite mirrors, caps at both ends, both legs or none, one chain."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from commonstead.core.circulation.mirrors import opposite, read_rate
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.circulation import commands as circles
from commonstead.town.circulation.bridges import commands, queries
from commonstead.town.circulation.bridges.models import Bridge, Crossing
from commonstead.town.circulation.models import Payment
from commonstead.town.circulation.tests.conftest import refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_payment_across(joined):
    made = joined.across("ana", "eva", 3_000)
    assert joined.balance(joined.first, "ana") == -3_000 and joined.balance(joined.second, "eva") == 2_000
    assert joined.mirrors() == (3_000, -2_000) and joined.is_sound()
    view = queries.crossing(made)
    assert (view.state, view.in_amount, view.position) == ("committed", 2_000, 1)
    assert view.hash == queries.bridge(joined.id).head
    assert {(row.payer, row.amount) for row in Payment.objects.all()} == {
        (joined.ana, 3_000), (joined.hub, 2_000)}


def test_the_same_key_crosses_once(joined):
    first = joined.across("ana", "eva", 3_000, key="once")
    assert joined.across("ana", "eva", 3_000, key="once") == first and joined.mirrors() == (3_000, -2_000)
    assert refused(joined.across, "ana", "eva", 3_003, key="once") == "payments.key_used"


def test_somebody_in_both_offsets_with_themselves(joined):
    joined.pay(joined.first, "ana", "bo", 3_000)
    circles.pay(joined.second, joined.slip("bo", "eva", 5_000), by=joined.bo)
    joined.across("bo", "bo", 3_000)
    assert joined.balance(joined.first, "bo") == 0 and joined.balance(joined.second, "bo") == -3_000
    assert joined.mirrors() == (3_000, -2_000) and joined.is_sound()
    assert refused(joined.across, "bo", "bo", 3) == "bridges.not_an_offset"
    assert refused(joined.across, "bo", "bo", 2, from_first=False) == "bridges.not_an_offset"


def test_caps_hold_at_both_ends(joined):
    assert refused(joined.across, "ana", "eva", 9_003) == "accounts.above_limit"
    commands.set_cap(joined.id, joined.second, 100, by=joined.eva)
    assert refused(joined.across, "ana", "eva", 9_000) == "accounts.below_limit"
    assert joined.mirrors() == (0, 0) and joined.is_sound() and not Crossing.objects.exists()
    joined.across("ana", "eva", 150)
    view = queries.bridge(joined.id)
    assert (view.second.can_give, view.second.can_take, view.first.can_take) == (0, 200, 8_850)


def test_a_circle_that_keeps_balances_closed_tells_no_room_across_a_bridge(joined):
    for words, holder in (({"ceiling": 1_000}, joined.eva), ({"balances_open": False}, "")):
        change = circles.ask_change(joined.second, by=joined.eva, words=words, holder=holder)
        circles.agree_to_change(change, by=joined.bo)
    with pytest.raises(Refused) as no:
        joined.across("ana", "eva", 3_000)
    [one] = no.value.refusals
    assert one.clause == "accounts.above_limit" and "Eva" in one.reason
    assert not any(letter.isdigit() for letter in one.reason)


def test_what_does_not_come_out_even_or_is_nothing(joined):
    assert refused(joined.across, "ana", "eva", 100) == "bridges.not_even"
    assert refused(joined.across, "ana", "eva", 0) == "payments.not_positive"
    assert refused(joined.across, "ana", "eva", -3) == "payments.not_positive"


def test_nobody_pays_with_anothers_account_and_both_must_be_in(joined):
    assert refused(joined.across, "ana", "eva", 3, by=joined.bo) == "circles.not_yours"
    assert refused(joined.across, "eva", "ana", 3) == "accounts.none"
    circles.freeze(joined.first, joined.ana, by=joined.ana, reason="A talk first")
    assert refused(joined.across, "ana", "eva", 3) == "accounts.frozen"
    assert not Crossing.objects.exists() and joined.is_sound()


def test_validated_first_committed_later(joined):
    words = commands.Across(joined.id, True, joined.ana, joined.eva, 3_000, "two steps", "for the roof")
    reaches = ledger_queries.journal_reaches()
    made = commands.validate(words, by=joined.ana)
    assert queries.crossing(made).state == "validated" and ledger_queries.journal_reaches() == reaches
    assert commands.validate(words, by=joined.ana) == made
    assert refused(commands.commit, made, by=joined.bo) == "circles.not_yours"
    commands.commit(made, by=joined.ana)
    commands.commit(made, by=joined.ana)
    assert joined.mirrors() == (3_000, -2_000) and joined.is_sound()
    assert Crossing.objects.get().note == ""
    assert ledger_queries.notes_of(queries.crossing(made).events) == dict.fromkeys(
        queries.crossing(made).events, "for the roof")


def test_what_waits_too_long_times_out(joined):
    words = commands.Across(joined.id, True, joined.ana, joined.eva, 3_000, "slow")
    made = commands.validate(words, by=joined.ana)
    Crossing.objects.update(made=timezone.now() - timedelta(hours=1))
    assert refused(commands.commit, made, by=joined.ana) == "bridges.timed_out"
    assert queries.crossing(made).state == "timed_out" and joined.mirrors() == (0, 0)


def test_room_that_is_gone_by_then_writes_neither_leg(joined):
    made = commands.validate(commands.Across(joined.id, True, joined.ana, joined.eva, 9_000, "late"), by=joined.ana)
    joined.across("bo", "eva", 3_000)
    assert refused(commands.commit, made, by=joined.ana) == "accounts.above_limit"
    assert joined.mirrors() == (3_000, -2_000) and joined.is_sound()


@pytest.mark.parametrize("who", ["ana", "eva"])
def test_taken_back_as_a_whole_by_either_side(joined, who):
    made = joined.across("bo", "eva", 3_000)
    by = getattr(joined, who)
    assert refused(commands.take_back_crossing, made, by=by, reason=" ") == "circles.reason_missing"
    commands.take_back_crossing(made, by=by, reason="The wrong bill")
    commands.take_back_crossing(made, by=by, reason="The wrong bill")
    assert joined.mirrors() == (0, 0) and joined.is_sound() and queries.bridge(joined.id).length == 2
    assert {row.state for row in Payment.objects.all()} == {"taken_back"}
    assert queries.crossing(made).state == "taken_back"


def test_a_payee_who_keeps_no_book_takes_back_too(joined):
    made = joined.across("ana", "bo", 3_000)
    commands.take_back_crossing(made, by=joined.bo, reason="Too much")
    assert joined.mirrors() == (0, 0) and joined.is_sound()


def test_no_leg_is_taken_back_alone(joined):
    made = joined.across("ana", "eva", 3_000)
    for event in queries.crossing(made).events:
        assert refused(ledger.reverse_event, event, reason="alone", booked_by=joined.ana, idempotency_key="x") \
            == "accounts.needs_its_slip"
    assert refused(circles.take_back, Payment.objects.get(payer=joined.ana).id, by=joined.ana, reason="alone") \
        == "accounts.closed"
    assert joined.is_sound()


def test_strangers_take_nothing_back(joined):
    made = joined.across("ana", "eva", 3_000)
    stranger = people.add_person(name="Fay")
    assert refused(commands.take_back_crossing, made, by=stranger, reason="x") == "circles.not_yours"


def test_ending_lets_it_go_back_to_zero_only(joined):
    joined.across("ana", "eva", 3_000)
    commands.end_bridge(joined.id, by=joined.eva)
    assert queries.bridge(joined.id).state == "ending"
    assert refused(joined.across, "ana", "eva", 3) == "accounts.above_limit"
    joined.across("eva", "ana", 2_000, from_first=False)
    assert queries.bridge(joined.id).state == "closed" and joined.mirrors() == (0, 0) and joined.is_sound()
    assert refused(joined.across, "ana", "eva", 3) == "bridges.not_agreed"


def test_a_closed_bridge_carries_nothing_and_takes_nothing_back(joined):
    there, back = joined.across("ana", "eva", 3_000), joined.across("eva", "ana", 2_000, from_first=False)
    waiting = commands.validate(commands.Across(joined.id, True, joined.ana, joined.eva, 300, "late"), by=joined.ana)
    commands.end_bridge(joined.id, by=joined.eva)
    assert queries.bridge(joined.id).state == "closed"
    assert refused(commands.commit, waiting, by=joined.ana) == "bridges.not_agreed"
    for made in (there, back):
        assert refused(commands.take_back_crossing, made, by=joined.ana, reason="wrong") == "bridges.closed"
    assert joined.mirrors() == (0, 0) and joined.is_sound() and queries.crossing(waiting).state == "validated"


def test_what_was_validated_before_the_end_only_goes_back_to_zero(joined):
    joined.across("ana", "eva", 3_000)
    words = commands.Across(joined.id, True, joined.ana, joined.eva, 300, "away")
    away = commands.validate(words, by=joined.ana)
    back = commands.validate(commands.Across(joined.id, False, joined.eva, joined.ana, 2_000, "back"), by=joined.eva)
    commands.end_bridge(joined.id, by=joined.eva)
    assert refused(commands.commit, away, by=joined.ana) == "accounts.above_limit"
    commands.commit(back, by=joined.eva)
    assert queries.bridge(joined.id).state == "closed" and joined.mirrors() == (0, 0) and joined.is_sound()


def test_one_stock_is_offset_once_however_often_it_was_validated(joined):
    joined.pay(joined.first, "ana", "bo", 300)
    circles.pay(joined.second, joined.slip("bo", "eva", 200), by=joined.bo)
    made = [commands.validate(commands.Across(joined.id, True, joined.bo, joined.bo, 300, f"again {number}"),
                              by=joined.bo) for number in range(4)]
    commands.commit(made[0], by=joined.bo)
    for one in made[1:]:
        assert refused(commands.commit, one, by=joined.bo) == "bridges.not_an_offset"
    assert (joined.balance(joined.first, "bo"), joined.balance(joined.second, "bo")) == (0, 0) and joined.is_sound()


def test_who_agrees_and_ends(joined):
    assert refused(commands.propose_bridge, joined.first, joined.second, there=1, here=1, cap=1, by=joined.eva) \
        == "circles.not_the_keeper"
    assert refused(commands.propose_bridge, joined.second, joined.first, there=1, here=1, cap=1, by=joined.eva) \
        == "bridges.there_already"
    assert refused(commands.propose_bridge, joined.first, joined.first, there=1, here=1, cap=1, by=joined.ana) \
        == "bridges.with_itself"
    assert refused(commands.agree_to_bridge, joined.id, cap=1, by=joined.eva) == "bridges.not_open"
    assert refused(commands.end_bridge, joined.id, by=joined.bo) == "circles.not_the_keeper"
    for cap in (0, -1, 10**13):
        assert refused(commands.set_cap, joined.id, joined.first, cap, by=joined.ana) == "bridges.cap_wrong"
    assert refused(commands.set_cap, joined.id, joined.second, 5, by=joined.ana) == "circles.not_the_keeper"


def test_a_proposal_that_nobody_agreed_to_carries_nothing(joined):
    other = circles.open_circle(joined.hub, name="hours", sort="time", by=joined.ana)
    made = commands.propose_bridge(joined.first, other, there=1, here=10, cap=100, by=joined.ana)
    words = commands.Across(made, True, joined.ana, joined.bo, 10, "k")
    assert refused(commands.pay_across, words, by=joined.ana) == "bridges.not_agreed"
    commands.end_bridge(made, by=joined.ana)
    assert queries.bridge(made).state == "closed"


def test_two_circles_of_one_association(joined):
    other = circles.open_circle(joined.hub, name="hours", sort="time", by=joined.ana)
    circles.join_circle(other, joined.bo, by=joined.bo)
    made = commands.propose_bridge(joined.first, other, there=1, here=10, cap=1_000, by=joined.ana)
    assert not commands.agree_to_bridge(made, cap=100, by=joined.ana)
    commands.agree_to_cap(made, joined.first, cap=1_000, by=joined.bo)
    commands.agree_to_cap(made, other, cap=100, by=joined.bo)
    commands.pay_across(commands.Across(made, True, joined.ana, joined.bo, 50, "k"), by=joined.ana)
    assert not queries.faults(made) and joined.balance(other, "bo") == 5
    with pytest.raises(Refused):
        circles.close_circle(other, by=joined.ana)


def test_nobody_alone_opens_a_bridge_into_a_circle_in_which_others_are(joined):
    """Ana alone opens a sham circle and would pay without end into a currency circle of limited issue."""
    money = joined.town.circle("currency", members=("ana", "bo"), symbol="coin")
    sham = circles.open_circle(joined.hub, name="sham", sort="credit", by=joined.ana, symbol="sham")
    made = commands.propose_bridge(sham, money, there=1, here=1, cap=10**9, by=joined.ana)
    assert not commands.agree_to_bridge(made, cap=10**9, by=joined.ana)
    assert refused(commands.agree_to_bridge, made, cap=10**9, by=joined.ana) == "bridges.not_open"
    assert queries.bridge(made).state == "proposed"
    assert refused(commands.agree_to_cap, made, money, cap=10**9, by=joined.ana) == "circles.second_person"
    assert refused(commands.agree_to_cap, made, money, cap=10**9, by=joined.eva) == "circles.not_a_member"
    assert refused(commands.agree_to_cap, made, money, cap=5, by=joined.bo) == "bridges.cap_settled"
    assert [one.mine for who in (joined.ana, joined.bo, joined.eva) for one in queries.caps_asked(made, who)] == [
        False, True, False]
    words = commands.Across(made, True, joined.ana, joined.bo, 10**9, "sham")
    assert refused(commands.pay_across, words, by=joined.ana) == "bridges.not_agreed"
    assert commands.agree_to_cap(made, money, cap=10**9, by=joined.bo)
    assert queries.bridge(made).state == "agreed" and not queries.caps_asked(made, joined.bo)


def test_where_nobody_else_could_agree_it_is_open_at_once(joined):
    one, other = (circles.open_circle(joined.hub, name=name, sort="credit", by=joined.ana, symbol=name)
                  for name in ("a", "b"))
    made = commands.propose_bridge(one, other, there=1, here=1, cap=100, by=joined.ana)
    assert commands.agree_to_bridge(made, cap=100, by=joined.ana) and queries.bridge(made).state == "agreed"


def test_a_higher_cap_waits_for_another_member_and_a_lower_one_holds_at_once(joined):
    assert not commands.set_cap(joined.id, joined.second, 7_000, by=joined.eva)
    assert queries.bridge(joined.id).second.cap == 6_000
    assert refused(commands.agree_to_cap, joined.id, joined.second, cap=7_000, by=joined.eva) == "circles.second_person"
    assert not commands.set_cap(joined.id, joined.second, 8_000, by=joined.eva)
    assert refused(commands.agree_to_cap, joined.id, joined.second, cap=7_000, by=joined.bo) == "bridges.cap_settled"
    assert commands.agree_to_cap(joined.id, joined.second, cap=8_000, by=joined.bo)
    assert queries.bridge(joined.id).second.cap == 8_000
    assert not commands.set_cap(joined.id, joined.second, 9_000, by=joined.eva)
    assert commands.set_cap(joined.id, joined.second, 500, by=joined.eva)
    assert refused(commands.agree_to_cap, joined.id, joined.second, cap=9_000, by=joined.bo) == "bridges.cap_settled"
    assert queries.bridge(joined.id).second.cap == 500


def test_a_changed_chain_is_found(joined):
    joined.across("ana", "eva", 3_000)
    made = joined.across("ana", "eva", 3_000)
    Crossing.objects.filter(id=made).update(out_amount=300, in_amount=200)
    assert len(queries.faults(joined.id)) == 3
    Crossing.objects.filter(id=made).update(out_amount=3_000, in_amount=2_000)
    assert not queries.faults(joined.id)
    Bridge.objects.update(head="0" * 64)
    assert queries.faults(joined.id) == ["the chain ends elsewhere than the bridge says"]


@pytest.mark.parametrize("seed", range(3))
def test_mirrors_are_opposite_whatever_crosses(joined, seed):
    """Whatever crosses, is refused or taken back: the mirrors stay opposite and no cap is crossed."""
    chance, rate = random.Random(seed), read_rate(2, 3)
    done = []
    for _ in range(40):
        try:
            if done and chance.random() < 0.3:
                commands.take_back_crossing(chance.choice(done), by=joined.ana, reason="by chance")
            elif chance.random() < 0.5:
                done.append(joined.across(chance.choice(("ana", "bo")), chance.choice(("eva", "bo")),
                                          chance.randint(1, 1_500) * 3))
            else:
                done.append(joined.across(chance.choice(("eva", "bo")), chance.choice(("ana", "bo")),
                                          chance.randint(1, 1_500) * 2, from_first=False))
        except Refused:
            pass
        here, there = joined.mirrors()
        assert opposite(here, there, rate) and abs(here) <= 9_000 and abs(there) <= 6_000
    assert joined.is_sound() and len(done) > 5
