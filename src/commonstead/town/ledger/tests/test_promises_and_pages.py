"""Promises and what was kept of them; the catalogue; and reading page by page."""

from datetime import UTC, datetime, timedelta

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands, queries
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def refused(call, *args, **words):
    with pytest.raises(Refused) as caught:
        call(*args, **words)
    return caught.value.refusals[0].clause


# --- promises

def test_a_wish_becomes_a_promise_and_is_kept_in_parts(town):
    wish = commands.intend(Action.TRANSFER, "flour", receiver=town.bo, quantity=3000, mode=Mode.GIFT, note="for pizza")
    assert [(view.id, view.receiver, view.note) for view in queries.intents()] == [(wish, town.bo, "for pizza")]
    promise = commands.commit_to(wish, provider=town.ana)
    town.book("raise", town.ana, town.ana, quantity=9000)
    town.give(town.ana, town.bo, 1000, fulfills=promise, satisfies=wish)
    (view,) = queries.commitments(town.bo)
    assert (view.quantity, view.fulfilled_quantity, view.kept, view.satisfies) == (3000, 1000, False, wish)
    last = town.give(town.ana, town.bo, 2000, fulfills=promise)
    assert queries.commitments(town.ana)[0].kept
    commands.reverse_event(last.event_id, reason="came back", booked_by=town.ana, idempotency_key="r")
    assert queries.commitments(town.ana)[0].fulfilled_quantity == 1000
    commands.finish_promise(promise)
    commands.finish_promise(wish)
    assert queries.commitments() == () == queries.intents() and len(queries.commitments(open_only=False)) == 1
    assert refused(commands.finish_promise, "none") == "ledger.link_unknown"


def test_a_wish_is_promised_once_by_one_and_closed_when_all_of_it_is(town):
    wish = commands.intend(Action.TRANSFER, "flour", receiver=town.bo, quantity=3000, mode=Mode.GIFT)
    part = commands.commit_to(wish, provider=town.ana, quantity=1000)
    assert commands.commit_to(wish, provider=town.ana) == part, "sent twice"
    assert len(queries.intents()) == 1
    rest = commands.commit_to(wish, provider=town.eva)
    assert [view.quantity for view in queries.commitments() if view.id == rest] == [2000]
    assert queries.intents() == ()
    assert commands.commit_to(wish, provider=town.eva) == rest
    assert refused(commands.commit_to, wish, provider=town.bakery) == "ledger.taken_up"
    assert len(queries.commitments()) == 2


def test_an_agreement_without_a_price(town):
    care = {"action": Action.DELIVER_SERVICE, "specification": "haircut", "provider": town.ana, "receiver": town.bo,
            "quantity": 1000, "mode": Mode.BARTER}
    bread = {"action": Action.TRANSFER, "specification": "bread", "provider": town.bo, "receiver": town.ana,
             "quantity": 5000, "mode": Mode.BARTER}
    pact = commands.agree("Hair and bread", commitments=[care, bread])
    view = queries.agreement(pact)
    assert [one.specification for one in view.commitments] and len(view.commitments) == 2 and view.ended is None
    town.book("deliverService", town.ana, town.bo, "haircut", 1000, mode=Mode.BARTER, agreement=pact)
    commands.end_agreement(pact)
    assert queries.agreement(pact).ended and queries.commitments() == ()
    assert refused(commands.end_agreement, "none") == "ledger.link_unknown" and queries.agreement("none") is None


def test_an_agreement_with_a_promise_that_cannot_be_is_not_made(town):
    assert refused(commands.agree, "x", commitments=[{"action": Action.WORK, "specification": "baking"}]) == (
        "ledger.two_sides_needed")
    from commonstead.town.ledger.models import Agreement
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(("words", "clause"), [
    ({"provider": "", "receiver": ""}, "ledger.one_side_open"), ({"receiver": "bo"}, "ledger.one_side_open"),
    ({"provider": "nobody"}, "ledger.agent_unknown"), ({"specification": "gold"}, "ledger.specification_unknown"),
    ({"quantity": None}, "ledger.amount_missing"), ({"quantity": 0}, "ledger.amount_missing"),
])
def test_what_a_wish_may_not_say(town, words, clause):
    asked = {"action": Action.TRANSFER, "specification": "flour", "provider": town.ana, "quantity": 5} | words
    asked["receiver"] = town.bo if asked.get("receiver") == "bo" else ""
    assert refused(commands.intend, asked.pop("action"), asked.pop("specification"), **asked) == clause


def test_a_promise_of_another_thing_or_between_others_is_not_fulfilled(town):
    promise = commands.commit_to(action=Action.TRANSFER, specification="flour", provider=town.ana, receiver=town.bo,
                                 quantity=5, mode=Mode.GIFT)
    town.book("raise", town.ana, town.ana, quantity=9)
    assert refused(town.give, town.ana, town.eva, 5, fulfills=promise) == "ledger.promise_of_another"
    assert refused(commands.commit_to, action=Action.TRANSFER, specification="flour", provider=town.ana,
                   receiver=town.bo, quantity=5) == "ledger.mode_missing"
    assert refused(commands.commit_to, "none") == "ledger.link_unknown"


