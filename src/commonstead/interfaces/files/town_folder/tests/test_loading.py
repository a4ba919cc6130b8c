"""The small town, written into a database: all of it is there, and the boundary's answers follow from it."""

import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from commonstead.core import boundary as core
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder.loading.town import load_town
from commonstead.interfaces.files.town_folder.reader import read_folder
from commonstead.town import kinds
from commonstead.town.boundary import commands as boundary_commands
from commonstead.town.boundary import queries as boundary
from commonstead.town.circulation import barter_queries
from commonstead.town.circulation import queries as circulation
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.verify import verify
from commonstead.town.livelihood import queries as livelihood
from commonstead.town.making import commands as making_commands
from commonstead.town.making import queries as making
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people

pytestmark = pytest.mark.django_db
SMALL_TOWN = Path(__file__).parent / "small_town"


@pytest.fixture(scope="module")
def description():
    return read_folder(SMALL_TOWN, kinds={kind.slug: kind for kind in kinds.every()})


@pytest.fixture
def loaded(description):
    return load_town(description)


def by_name(nature):
    return {view.name: view for view in people.agents(nature=nature)}


def test_everybody_is_there_with_who_they_belong_to(loaded):
    persons, homes, associations = by_name("person"), by_name("household"), by_name("association")
    assert (loaded.people, loaded.households, loaded.associations) == (9, 6, 3)
    assert (len(persons), len(homes), len(associations)) == (9, 6, 3)
    assert people.household_of(persons["Ben Birch"].id) == homes["Birch"].id
    assert persons["Bea Birch"].id in people.guardians_of(persons["Ben Birch"].id)
    assert people.pledge_of(persons["Ana Ash"].id).hours_a_month == 20
    assert {view.member for view in people.members_of(associations["The Bakery"].id)} == {
        persons["Ana Ash"].id,
        persons["Bo Birch"].id,
        associations["The Garden"].id,
    }
    assert homes["Birch"].size == 3
    assert persons["Ana Ash"].purpose == "Bakes before dawn"


def test_ids_say_nothing_about_names(loaded):
    for view in people.agents():
        assert view.id != view.name and not any(word.lower() in view.id for word in view.name.split())


def test_things_carry_their_numbers_and_where_they_come_from(loaded):
    flour = ledger.specification("flour")
    assert flour.numbers["buy"]["value"] == 1.0 and "Littlebridge" in flour.numbers["buy"]["source"]
    assert flour.numbers["keeps"] == {"value": 0.98, "source": "", "estimate": "moths"}
    assert ledger.specification("work-baking").sort == "work"
    assert ledger.specification("usd").sort == "money"
    assert making.recipe("bake-bread").sources["inputs", "flour"].startswith("Littlebridge")
    assert making.parcels()[0].area_m2 == 600


def test_the_year_is_in_the_journal_and_the_journal_is_whole(loaded):
    result = verify()
    assert not result.problems and result.events == loaded.events > 400
    first, last = ledger.journal_ends()
    assert (first.date().isoformat(), last.year) == ("2025-01-01", 2025)
    bakery = by_name("association")["The Bakery"]
    shared = [
        flow
        for flow in ledger.flow_sums(first, last, agent=bakery.id)
        if flow.mode == Mode.POOL and flow.specification == "bread"
    ]
    assert len(shared) == 6 and all(flow.action == Action.TRANSFER for flow in shared)
    assert ledger.stock_of(bakery.id, "oven") == 1000


def test_what_is_open_is_there_and_an_agreement_needs_no_price(loaded):
    wish, offer = sorted(ledger.intents(), key=lambda intent: intent.provider)
    garden, bakery = by_name("association")["The Garden"].id, by_name("association")["The Bakery"].id
    assert (wish.receiver, wish.action, wish.effort, wish.note) == (
        garden,
        Action.WORK,
        300,
        "The bean bed wants weeding.",
    )
    assert (offer.provider, offer.specification, offer.quantity) == (bakery, "bread", 2000)
    promised = ledger.commitments(agent=bakery)
    assert {(one.provider, one.specification, one.mode) for one in promised} == {
        (garden, "potatoes", Mode.BARTER),
        (bakery, "bread", Mode.BARTER),
    }
    assert len({one.agreement for one in promised}) == 1
    assert ledger.agreement(promised[0].agreement).name == "Potatoes for bread"
    (page,) = barter_queries.agreements_of([bakery])
    assert page.state == "stands" and {(term.giver, term.every) for term in page.terms} == {
        (garden, ""), (bakery, "month")}
    assert {term.kept.due for term in page.terms if term.every} == {0}, "it begins on the day of loading"


