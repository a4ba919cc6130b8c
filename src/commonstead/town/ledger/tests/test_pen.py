"""The pen: once and only once, all or nothing, and refusals that say what to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refusal, Refused
from commonstead.town.ledger import commands, pen, queries
from commonstead.town.ledger.models import BookEntry, EconomicEvent, EventText, ResourceMove
from commonstead.town.ledger.verify import verify
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(call, *args, **words) -> list[str]:
    with pytest.raises(Refused) as caught:
        call(*args, **words)
    assert all(refusal.reason for refusal in caught.value.refusals)
    return [refusal.clause for refusal in caught.value.refusals]


def counts():
    return [model.objects.count() for model in (EconomicEvent, BookEntry, EventText, ResourceMove)]


# --- once and only once

def test_the_same_request_again_gives_the_first_answer(town):
    flow = town.flow("raise", town.ana, town.ana, quantity=5000, note="cellar")
    first, again = commands.record_event(flow), commands.record_event(flow)
    assert (again.event_id, again.seq, again.repeated) == (first.event_id, first.seq, True) and not first.repeated
    assert counts() == [1, 1, 1, 1] and town.has(town.ana) == 5000


@pytest.mark.parametrize("change", [{"quantity": 4000}, {"note": "another"}, {"at": datetime(2026, 1, 1, tzinfo=UTC)},
                                    {"specification": "bread"}])
def test_the_same_key_with_another_request_is_refused(town, change):
    flow = town.flow("raise", town.ana, town.ana, quantity=5000, note="cellar")
    commands.record_event(flow)
    assert refused(commands.record_event, replace(flow, **change)) == ["ledger.key_used"]
    assert counts() == [1, 1, 1, 1]


def test_a_repeated_request_is_known_after_its_text_was_erased(town):
    flow = town.flow("raise", town.ana, town.ana, quantity=5000, note="cellar")
    commands.record_event(flow)
    commands.erase_texts_of(town.ana)
    assert commands.record_event(flow).repeated


def test_a_repeated_request_is_answered_even_if_the_rules_would_refuse_it_now(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    gift = town.flow("transfer", town.ana, town.bo, quantity=1000, mode=Mode.GIFT)
    commands.record_event(gift)
    assert commands.record_event(gift).repeated


def test_one_batch_may_hold_a_request_twice_but_not_a_key_for_two(town):
    flow = town.flow("raise", town.ana, town.ana, quantity=5)
    answers = commands.record_events([flow, flow])
    assert [answer.repeated for answer in answers] == [False, True] and town.has(town.ana) == 5
    other = town.flow("raise", town.ana, town.ana, quantity=5)
    assert refused(commands.record_events, [other, replace(other, quantity=6)]) == ["ledger.key_used"]


def test_a_batch_is_all_or_nothing_and_says_which_flow_was_refused(town):
    good = town.flow("raise", town.ana, town.ana, quantity=5)
    bad = town.flow("transfer", town.ana, town.bo, quantity=6, mode=Mode.GIFT)
    with pytest.raises(Refused) as caught:
        commands.record_events([good, bad])
    assert caught.value.subject == bad and counts() == [0, 0, 0, 0]
    assert commands.record_events([]) == []


def test_a_batch_sees_what_its_own_flows_did_and_equals_one_by_one(town):
    flows = [town.flow("raise", town.ana, town.ana, quantity=10)] + [
        town.flow("transfer", town.ana, town.bo, quantity=2, mode=Mode.GIFT) for _ in range(5)]
    answers = commands.record_events(flows)
    assert [answer.seq for answer in answers] == sorted(answer.seq for answer in answers)
    assert (town.has(town.ana), town.has(town.bo)) == (0, 10) and verify().problems == ()


def test_a_flow_of_a_batch_does_not_see_a_stock_that_a_later_one_brings_into_being(town):
    commands.record_events([town.flow("cite", town.ana, town.ana), town.flow("raise", town.ana, town.ana, quantity=5),
                            town.flow("cite", town.ana, town.ana)])
    moves = queries.statement(town.stock(town.ana).id).moves
    assert [move.action for move in moves] == [Action.CITE, Action.RAISE]


@pytest.mark.django_db(transaction=True)
def test_what_is_really_committed_is_there_too(town):
    """Also shows that the emptying after such a test gets past the triggers (see conftest.py)."""
    town.book("raise", town.ana, town.ana, quantity=5)
    assert town.has(town.ana) == 5


# --- who may write

def test_who_keeps_neither_book_writes_in_neither(town):
    town.book("raise", town.ana, town.ana, quantity=5)
    assert refused(town.give, town.ana, town.bo, 1, booked_by=town.eva) == ["ledger.may_not_book"]


def test_nobody_writes_that_somebody_gave_to_them(town):
    town.book("raise", town.ana, town.ana, quantity=5)
    assert refused(town.give, town.ana, town.bo, 1, booked_by=town.bo) == ["ledger.takes_from_another"]


def test_a_member_takes_from_the_common_store_and_a_stranger_does_not(town):
    town.book("raise", town.bakery, town.bakery, "bread", 5000)
    town.give(town.bakery, town.bo, 1000, "bread", Mode.POOL, booked_by=town.bo)
    assert town.has(town.bo, "bread") == 1000
    assert refused(town.give, town.bakery, town.eva, 1000, "bread", Mode.POOL, booked_by=town.eva) == [
        "ledger.takes_from_another"]
    assert refused(town.book, "lower", town.bakery, town.bakery, "bread", 1, booked_by=town.bo) == [
        "ledger.may_not_book"]


def test_a_guardian_and_a_household_member_write_for_theirs(town):
    child = people.add_person(name="Kid", guardian=town.bo)
    home = people.add_household(name="Home", members=[town.bo])
    town.book("raise", child, child, quantity=5, booked_by=town.bo)
    town.book("raise", home, home, quantity=7, booked_by=town.bo)
    assert (town.has(child), town.has(home)) == (5, 7)
    assert refused(town.book, "raise", child, child, quantity=5, booked_by=town.ana) == ["ledger.may_not_book"]


def test_what_comes_from_outside_is_written_by_whoever_receives_it(town):
    town.give(OUTSIDE, town.eva, 2000, mode=Mode.SALE, booked_by=town.eva)
    assert town.has(town.eva) == 2000 and queries.resources_of(OUTSIDE) == ()
    assert [link.book for link in queries.chain_of(queries.events()[0].id)] == [town.eva]
    town.give(town.eva, OUTSIDE, 500, mode=Mode.SALE)
    assert town.has(town.eva) == 1500 and queries.book(OUTSIDE).length == 0


def test_only_a_person_writes(town):
    assert refused(town.book, "raise", town.bakery, town.bakery, quantity=1, booked_by=town.bakery) == [
        "ledger.not_a_person"]


def test_nothing_is_written_after_somebody_left_but_corrections(town):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    town.book("raise", town.ana, town.ana, quantity=5)
    gift = town.give(town.ana, town.bo, 1)
    people.depart(town.bo, on=date.today() - timedelta(days=1))
    assert refused(town.give, town.ana, town.bo, 1) == ["ledger.has_left"]
    town.give(town.ana, town.bo, 1, at=yesterday)
    commands.reverse_event(gift.event_id, reason="it was for Eva", booked_by=town.ana, idempotency_key="r")
    assert town.has(town.bo) == 1
    assert refused(town.book, "raise", town.bo, town.bo, quantity=1, booked_by=town.bo, at=yesterday) == [
        "ledger.booker_has_left"]


# --- what the books allow

def test_a_stock_does_not_go_below_its_floor_and_the_refusal_says_how_much_there_is(town):
    town.book("raise", town.ana, town.ana, quantity=2500)
    with pytest.raises(Refused, match=r"There are only 2\.5 kg of Flour in that stock\."):
        town.give(town.ana, town.bo, 2501)
    with pytest.raises(Refused, match=r"There is no Flour left in that stock\."):
        town.give(town.bo, town.ana, 1)
    town.give(town.ana, town.bo, 2500)


def test_a_floor_below_zero_is_a_limit_and_none_is_none(town):
    commands.add_resource("money", town.ana, ordinary=True, floor=-1000)
    commands.add_resource("money", town.bo, ordinary=True, floor=None)
    town.give(town.ana, town.bo, 1000, "money", Mode.CREDIT)
    assert refused(town.give, town.ana, town.bo, 1, "money", Mode.CREDIT) == ["ledger.stock_not_below_floor"]
    town.give(town.bo, town.eva, 10**9, "money", Mode.CREDIT)
    assert town.has(town.ana, "money") == -1000 and town.has(town.bo, "money") == 1000 - 10**9


def test_a_kind_keeps_its_books_to_what_its_charter_allows(town):
    town.book("raise", town.ana, town.ana, "money", 500)
    assert refused(town.give, town.ana, town.bakery, 100, "money", Mode.CURRENCY) == ["bakehouse.allowed"]
    town.give(town.ana, town.bo, 100, "money", Mode.CURRENCY)  # a charter binds only its own book


def test_rules_that_are_handed_down_are_asked(town, monkeypatch):
    monkeypatch.setattr(pen, "_handed_down", [])

    def no_gifts_on_the_quiet(flow, before):
        if flow.mode is Mode.GIFT and not flow.note:
            return Refusal("test.say_it", "Write a note to {name}.", {"name": before.receiver.name}, field="note")
        return None

    commands.install_rules([no_gifts_on_the_quiet])
    commands.install_rules([no_gifts_on_the_quiet])
    assert len(pen._handed_down) == 1
    town.book("raise", town.ana, town.ana, quantity=5)
    with pytest.raises(Refused, match="Write a note to Bo"):
        town.give(town.ana, town.bo, 1)
    gift = town.give(town.ana, town.bo, 1, note="here you are")
    commands.reverse_event(gift.event_id, reason="oops", booked_by=town.ana, idempotency_key="r")


@pytest.mark.parametrize(("words", "clause"), [
    ({"quantity": None}, "ledger.quantity_missing"), ({"quantity": 0}, "ledger.not_positive"),
    ({"quantity": -5}, "ledger.not_positive"), ({"quantity": 1.5}, "ledger.not_a_whole_number"),
    ({"quantity": True}, "ledger.not_a_whole_number"), ({"quantity": 10**16}, "ledger.too_large"),
    ({"mode": None}, "ledger.mode_missing"), ({"effort": 5}, "ledger.hours_not_counted"),
    ({"at": datetime(2026, 1, 1)}, "ledger.time_without_zone"),
    ({"at": datetime.now(UTC) + timedelta(days=2)}, "ledger.in_the_future"),
    ({"at": datetime(1820, 1, 1, tzinfo=UTC)}, "ledger.too_long_ago"),
    ({"idempotency_key": ""}, "ledger.key_missing"), ({"idempotency_key": "k" * 121}, "ledger.key_missing"),
    ({"note": "a\x00b"}, "ledger.text_too_long"), ({"location": "x" * 121}, "ledger.text_too_long"),
    ({"stage": "milled"}, "ledger.property_not_changed"), ({"reason": "why"}, "ledger.reason_without_correction"),
    ({"input_of": "p"}, "ledger.not_an_input"), ({"output_of": "p"}, "ledger.not_an_output"),
    ({"action": "steal"}, "ledger.word_unknown"), ({"mode": "loan shark"}, "ledger.word_unknown"),
    ({"specification": "gold"}, "ledger.specification_unknown"), ({"agreement": "none"}, "ledger.link_unknown"),
    ({"fulfills": "none"}, "ledger.link_unknown"), ({"resource": "none"}, "ledger.link_unknown"),
    ({"booked_by": "nobody"}, "ledger.agent_unknown"), ({"receiver": "nobody"}, "ledger.agent_unknown"),
])
def test_what_a_flow_may_not_say(town, words, clause):
    town.book("raise", town.ana, town.ana, quantity=5000)
    flow = town.flow("transfer", town.ana, town.bo, quantity=1, mode=Mode.GIFT)
    assert refused(commands.record_event, replace(flow, **words)) == [clause]


@pytest.mark.parametrize(("action", "words", "clause"), [
    ("work", {"quantity": 1, "effort": 100}, "ledger.quantity_not_counted"), ("work", {}, "ledger.hours_missing"),
    ("use", {}, "ledger.hours_missing"), ("raise", {"quantity": 1, "mode": Mode.GIFT}, "ledger.mode_not_meant"),
    ("raise", {"quantity": 1, "receiver": "bo"}, "ledger.two_where_one_is_meant"),
    ("transfer", {"quantity": 1, "mode": Mode.GIFT}, "ledger.same_on_both_sides"),
    ("produce", {"quantity": 1, "receiver": OUTSIDE}, "ledger.happens_outside"),
    ("combine", {"quantity": 1}, "ledger.container_missing"),
])
def test_what_an_action_does_not_mean(town, action, words, clause):
    words = {"receiver": town.ana} | words
    words["receiver"] = town.bo if words["receiver"] == "bo" else words["receiver"]
    flow = town.flow(action, town.ana, words.pop("receiver"), **words)
    assert refused(commands.record_event, flow) == [clause]


def test_a_form_hears_of_everything_that_is_wrong_with_it_at_once(town):
    flow = town.flow("transfer", town.ana, town.ana, quantity=0)
    assert refused(commands.record_event, flow) == [
        "ledger.not_positive", "ledger.mode_missing", "ledger.same_on_both_sides"]


def test_making_and_using_up_between_two_households_would_hide_a_mode(town):
    one, other = (people.add_household(name=name, members=[town.ana]) for name in ("One", "Other"))
    assert refused(town.book, "produce", one, other, "bread", 5) == ["ledger.hands_over_unsaid"]
    town.book("produce", town.ana, town.bakery, "bread", 5)
    assert town.has(town.bakery, "bread") == 5


# --- corrections

def test_a_reversal_takes_an_entry_back_and_both_stay_in_the_books(town):
    town.book("raise", town.ana, town.ana, quantity=5000)
    gift = town.give(town.ana, town.bo, 2000, note="for Sunday")
    back = commands.reverse_event(gift.event_id, reason="he has plenty", booked_by=town.ana, idempotency_key="back")
    assert (town.has(town.ana), town.has(town.bo)) == (5000, 0)
    first, second = queries.event(gift.event_id), queries.event(back.event_id)
    assert first.corrected_by == second.id and second.corrects == first.id and second.reason == "he has plenty"
    sums = queries.flow_sums(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    assert [(total.action, total.quantity, total.events) for total in sums] == [(Action.RAISE, 5000, 1)]
    again = commands.reverse_event(gift.event_id, reason="he has plenty", booked_by=town.ana, idempotency_key="back")
    assert again.repeated


def test_an_entry_is_taken_back_once_and_a_correction_never(town):
    def reverse(event_id, key):
        return commands.reverse_event(event_id, reason="why not", booked_by=town.ana, idempotency_key=key)

    town.book("raise", town.ana, town.ana, quantity=5000)
    gift = town.give(town.ana, town.bo, 2000).event_id
    back = reverse(gift, "first").event_id
    assert refused(reverse, gift, "second") == ["ledger.reversed_already"]
    assert refused(reverse, back, "third") == ["ledger.reversal_of_reversal"]


def test_a_correction_says_why_what_and_does_not_take_what_is_gone(town):
    town.book("raise", town.ana, town.ana, quantity=5000)
    gift = town.give(town.ana, town.bo, 2000).event_id
    words = {"booked_by": town.ana, "idempotency_key": "r"}
    assert refused(commands.reverse_event, gift, reason=" ", **words) == ["ledger.reason_missing"]
    assert refused(commands.reverse_event, "none", reason="x", **words) == ["ledger.link_unknown"]
    town.give(town.bo, town.eva, 1500)
    assert refused(commands.reverse_event, gift, reason="x", **words) == ["ledger.reversal_below_floor"]
    assert refused(commands.reverse_event, gift, reason="x", booked_by=town.eva, idempotency_key="r") == [
        "ledger.may_not_book"]


def test_a_batch_does_not_take_the_same_entry_back_twice(town):
    raised = town.book("raise", town.ana, town.ana, quantity=5000).event_id
    flow = town.flow("raise", town.ana, town.ana, quantity=5000, corrects=raised, reason="x",
                     resource=town.stock(town.ana).id)
    assert refused(commands.record_events, [flow, replace(flow, idempotency_key="other")]) == [
        "ledger.reversed_already"]


# --- texts and people

def test_texts_stand_beside_the_journal_and_erasing_them_leaves_it_whole(town):
    gift = town.book("raise", town.ana, town.ana, quantity=5, note="Ana's secret cellar")
    body = queries.event(gift.event_id).body
    assert "secret" not in body and town.ana in body and "Ana" not in body
    people.erase_person(town.ana)
    view = queries.event(gift.event_id)
    assert view.note == "" and view.erased and verify().problems == ()
    assert EventText.objects.count() == 0
