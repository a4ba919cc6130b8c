"""Designs as recipes, and how two designs differ in words."""

from dataclasses import replace
from decimal import Decimal as D

import pytest

from commonstead.core.making import Alternative, Cut, Design, Origin, Part, Step, Tool, difference, spdx, to_recipes
from commonstead.core.making.checking import faults
from commonstead.core.making.recipes import lag_of
from commonstead.core.vocabulary.refusal import Refused

BENCH = Design(
    "bench",
    version="1.0",
    name="Bench",
    makes={"bench": D(1)},
    makes_units={"bench": "each"},
    days=D(3),
    stage="gaps",
    parts=(
        Part("Plank", good="plank", quantity=D(4), unit="m"),
        Part("Screw", good="screw", quantity=D(12), unit="each"),
    ),
    tools=(Tool("Saw", good="saw", hours=D("0.5")), Tool("Hammer")),
    skills={"carpentry": D(3)},
    steps=(Step("Saw"),),
)


def said(before, after):
    return [sentence.text for sentence in difference(before, after)]


def test_one_recipe_by_hand():
    (recipe,) = to_recipes(BENCH)
    assert (recipe.id, recipe.inputs) == ("bench-1-0", {"plank": (4, "m"), "screw": (12, "each")})
    assert (recipe.outputs, recipe.hours, recipe.machines) == (
        {"bench": (1, "each")},
        {"carpentry": 3},
        {"saw": D("0.5")},
    )
    assert (recipe.lag, recipe.stage) == (0, "gaps")


def test_lines_of_the_same_thing_are_added_and_units_that_do_not_convert_are_refused():
    more = replace(BENCH, parts=(*BENCH.parts, Part("Slat", good="plank", quantity=D(50), unit="cm")))
    assert to_recipes(more)[0].inputs["plank"] == (D("4.5"), "m")
    wrong = replace(BENCH, parts=(*BENCH.parts, Part("Slat", good="plank", quantity=D(2), unit="kg", line=9)))
    with pytest.raises(Refused) as refused:
        to_recipes(wrong)
    assert [(each.clause, each.line) for each in refused.value.refusals] == [("design.unit_mixed", 9)]


def test_pieces_cut_from_stock():
    def rods(**cut):
        return replace(
            BENCH, parts=(Part("Rod", good="rod", quantity=D(8), unit="each", cut=Cut(D(180), "mm", **cut)),)
        )

    assert to_recipes(rods(kerf=D(2)))[0].inputs == {"rod": (8 * 182, "mm")}
    assert to_recipes(rods(stock_length=D(1000)))[0].inputs == {"rod": (D(8) / 5, "each")}  # five pieces a rod


def test_modules_come_first_and_each_alternative_is_a_recipe():
    plank = Design(
        "sawn-plank",
        version="2",
        name="Sawn plank",
        makes={"plank": D(10)},
        makes_units={"plank": "m"},
        parts=(Part("Log", good="log", quantity=D(1), unit="each"),),
        skills={"sawing": D(1)},
        days=D(1),
    )
    wood = Part(
        "Plank",
        quantity=D(400),
        unit="cm",
        design="sawn-plank",
        alternatives=(Alternative("Old door", good="old-door", quantity=D(2), unit="each"), Alternative("Not matched")),
    )
    made = to_recipes(replace(BENCH, parts=(wood,)), {"sawn-plank": plank})
    assert [recipe.id for recipe in made] == ["sawn-plank-2", "bench-1-0", "bench-1-0-with-old-door"]
    assert [recipe.inputs for recipe in made] == [{"log": (1, "each")}, {"plank": (4, "m")}, {"old-door": (2, "each")}]


def test_what_is_unknown_stops_the_recipe_and_is_asked_for_by_field():
    vague = replace(BENCH, days=None, skills={"carpentry": None}, parts=(Part("Plank"),))
    with pytest.raises(Refused) as refused:
        to_recipes(vague)
    assert [each.field for each in refused.value.refusals] == [
        "days",
        "parts.0.quantity",
        "parts.0.good",
        "skills.carpentry",
    ]
    assert "How many days" in refused.value.refusals[0].reason


@pytest.mark.parametrize(
    ("days", "returns", "lag"),
    [(0, False, 0), (29, False, 0), (30, False, 1), (31, False, 2), (60, False, 2), (1, True, 1), (45, True, 2)],
)
def test_lag_in_whole_periods(days, returns, lag):
    assert lag_of(D(days), D(30), returns) == lag


