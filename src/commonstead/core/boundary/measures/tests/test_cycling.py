"""Finn's cycling index: a published ecosystem, recomputed by hand, and simple rings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonstead.core.boundary.measures.cycling import cycling

# Cone Spring, kcal/m²/year: Tilly 1968 (Ecol. Monogr. 38, 169-197), as given by Szyrmer & Ulanowicz 1987 (Ecol. Model.
# 35, 123-136, fig. 1). Export and respiration together are the outflows.
CONE_SPRING = {
    ("plants", "detritus"): 8881, ("detritus", "bacteria"): 5205, ("detritus", "feeders"): 2309,
    ("bacteria", "feeders"): 75, ("bacteria", "detritus"): 1600, ("feeders", "carnivores"): 370,
    ("feeders", "detritus"): 200, ("carnivores", "detritus"): 167}
INFLOWS = {"plants": 11184, "detritus": 635}
OUTFLOWS = {"plants": 300 + 2003, "bacteria": 255 + 3275, "feeders": 1814, "carnivores": 203, "detritus": 860 + 3109}


def test_cone_spring_is_0_092_as_published():
    """Throughflows 11184 + 11483 + 5205 + 2384 + 370 = 30626. By hand: of what leaves the feeders (200 + 370·167/370)
    / 2384 = 0.153943 comes to the detritus; of the detritus (5205·(1600 + 75·0.153943)/5205 + 2309·0.153943) / 11483
    = 0.171297 comes back to it, so 1967.0 of its 11483. In the same way 753.8 of the bacteria's, 88.5 of the feeders'
    and 6.4 of the carnivores': 2815.7 / 30626 = 0.0919."""
    found = cycling(CONE_SPRING, INFLOWS, OUTFLOWS)
    assert found.throughflow == 30626
    assert found.by_node["detritus"] == pytest.approx(0.171297, abs=1e-6)
    assert found.by_node["plants"] == pytest.approx(0, abs=1e-9)
    assert found.cycled == pytest.approx(1967.0 + 753.8 + 88.5 + 6.4, abs=0.2)
    assert found.index == pytest.approx(0.092, abs=0.0005)


def test_what_lacks_to_balance_a_node_is_added():
    """Cone Spring balances, so its outflows follow from the rest."""
    assert cycling(CONE_SPRING, INFLOWS).index == pytest.approx(cycling(CONE_SPRING, INFLOWS, OUTFLOWS).index, abs=1e-9)


def test_a_line_returns_nothing_and_a_ring_by_hand():
    """Ring of two: a gives b 10, b gives a 5. T = 10 each; what leaves a comes back with 1 · 1/2."""
    assert cycling({("a", "b"): 10, ("b", "c"): 10}).index == pytest.approx(0, abs=1e-9)
    assert cycling({("a", "b"): 10, ("b", "a"): 5}).index == pytest.approx(0.5)
    assert cycling({("a", "b"): 10, ("b", "a"): 10}).index == pytest.approx(1, abs=1e-6)


def test_nothing_that_flows_has_no_index():
    assert cycling({}).index is None
    assert cycling({("a", "a"): 5}).index is None


@given(st.dictionaries(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")), st.floats(0, 1e6), max_size=20))
def test_it_lies_between_none_and_all_and_knows_no_unit(flows):
    found = cycling(flows)
    if found.index is None:
        return
    assert -1e-9 <= found.index <= 1 + 1e-9
    assert cycling({pair: 60 * value for pair, value in flows.items()}).index == pytest.approx(found.index, abs=1e-6)
