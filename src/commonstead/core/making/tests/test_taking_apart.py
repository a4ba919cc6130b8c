"""Taking designs apart, costing them, and the loops that must not be."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as some

from commonstead.core.making import (
    Cut,
    Design,
    Part,
    Price,
    cost,
    explode,
    find_loop,
    fingerprint,
    from_document,
    open_questions,
    to_document,
)
from commonstead.core.vocabulary.refusal import Refused


def bolt(count, **rest):
    return Part("M8 bolt", quantity=None if count is None else D(count), unit="each", **rest)


WHEEL = Design(
    "wheel",
    name="Wheel",
    makes={"wheel": D(2)},
    makes_units={"wheel": "each"},
    parts=(bolt(4), Part("Spoke", quantity=D(72), unit="each")),
)
CART = Design(
    "cart",
    name="Cart",
    parts=(Part("Wheel", quantity=D(2), unit="each", design="wheel"), Part("Box", quantity=D(1), unit="each"), bolt(6)),
)


def clauses(refused):
    return [refusal.clause for refusal in refused.value.refusals]


def test_levels_and_sums_by_hand():
    found = explode(CART, {"wheel": WHEEL})
    # two wheels are one batch of wheels
    assert [(line.level, line.part.name, line.quantity, line.state) for line in found.lines] == [
        (1, "Wheel", 2, "module"),
        (2, "M8 bolt", 4, "part"),
        (2, "Spoke", 72, "part"),
        (1, "Box", 1, "part"),
        (1, "M8 bolt", 6, "part"),
    ]
    assert {need.name: (need.quantity, need.lines) for need in found.needs} == {
        "M8 bolt": (10, 2),
        "Spoke": (72, 1),
        "Box": (1, 1),
    }
    assert found.levels == 2 and found.lines[1].path == ("Wheel",)
    three = explode(CART, {"wheel": WHEEL}, batches=3)
    assert {need.name: need.quantity for need in three.needs} == {"M8 bolt": 30, "Spoke": 216, "Box": 3}


def test_an_unknown_amount_makes_everything_below_it_unknown():
    cart = Design("cart", name="Cart", parts=(Part("Wheel", design="wheel"), bolt(6)))
    needs = {need.name: (need.quantity, need.known) for need in explode(cart, {"wheel": WHEEL}).needs}
    assert needs == {"M8 bolt": (None, 6), "Spoke": (None, 0)}


def test_a_missing_module_is_a_line_of_its_own():
    found = explode(CART)
    assert found.missing == ("wheel",) and [need.state for need in found.needs] == ["missing", "part", "part"]


def test_units_are_turned_into_the_modules_and_a_mismatch_is_refused():
    soap = Design(
        "soap",
        name="Soap",
        makes={"soap": D(2)},
        makes_units={"soap": "kg"},
        parts=(Part("Oil", quantity=D(1), unit="kg"),),
    )
    wash = Design("wash", name="Wash", parts=(Part("Soap", quantity=D(500), unit="g", design="soap"),))
    assert explode(wash, {"soap": soap}).needs[0].quantity == D("0.25")
    wrong = Design("wash", name="Wash", parts=(Part("Soap", quantity=D(1), unit="l", design="soap", line=7),))
    with pytest.raises(Refused) as refused:
        explode(wrong, {"soap": soap})
    assert [(each.clause, each.field, each.line) for each in refused.value.refusals] == [
        ("design.module_unit", "unit", 7)
    ]
    other = Design("wash", name="Wash", parts=(Part("Soap", good="lye", quantity=D(1), unit="kg", design="soap"),))
    with pytest.raises(Refused) as refused:
        explode(other, {"soap": soap})
    assert clauses(refused) == ["design.module_makes_nothing"]


def test_a_module_that_contains_itself_is_refused_with_the_ring_drawn():
    egg = Design("egg", name="Egg", parts=(Part("Hen", quantity=D(1), design="hen"),))
    hen = Design("hen", name="Hen", parts=(Part("Egg", quantity=D(1), design="egg"),))
    assert find_loop(egg, {"hen": hen, "egg": egg}).drawn == "egg → (Hen) hen → (Egg) egg"
    for do in (explode, cost):
        with pytest.raises(Refused, match="egg → \\(Hen\\) hen → \\(Egg\\) egg") as refused:
            do(egg, by_id={"hen": hen})
        assert clauses(refused) == ["design.contains_itself"]
    above = Design("farm", name="Farm", parts=(Part("Barn", quantity=D(1)), Part("Egg", quantity=D(1), design="egg")))
    assert find_loop(above, {"hen": hen, "egg": egg}).designs == ("egg", "hen")


def test_a_starter_is_no_loop_and_a_part_of_itself_that_is_not_given_back_is():
    def dough(takes, makes=3):
        return Design(
            "dough",
            name="Sourdough",
            makes={"sourdough": D(makes)},
            parts=(
                Part("Sourdough", quantity=D(takes), unit="kg", design="dough"),
                Part("Flour", quantity=D(2), unit="kg"),
            ),
        )

    found = explode(dough(1))
    assert [(line.part.name, line.state) for line in found.lines] == [("Sourdough", "starter"), ("Flour", "part")]
    assert [need.name for need in found.needs] == ["Flour"]
    for takes in (3, 4):
        assert find_loop(dough(takes), {"dough": dough(takes)}).designs == ("dough",)


def test_modules_shared_at_many_levels_are_no_loop():
    screw = Design("screw", name="Screw", parts=(Part("Steel", quantity=D(1), unit="g"),))
    arm = Design("arm", name="Arm", parts=(Part("Screw", quantity=D(2), design="screw"),))
    robot = Design(
        "robot",
        name="Robot",
        parts=(Part("Arm", quantity=D(2), design="arm"), Part("Screw", quantity=D(1), design="screw")),
    )
    assert explode(robot, {"arm": arm, "screw": screw}).needs[0].quantity == 5


def test_modules_that_double_at_each_level_end():
    levels = {
        f"m{n}": Design(f"m{n}", name=f"M{n}", parts=(Part("A", quantity=D(1), design=f"m{n + 1}"),) * 2)
        for n in range(30)
    }
    with pytest.raises(Refused) as refused:
        explode(levels["m0"], levels)
    assert clauses(refused) == ["design.too_many_lines"]
    chain = {
        f"m{n}": Design(f"m{n}", name=f"M{n}", parts=(Part("A", quantity=D(1), design=f"m{n + 1}"),))
        for n in range(3000)
    }
    with pytest.raises(Refused) as refused:
        explode(chain["m0"], chain)
    assert clauses(refused) == ["design.too_many_lines"]


def test_what_is_called_alike_but_is_not_the_same_stays_apart():
    parts = (
        Part("10k", quantity=D(1), sort="0805", unit="each"),
        Part("10k", quantity=D(1), sort="0603", unit="each"),
        Part("10K", quantity=D(2), sort="0805", unit="each"),
    )
    assert [need.quantity for need in explode(Design("x", name="X", parts=parts)).needs] == [3, 1]


def test_a_cost_is_unknown_while_a_price_is_missing_and_nought_is_a_price():
    some_known = cost(CART, {"M8 bolt": "0.20", "spoke": Price(D("0.5"))}, {"wheel": WHEEL})
    assert (some_known.total, some_known.known) == (None, 2 + 36)
    assert [(line.need.name, line.why) for line in some_known.unknown] == [("Box", "no_price")]
    assert cost(CART, {"M8 bolt": "0.20", "Spoke": "0.5", "BOX": 0}, {"wheel": WHEEL}).total == 38
    assert [line.why for line in cost(Design("x", name="X", parts=(bolt(None, price=D(1)),))).unknown] == [
        "no_quantity"
    ]


def test_units_and_currencies_of_prices():
    rope = Design("x", name="X", parts=(Part("Rope", quantity=D(250), unit="cm"), bolt(2, price=D(1), currency="EUR")))
    assert cost(rope, {"rope": Price(D(4), "m", "EUR")}).total == 12
    assert [line.why for line in cost(rope, {"rope": Price(D(4), "kg", "EUR")}).unknown] == ["other_unit"]
    mixed = cost(rope, {"rope": Price(D(4), "m", "USD")})
    assert (mixed.total, mixed.known, mixed.currency) == (None, 10, "USD")
    assert [line.why for line in mixed.unknown] == ["other_currency"]


def test_cut_parts_are_bought_in_whole_stock_lengths():
    def rod(length, count, **rest):
        return Part(
            "Rod",
            good="rod",
            quantity=D(count),
            unit="each",
            cut=Cut(D(length), "mm", stock_length=D(1000), kerf=D(2), **rest),
        )

    frame = Design("x", name="X", parts=(rod(400, 3), rod(190, 2)))
    (line,) = cost(frame, {"rod": "5"}).lines
    assert line.need.pieces == ((400, 3), (190, 2)) and line.need.quantity == 5
    assert (line.cutting.needed, line.cost) == (2, 10)  # 400+2+400+2+190 = 994, 400+2+190
    assert cost(frame, {"rod": Price(D(6), "m")}).total == 12  # two metres must be bought
    loose = Design("x", name="X", parts=(Part("Rod", quantity=D(3), cut=Cut(D(400), "mm")),))
    assert cost(loose, {"rod": Price(D(5), "m")}).total == 6  # 1.2 m, as no stock length is known
    assert [line.why for line in cost(loose, {"rod": 5}).unknown] == ["no_length"]


def test_questions_ask_for_what_is_unknown_and_for_nothing_else():
    asked = {question.clause: question for question in open_questions(CART)}
    assert asked["design.ask_good"].places == (0, 1, 2) and asked["design.ask_good"].stops == "recipe"
    assert asked["design.ask_module"].params["names"] == "Wheel"
    assert "design.ask_quantity" not in asked
    full = Design(
        "cart",
        name="Cart",
        purpose="To carry",
        status="drawn",
        licence="CC0-1.0",
        makes={"cart": D(1)},
        days=D(2),
        parts=(Part("Box", good="box", quantity=D(1), price=D(3)),),
        skills={"carpentry": D(2)},
    )
    assert {question.clause for question in open_questions(full)} == {"design.ask_tools", "design.ask_steps"}
    assert all(question.stops == "nothing" for question in open_questions(full))


parts = some.builds(
    Part,
    name=some.text(max_size=5),
    quantity=some.none() | some.decimals(0, 99, places=2),
    unit=some.sampled_from(["", "kg"]),
    cut=some.none() | some.builds(Cut, length=some.none() | some.decimals(1, 9, places=1)),
    line=some.integers(0, 9),
)


@given(some.lists(parts, max_size=4), some.text(max_size=4))
def test_a_design_comes_back_from_its_document_and_its_fingerprint_knows_content_alone(parts, version):
    design = Design("x", name="X", version=version, parts=tuple(parts))
    again = from_document(to_document(design))
    assert again == design and fingerprint(again) == fingerprint(design)
    assert fingerprint(Design("x", name="X", version="other", parts=tuple(parts))) == fingerprint(design)
    assert fingerprint(Design("x", name="Y", parts=tuple(parts))) != fingerprint(design)
