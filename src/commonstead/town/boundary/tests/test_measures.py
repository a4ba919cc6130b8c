"""The recorded months as figures: what a small town reads off its book, and what it is not shown."""

from __future__ import annotations

import pytest

from commonstead.core.boundary.measures.tracing import trace
from commonstead.town.boundary import commands, history, measures, queries
from commonstead.town.kind_contract.stories import StoryTown

pytestmark = pytest.mark.django_db
NAMES = ("Ana", "Ben", "Cleo", "Dov", "Eva")


@pytest.fixture
def town():
    town = StoryTown()
    for name in NAMES:
        town.person(name)
        town.household(f"{name}'s", name)
    town.association("kitchen", "Bakery", steward="Ana")
    town.association("garden", "Field", steward="Ben")
    town.association("tool_library", "Tools", steward="Eva")
    town.thing("flour", "kg", buy=1)
    town.thing("bread", "kg", need_class="food", buy=4)
    town.thing("compost", "kg", buy=0.5)
    town.thing("cash", "USD", sort="money")
    town.thing("baking", "h", sort="work")
    return town


def bake_and_share(town, homes):
    """10 kg of flour for 10; 20 kg of bread, 2 for each home, which also buys 1 for 4."""
    town.buys("Bakery", 10, "flour")
    town.uses_up("Bakery", 10, "flour")
    for name in NAMES:
        town.works(name, "Bakery", 1.2, "baking")
    town.makes("Bakery", 20, "bread")
    for home in homes:
        town.gives("Bakery", home, 2, "bread", mode="pool")
        town.buys(home, 1, "bread")


def test_nothing_recorded_is_no_measure_and_no_error(town):
    assert measures.recorded_measures() == {}
    commands.compute_answers()
    assert set(queries.answers().measures) == {"wages"}


def test_five_homes_by_hand(town):
    """Of 12 of worth a home pays 4 (direct) and 1 of cash is in the 8 of bread that it is given (embodied). Three
    associations buy for 18 in all; 5 of that is with homes."""
    bake_and_share(town, [f"{name}'s" for name in NAMES])
    town.buys("Field", 4, "compost")
    town.buys("Tools", 12, "compost")
    found = measures.recorded_measures()
    assert found["whole"] == pytest.approx({"homes": 5, "direct": 20 / 60, "embodied": 5 / 60})
    assert found["classes"]["food"] == pytest.approx(found["whole"] | {"worth": 60})
    assert found["history"][-1]["direct"] == pytest.approx(1 / 3)
    assert found["accounts"] == pytest.approx(
        {"spent": 38, "direct": 20, "embodied": 5, "outside": 0, "lost": 0, "lying": 13})
    assert found["membrane"]["bought"] == pytest.approx(38) and found["membrane"]["whole"] == "in"
    assert set(found["circulation"]["alone"]) == {town.ids[name] for name in ("Bakery", "Field", "Tools")}
    assert set(found["circulation"]["alone_at_all"]) == {town.ids[name] for name in ("Field", "Tools")}
    assert set(found["groups"]) == {"alone"}
    quarters = found["quarters"]
    assert quarters["classes"]["food"][-1] == quarters["groups"]["alone"][-1] == pytest.approx(25 / 60)
    assert quarters["associations"][town.ids["Bakery"]] == [pytest.approx(1)]


def test_four_homes_are_too_few_to_tell(town):
    bake_and_share(town, [f"{name}'s" for name in ("Ana", "Ben", "Cleo", "Dov")])
    found = measures.recorded_measures()
    assert found["whole"] is None and found["classes"] == {} and found["groups"] == {} and found["accounts"] == {}
    assert found["history"][-1]["direct"] is None and "worth" not in found["history"][-1]
    assert found["quarters"]["classes"] == found["quarters"]["groups"] == {}
    assert not {"bought", "money_out_homes"} & set(found["membrane"]) and found["membrane"]["whole"] is None
    assert found["associations"][town.ids["Bakery"]]["direct"] == pytest.approx(1)


def test_a_small_group_is_joined_to_another(town):
    """Five homes of one and one of two: the pair is told with them, never beside them."""
    town.person("Finn")
    town.person("Gro")
    town.household("pair", "Finn", "Gro")
    bake_and_share(town, ["Ana's", "Ben's", "Cleo's", "Dov's", "Eva's", "pair"])
    groups = measures.recorded_measures()["groups"]
    assert list(groups) == ["together"] and groups["together"]["homes"] == 6


def test_hours_go_round_and_sourcing_is_seen(town):
    """Six hours of bread for homes: 6 in, 3 out in 10 of 20 kg. The ring of homes and bakery: T = 6 each (of the
    bakery's 6 three come back to homes), so half comes back."""
    bake_and_share(town, [f"{name}'s" for name in NAMES])
    town.has("Field", 8, "compost")
    town.gives("Field", "Bakery", 20 / 2.5, "compost", mode="gift")
    found = measures.recorded_measures()["circulation"]
    assert found["hours"]["index"] == pytest.approx(0.5, abs=1e-6)
    assert found["from_commons"] == pytest.approx(4 / 14)
    assert found["feeds"][0]["giver"] == town.ids["Field"]


def test_every_coin_of_the_ledger_is_somewhere(town):
    """The identity on a real journal: spent = homes + outside + lost + lying."""
    bake_and_share(town, [f"{name}'s" for name in NAMES])
    town.sells("Bakery", 3, "bread")
    town.buys("Field", 4, "compost")
    record = history.recorded()
    traced = trace(record.moves, record.known, len(record.months))
    homes = sum(a.direct + a.embodied for (_, who, _), a in traced.arrived.items() if who in record.known.homes)
    ended = homes + sum(pair[0] for pair in traced.outside) + sum(pair[0] for pair in traced.lost)
    assert sum(pair[0] for pair in traced.spent) == pytest.approx(ended + traced.lying[-1][0])
    assert traced.outside[-1][0] == pytest.approx(1.5)


def test_kinds_of_household_by_who_lives_there(town):
    """One person; one grown-up with a child; two grown-ups with one; two without."""
    for name in ("Finn", "Gro", "Hal", "Ida", "Jo", "Kai", "Lea"):
        town.person(name)
    town.household("lone", "Finn")
    town.household("family", "Gro", "Hal")
    town.household("pair", "Ida", "Jo")
    town.joins("Kai", "lone", role="child")
    town.joins("Lea", "family", role="child")
    kind = measures.group_of([town.ids[name] for name in ("Ana's", "lone", "family", "pair")])
    assert [kind(town.ids[name], "") for name in ("Ana's", "lone", "family", "pair")] == [
        "alone", "lone-parent", "family", "adults"]
