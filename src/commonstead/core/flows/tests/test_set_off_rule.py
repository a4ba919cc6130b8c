"""A debt may be kept by setting it off, and only so: by its own two, in its own unit."""

from datetime import UTC, datetime

import pytest

from commonstead.core.flows.before import Before, Promised, Spec
from commonstead.core.flows.promise_rules import promise_fits
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.modes import Mode
from commonstead.core.vocabulary.units import UNITS


def asked(*, sort="setoff", unit="USD", promise_unit="USD", promise_sort="money", receiver="bo"):
    flow = Flow(Action.TRANSFER, "ana", receiver, "set", datetime(2026, 1, 1, tzinfo=UTC), "ana", "k", quantity=1,
                mode=Mode.ADMINISTRATIVE, fulfills="p")
    before = Before(now=flow.at, specification=Spec("set", "Set off", UNITS.get(unit), sort, "hub"),
                    commitment=Promised("p", "usd", "ana", "bo", promise_unit, promise_sort))
    return promise_fits(flow, before)


def test_setting_off_keeps_a_debt():
    assert asked() is None
    assert asked(promise_sort="credit") is None


@pytest.mark.parametrize("words", [
    {"sort": "credit"}, {"promise_unit": "EUR"}, {"promise_sort": "good"}, {"receiver": "eva"}])
def test_anything_else_does_not(words):
    assert asked(**words).clause == "ledger.promise_of_another"
