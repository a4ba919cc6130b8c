"""Recipes are kept as they were brought in; those that could not be true are refused by name."""

from decimal import Decimal

import pytest

from commonstead.core.vocabulary.refusal import Refused
from commonstead.town.ledger import commands as ledger
from commonstead.town.making import commands, queries
from commonstead.town.making.commands import Line, RecipeDraft
from commonstead.town.people import commands as people

pytestmark = pytest.mark.django_db
HOURS = {"hours_each": {"value": 200, "estimate": "half of the day"}}


@pytest.fixture
def garden():
    """An association, a few things and a parcel. Returns (association, its steward, somebody else)."""
    for name in ("flour", "bread", "corn"):
        ledger.add_specification(name, name=name.capitalize(), unit="kg")
    ledger.add_specification("oven", name="Oven", unit="each", sort="machine", numbers=HOURS)
    ana, bo = people.add_person(name="Ana"), people.add_person(name="Bo")
    association = people.add_association(name="The Garden", kind="garden", founder=ana)
    commands.add_parcel("plot", name="The long plot", holder=association, area_m2="600", source="measured")
    return association, ana, bo


def bake(**rest):
    given = {
        "inputs": {"flour": Decimal("8.1")},
        "outputs": {"bread": 10},
        "hours": {"baking": 2},
        "machines": {"oven": "1.5"},
    }
    return commands.add_recipe("bake", name="Bake bread", **given | rest)


def clauses(refused):
    return [(refusal.clause, refusal.field) for refusal in refused.value.refusals]


def test_a_recipe_comes_back_as_it_went_in(garden):
    bake(
        inputs={"flour": Line(Decimal(8100), "g", source="weighed")},
        fee=Decimal("0.5"),
        lag=1,
        limit=Decimal(30),
        outlay=Decimal(900),
        stage="gaps",
        note="at dawn",
        outlay_goods={"oven": 1},
        land={"plot": 20},
    )
    view = queries.recipe("bake")
    assert view.inputs == {"flour": Decimal("8.1")}
    assert (view.outputs, view.hours, view.machines) == ({"bread": 10}, {"baking": 2}, {"oven": Decimal("1.5")})
    assert (view.land, view.outlay_goods, view.lag, view.fee, view.limit) == (
        {"plot": 20},
        {"oven": 1},
        1,
        Decimal("0.5"),
        30,
    )
    assert view.sources == {("inputs", "flour"): "weighed"}
    assert not view.adopted and queries.recipes(adopted=False) == (view,)


def test_recipes_are_found_by_what_they_make_and_use(garden):
    bake()
    commands.add_recipe("grind", name="Grind", inputs={"corn": 1}, outputs={"flour": "0.8"}, hours={"milling": "0.1"})
    assert [view.id for view in queries.recipes_making("bread")] == ["bake"]
    assert [view.id for view in queries.recipes_using("flour")] == ["bake"]
    assert [view.id for view in queries.recipes_using("oven")] == ["bake"]
    assert queries.recipes_making("corn") == ()


def test_taking_up_and_letting_go(garden, settings):
    association, ana, bo = garden
    bake()
    with pytest.raises(Refused) as refused:
        commands.adopt_recipe("bake", doer=association, by=bo)
    assert clauses(refused) == [("making.may_not_adopt", "doer")]
    with pytest.raises(Refused):
        commands.adopt_recipe("bake", doer=ana)  # a person is no association
    with pytest.raises(Refused):
        commands.adopt_recipe("nothing", doer=association)
    commands.adopt_recipe("bake", doer=association, by=ana)
    assert queries.recipe("bake").doer == association
    assert [view.id for view in queries.recipes_of(association)] == ["bake"]
    with pytest.raises(Refused):
        commands.drop_recipe("bake", by=bo)
    commands.drop_recipe("bake", by=ana)
    assert not queries.recipe("bake").adopted and queries.recipes_of(association) == ()


def test_everything_wrong_with_a_recipe_is_said_at_once(garden):
    with pytest.raises(Refused) as refused:
        bake(
            inputs={"flur": 1, "flour": Line(Decimal(1), "l"), "corn": -1},
            machines={"bread": 1},
            land={"moon": 5},
            outputs={},
            stage="later",
            fee="many",
        )
    assert sorted(clauses(refused)) == [
        ("making.no_output", "outputs"),
        ("making.not_a_machine", "machines.bread"),
        ("making.not_a_quantity", "fee"),
        ("making.not_a_quantity", "inputs.corn"),
        ("making.stage_unknown", "stage"),
        ("making.unknown_land", "land.moon"),
        ("making.unknown_thing", "inputs.flur"),
        ("units.do_not_convert", "inputs.flour"),
    ]
    assert queries.recipes() == ()


def test_a_loop_that_takes_no_time_is_refused_and_named(garden):
    bake()
    with pytest.raises(Refused) as refused:
        commands.add_recipe(
            "crumble", name="Crumble", inputs={"bread": 1}, outputs={"flour": "0.5"}, hours={"baking": 1}
        )
    reason = str(refused.value)
    assert "bake" in reason.lower() and "crumble" in reason.lower()
    commands.add_recipe(
        "crumble", name="Crumble", inputs={"bread": 1}, outputs={"flour": "0.5"}, hours={"baking": 1}, lag=1
    )


def test_something_from_nothing_is_refused_and_named_even_over_two_recipes(garden):
    ledger.add_specification("bag", name="Bag", unit="each")
    commands.add_recipe("pack", name="Pack", inputs={"flour": 1}, outputs={"bag": 1}, lag=1)
    with pytest.raises(Refused) as refused:
        commands.add_recipe("unpack", name="Unpack", inputs={"bag": 1}, outputs={"flour": "1.02"}, lag=1)
    assert "unpack" in str(refused.value).lower()
    assert [view.id for view in queries.recipes()] == ["pack"]
    commands.add_recipe("unpack", name="Unpack", inputs={"bag": 1}, outputs={"flour": "1"}, lag=1)


def test_a_batch_is_all_or_none_and_an_id_is_used_once(garden):
    drafts = [
        RecipeDraft("one", "One", inputs={"corn": 1}, outputs={"flour": 1}, hours={"milling": 1}),
        RecipeDraft("one", "Again", outputs={"corn": 1}, hours={"field-work": 1}),
    ]
    with pytest.raises(Refused) as refused:
        commands.add_recipes(drafts)
    assert clauses(refused) == [("making.recipe_twice", "id")]
    assert queries.recipes() == ()


def test_land(garden):
    association, _, _ = garden
    [parcel] = queries.parcels()
    assert (parcel.name, parcel.holder, parcel.area_m2, parcel.source) == (
        "The long plot",
        association,
        600,
        "measured",
    )
    commands.add_parcel("plot", name="The long plot", holder=association, area_m2=650)
    assert queries.parcels()[0].area_m2 == 650
    with pytest.raises(Refused):
        commands.add_parcel("cellar", name="Cellar", holder="nobody", area_m2=1)
    with pytest.raises(Refused):
        commands.add_parcel("cellar", name="Cellar", holder=association, area_m2="-1")
