"""All nineteen actions, through the pen: what each does to rights, to what is in hand, and to properties."""

from datetime import UTC, datetime

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands, queries
from commonstead.town.ledger.verify import verify

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _verified(town):
    """Whatever a test here did, the auditor agrees with it."""
    yield
    assert verify().problems == ()


@pytest.fixture
def lathe(town):
    """One lathe of the bakery, a thing of its own."""
    lathe = commands.add_resource("lathe", town.bakery, name="The old lathe", location="shed")
    town.book("raise", town.bakery, town.bakery, "lathe", 1000, resource=lathe)
    return lathe


def quantities(resource_id):
    view = queries.resource(resource_id)
    return view.accounting, view.onhand, view.away


def reverse(recorded, town):
    commands.reverse_event(recorded.event_id, reason="test", booked_by=town.ana, idempotency_key=recorded.event_id)


def refused(call, *args, **words):
    with pytest.raises(Refused) as caught:
        call(*args, **words)
    return caught.value.refusals[0].clause


def test_produce_and_consume_in_a_process(town):
    town.book("raise", town.bakery, town.bakery, quantity=9000)
    process = commands.begin_process(doer=town.bakery, name="Saturday's bread")
    town.book("consume", town.bakery, town.bakery, quantity=8100, input_of=process)
    town.book("work", town.bo, town.bakery, "baking", effort=250, input_of=process, booked_by=town.bo)
    made = town.book("produce", town.bakery, town.bakery, "bread", 10_000, output_of=process, stage="baked",
                     location="shelf")
    commands.finish_process(process)
    view = queries.process(process)
    assert [event.action for event in view.inputs] == [Action.CONSUME, Action.WORK] and view.finished
    assert [event.id for event in view.outputs] == [made.event_id]
    bread = town.stock(town.bakery, "bread")
    assert (bread.accounting, bread.onhand, bread.stage, bread.location) == (10_000, 10_000, "baked", "shelf")
    assert town.has(town.bakery) == 900


@pytest.mark.parametrize(("action", "thing", "words"), [
    ("produce", "bread", {"quantity": 1000, "output_of": True}),
    ("consume", "flour", {"quantity": 1, "input_of": True}),
    ("use", "lathe", {"quantity": 1, "input_of": True})])
def test_nobody_writes_into_what_another_makes(town, action, thing, words):
    """Ana makes at home; Bo's flows do not go into her process, and hers into the bakery's only where it is a side."""
    hers, bakerys = commands.begin_process(doer=town.ana), commands.begin_process(doer=town.bakery)
    for agent in (town.ana, town.bo):
        town.book("raise", agent, agent, thing, 2000, booked_by=agent)
    link = next(name for name in words if name.endswith("_of"))
    for agent, process in ((town.bo, hers), (town.ana, bakerys)):
        assert refused(town.book, action, agent, agent, thing, booked_by=agent,
                       **words | {link: process}) == "ledger.process_of_another"
    town.book(action, town.ana, town.bakery, thing, **words | {link: bakerys})
    town.book(action, town.ana, town.ana, thing, **words | {link: hers})


def test_raise_and_lower(town):
    town.book("raise", town.ana, town.ana, quantity=9000)
    town.book("lower", town.ana, town.ana, quantity=1000, state="counted")
    assert quantities(town.stock(town.ana).id) == (8000, 8000, 0) and town.stock(town.ana).state == "counted"


def test_work_and_services_touch_no_stock(town):
    town.book("work", town.ana, town.bakery, "baking", effort=800)
    service = town.book("deliverService", town.ana, town.bo, "haircut", 1000, mode=Mode.TIME, effort=50)
    assert queries.resources_of(town.bo) == () and queries.resources_of(town.bakery) == ()
    assert queries.event(service.event_id).effort == 50


def test_use_of_a_machine_counts_hours_in_its_history_and_leaves_it_there(town, lathe):
    town.book("use", town.bakery, town.bo, "lathe", effort=250, resource=lathe, booked_by=town.bo)
    moves = queries.statement(lathe).moves
    assert quantities(lathe) == (1000, 1000, 0)
    assert (moves[0].action, moves[0].effort, moves[0].accounting_change) == (Action.USE, 250, 0)


def test_cite_leaves_a_design_there_and_is_not_metered(town):
    town.book("raise", town.bakery, town.bakery, "design", 1000)
    town.book("cite", town.bakery, town.bo, "design", booked_by=town.bo)
    assert town.has(town.bakery, "design") == 1000
    assert queries.statement(town.stock(town.bakery, "design").id).moves[0].action is Action.CITE


