"""The solver's way out when the interior point method is stuck, and stages that begin from another plan."""


import highspy
import numpy as np
import pytest
from scipy.sparse import csc_array

from commonstead.core.boundary import check_plan, plan, read_network
from commonstead.core.boundary.changes import Changes, changed
from commonstead.core.boundary.incidence import Incidence
from commonstead.core.boundary.lexicographic import solve
from commonstead.core.boundary.optimal_face import Face
from commonstead.core.boundary.plan import program_of
from commonstead.core.boundary.solver import LinearProgram

TOWN = {
    "format": "provisioning-network/1", "periods": 6,
    "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": 30}, {"id": "cake", "unit": "kg", "buy": 9, "need": 5,
                                                                      "tier": 2},
              {"id": "flour", "unit": "kg", "buy": 1.0, "stock": 20, "keeps": 0.98}],
    "people": [{"id": "ana", "hours": 5, "skills": ["baking"]}],
    "recipes": [{"id": "bake", "inputs": {"flour": 8}, "outputs": {"bread": 10}, "hours": {"baking": 2}},
                {"id": "ice", "inputs": {"flour": 2}, "outputs": {"cake": 3}, "hours": {"baking": 1}}],
    "cash": {"start": 40, "income": 60, "floor": 0},
}


def _program(document=TOWN, changes=None):
    network = read_network(document)
    return program_of(Incidence(network if changes is None else changed(network, changes)))


def _figures(optimum):
    return [(stage.name, pytest.approx(stage.optimum, rel=1e-9, abs=1e-9)) for stage in optimum.stages]


def test_where_the_interior_point_is_stuck_another_way_leads_to_the_same_plan(monkeypatch):
    usual = solve(_program())
    monkeypatch.setattr(LinearProgram, "interior_from", 0)
    assert _figures(usual) == [(stage.name, stage.optimum) for stage in solve(_program()).stages]
    monkeypatch.setattr(LinearProgram, "tidying", 0)  # whatever has to be tidied up counts as stuck
    assert _figures(usual) == [(stage.name, stage.optimum) for stage in solve(_program()).stages]


def test_a_plan_that_begins_from_another_ones_basis_is_the_same_plan():
    base = solve(_program())
    for changes in (Changes(), Changes(prices={"flour": 9.0}), Changes(income=0.3), Changes(hours=0.0),
                    Changes(yields={"bake": 0.4})):
        program = _program(changes=changes)
        cold, warm = solve(program, until="cash"), solve(program, start=base.cash_basis, until="cash")
        assert cold.status == warm.status == "optimal"
        assert _figures(cold) == [(stage.name, stage.optimum) for stage in warm.stages]
        assert [stage.name for stage in cold.stages] == ["unmet 1", "unmet 2", "cash"]


def test_a_value_between_its_bounds_is_not_held_whatever_its_dual_says():
    """After the interior point a column of the basis may have a dual of 1e-11 where 0 is meant: to hold it at its bound
    made the next stage impossible."""
    program = _program()
    lp = program.linear_program(program.cash_cost())
    face = Face(program, lp, None)
    lp.solve()
    values = lp.values()
    between = int(np.flatnonzero((values > 1) & (face.upper > values + 1))[0])
    at = int(np.flatnonzero((values == 0) & (face.upper > 1))[0])
    duals = np.zeros(program.columns)
    duals[[between, at]] = 1e-3
    held = face._tighten(duals, 1e-8, face.column_stage, 0, face.lower, face.upper, values)
    assert held.tolist() == [at] and face.upper[at] == face.lower[at]


def test_a_side_that_there_is_not_is_never_held():
    """A dual of -1e-9 on a column without an upper end is rounding. Held at infinity, the whole change of bounds was
    left out, and the next stage spent what this one had won."""
    program = _program()
    lp = program.linear_program(program.cash_cost())
    lp.solve()
    face = Face(program, lp, None)
    endless = int(np.flatnonzero(~np.isfinite(face.upper) & (lp.values() == 0))[0])
    duals = np.zeros(program.columns)
    duals[endless] = -1e-3
    assert not len(face._tighten(duals, 1e-8, face.column_stage, 0, face.lower, face.upper, lp.values()))
    assert face.lower[endless] == 0
    with pytest.raises(ValueError, match="cannot be"):
        lp.bounds(np.array([endless]), np.array([np.inf]), np.array([np.inf]))


