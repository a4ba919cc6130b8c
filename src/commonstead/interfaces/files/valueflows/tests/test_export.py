"""The journal as a ValueFlows document: another program can replay it, and nobody's name or words are in it."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.interfaces.files.valueflows import as_json, as_yaml, read_text
from commonstead.interfaces.files.valueflows.export import journal
from commonstead.town.ledger import commands as ledger
from commonstead.town.people import commands as people


@pytest.fixture
def town(db):
    """A garden, a gardener called Wilhelmina, and a small week of theirs. Returns ids by name."""
    people.ensure_outside()
    mina = people.add_person(name="Wilhelmina Harrowgate")
    home = people.add_household(name="Harrowgate house", members=[mina])
    garden = people.add_association(name="Rowan Garden", kind="garden", founder=mina)
    for id, unit, sort in (("apples", "kg", "good"), ("digging", "h", "work"), ("tiller", "each", "machine")):
        ledger.add_specification(id, name=id.title(), unit=unit, sort=sort)
    process = ledger.begin_process(doer=garden, name="Harvest")
    flow = Flow(Action.PRODUCE, garden, garden, "apples", timezone.now() - timedelta(hours=5), mina, "1",
                quantity=42_500, output_of=process)
    digging = replace(flow, action=Action.WORK, provider=mina, specification="digging", quantity=None, effort=250,
                      output_of="", input_of=process, idempotency_key="2", note="Wilhelmina's knee hurt")
    shared = replace(flow, action=Action.TRANSFER, mode=Mode.POOL, receiver=home, quantity=12_000, output_of="",
                     idempotency_key="3")
    bought = replace(flow, action=Action.TRANSFER, mode=Mode.SALE, provider=OUTSIDE, specification="tiller",
                     quantity=1000, output_of="", idempotency_key="4")
    for each in (flow, digging, shared, bought):
        ledger.record_event(each)
    wrong = ledger.record_event(replace(shared, idempotency_key="5", quantity=7000))
    ledger.reverse_event(wrong.event_id, reason="counted twice", booked_by=mina, idempotency_key="6")
    ledger.intend(Action.TRANSFER, "apples", provider=garden, quantity=5000, mode=Mode.GIFT)
    return {"mina": mina, "home": home, "garden": garden}


def things(document, cls):
    return [node for node in document.nodes if type(node) is cls]


def test_a_program_that_replays_the_events_finds_the_same_stocks(town):
    document = journal()
    stocks = defaultdict(Decimal)
    for event in things(document, vf.EconomicEvent):
        amount = event.resource_quantity.has_numerical_value if event.resource_quantity else Decimal(0)
        if event.action in (Action.TRANSFER,):
            stocks[event.resource_inventoried_as] -= amount
            stocks[event.to_resource_inventoried_as] += amount
        elif event.action is Action.PRODUCE:
            stocks[event.resource_inventoried_as] += amount
    stocks.pop(None, None)  # the outside keeps none
    said = {thing.id: thing.onhand_quantity.has_numerical_value for thing in things(document, vf.EconomicResource)}
    assert {id: amount for id, amount in stocks.items()} == said
    assert sorted(said.values()) == [Decimal(1), Decimal(12), Decimal("30.5")]


def test_it_is_read_back_as_it_was_and_every_term_is_of_the_standard(town):
    document = journal()
    for text in (as_json(document), as_yaml(document)):
        again = read_text(text)
        assert again.nodes == document.nodes
        assert {notice.text.split()[0] for notice in again.notices} <= {"commonstead:mode"}


def test_every_link_leads_to_a_node_of_the_document(town):
    document = journal()
    ids = {node.id for node in document.nodes}
    for node in document.nodes:
        for _, (field, range_) in vf.properties(type(node)).items():
            value = getattr(node, field)
            links = value if range_ == "Links" else (value,) if range_ == "Link" and value else ()
            assert set(links) <= ids, (node, field)


def test_a_correction_turns_the_quantity_and_names_what_it_corrects(town):
    events = things(journal(), vf.EconomicEvent)
    (correction,) = [event for event in events if event.corrects]
    wrong = next(event for event in events if event.id == correction.corrects)
    assert correction.resource_quantity.has_numerical_value == -wrong.resource_quantity.has_numerical_value == -7


def test_no_name_and_no_word_of_a_person_is_in_it(town):
    text = as_json(journal())
    for secret in ("Wilhelmina", "Harrowgate", "knee", "counted twice"):
        assert secret not in text
    assert "Rowan Garden" in text


def test_one_book_holds_what_that_agent_was_part_of(town):
    home = journal(agent=town["home"])
    assert [event.action for event in things(home, vf.EconomicEvent)] == [Action.TRANSFER] * 3
    assert [thing.onhand_quantity.has_numerical_value for thing in things(home, vf.EconomicResource)] == [Decimal(12)]
    assert not things(home, vf.Intent)