@pytest.fixture
def with_history(tmp_path):
    """The small town in which the bakery gives under its agreement, and both let the town read it."""
    folder = tmp_path / "town"
    shutil.copytree(SMALL_TOWN, folder)
    year, promises = folder / "year.toml", folder / "promises.toml"
    year.write_text(year.read_text() + """
[[rhythm]]
who = "bakery"
what = "share"
good = "bread"
amount = { value = 1, estimate = "a loaf or two" }
every = "month"
to = "garden"
mode = "barter"
agreement = "Potatoes for bread"
""")
    promises.write_text(promises.read_text().replace(
        'agreement = "Potatoes for bread"', 'agreement = "Potatoes for bread"\nopen = true'))
    return read_folder(folder, kinds={kind.slug: kind for kind in kinds.every()})


def test_what_the_year_gave_under_an_agreement_stands_with_it_and_a_fresh_one_goes_on(with_history):
    load_town(with_history)
    garden, bakery = by_name("association")["The Garden"].id, by_name("association")["The Bakery"].id
    past, now = sorted(barter_queries.agreements_of([bakery], past=True), key=lambda view: view.begins)
    assert (past.state, past.begins.isoformat(), past.ended.isoformat()) == ("ended", "2025-01-01", "2025-12-31")
    assert now.state == "stands" and now.replaces == past.id and past.open and now.open
    whole = barter_queries.agreement(past.id)
    assert 1 <= len(whole.events) <= 12
    assert {(one.provider, one.receiver, one.specification, one.mode) for one in whole.events} == {
        (bakery, garden, "bread", Mode.BARTER)}
    bread = next(term for term in past.terms if term.giver == bakery)
    assert bread.kept.in_all == sum(one.quantity for one in whole.events) > 0
    assert not barter_queries.agreement(now.id).events and {term.kept.due for term in now.terms if term.every} == {0}
    assert [view.id for view in barter_queries.open_agreements()] == [now.id]
    assert {one.agreement for one in ledger.commitments(agent=bakery)} == {now.agreement}
    assert not verify().problems


def test_a_real_town_gets_the_agreement_that_stands_and_no_imagined_past(with_history):
    load_town(with_history, audits=False, year=False)
    (page,) = barter_queries.agreements_of([by_name("association")["The Bakery"].id], past=True)
    assert page.state == "stands" and page.open and not page.replaces


def test_every_audit_is_there_for_its_own_household_and_sums_are_over_five(loaded):
    home = by_name("household")["Birch"]
    bea, ana = by_name("person")["Bea Birch"].id, by_name("person")["Ana Ash"].id
    audit = livelihood.audit_of(home.id, viewer=bea).audit
    assert audit.type == "family" and audit.entry("bread").amount > 0
    with pytest.raises(Refused):
        livelihood.audit_of(home.id, viewer=ana)
    measured = livelihood.town_needs()
    assert measured is None or measured.counted >= 5


def test_the_network_says_what_the_town_has_needs_and_can_do(loaded):
    network = boundary.network()
    goods = {good.id: good for good in network.goods}
    assert (network.name, network.periods, network.currency) == ("Littlebridge", 12, "USD")
    assert not {"usd", "work-baking"} & goods.keys()
    assert goods["oven"].is_machine and goods["oven"].stock == 1
    assert (goods["bread"].buy, goods["bread"].tier, goods["bread"].need_class) == (4.0, 1, "food")
    assert goods["bread"].need[0] == pytest.approx(float(livelihood.assumed_needs()["bread"]))
    assert goods["bread"].floor[0] == pytest.approx(0.8 * goods["bread"].need[0])
    assert goods["childcare"].keeps == 0  # a service cannot be stored
    assert {recipe.id: recipe.adopted for recipe in network.recipes}["keep-seed"] is False
    assert sum(person.hours for person in network.people) == 120
    assert network.land == (core.Parcel("plot", 600.0),)
    assert network.cash.income == 8500 and network.cash.floor == 0 and network.cash.start > 0