def test_accept_and_modify_a_thing_in_repair(town, lathe):
    town.book("accept", town.bakery, town.ana, "lathe", 1000, resource=lathe, state="broken", location="workbench")
    view = queries.resource(lathe)
    assert quantities(lathe) == (1000, 0, 1000) and (view.state, view.location) == ("broken", "workbench")
    assert refused(town.book, "accept", town.bakery, town.ana, "lathe", 1000, resource=lathe) == (
        "ledger.stock_not_below_floor")
    back = town.book("modify", town.ana, town.bakery, "lathe", 1000, resource=lathe, state="works", stage="repaired",
                     location="shed")
    view = queries.resource(lathe)
    assert quantities(lathe) == (1000, 1000, 0)
    assert (view.state, view.stage, view.location) == ("works", "repaired", "shed")
    assert refused(town.book, "modify", town.ana, town.bakery, "lathe", 1000, resource=lathe) == "ledger.never_went_in"
    reverse(back, town)
    view = queries.resource(lathe)
    assert quantities(lathe) == (1000, 0, 1000)
    assert (view.state, view.stage, view.location) == ("broken", "", "workbench")


def test_a_reversal_leaves_a_property_that_something_later_set(town, lathe):
    first = town.book("accept", town.bakery, town.ana, "lathe", 1000, resource=lathe, state="broken")
    town.book("cite", town.bakery, town.ana, "lathe", resource=lathe, state="looked at")
    reverse(first, town)
    assert queries.resource(lathe).state == "looked at" and quantities(lathe) == (1000, 1000, 0)


def test_pickup_and_dropoff_on_the_way(town, lathe):
    town.book("pickup", town.bakery, town.ana, "lathe", 1000, resource=lathe, location="cart")
    assert quantities(lathe) == (1000, 0, 1000)
    town.book("dropoff", town.ana, town.bakery, "lathe", 1000, resource=lathe, location="market")
    assert quantities(lathe) == (1000, 1000, 0) and queries.resource(lathe).location == "market"


def test_combine_into_a_container_and_separate_again(town, lathe):
    crate = commands.add_resource("crate", town.bakery, name="Crate 7")
    town.book("raise", town.bakery, town.bakery, "crate", 1000, resource=crate)
    town.book("combine", town.bakery, town.bakery, "lathe", 1000, resource=lathe, to_resource=crate)
    assert queries.resource(lathe).contained_in == crate and quantities(lathe) == (1000, 0, 1000)
    assert quantities(crate) == (1000, 1000, 0)
    town.book("separate", town.bakery, town.bakery, "lathe", 1000, resource=lathe)
    assert queries.resource(lathe).contained_in == "" and quantities(lathe) == (1000, 1000, 0)
    assert refused(town.book, "separate", town.bakery, town.bakery, "lathe", 1, resource=lathe) == (
        "ledger.never_went_in")


def test_copy_makes_another_and_leaves_the_first(town):
    town.book("raise", town.bakery, town.bakery, "design", 1000)
    copied = town.book("copy", town.bakery, town.eva, "design", 1000, location="eva's shelf", booked_by=town.eva)
    assert town.has(town.bakery, "design") == 1000 and town.has(town.eva, "design") == 1000
    assert town.stock(town.eva, "design").location == "eva's shelf"
    reverse_by_eva = {"reason": "x", "booked_by": town.eva, "idempotency_key": "r"}
    commands.reverse_event(copied.event_id, **reverse_by_eva)
    assert town.has(town.eva, "design") == 0


