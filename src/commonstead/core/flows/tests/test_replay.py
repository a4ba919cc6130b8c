"""The auditor agrees with the action table where both are right, and says where they differ."""

import json
from datetime import UTC, datetime

import pytest

from commonstead.core.flows import chain
from commonstead.core.flows.before import Past, Stock
from commonstead.core.flows.effects import effects, reversal
from commonstead.core.flows.replay import Auditor, effects_of
from commonstead.core.vocabulary.actions import DEFINITIONS, Action, Effect
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.units import UNITS

AT = datetime(2026, 1, 1, tzinfo=UTC)
ONE = Stock("one", "flour", "ana", accounting=100, onhand=100, away=100)
OTHER = Stock("other", "flour", "bo", accounting=100, onhand=100)


def record(action, changes, corrects="", one="one", other="other") -> dict:
    flow = Flow(action, "ana", "bo", "flour", AT, "ana", "key", quantity=7, resource=one, to_resource=other,
                corrects=corrects)
    return json.loads(chain.body(event_id=f"{action} {corrects}", flow=flow, unit=UNITS.get("kg"), recorded=AT,
                                 changes=changes, request="", texts=""))


def changes_of(action, first=ONE, second=OTHER):
    flow = Flow(action, "ana", "bo", "flour", AT, "ana", "key", quantity=7, resource="one", to_resource="other",
                mode=Mode.GIFT)
    definition = DEFINITIONS[action]
    two = {Effect.DECREMENT_INCREMENT, Effect.INCREMENT_TO} & {definition.accounting, definition.onhand}
    none = action in (Action.WORK, Action.DELIVER_SERVICE)
    return effects(flow, None if none else first, second if two else None), "other" if two else ""


@pytest.mark.parametrize("action", Action)
def test_the_auditors_own_list_agrees_with_the_table(action):
    changes, other = changes_of(action)
    written = record(action, changes, other=other)
    assert Auditor().take(written) == []
    assert sorted(effects_of(written)) == sorted(
        (change.resource, change.accounting, change.onhand, change.away) for change in changes)


@pytest.mark.parametrize("action", [action for action in Action if action not in (Action.WORK, Action.DELIVER_SERVICE)])
def test_a_reversal_leaves_the_auditor_with_nothing(action):
    auditor = Auditor()
    changes, other = changes_of(action)
    auditor.take(record(action, changes, other=other))
    back = reversal(Past("x", "", False, changes), {"one": ONE, "other": OTHER})
    assert auditor.take(record(action, back, corrects=f"{action} ", other=other)) == []
    assert all((stock.accounting, stock.onhand, stock.away) == (0, 0, 0) for stock in auditor.stocks.values())
    again = auditor.take(record(action, back, corrects=f"{action} ", other=other))
    assert [wrong.clause for wrong in again] == ["verify.twice"]
    of_reversal = auditor.take(record(action, back, corrects=f"{action} {action} ", other=other))
    assert [wrong.clause for wrong in of_reversal] == ["verify.of_reversal"]


def test_a_wrong_effect_is_said():
    changes, other = changes_of(Action.TRANSFER)
    (wrong,) = Auditor().take(record(Action.TRANSFER, changes[:1], other=other))
    assert wrong.clause == "verify.effects" and "other by 7" in wrong.reason
    (unknown,) = Auditor().take(record("conjure", changes, other=other))
    assert "unknown action" in unknown.reason


def test_a_property_that_was_something_else_is_said():
    auditor = Auditor()
    auditor.take(record(Action.CITE, [], one="") | {"changes": [["one", 0, 0, 0, [["state", "", "worn"]]]],
                                                   "resource": "one"})
    (wrong,) = auditor.take(record(Action.CITE, []) | {"changes": [["one", 0, 0, 0, [["state", "new", "old"]]]]})
    assert wrong.clause == "verify.property" and "“worn”, not “new”" in wrong.reason


def test_the_outside_keeps_no_stock():
    flow = Flow(Action.TRANSFER, OUTSIDE, "bo", "flour", AT, "bo", "key", quantity=7, mode=Mode.SALE)
    (change,) = effects(flow, None, OTHER)
    assert (change.resource, change.accounting) == ("other", 7)
    assert Auditor().take(record(Action.TRANSFER, [change], one="")) == []
