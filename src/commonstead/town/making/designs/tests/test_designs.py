"""Designs are kept as versions, forked, compared, kept apart where they could not be true, and become recipes."""

from datetime import UTC, datetime
from decimal import Decimal as D

import pytest

from commonstead.core.making import Alternative, Design, Origin, Part, Step, Tool
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.ledger import queries as ledger_queries
from commonstead.town.making import queries as making
from commonstead.town.making.designs import commands, near, queries
from commonstead.town.making.models import DesignVersion
from commonstead.town.people import commands as people

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def stool(**rest):
    given = {
        "id": "stool",
        "name": "Three-legged stool",
        "version": "1.0",
        "licence": "CC-BY-SA-4.0",
        "status": "drawn",
        "makes": {"stool": D(1)},
        "makes_units": {"stool": "each"},
        "parts": (
            Part("Seat board", quantity=D(1), unit="each", price=D("4.50")),
            Part("Leg", quantity=D(3), unit="each"),
        ),
        "tools": (Tool("Hand saw"),),
        "skills": {"carpentry": D(3)},
        "steps": (Step("Saw"), Step("Glue")),
        "days": D(2),
    }
    return Design(**given | rest)


def leg(**rest):
    given = {
        "id": "leg",
        "name": "Turned leg",
        "makes": {"stool-leg": D(4)},
        "makes_units": {"stool-leg": "each"},
        "parts": (Part("Beech square", quantity=D(2), unit="m"),),
        "skills": {"turning": D(2)},
        "days": D(1),
    }
    return Design(**given | rest)


def clauses(refused):
    return [(refusal.clause, refusal.field) for refusal in refused.value.refusals]


def test_a_design_comes_back_as_it_went_in_and_again_is_harmless():
    assert commands.add_design(stool()).outcome == "added"
    again = commands.add_design(stool())
    assert (again.outcome, again.version) == ("same", "1.0")
    view = queries.design("stool")
    assert view.design == stool() and view.newest and view.number == 1
    assert [row.version for row in queries.versions("stool")] == ["1.0"]
    with pytest.raises(Refused) as refused:
        commands.add_design(stool(days=D(9)))
    assert clauses(refused) == [("design.known_already", "id")]


def test_versions_are_counted_on_and_never_changed():
    commands.add_design(stool())
    added = commands.revise_design("stool", stool(skills={"carpentry": D(2)}))
    assert (added.outcome, added.version) == ("added", "1.1")
    assert queries.design("stool").design.skills == {"carpentry": D(2)}
    assert queries.design("stool", "1.0").design.skills == {"carpentry": D(3)}
    assert not queries.design("stool", "1.0").newest
    assert commands.revise_design("stool", stool()).outcome == "same"
    assert [row.version for row in queries.versions("stool")] == ["1.1", "1.0"]


def test_a_fork_says_where_it_comes_from_and_how_it_differs():
    commands.add_design(stool())
    four = stool(parts=(stool().parts[0], Part("Leg", quantity=D(4), unit="each")))
    commands.fork_design("stool", new_id="stool-4", name="Four-legged stool", changes=four)
    commands.fork_design("stool-4", new_id="stool-5", name="Five-legged stool")
    assert queries.design("stool-5").design.lineage == (Origin("stool-4", "1"), Origin("stool", "1.0"))
    said = [sentence.text for sentence in queries.compare("stool", "stool-4")]
    assert said == ["It is called Four-legged stool, not Three-legged stool.", "Leg: 4 instead of 3."]
    rows = {row.id: row for row in queries.designs()}
    assert rows["stool"].forks == 1 and rows["stool-4"].forked_from == Origin("stool", "1.0")
    assert queries.versions("stool")[0].forks == (Origin("stool-4", "1"),)
    assert queries.design("stool-5").design.status == ""  # nobody has built that one


def test_where_a_module_is_used():
    commands.add_design(leg())
    commands.add_design(stool(parts=(Part("Leg", design="leg", quantity=D(3), unit="each"),)))
    assert [(use.id, use.newest) for use in queries.modules_used_by("leg")] == [("stool", True)]
    commands.revise_design("stool", stool())
    assert [(use.id, use.newest) for use in queries.modules_used_by("leg")] == [("stool", False)]


def test_a_design_becomes_recipes_with_its_modules_and_things_in_one_step():
    commands.add_design(leg())
    parts = (stool().parts[0], Part("Leg", design="leg", quantity=D(3), unit="each"))
    commands.add_design(stool(parts=parts))
    made = commands.make_recipes_of("stool")
    assert made.recipes == ("leg-1", "stool-1-0") == made.new
    assert set(made.things) == {"stool", "stool-leg", "seat-board", "beech-square"}
    recipe = making.recipe("stool-1-0")
    assert recipe.inputs == {"seat-board": 1, "stool-leg": 3} and recipe.outputs == {"stool": 1}
    assert recipe.hours == {"carpentry": 3} and not recipe.adopted and recipe.lag == 0
    assert making.recipe("leg-1").inputs == {"beech-square": 2}
    assert making.recipe("leg-1").outputs == {"stool-leg": 4}
    assert made.by_hand == ("Hand saw",)
    again = commands.make_recipes_of("stool")
    assert again.recipes == made.recipes and again.new == () == again.things
    assert queries.origin_of_recipe("stool-1-0") == Origin("stool", "1.0")
    assert queries.design("stool").recipes == ("stool-1-0",)