@pytest.mark.parametrize("action", ["deliverService", "use", "cite", "transfer"])
def test_whoever_owes_money_does_not_wipe_the_debt_by_an_entry_of_their_own(town, action):
    debt = commands.commit_to(action=Action.TRANSFER, specification="money", provider=town.bo, receiver=town.eva,
                              quantity=100_00, mode=Mode.SALE)
    town.book("raise", town.bo, town.bo, "money", 100_00, booked_by=town.bo)
    clause = "ledger.creditor_says" if action == "transfer" else "ledger.promise_kept_otherwise"
    mode = Mode.GIFT if action in ("deliverService", "transfer") else None
    assert refused(town.book, action, town.bo, town.eva, "money", 100_00, mode=mode, booked_by=town.bo,
                   fulfills=debt) == clause
    assert queries.commitments(town.eva)[0].fulfilled_quantity == 0


def test_a_debt_of_money_falls_by_the_word_of_whoever_keeps_the_creditors_book(town):
    debt = commands.commit_to(action=Action.TRANSFER, specification="money", provider=town.ana, receiver=town.bakery,
                              quantity=100_00, mode=Mode.SALE)
    town.book("raise", town.ana, town.ana, "money", 100_00)
    paid = town.give(town.ana, town.bakery, 60_00, "money", fulfills=debt)
    assert queries.commitments(town.ana)[0].fulfilled_quantity == 60_00
    commands.reverse_event(paid.event_id, reason="came back", booked_by=town.ana, idempotency_key="back")
    assert queries.commitments(town.ana)[0].fulfilled_quantity == 0


def test_what_is_owed_outside_of_the_town_falls_by_the_entry_of_its_payer(town):
    rent = commands.commit_to(action=Action.TRANSFER, specification="money", provider=town.bo, receiver=OUTSIDE,
                              quantity=100_00, mode=Mode.SALE)
    town.book("raise", town.bo, town.bo, "money", 100_00, booked_by=town.bo)
    town.give(town.bo, OUTSIDE, 100_00, "money", mode=Mode.SALE, fulfills=rent)
    assert queries.commitments(town.bo, open_only=False)[0].kept


def test_a_thing_that_was_promised_is_not_kept_by_using_it_and_a_service_is_by_either_word(town):
    bread, hair = (commands.commit_to(action=Action.TRANSFER, specification=thing, provider=town.bo, receiver=town.eva,
                                      quantity=1000, mode=Mode.GIFT) for thing in ("bread", "haircut"))
    assert refused(town.book, "use", town.bo, town.eva, "bread", 1000, booked_by=town.bo, fulfills=bread) == (
        "ledger.promise_kept_otherwise")
    town.book("deliverService", town.bo, town.eva, "haircut", 1000, mode=Mode.GIFT, booked_by=town.bo, fulfills=hair)
    assert {one.specification: one.kept for one in queries.commitments(open_only=False)} == {
        "bread": False, "haircut": True}


def test_what_was_written_before_this_was_asked_can_still_be_taken_back(town, monkeypatch):
    debt = commands.commit_to(action=Action.TRANSFER, specification="money", provider=town.bo, receiver=town.eva,
                              quantity=100_00, mode=Mode.SALE)
    with monkeypatch.context() as before:
        before.setattr("commonstead.core.flows.rules.BOOK_RULES", ())
        wiped = town.book("cite", town.bo, town.eva, "money", 100_00, booked_by=town.bo, fulfills=debt)
    commands.reverse_event(wiped.event_id, reason="not paid", booked_by=town.eva, idempotency_key="back")
    assert queries.commitments(town.eva)[0].fulfilled_quantity == 0


# --- the catalogue

def test_the_towns_own_units(town):
    commands.add_unit("loaf", symbol="loaf", decimals=1)
    commands.add_unit("loaf", symbol="loaf", decimals=1)
    assert refused(commands.add_unit, "loaf", decimals=2) == "units.known_already"
    assert refused(commands.add_unit, "kg", decimals=1) == "units.known_already"
    assert refused(commands.add_unit, "x" * 21) == "ledger.unit_wrong"
    commands.add_specification("rye", name="Rye bread", unit="loaf")
    with pytest.raises(Refused, match=r"only 2\.5 loaf of Rye bread"):
        town.book("raise", town.ana, town.ana, "rye", 25)
        town.give(town.ana, town.bo, 26, "rye")
    assert queries.units().get("loaf").decimals == 1


