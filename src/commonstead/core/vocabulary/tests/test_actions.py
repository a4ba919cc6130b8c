"""The action table, held against the release of ValueFlows 1.0.0 row by row.

The rows are typed here a second time from the ontology file (named individuals of vf:Action): inputOutput,
createResource, eventQuantity, accounting, onhand, location, contained, stage, state. "-" is notApplicable.
"""

import pytest

from commonstead.core.vocabulary.actions import DEFINITIONS, ROUND_TRIPS, TRANSFERS, Action, Effect, Update

RELEASE = """
accept            input       -           resource  -                   decrement           update    -       -       update
combine           input       -           resource  -                   decrement           -         update  -       update
consume           input       -           resource  decrement           decrement           -         -       -       update
cite              input       -           resource  -                   -                   -         -       -       update
copy              -           optionalTo  resource  incrementTo         incrementTo         new       -       -       updateTo
deliverService    outputInput -           resource  -                   -                   -         -       -       -
dropoff           output      -           resource  -                   increment           update    -       update  update
lower             -           optional    resource  decrement           decrement           -         -       -       update
modify            output      -           resource  -                   increment           update    -       update  update
move              -           optionalTo  resource  decrementIncrement  decrementIncrement  updateTo  -       -       updateTo
pickup            input       -           resource  -                   decrement           update    -       -       update
produce           output      optional    resource  increment           increment           new       -       update  update
raise             -           optional    resource  increment           increment           -         -       -       update
separate          output      -           resource  -                   increment           -         remove  update  update
transferAllRights -           optionalTo  resource  decrementIncrement  -                   -         -       -       updateTo
transfer          -           optionalTo  resource  decrementIncrement  decrementIncrement  updateTo  -       -       updateTo
transferCustody   -           optionalTo  resource  -                   decrementIncrement  updateTo  -       -       updateTo
use               input       -           both      -                   -                   -         -       -       update
work              input       -           effort    -                   -                   -         -       -       -
"""  # noqa: E501 - a table reads better whole
ROWS = [line.split() for line in RELEASE.strip().splitlines()]
SIDES = {"input": "input", "output": "output", "outputInput": "both", "-": "none"}


def test_there_are_nineteen():
    assert {row[0] for row in ROWS} == {str(action) for action in Action} == {str(action) for action in DEFINITIONS}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_is_as_released(row):
    name, side, creates, quantity, accounting, onhand, location, contained, stage, state = row
    definition = DEFINITIONS[Action(name)]
    assert definition.side == SIDES[side] and definition.quantity == quantity
    assert (definition.accounting, definition.onhand) == tuple(
        Effect.NONE if word == "-" else Effect(word) for word in (accounting, onhand))
    assert (definition.location, definition.contained, definition.stage, definition.state) == tuple(
        Update.NONE if word == "-" else Update(word) for word in (location, contained, stage, state))
    # Lowering a stock that is not there makes no sense in books that keep floors, so here it creates none.
    assert definition.creates == (creates != "-" and name != "lower")


def test_what_goes_into_a_process_comes_back_by_its_partner():
    for there, back in ROUND_TRIPS.items():
        assert DEFINITIONS[there].onhand is Effect.DECREMENT and DEFINITIONS[back].onhand is Effect.INCREMENT
    assert {action: definition.pairs_with for action, definition in DEFINITIONS.items() if definition.pairs_with} == {
        Action.ACCEPT: Action.MODIFY, Action.MODIFY: Action.ACCEPT, Action.PICKUP: Action.DROPOFF,
        Action.DROPOFF: Action.PICKUP}


def test_what_changes_hands_says_its_mode():
    assert {action for action in Action if DEFINITIONS[action].is_transfer} == TRANSFERS