def test_each_alternative_is_a_recipe_of_its_own():
    parts = (
        Part("Seat board", quantity=D(1), unit="each", alternatives=(Alternative("Old door", quantity=D("0.25")),)),
    )
    commands.add_design(stool(parts=parts))
    assert commands.make_recipes_of("stool").recipes == ("stool-1-0", "stool-1-0-with-old-door")
    assert making.recipe("stool-1-0-with-old-door").inputs == {"old-door": D("0.25")}


def test_what_is_unknown_is_asked_for_and_nothing_is_written():
    commands.add_design(stool(skills={"carpentry": None}, days=None))
    with pytest.raises(Refused) as refused:
        commands.make_recipes_of("stool")
    assert clauses(refused) == [("design.question_open", "days"), ("design.question_open", "skills.carpentry")]
    assert making.recipes() == ()


def test_a_starter_that_comes_back_is_legal_and_takes_a_period():
    starter = Design(
        id="sourdough",
        name="Sourdough",
        makes={"sourdough": D(3)},
        makes_units={"sourdough": "kg"},
        parts=(
            Part("Sourdough", good="sourdough", quantity=D(1), unit="kg"),
            Part("Rye flour", quantity=D(1), unit="kg"),
        ),
        skills={"baking": D("0.1")},
        days=D(1),
    )
    assert commands.add_design(starter).outcome == "added"
    commands.make_recipes_of("sourdough")
    recipe = making.recipe("sourdough-1")
    assert (recipe.lag, recipe.inputs["sourdough"], recipe.outputs["sourdough"]) == (1, 1, 3)


def test_something_from_nothing_is_kept_apart():
    air = Design(
        id="air",
        name="Flour from flour",
        makes={"flour": D(2)},
        makes_units={"flour": "kg"},
        days=D(1),
        parts=(Part("Flour", good="flour", quantity=D(1), unit="kg"),),
        skills={"wishing": D(0)},
    )
    added = commands.add_design(air)
    assert added.outcome == "quarantined" and queries.designs() == ()
    assert [reason.clause for reason in added.reasons] == ["boundary.something_from_nothing"]
    kept = queries.quarantined()
    assert [view.design.id for view in kept] == ["air"] and kept[0].reasons[0].clause == added.reasons[0].clause
    assert commands.try_design(air)[0] == "quarantined"
    assert commands.add_design(air).outcome == "quarantined" and len(queries.quarantined()) == 1


def test_modules_in_a_ring_are_kept_apart_with_the_ring_drawn():
    commands.add_design(leg(parts=(Part("Seat", design="stool", quantity=D(1), unit="each"),)))
    added = commands.add_design(stool(parts=(Part("Leg", design="leg", quantity=D(3), unit="each"),)))
    assert added.outcome == "quarantined"
    assert added.loop.drawn == "stool → (Leg) leg → (Seat) stool"
    commands.revise_design("leg", leg())
    released = commands.let_out_of_quarantine(queries.quarantined()[0].id)
    assert released.outcome == "added" and queries.quarantined() == ()


def test_wrong_amounts_and_units_are_refused_all_at_once():
    parts = (Part("Board", quantity=D(-1), unit="each", line=4), Part("Rope", quantity=D(1), unit="furlong", line=5))
    with pytest.raises(Refused) as refused:
        commands.add_design(stool(id="Bad id", parts=parts))
    assert [(each.clause, each.field, each.line) for each in refused.value.refusals] == [
        ("design.id_wrong", "id", 0),
        ("design.amount_wrong", "parts.0.quantity", 4),
        ("design.unit_unknown", "parts.1.unit", 5),
    ]
    assert queries.designs() == ()


def test_who_here_could_make_it_has_three_answers():
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    people.set_pledge(ana, hours_a_month=10, skills=["carpentry"])
    shop = people.add_association(name="The shop", kind="garage_workshop", founder=ana)
    home = people.add_household(name="Bo's", members=[bo])
    for thing in ("saw", "lathe", "bench"):
        ledger.add_specification(thing, name=thing.capitalize(), unit="each", sort="machine")
    ledger.add_resource("lathe", shop, ordinary=True)  # counted: none
    ledger.add_resource("bench", home, ordinary=True)
    tools = (Tool("Lathe"), Tool("Bench"), Tool("Laser"))
    commands.add_design(stool(tools=tools, skills={"carpentry": D(1), "gilding": D(1)}))
    answer = near.who_can_make("stool")
    assert [(tool.name, tool.answer) for tool in answer.tools] == [
        ("Lathe", "not_here"),
        ("Bench", "nobody_said"),
        ("Laser", "nobody_said"),
    ]
    assert [(skill.skill, skill.answer, skill.people) for skill in answer.skills] == [
        ("carpentry", "here", 1),
        ("gilding", "nobody_said", 0),
    ]
    assert answer.answer == "not_here" and answer.makers == ()
    assert [tool.answer for tool in near.who_can_make("stool", asker=bo).tools] == [
        "not_here",
        "not_here",
        "nobody_said",
    ]
    assert near.who_can_make("nothing") is None


