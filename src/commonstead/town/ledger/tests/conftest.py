"""A small town for the ledger's tests: Ana, Bo and Eva, a bakery that Ana keeps, flour and bread, a lathe."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

import pytest

from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.flow import Flow
from commonstead.core.vocabulary.kind import Kind, Role
from commonstead.core.vocabulary.modes import Mode
from commonstead.town import kinds
from commonstead.town.ledger import commands, queries
from commonstead.town.people import commands as people


@dataclass
class Town:
    """Agents by name, and the pen with what a test leaves out filled in."""

    ana: str
    bo: str
    eva: str
    bakery: str
    _keys: count = None

    def flow(self, action, provider, receiver, specification="flour", quantity=None, **words) -> Flow:
        """A flow booked by Ana, now, under a fresh key."""
        plain = {"at": datetime.now(UTC), "booked_by": self.ana, "idempotency_key": f"key {next(self._keys)}"}
        return Flow(Action(action), provider, receiver, specification, quantity=quantity, **(plain | words))

    def book(self, *args, **words):
        """Write such a flow."""
        return commands.record_event(self.flow(*args, **words))

    def give(self, provider, receiver, quantity, specification="flour", mode=Mode.GIFT, **words):
        """A transfer, written by its provider."""
        return self.book("transfer", provider, receiver, specification, quantity, mode=mode,
                         **({"booked_by": provider} | words))

    def has(self, agent, specification="flour") -> int:
        return queries.stock_of(agent, specification)

    def stock(self, agent, specification="flour"):
        """The agent's ordinary stock as a view."""
        return next(view for view in queries.resources_of(agent)
                    if view.specification == specification and view.ordinary)


@pytest.fixture
def town(db, monkeypatch) -> Town:
    plain = Kind("bakehouse", "Bakehouse", "", "", (Role("baker", "Baker", ("all",)), Role("member", "Member")),
                 frozenset((action, mode) for action in Action for mode in (None, *Mode)) - {
                     (Action.TRANSFER, Mode.CURRENCY)})
    monkeypatch.setattr(kinds, "_kinds", {"bakehouse": plain})
    ana, bo, eva = (people.add_person(name=name) for name in ("Ana", "Bo", "Eva"))
    bakery = people.add_association(name="Bakehouse", kind="bakehouse", founder=ana)
    people.join(bo, bakery)
    for id, name, unit, sort in (("flour", "Flour", "kg", "good"), ("bread", "Bread", "each", "good"),
                                 ("lathe", "Lathe", "each", "machine"), ("baking", "Baking", "h", "work"),
                                 ("haircut", "Haircut", "each", "service"), ("design", "Design", "each", "good"),
                                 ("crate", "Crate", "each", "good"), ("money", "Money", "EUR", "money")):
        commands.add_specification(id, name=name, unit=unit, sort=sort)
    return Town(ana, bo, eva, bakery, count(1))


@pytest.fixture
def later(town):
    """A flow again under another key."""
    return lambda flow: replace(flow, idempotency_key=f"later {flow.idempotency_key}")