def _by_a_hair(difference, need):
    """Bread from flour that one buys ground, or that one mills from grain cheaper by so little a kg."""
    return read_network({
        "format": "provisioning-network/1", "periods": 12,
        "goods": [{"id": "bread", "unit": "kg", "buy": 4.0, "need": need}, {"id": "flour", "unit": "kg", "buy": 1 / 3},
                  {"id": "grain", "unit": "kg", "buy": 1 / 3 - difference}],
        "people": [{"id": "ana", "hours": 1e6, "skills": ["milling"]}],
        "recipes": [{"id": "bake", "inputs": {"flour": 1.1}, "outputs": {"bread": 1}, "hours": {"milling": 0.1}},
                    {"id": "mill", "inputs": {"grain": 1}, "outputs": {"flour": 1}, "hours": {"milling": 1 / 7}}],
        "cash": {"start": 0, "income": 1e5, "floor": 0},
    })


@pytest.mark.parametrize("need", [1e3, 1e5])
def test_what_is_cheaper_by_a_hair_does_not_spoil_the_proof_of_the_hours(need):
    """The milling of all flour saves 1e-5 in 4,400: a weight of 140 millions would have to hold it, and rounding times
    that proves nothing."""
    result = plan(_by_a_hair(1e-9, need))
    assert check_plan(result.solved.incidence.network, result.certificate) == []
    assert result.cash == pytest.approx(12 * need * 1.1 / 3, rel=1e-6)
    assert result.hours == pytest.approx(12 * need * 0.1, rel=1e-6)


@pytest.mark.parametrize("difference", [1e-3, 1e-5, 1e-6])
def test_what_is_cheaper_by_more_than_rounding_is_taken_whatever_its_hours(difference):
    result = plan(_by_a_hair(difference, 1e3))
    assert check_plan(result.solved.incidence.network, result.certificate) == []
    assert result.cash == pytest.approx(12e3 * 1.1 * (1 / 3 - difference), rel=1e-9)
    assert result.hours == pytest.approx(12e3 * (0.1 + 1.1 / 7), rel=1e-9)


@pytest.mark.parametrize("interior_from", [0, 10**9])
def test_what_is_in_the_basis_has_no_dual(monkeypatch, interior_from):
    """That is how a stage knows what to hold: after a first solve, which presolve may have made smaller or an interior
    point method done, and after the next ones."""
    asked = []

    def hold(face, stage):
        basis, duals = face.lp.basis(), face.lp.duals()
        for kinds, own in zip((basis.row_status, basis.col_status), duals, strict=True):
            basic = np.array([kind == highspy.HighsBasisStatus.kBasic for kind in kinds])
            assert np.abs(own[basic]).max(initial=0.0) < 1e-10
            asked.append(int(basic.sum()))
        return holding(face, stage)

    holding = Face.hold
    monkeypatch.setattr(LinearProgram, "interior_from", interior_from)
    monkeypatch.setattr(Face, "hold", hold)
    program = _program()
    solve(program)
    assert asked and all(sum(pair) == program.rows for pair in zip(asked[::2], asked[1::2], strict=True))


def test_an_answer_stands_until_the_solver_moves_and_cannot_be_written_over():
    """Either of two columns may fill one row: the cheaper one does."""
    lp = LinearProgram(np.array([1.0, 2.0]), csc_array([[1.0, 1.0]]), [1.0], [np.inf], np.zeros(2), np.full(2, np.inf))
    lp.solve()
    first, told = lp.basis(), [lp.values().tolist()]
    lp.cost(np.array([2.0, 1.0]))
    assert lp.values().tolist() == told[0]
    lp.solve()
    told.append(lp.values().tolist())
    lp.start_from(first)
    lp.cost(np.array([1.0, 2.0]))
    lp.solve()
    told.append(lp.values().tolist())
    lp.add_column(0.5, 0.0, 1.0, [0], [1.0])
    lp.solve()
    told.append(lp.values().tolist())
    assert told == [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [0.0, 0.0, 1.0]]
    with pytest.raises(ValueError, match="read-only"):
        lp.values()[0] = 3.0
