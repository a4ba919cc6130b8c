"""What holds for every design: taking apart is linear and agrees with matrix inversion, unknown never becomes a
number, a recipe takes what the bill says, a difference is empty only where nothing differs."""

from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as some

from commonstead.core.making import Design, Part, cost, difference, explode, find_loop, to_recipes

LEAVES = ("bolt", "board", "wire")
whole = some.integers(1, 9).map(D)


@some.composite
def ecologies(draw, unknown=False):
    """Up to five designs; each takes leaves and designs after it, so that none contains itself."""
    count = draw(some.integers(1, 5))
    amounts = some.none() | whole if unknown else whole
    designs = {}
    for number in reversed(range(count)):
        parts = []
        for _ in range(draw(some.integers(1, 4))):
            later = draw(some.sampled_from([*LEAVES, *(f"d{n}" for n in range(number + 1, count))]))
            module = later if later.startswith("d") else None
            parts.append(Part(later, good=f"good-{later}", quantity=draw(amounts), unit="each", design=module))
        made = draw(whole)
        designs[f"d{number}"] = Design(
            f"d{number}",
            name=f"D{number}",
            makes={f"good-d{number}": made},
            makes_units={f"good-d{number}": "each"},
            parts=tuple(parts),
            skills={"making": D(1)},
            days=D(1),
        )
    return designs


def naive(designs, id, batches):
    """What a design takes, walked in fractions."""
    found = {}
    for part in designs[id].parts:
        amount = batches * Fraction(part.quantity)
        if part.design:
            made = Fraction(designs[part.design].makes[part.good])
            for leaf, more in naive(designs, part.design, amount / made).items():
                found[leaf] = found.get(leaf, 0) + more
        else:
            found[part.name] = found.get(part.name, 0) + amount
    return found


@settings(max_examples=150, deadline=None)
@given(ecologies(), some.integers(1, 7))
def test_taking_apart_agrees_with_a_naive_walk_and_is_linear(designs, batches):
    top = designs["d0"]
    needs = {need.name: need.quantity for need in explode(top, designs, batches).needs}
    expected = naive(designs, "d0", Fraction(batches))
    assert needs.keys() == expected.keys()
    assert all(abs(Fraction(needs[leaf]) - expected[leaf]) < Fraction(1, 10**20) for leaf in needs)


@settings(max_examples=150, deadline=None)
@given(ecologies(unknown=True), some.dictionaries(some.sampled_from(LEAVES), whole), whole, whole)
def test_unknown_never_becomes_a_number_and_the_known_sum_is_a_floor(designs, prices, later_price, later_amount):
    top = designs["d0"]
    result = cost(top, prices, designs)
    assert (result.total is None) == bool(result.unknown)
    assert result.total is None or result.total == result.known
    told = {
        id: replace(
            design,
            parts=tuple(
                replace(part, quantity=later_amount if part.quantity is None else part.quantity)
                for part in design.parts
            ),
        )
        for id, design in designs.items()
    }
    answered = cost(told["d0"], {**dict.fromkeys(LEAVES, later_price), **prices}, told)
    assert answered.total is not None and answered.total >= result.known - D("1e-20")


@settings(max_examples=100, deadline=None)
@given(ecologies())
def test_recipes_take_what_the_bills_say(designs):
    recipes = {recipe.design: recipe for recipe in to_recipes(designs["d0"], designs)}
    for id, recipe in recipes.items():
        wanted = {}
        for part in designs[id].parts:
            wanted[part.good] = wanted.get(part.good, 0) + part.quantity
        assert recipe.inputs.keys() == wanted.keys()
        assert all(abs(recipe.inputs[good][0] - wanted[good]) < D("1e-20") for good in wanted)
        assert recipe.outputs == {good: (amount, "each") for good, amount in designs[id].makes.items()}


@settings(max_examples=100, deadline=None)
@given(ecologies(), some.data())
def test_a_link_back_to_one_above_closes_a_ring_that_is_found(designs, data):
    reached = [id for id in designs if id == "d0" or id in _below(designs, "d0")]
    last = data.draw(some.sampled_from(sorted(reached)))
    back = data.draw(some.sampled_from(sorted(id for id in reached if id == last or last in _below(designs, id))))
    assert find_loop(designs["d0"], designs) is None
    good = f"good-{back}"
    more = (
        *designs[last].parts,
        Part("back", good=good, quantity=designs[back].makes[good] + 1, unit="each", design=back),
    )
    ringed = {**designs, last: replace(designs[last], parts=more)}
    loop = find_loop(ringed["d0"], ringed)
    assert loop is not None and len(loop.designs) == len(set(loop.designs)) == len(loop.parts)
    for here, part, there in zip(loop.designs, loop.parts, (*loop.designs[1:], loop.designs[0]), strict=True):
        assert any(line.name == part and line.design == there for line in ringed[here].parts)


def _below(designs, id):
    found, wanted = set(), list(designs[id].modules)
    while wanted:
        here = wanted.pop()
        if here not in found:
            found.add(here)
            wanted += designs[here].modules
    return found


@settings(max_examples=100, deadline=None)
@given(ecologies(unknown=True), some.permutations(range(4)))
def test_order_is_no_difference_and_an_amount_is_one(designs, order):
    top = designs["d0"]
    turned = replace(top, parts=tuple(top.parts[place] for place in order if place < len(top.parts)))
    alone = {part.name for part in top.parts}
    if len(alone) == len(top.parts):
        assert difference(top, turned) == ()
    first = top.parts[0]
    other = replace(top, parts=(replace(first, quantity=(first.quantity or D(0)) + 1), *top.parts[1:]))
    assert difference(top, top) == () and difference(top, other)
