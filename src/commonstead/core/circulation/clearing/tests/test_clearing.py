import random
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import coo_array

from commonstead.core.circulation.clearing import Debt, Debts, check, clear
from commonstead.core.vocabulary.refusal import Refused

from .networks import ages, best_by_trying, network, reached


def test_a_circle_falls_by_its_smallest_debt():
    found = clear([Debt("1", "ana", "bruno", 10), Debt("2", "bruno", "clara", 7), Debt("3", "clara", "ana", 12)])
    assert found.fallen.tolist() == [7, 7, 7]
    assert (found.gross, found.cleared, found.net_internal_debt, found.credit_drawn) == (29, 21, 5, 0)
    assert check(found.debts, found) == []


def test_credit_closes_a_chain_and_no_more_of_it_is_drawn_than_needed():
    chain = [Debt("1", "ana", "bruno", 10), Debt("2", "bruno", "clara", 10)]
    assert clear(chain).cleared == 0
    found = clear(chain, {"ana": (8, 0), "bruno": (5, 5), "clara": (0, 20)})
    # 8 from Ana to Clara through both debts; the last 2 of Ana's cannot, and Bruno can draw for 2 of his own
    assert found.cleared == 18 and found.credit_drawn == 10
    assert dict(zip(found.debts.members, found.credit.tolist(), strict=True)) == {"ana": -8, "bruno": -2, "clara": 10}
    assert check(found.debts, found, {"ana": (8, 0), "bruno": (5, 5), "clara": (0, 20)}) == []
    assert check(found.debts, found)  # without the room it does not hold


def test_each_member_sees_what_fell_and_keeps_their_position():
    debts, room = network(7, debts=20)
    found = clear(debts, room)
    assert found.credit_drawn
    for name in found.debts.members:
        seen = found.of(name)
        assert seen.net_after == seen.net_before
        assert seen.claims_fallen - seen.debts_fallen == seen.credit
        assert {debts[at].debtor for at in seen.debt_places} <= {name}
        assert sum(debts[at].amount for at in seen.claim_places) == seen.claims
    assert found.of("nobody") is None


def test_within_a_pair_the_oldest_falls_first_then_the_first_id():
    debts = [Debt("b", "ana", "bruno", 5, 20), Debt("c", "ana", "bruno", 5), Debt("a", "ana", "bruno", 5, 20),
             Debt("d", "ana", "bruno", 5, 10), Debt("e", "bruno", "ana", 12, 30)]
    assert clear(debts).fallen.tolist() == [2, 0, 5, 5, 12]


def test_among_equal_ways_the_oldest_debts_fall():
    """Ana can go round with Bruno or with Clara; Clara's debt to her is older."""
    debts = [Debt("1", "ana", "bruno", 5, 50), Debt("2", "bruno", "dina", 5, 50), Debt("3", "dina", "ana", 5, 50),
             Debt("4", "ana", "clara", 5, 50), Debt("5", "clara", "dina", 5, 40)]
    assert clear(debts).fallen.tolist() == [0, 0, 5, 5, 5]
    debts[1] = replace(debts[1], date=30)
    assert clear(debts).fallen.tolist() == [5, 5, 5, 0, 0]


@pytest.mark.parametrize("seed", range(150))
def test_it_is_the_best_of_all_ways(seed):
    debts, room = network(seed, members=4, debts=6, most=3)
    for limits in ({}, room):
        found = clear(debts, limits)
        assert reached(debts, found) == best_by_trying(debts, limits)
        assert check(found.debts, found, limits) == []


def _by_lp(debts, room):
    """The same three by linear programmes, one after the other, each with the aims before it held."""
    names = sorted({debt.debtor for debt in debts} | {debt.creditor for debt in debts})
    place = {name: at for at, name in enumerate(names)}
    m, n = len(debts), len(names)
    entries = [(place[debt.debtor], e, 1) for e, debt in enumerate(debts)]
    entries += [(place[debt.creditor], e, -1) for e, debt in enumerate(debts)]
    entries += [(at, m + at, -1) for at in range(n)] + [(at, m + n + at, 1) for at in range(n)]
    rows, columns, values = zip(*entries, strict=True)
    matrix = coo_array((values, (rows, columns)), shape=(n, m + 2 * n)).tocsr()
    bounds = [(0, debt.amount) for debt in debts]
    bounds += [(0, room.get(name, (0, 0))[side]) for side in (0, 1) for name in names]
    aims = [np.concatenate(aim) for aim in (
        (np.ones(m), np.zeros(2 * n)), (np.zeros(m), -np.ones(n), np.zeros(n)), (ages(debts), np.zeros(2 * n)))]
    held, kept, best = [], [], []
    for aim in aims:
        done = linprog(-aim, A_eq=matrix, b_eq=np.zeros(n), bounds=bounds, A_ub=np.array(held) if held else None,
                       b_ub=kept or None)
        assert done.status == 0
        best.append(round(-done.fun))
        assert abs(-done.fun - best[-1]) < 1e-6  # totally unimodular: the optimum is whole
        held.append(-aim)
        kept.append(-best[-1] + 1e-9)
    return tuple(best)