def test_what_fewer_than_five_households_have_is_not_counted(loaded):
    homes = sorted(view.id for view in people.agents(nature="household"))
    writer = {home: people.members_of(home)[0].member for home in homes}

    def give(home, number):
        ledger_commands.record_event(ledger_flow(home, writer[home], f"chairs-{number}"))

    for number, home in enumerate(homes[:4]):
        give(home, number)
    before = {good.id: good.stock for good in boundary.network().goods}["chair"]
    give(homes[4], 4)
    after = {good.id: good.stock for good in boundary.network().goods}["chair"]
    assert after - before == 5  # four were hidden until the fifth household had one


def ledger_flow(home, writer, key):
    from django.utils import timezone

    from commonstead.core.vocabulary.flow import Flow

    return Flow(
        action=Action.RAISE,
        provider=home,
        receiver=home,
        specification="chair",
        quantity=1000,
        at=timezone.now(),
        booked_by=writer,
        idempotency_key=key,
    )


def test_a_file_of_the_network_gives_the_answers_that_the_page_shows(loaded):
    boundary_commands.compute_answers()
    answers = boundary.answers()
    from_file = core.read_network(core.write_network(boundary.network()), units=ledger.units())
    plan = core.plan(from_file).to_json()
    for name in ("status", "cash", "dependence", "unmet", "slack_days", "batches", "buys"):
        assert answers.plan[name] == plan[name], name
    assert answers.closure == core.closure(from_file).to_json()
    assert [step.get("recipe") for step in answers.next] == [
        step.to_json().get("recipe") for step in core.next_steps(from_file)
    ]
    assert 0 < answers.dependence < 1 and answers.plan["batches"]["bake-bread"]
    assert [answer.slug for answer in answers.classes] == ["food", "home", "care", "unlisted"]
    wages_spent = 12 * 8500
    assert sum(answer.met.get("sale", 0) for answer in answers.classes) == pytest.approx(wages_spent, rel=0.02)
    food, care = answers.classes[0], answers.classes[2]
    # bread is bought and shared; childcare was given among fewer than five households, so that goes untold
    assert 0 < food.met_inside < 1 and care.met_inside is None
    assert 0 < answers.met_inside < 1


def test_the_plan_replays_and_its_certificate_holds(loaded):
    network = core.read_network(core.write_network(boundary.network()), units=ledger.units())
    plan = core.plan(network)
    assert core.check_plan(network, plan.certificate) == []
    assert core.replay(network, plan)


def test_what_if_answers_without_keeping_anything(loaded):
    boundary_commands.compute_answers()
    more = boundary.what_if(["keep-seed"])
    assert more.cash <= boundary.answers().plan["cash"] + 1e-6
    assert not making.recipe("keep-seed").adopted and not boundary.answers().stale


def test_answers_grow_stale_when_something_changes(loaded):
    assert boundary.answers() is None
    boundary_commands.compute_answers()
    assert not boundary.answers().stale
    bakery = by_name("association")["The Bakery"].id
    making_commands.adopt_recipe("keep-seed", doer=bakery)
    assert boundary.answers().stale
    boundary_commands.compute_answers()
    assert not boundary.answers().stale
    people_commands.set_pledge(by_name("person")["Eva Elder"].id, hours_a_month=11, skills=["minding"])
    assert boundary.answers().stale


def test_a_second_town_is_not_loaded_over_the_first(loaded, description):
    with pytest.raises(Refused) as refused:
        load_town(description)
    assert refused.value.refusals[0].clause == "town_folder.not_empty"


def test_a_town_that_cannot_be_true_leaves_nothing_behind(description):
    bake = description.recipes["bake-bread"]
    free = replace(bake, id="free-bread", inputs={}, hours={}, machines={})
    with pytest.raises(Refused):
        load_town(replace(description, recipes={**description.recipes, "free-bread": free}))
    assert people.agents() == () and ledger.specifications() == () and making.recipes() == ()