def test_transfer_of_rights_and_of_custody_apart(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    town.book("transferCustody", town.ana, town.bo, quantity=400, mode=Mode.ADMINISTRATIVE)
    assert quantities(town.stock(town.ana).id) == (1000, 600, 0)
    assert quantities(town.stock(town.bo).id) == (0, 400, 0)
    town.book("transferAllRights", town.ana, town.bo, quantity=400, mode=Mode.GIFT)
    assert quantities(town.stock(town.ana).id) == (600, 600, 0)
    assert quantities(town.stock(town.bo).id) == (400, 400, 0)
    assert refused(town.book, "transferCustody", town.bo, town.ana, quantity=401, mode=Mode.ADMINISTRATIVE,
                   booked_by=town.bo) == "ledger.stock_not_below_floor"


def test_transfer_changes_both_and_may_name_the_stock_on_either_side(town):
    special = commands.add_resource("flour", town.bo, name="for the feast")
    town.book("raise", town.ana, town.ana, quantity=1000)
    town.give(town.ana, town.bo, 300, to_resource=special, location="pantry")
    assert quantities(special) == (300, 300, 0) and queries.resource(special).location == "pantry"
    assert town.has(town.bo) == 0 and town.has(town.ana) == 700
    town.give(town.bo, town.eva, 300, resource=special)
    assert quantities(special) == (0, 0, 0) and town.has(town.eva) == 300


def test_a_stock_that_is_named_is_theirs_and_holds_the_thing(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    bos = commands.add_resource("flour", town.bo)
    bread = commands.add_resource("bread", town.bo)
    assert refused(town.give, town.ana, town.eva, 1, resource=bos) == "ledger.not_theirs"
    assert refused(town.give, town.ana, town.eva, 1, to_resource=bos) == "ledger.not_theirs"
    assert refused(town.give, town.ana, town.bo, 1, to_resource=bread) == "ledger.not_of_this_thing"
    assert refused(town.book, "raise", town.ana, town.ana, "bread", 1, to_resource=bread) == "ledger.not_theirs"


def test_move_in_place_and_between_two_stocks_of_one(town):
    town.book("raise", town.ana, town.ana, quantity=1000)
    ordinary, cellar = town.stock(town.ana).id, commands.add_resource("flour", town.ana, name="cellar")
    moved = town.book("move", town.ana, town.ana, quantity=1000, location="kitchen")
    assert queries.resource(ordinary).location == "kitchen" and quantities(ordinary) == (1000, 1000, 0)
    reverse(moved, town)
    assert queries.resource(ordinary).location == ""
    town.book("move", town.ana, town.ana, quantity=400, to_resource=cellar, location="below")
    assert quantities(ordinary) == (600, 600, 0) and quantities(cellar) == (400, 400, 0)
    assert queries.resource(cellar).location == "below"
    town.book("transferCustody", town.ana, town.ana, quantity=100, mode=Mode.ADMINISTRATIVE, resource=ordinary,
              to_resource=cellar)
    assert quantities(ordinary) == (600, 500, 0) and quantities(cellar) == (400, 500, 0)
    assert refused(town.book, "move", town.ana, town.ana, quantity=1, resource=cellar, to_resource=cellar) == (
        "ledger.same_resource")


def test_every_action_can_be_taken_back(town, lathe):
    """One of each; then all are reversed from the last to the first, and everything is as it was."""
    crate = commands.add_resource("crate", town.bakery)
    town.book("raise", town.bakery, town.bakery, "crate", 1000, resource=crate)
    town.book("raise", town.bakery, town.bakery, quantity=9000)
    town.book("raise", town.bakery, town.bakery, "design", 1000)
    at_first = {view.id: quantities(view.id) for view in queries.resources_of(town.bakery)}
    inside, thing = (town.bakery, town.bakery), {"resource": lathe}
    done = [
        town.book("produce", *inside, "bread", 100), town.book("consume", *inside, quantity=50),
        town.book("use", town.bakery, town.ana, "lathe", effort=5, **thing),
        town.book("cite", town.bakery, town.ana, "design"),
        town.book("work", town.ana, town.bakery, "baking", effort=9),
        town.book("deliverService", town.bakery, town.bo, "haircut", 10, mode=Mode.GIFT),
        town.book("pickup", *inside, "lathe", 1000, **thing), town.book("dropoff", *inside, "lathe", 1000, **thing),
        town.book("accept", *inside, "lathe", 1000, **thing), town.book("modify", *inside, "lathe", 1000, **thing),
        town.book("combine", *inside, "lathe", 1000, to_resource=crate, **thing),
        town.book("separate", *inside, "lathe", 1000, **thing),
        town.book("copy", town.bakery, town.bo, "design", 1000),
        town.book("transfer", town.bakery, town.bo, quantity=5, mode=Mode.POOL),
        town.book("transferAllRights", town.bakery, town.bo, quantity=5, mode=Mode.POOL),
        town.book("transferCustody", town.bakery, town.bo, quantity=5, mode=Mode.POOL),
        town.book("move", *inside, quantity=10, location="attic"),
        town.book("raise", *inside, quantity=10), town.book("lower", *inside, quantity=10),
    ]
    assert {queries.event(one.event_id).action for one in done} == set(Action)
    for one in reversed(done):
        reverse(one, town)
    assert {id: quantities(id) for id in at_first} == at_first
    assert {quantities(view.id) for view in queries.resources_of(town.bo)} == {(0, 0, 0)}
    since, until = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    assert {total.action for total in queries.flow_sums(since, until)} == {Action.RAISE}
