"""A small town around one association of a kind, and flows that fit each action: the contract's proving ground."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from commonstead.core.flows.before import Before, Party, Rights, Spec
from commonstead.core.vocabulary.actions import ROUND_TRIPS, TRANSFERS, Action
from commonstead.core.vocabulary.flow import OUTSIDE, Flow
from commonstead.core.vocabulary.kind import Kind
from commonstead.core.vocabulary.modes import Mode
from commonstead.town.ledger import commands as ledger_commands
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import commands as people_commands
from commonstead.town.people import queries as people


class SmallTown:
    """A small town around one association of the kind, and flows that fit each action."""

    def __init__(self, kind: Kind):
        self.kind = kind
        self.steward = people_commands.add_person(name="Ana")
        self.neighbour = people_commands.add_person(name="Ben")
        if kind.nature == "household":
            self.ours = people_commands.add_household(name="Ours", kind=kind.slug, members=[self.steward])
        else:
            self.ours = people_commands.add_association(name="Ours", kind=kind.slug, founder=self.steward)
        ledger_commands.add_specification("apples", name="Apples", unit="kg")
        ledger_commands.add_specification("crate", name="Crate", unit="each")
        self.count = 0
        ledger_commands.record_event(self._flow(Action.RAISE, None, self.ours, self.ours, quantity=1_000_000))
        self.resource = next(view.id for view in ledger.resources_of(self.ours) if view.specification == "apples")
        self.crate = ledger_commands.add_resource(specification="crate", accountable=self.ours, ordinary=False)
        for action in ROUND_TRIPS:
            if (action, None) in kind.allowed:
                ledger_commands.record_event(self.flow(action, None))

    def flow(self, action: Action, mode: Mode | None, *, specification: str = "", effort: int = 200) -> Flow:
        """A plain flow of that action and mode which a kind that allows the pair has no reason to refuse.
        specification: apples, or what fits the action, unless another thing is asked for."""
        ours = self.ours
        if action is Action.WORK:
            return self._flow(action, None, self.steward, ours, effort=effort, specification=specification or "digging")
        if action is Action.DELIVER_SERVICE:
            return self._flow(action, mode, ours, self.neighbour, quantity=1000, specification=specification or "visit")
        if action in TRANSFERS:
            other = OUTSIDE if mode is Mode.SALE else self.neighbour
            return self._flow(action, mode, ours, other, quantity=1000, specification=specification or "apples")
        if specification:
            return self._flow(action, None, ours, ours, quantity=1000, specification=specification)
        named = (*ROUND_TRIPS, *ROUND_TRIPS.values(), Action.CITE, Action.COPY, Action.MOVE)
        resource = self.resource if action in named else ""
        into = self.crate if action is Action.COMBINE else ""
        place = "the shed" if action is Action.MOVE else ""
        return self._flow(action, None, ours, ours, quantity=1000, resource=resource, to_resource=into, location=place)

    def purchase(self, specification: str) -> Flow:
        """Something bought from outside."""
        return self._flow(Action.TRANSFER, Mode.SALE, OUTSIDE, self.ours, quantity=1000, specification=specification)

    def at_home(self, action: Action, *, specification: str) -> Flow:
        """Something that the steward does alone, in no book of this kind."""
        return self._flow(action, None, self.steward, self.steward, quantity=1000, specification=specification)

    def before(self, flow: Flow):
        """What stands before a flow, as far as a rule may need it."""
        def party(agent: str) -> Party:
            view = people.agent(agent)
            return Party(view.id, view.nature, view.kind, view.name)

        view = ledger.specification(flow.specification)
        return Before(
            now=timezone.now(), provider=party(flow.provider), receiver=party(flow.receiver),
            booker=party(self.steward),
            rights=Rights(fully=frozenset({self.steward, self.ours})),
            specification=Spec(view.id, view.name, ledger.units().get(view.unit), view.sort))

    def _flow(self, action, mode, provider, receiver, *, specification="apples", **rest) -> Flow:
        if ledger.specification(specification) is None:
            sort = {"digging": "work", "visit": "service"}.get(specification, "good")
            ledger_commands.add_specification(specification, name=specification.title(), unit="h", sort=sort)
        self.count += 1
        return Flow(action=action, mode=mode, provider=provider, receiver=receiver, specification=specification,
                    at=timezone.now() - timedelta(minutes=1), booked_by=self.steward,
                    idempotency_key=f"contract-{self.count}", **rest)