def test_what_a_rule_refuses_is_named_by_file_and_line(description):
    rhythms = tuple(
        replace(rhythm, amount=replace(rhythm.amount, value=Decimal(90))) if rhythm.what == "work" else rhythm
        for rhythm in description.rhythms
    )
    with pytest.raises(Refused) as refused:  # a garden takes no more than a day's work in one entry
        load_town(replace(description, rhythms=rhythms))
    [refusal] = refused.value.refusals
    line = next(rhythm.line for rhythm in description.rhythms if rhythm.what == "work")
    assert (refusal.clause, refusal.file, refusal.line) == ("garden.one_day_one_entry", "year.toml", line)
    bake = description.recipes["bake-bread"]
    grind = replace(bake, id="grind", inputs=bake.outputs, outputs=bake.inputs)
    with pytest.raises(Refused) as refused:
        load_town(replace(description, recipes={"bake-bread": bake, "grind": grind}))
    assert {refusal.file for refusal in refused.value.refusals} == {"recipes.toml"}
    lonely = replace(description.associations["bakery"], members=(("garden", "member"),))
    with pytest.raises(Refused, match=r"Nobody can write in the book of bakery"):
        load_town(replace(description, associations={**description.associations, "bakery": lonely}))


@pytest.mark.parametrize(("recipe", "clause"), [
    ('[grind]\nname = "Grind"\ninputs = { bread = { value = 8, estimate = "x" } }\n'
     'outputs = { flour = { value = 8, estimate = "x" } }\n'
     'hours = { baking = { value = 1, estimate = "x" } }\n', "boundary.lagless_loop"),
    ('[free]\nname = "Free bread"\noutputs = { bread = { value = 8, estimate = "x" } }\n',
     "boundary.something_from_nothing")])
def test_a_loop_or_a_free_lunch_is_named_with_the_line_of_its_first_recipe(tmp_path, recipe, clause):
    folder = Path(shutil.copytree(SMALL_TOWN, tmp_path / "a town"))
    file = folder / "recipes.toml"
    file.write_text(file.read_text() + "\n" + recipe)
    with pytest.raises(Refused) as refused:
        load_town(read_folder(folder))
    refusal = next(one for one in refused.value.refusals if one.clause == clause)
    first = f"[{refusal.params['recipes'][0]}]"
    assert (refusal.file, refusal.line) == ("recipes.toml", file.read_text().splitlines().index(first) + 1)


def test_loading_twice_gives_the_same_year(loaded, description):
    from commonstead.core.simulation import record_year
    from commonstead.interfaces.files.town_folder.loading.people import Agents, scribes_of
    from commonstead.interfaces.files.town_folder.loading.year import script_of

    agents = Agents({}, scribes_of(description))
    script = script_of(description, agents, {("bakery", "flour"): 20_000, ("ash", "usd"): 5_000_00})
    assert record_year(script) == record_year(script)
    assert script.things["childcare"].service and script.things["chair"].whole
    assert script.things["potatoes"].keeps == Decimal("0.9")


def test_circles_have_their_terms_lines_and_vouchers_and_traded_within_limits(loaded):
    hours, gifts = (next(one for one in circulation.circles() if one.sort == sort) for sort in ("time", "gift"))
    persons = by_name("person")
    accounts = {view.holder: view for view in circulation.accounts(hours.id)}
    assert len(accounts) == 7 and hours.terms.free_line == 5_00 and hours.terms.levy_per_mille == 20
    assert accounts[persons["Flo Fir"].id].floor == -8_00
    assert accounts[persons["Ana Ash"].id].vouches_for == ((persons["Dan Dogwood"].id, 2_00),)
    assert sum(view.balance for view in accounts.values()) == 0
    assert all(view.floor <= view.balance <= (view.ceiling or view.balance) for view in accounts.values())
    slips = circulation.payments(hours.id, count=500)
    assert {slip.category for slip in slips} == {"Bread lessons", "Odd jobs"} and len(slips) > 25
    assert [gift.thanks for gift in circulation.gifts(gifts.id)] == ["", "Thank you!"]


def test_a_real_town_has_its_circles_without_an_imagined_trade(description):
    load_town(description, audits=False, year=False)
    assert [one.name for one in circulation.circles()] == ["Given freely", "Hours"]
    assert not circulation.payments(count=1)