@pytest.mark.parametrize("hundred", range(10))
def test_it_equals_linear_programmes_on_a_thousand_networks(hundred):
    for seed in range(100 * hundred, 100 * hundred + 100):
        debts, room = network(seed, members=4 + seed % 9, debts=8 + seed % 30, most=30, days=9)
        limits = room if seed % 2 else {}
        assert reached(debts, clear(debts, limits)) == _by_lp(debts, limits), seed


@pytest.mark.parametrize("seed", range(20))
def test_the_order_of_lines_makes_no_difference(seed):
    debts, room = network(seed, members=12, debts=60)
    first = clear(debts, room)
    by_id = dict(zip((debt.id for debt in debts), first.fallen.tolist(), strict=True))
    for again in range(5):
        shuffled = random.Random(again).sample(debts, len(debts))
        found = clear(shuffled, dict(reversed(room.items())))
        assert {debt.id: int(amount) for debt, amount in zip(shuffled, found.fallen, strict=True)} == by_id
        assert found.proof.price.tolist() == first.proof.price.tolist()
        assert found.credit.tolist() == first.credit.tolist()


@pytest.mark.parametrize("seed", range(20))
def test_an_answer_that_was_changed_is_refused(seed):
    debts, room = network(seed, members=8, debts=40)
    found, chance = clear(debts, room), random.Random(seed)
    assert found.cleared and check(found.debts, found, room) == []
    for figure in ("gross", "cleared", "net_internal_debt", "credit_drawn", "members", "debts"):
        document = found.document()
        document[figure] += 1
        assert check(debts, document, room)
    for _ in range(20):
        document = found.document()
        document["fallen"][chance.randrange(len(debts))] += chance.choice((-1, 1))
        assert check(debts, document, room)
    for name in ("debts_fallen", "claims_fallen", "credit"):
        document = found.document()
        document["by_member"][name][chance.randrange(len(found.debts.members))] += 1
        assert check(debts, document, room)


@pytest.mark.parametrize("seed", range(20))
def test_a_possible_answer_that_is_not_the_best_is_refused(seed):
    """Nothing falls at all: everything holds, and no prices can prove it."""
    debts, room = network(seed, members=8, debts=40)
    best, chance = clear(debts, room), random.Random(seed)
    assert best.cleared
    nothing = replace(best, fallen=best.fallen * 0, credit=best.credit * 0)
    assert any("nothing more can fall" in fault for fault in check(best.debts, nothing, room))
    for _ in range(20):
        made_up = np.array([chance.randint(-5, 5) for _ in best.credit])
        assert check(best.debts, replace(nothing, proof=replace(best.proof, price=made_up)), room)


def test_more_credit_than_needed_and_newer_debts_first_are_refused():
    circle = [Debt("1", "ana", "bruno", 5, 2), Debt("2", "bruno", "ana", 5, 2)]
    room = {"ana": (9, 9), "bruno": (9, 9)}
    chain = clear([*circle, Debt("3", "ana", "bruno", 3, 1)], room)
    assert chain.credit_drawn == 3 and chain.cleared == 13
    fewer = {"ana": (2, 0), "bruno": (0, 2)}
    found = clear(chain.debts, fewer)
    assert found.fallen.tolist() == [4, 5, 3] and check(found.debts, found, fewer) == []
    newest = replace(found, fallen=np.array([5, 5, 2]))
    assert any("by age" in fault for fault in check(found.debts, newest, fewer))