def test_a_thing_keeps_its_unit_once_it_was_counted(town):
    commands.add_specification("flour", name="Wheat flour", unit="g")
    commands.add_specification("flour", name="Wheat flour", unit="kg", numbers={"buy": {"value": "1.10"}})
    town.book("raise", town.ana, town.ana, quantity=5)
    assert refused(commands.add_specification, "flour", name="Flour", unit="g") == "ledger.unit_in_use"
    assert queries.specification("flour").name == "Wheat flour" and queries.specification("gold") is None
    assert refused(commands.add_specification, "Flour!", name="F", unit="kg") == "ledger.slug_wrong"
    assert refused(commands.add_specification, "rye", name="Rye", unit="stone") == "units.unknown"
    assert refused(commands.add_specification, "rye", name="Rye", unit="kg", sort="idea") == "ledger.sort_unknown"
    assert [view.id for view in queries.specifications("machine")] == ["lathe"]


def test_a_stock_of_nobody_or_of_nothing_is_not_made(town):
    assert refused(commands.add_resource, "gold", town.ana) == "ledger.specification_unknown"
    assert refused(commands.add_resource, "flour", "nobody") == "ledger.agent_unknown"
    first = commands.add_resource("flour", town.ana, ordinary=True)
    assert commands.add_resource("flour", town.ana, ordinary=True, floor=-5) == first
    assert queries.resource(first).floor == -5
    assert [view.id for view in queries.resources_conforming_to("flour")] == [first]


# --- page by page

def test_a_statement_runs_through_its_pages_without_a_gap(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    for _ in range(6):
        town.give(town.ana, town.bo, 100)
    stock, before, balances, positions = town.stock(town.ana).id, None, [], []
    while True:
        page = queries.statement(stock, before=before, count=3)
        balances.append((page.closing, page.opening))
        positions += [move.position for move in page.moves]
        if (before := page.next_before) is None:
            break
    assert positions == [7, 6, 5, 4, 3, 2, 1]
    assert balances == [(400, 700), (700, 1000), (1000, 0)]
    assert queries.statement("none").moves == ()


def test_a_book_and_its_chain(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    gift = town.give(town.ana, town.bo, 100)
    page = queries.book(town.ana, count=1)
    assert (page.length, page.lines[0].event.id, page.next_before) == (2, gift.event_id, 2)
    older = queries.book(town.ana, before=page.next_before)
    assert older.lines[0].position == 1 and older.next_before is None
    links = {link.book: link for link in queries.chain_of(gift.event_id)}
    assert links[town.ana].previous_hash == older.lines[0].hash and links[town.ana].hash == page.head
    assert links[town.bo].position == 1 and links[town.bo].previous_hash == "0" * 64
    assert queries.book(town.eva).length == 0


def test_events_are_found_by_what_they_are_about(town):
    now = datetime.now(UTC)
    raised = town.book("raise", town.ana, town.ana, quantity=1000, at=now - timedelta(days=9))
    gift = town.give(town.ana, town.bo, 100, at=now)
    assert [view.id for view in queries.events(town.bo)] == [gift.event_id]
    assert [view.id for view in queries.events(specification="flour")] == [gift.event_id, raised.event_id]
    assert [view.id for view in queries.events(until=now)] == [raised.event_id]
    assert [view.id for view in queries.events(since=now)] == [gift.event_id]
    assert [view.id for view in queries.events(before=gift.seq)] == [raised.event_id]
    assert queries.events(process="none") == () and queries.event("none") is None
    assert queries.journal_ends() == (now - timedelta(days=9), now)


def test_sums_keep_modes_and_sides_apart(town):
    now = datetime.now(UTC)
    town.book("raise", town.ana, town.ana, quantity=1000, at=now - timedelta(days=9))
    for mode, amount in ((Mode.GIFT, 100), (Mode.GIFT, 50), (Mode.POOL, 7)):
        town.give(town.ana, town.bo, amount, mode=mode)
    town.book("work", town.bo, town.bakery, "baking", effort=250, booked_by=town.bo)
    sums = queries.flow_sums(now - timedelta(days=1), now + timedelta(days=1))
    assert {(total.mode, total.quantity, total.effort, total.events) for total in sums} == {
        (Mode.GIFT, 150, 0, 2), (Mode.POOL, 7, 0, 1), (None, 0, 250, 1)}
    assert len(queries.flow_sums(now - timedelta(days=1), now + timedelta(days=1), agent=town.bakery)) == 1


def test_who_may_see_an_event(town):
    town.book("raise", town.bakery, town.bakery, quantity=1000)
    gift = town.give(town.bakery, town.eva, 100, booked_by=town.ana)
    stranger = people.add_person(name="Stranger")
    assert all(queries.may_see_event(person, gift.event_id) for person in (town.ana, town.bo, town.eva))
    assert not queries.may_see_event(stranger, gift.event_id) and not queries.may_see_event(town.ana, "none")