def test_a_starter_takes_at_least_a_period():
    curd = Design(
        "curd",
        name="Curd",
        makes={"curd": D(11)},
        makes_units={"curd": "kg"},
        days=D(1),
        parts=(
            Part("Curd", good="curd", quantity=D(1), unit="kg"),
            Part("Milk", good="milk", quantity=D(60), unit="l"),
        ),
        skills={"dairy": D(1)},
    )
    (recipe,) = to_recipes(curd)
    assert (recipe.lag, recipe.returned, recipe.inputs["curd"], recipe.outputs["curd"]) == (
        1,
        ("curd",),
        (1, "kg"),
        (11, "kg"),
    )


def test_a_difference_in_words():
    other = replace(
        BENCH,
        name="Long bench",
        days=D(4),
        licence="CC0-1.0",
        parts=(Part("Plank", good="plank", quantity=D(6), unit="m"), Part("Glue", quantity=D(1), unit="kg")),
        tools=(Tool("Saw", good="saw", hours=D(1)),),
        skills={"carpentry": D(2), "gluing": D(1)},
        steps=(Step("Saw", "longer"), Step("Glue")),
    )
    assert said(BENCH, other) == [
        "It is called Long bench, not Bench.",
        "Its licence is CC0-1.0.",
        "It takes 4 days instead of 3.",
        "Plank: 6 m instead of 4 m.",
        "New: 1 kg Glue.",
        "No longer needed: Screw.",
        "Does without: Hammer.",
        "Saw runs 1 h instead of 0.5 h.",
        "carpentry: 2 h instead of 3 h.",
        "Also takes 1 h of gluing.",
        "New step: Glue.",
        "Done otherwise: Saw.",
    ]
    assert {sentence.sort for sentence in difference(BENCH, other)} == {"new", "gone", "other"}


def test_no_difference_where_only_the_order_or_the_label_differs():
    assert said(BENCH, replace(BENCH, parts=BENCH.parts[::-1], version="7", sources=("a",))) == []
    assert said(BENCH, replace(BENCH, id="fork", lineage=(Origin("bench", "1.0"),))) == []


def test_what_is_no_longer_said_is_told():
    told = replace(BENCH, status="drawn", purpose="To sit on", licence="CC0-1.0")
    assert said(told, replace(told, status="", purpose="", days=None)) == [
        "It no longer says what it is for; before: To sit on.",
        "How far it has got, nobody has said yet.",
        "It no longer says how many days it takes; before: 3.",
    ]
    assert said(told, replace(told, licence="", stage="")) == [
        "It no longer names a licence; before: CC0-1.0.",
        "It no longer stands at a rung; before: gaps.",
    ]
    assert said(BENCH, replace(BENCH, lineage=(Origin("chair"),))) == ["It was made from chair."]


def test_two_lines_of_one_name_are_matched_one_by_one():
    two = replace(BENCH, parts=(Part("Bar", quantity=D(1)), Part("Bar", quantity=D(2))))
    assert said(two, two) == []
    assert said(two, replace(two, parts=two.parts[:1])) == ["No longer needed: Bar."]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("CERN-OHL-S-2.0", "CERN-OHL-S-2.0"),
        ("cern-ohl-s v2", "CERN-OHL-S-2.0"),
        ("CC-BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC BY SA 4.0", "CC-BY-SA-4.0"),
        ("GPL-3.0+", "GPL-3.0-or-later"),
        ("MIT License", "MIT"),
        ("CC0", "CC0-1.0"),
        ("CERN OHL", ""),
        ("free", ""),
        ("", ""),
    ],
)
def test_licences_by_their_identifier(written, found):
    assert spdx(written) == found


def test_faults_are_all_told_at_once():
    wrong = Design(
        "Bad id",
        name=" ",
        status="perfect",
        days=D(-1),
        parts=(Part("", quantity=D("NaN"), cut=Cut(D(0), "kg", tolerance=D(-1)), line=3),),
    )
    assert [(each.clause.removeprefix("design."), each.field, each.line) for each in faults(wrong)] == [
        ("id_wrong", "id", 0),
        ("name_missing", "name", 0),
        ("status_unknown", "status", 0),
        ("amount_wrong", "days", 0),
        ("part_nameless", "parts.0.name", 3),
        ("amount_wrong", "parts.0.quantity", 3),
        ("cut_unit", "parts.0.cut.unit", 3),
        ("amount_wrong", "parts.0.cut.length", 3),
        ("amount_wrong", "parts.0.cut.tolerance", 3),
    ]
    assert faults(BENCH) == ()