def test_a_document_that_is_none_is_told():
    found = clear([Debt("1", "ana", "bruno", 5)])
    whole = found.document()
    for wrong in ({}, {**whole, "format": "other"}, {**whole, "fallen": [0.5]}, {**whole, "fallen": [1, 2]},
                  {**whole, "fallen": [10**30]}, {**whole, "proof": {"price": [0, 0]}}, {**whole, "by_member": 3},
                  {**whole, "fallen": ["1"]}, {**whole, "fallen": [True]}):
        assert "cannot be read" in check(found.debts, wrong)[0]


@pytest.mark.parametrize("debts, clause", [
    ([Debt("1", "ana", "ana", 5)], "self_debt"),
    ([Debt("1", "ana", "bruno", 0)], "amount"),
    ([Debt("1", "ana", "bruno", -5)], "amount"),
    ([Debt("1", "ana", "bruno", 2.5)], "amount"),
    ([Debt("1", "ana", "bruno", 2), Debt("1", "bruno", "ana", 2)], "same_id"),
    ([Debt("1", "ana", "bruno", 10**15)], "too_much"),
])
def test_debts_that_cannot_be_are_refused(debts, clause):
    with pytest.raises(Refused) as refused:
        clear(debts)
    assert refused.value.refusals[0].clause == f"clearing.{clause}"


def test_room_below_nothing_is_refused_and_nothing_at_all_is_answered():
    with pytest.raises(Refused):
        clear([Debt("1", "ana", "bruno", 5)], {"ana": (-1, 0)})
    found = clear([])
    assert (found.gross, found.cleared, found.debts.members) == (0, 0, ()) and check([], found) == []


def test_the_largest_amounts_are_exact():
    large = 10**14 + 1
    debts = [Debt("1", "ana", "bruno", large, 1), Debt("2", "bruno", "clara", large + 1, 700_000),
             Debt("3", "clara", "ana", large + 2, 800_000)]
    found = clear(Debts.of(debts), {"clara": (1, 0), "bruno": (0, 1)})
    assert found.cleared == 3 * large and check(debts, found, {"clara": (1, 0), "bruno": (0, 1)}) == []


def test_prices_of_long_rings_and_chains_hold():
    """Where everybody owes just the next, each price rests on all before it."""
    names = [f"m{number:04}" for number in range(600)]
    ring = [Debt(str(at), names[at], names[(at + 1) % 600], 10 + at % 7, at % 11) for at in range(600)]
    found = clear(ring)
    assert found.cleared == 600 * 10 and check(found.debts, found) == []
    found = clear(ring[:-1])
    assert found.cleared == 0 and check(found.debts, found) == []


def test_a_solver_that_is_wrong_does_not_pass(monkeypatch):
    """Where something on a circle was left standing there are no prices, and no answer."""
    from commonstead.core.circulation.clearing import run

    monkeypatch.setattr(run, "circulate", lambda nodes, tail, head, most, gain: most * 0)
    with pytest.raises(ArithmeticError):
        clear([Debt("1", "ana", "bruno", 5), Debt("2", "bruno", "ana", 5)])


def test_room_without_end_does_not_overflow():
    names = [f"m{number:05}" for number in range(12_000)]
    debts = Debts.of(Debt("", names[at], names[at + 1], 7, at % 5) for at in range(11_999))
    room = dict.fromkeys(names, (10**15, 10**18))
    found = clear(debts, room)
    assert (found.cleared, found.credit_drawn) == (7 * 11_999, 7) and check(debts, found, room) == []


@pytest.mark.parametrize("seed", range(40))
def test_another_best_answer_by_younger_debts_is_refused(seed):
    debts, room = network(seed, members=6, debts=40, most=5)
    best = clear(debts, room)
    undated = clear([replace(debt, date=None) for debt in debts], room)
    other = replace(best, fallen=undated.fallen, credit=undated.credit)
    older = reached(debts, best)[2] > reached(debts, other)[2]
    assert reached(debts, best)[:2] == reached(debts, other)[:2]
    assert bool(check(best.debts, other, room)) == older


def test_highs_and_ortools_live_in_one_process():
    """Some versions of the two cannot be imported together, in either order."""
    import highspy
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arc_with_capacity_and_unit_cost(0, 1, 3, -1)
    solver.add_arc_with_capacity_and_unit_cost(1, 0, 2, 0)
    assert solver.solve() == solver.OPTIMAL and solver.flow(0) == 2
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    column = model.addVariable(lb=0, ub=2, obj=-1)
    model.run()
    assert model.getSolution().col_value[column.index] == 2