def test_who_has_a_machine_is_named_to_those_who_may_see_its_book_and_stores_are_no_tools():
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    shop = people.add_association(name="The shop", kind="garage_workshop", founder=ana)
    other = people.add_association(name="Other shop", kind="garage_workshop", founder=ana)
    ledger.add_specification("lathe", name="Lathe", unit="each", sort="machine")
    ledger.add_specification("flour", name="Flour", unit="kg")
    things = (("lathe", shop, 1), ("flour", shop, 9), ("flour", other, 9))
    ledger.record_events([
        Flow(Action.RAISE, agent, agent, thing, datetime(2025, 1, 2, tzinfo=UTC), ana, f"k-{number}", quantity=1000 * n)
        for number, (thing, agent, n) in enumerate(things)])
    ledger.add_resource("lathe", other, ordinary=True)  # counted: none
    commands.add_design(stool(tools=(Tool("Lathe", "lathe"), Tool("Flour", "flour"))))
    for asker in (bo, ""):
        answer = near.who_can_make("stool", asker=asker)
        lathe, flour = answer.tools
        assert (lathe.answer, lathe.holders, lathe.elsewhere) == ("here", (), 1)
        assert (flour.answer, flour.good, flour.holders, flour.elsewhere) == ("nobody_said", "", (), 0)
        assert answer.makers == ()  # neither who has it nor who has it not
    answer = near.who_can_make("stool", asker=ana)
    assert (answer.tools[0].holders, answer.tools[0].elsewhere) == ((shop,), 0)
    [maker] = answer.makers
    assert (maker.agent, maker.has, maker.has_not, maker.unknown) == (shop, ("Lathe",), (), ("Flour",))


def test_repacking_in_another_unit_is_no_free_lunch_and_no_starter():
    repacked = Design(
        id="bags",
        name="Flour in bags",
        makes={"flour": D(1000)},
        makes_units={"flour": "g"},
        days=D(0),
        parts=(Part("Flour", good="flour", quantity=D(1), unit="kg"),),
        skills={"packing": D(0)},
    )
    assert not repacked.starter(repacked.parts[0])
    assert commands.add_design(repacked).outcome == "added"
    gaining = stool(
        id="more",
        makes={"flour": D(1001)},
        makes_units={"flour": "g"},
        parts=repacked.parts,
        tools=(),
        skills={"packing": D(0)},
    )
    assert commands.add_design(gaining).outcome == "quarantined"


def test_a_thing_that_the_town_counts_otherwise_is_refused_by_field():
    ledger.add_specification("seat-board", name="Seat board", unit="kg")
    commands.add_design(stool())
    with pytest.raises(Refused) as refused:
        commands.make_recipes_of("stool")
    assert clauses(refused) == [("units.do_not_convert", "inputs.seat-board")]
    assert making.recipes() == () and ledger_queries.specification("stool") is None  # nothing half-written


def test_an_unfinished_module_does_not_stop_the_whole():
    commands.add_design(leg(skills={}))
    commands.add_design(stool(parts=(Part("Leg", design="leg", quantity=D(3), unit="each"),)))
    made = commands.make_recipes_of("stool")
    assert (made.recipes, made.open_modules) == (("stool-1-0",), ("leg",))


def test_a_pinned_version_of_a_module_is_taken_apart():
    commands.add_design(leg(version="1"))
    commands.revise_design("leg", leg(version="2", parts=(Part("Ash", quantity=D(2), unit="m"),)))
    pinned = stool(parts=(Part("Leg", design="leg", design_version="1", quantity=D(3), unit="each"),))
    assert queries.at_hand(pinned)["leg"].version == "1" and queries.at_hand()["leg"].version == "2"
    assert queries.at_hand(stool(parts=(Part("Leg", design="leg"),)))["leg"].version == "2"


def test_a_version_is_never_changed():
    commands.add_design(stool())
    with pytest.raises(TypeError, match="never changed"):
        DesignVersion.objects.get().save()


def test_status_is_said_by_whoever_built_it_without_a_new_version():
    commands.add_design(stool())
    commands.set_design_status("stool", "built_once")
    assert queries.design("stool").design.status == "built_once" and len(queries.versions("stool")) == 1
    for wrong in (
        lambda: commands.set_design_status("stool", "perfect"),
        lambda: commands.set_design_status("no", "idea"),
        lambda: commands.fork_design("no", new_id="x", name="X"),
        lambda: commands.make_recipes_of("no"),
        lambda: commands.revise_design("no", stool()),
    ):
        with pytest.raises(Refused):
            wrong()
