"""The town's journal as a ValueFlows document, for programs of other towns and for who leaves with their books.

Names of people and what they wrote are not in it: persons and households stand there by their random ids. The mode
of a transfer is ours, so it goes beside the standard's terms as `commonstead:mode`. A correction is written the way
the standard means it, as an event with the quantity turned and `corrects`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.units import UnitTable
from commonstead.town.ledger import queries as ledger
from commonstead.town.people import queries as people

from .document import OM2, VF, Context, Document

PREFIXES = {name: f"urn:commonstead:{name}:" for name in (
    "agent", "unit", "specification", "resource", "process", "event", "commitment", "intent", "agreement")}
CONTEXT = Context(VF, tuple(PREFIXES.items()), (
    {"@vocab": VF}, {**PREFIXES, "om2": OM2, "commonstead": "urn:commonstead:term:"}))
#: Our units that the Ontology of units of Measure knows, by its names.
_OM2_NAMES = {"each": "one", "kg": "kilogram", "g": "gram", "t": "tonne", "l": "litre", "ml": "millilitre",
              "m3": "cubicMetre", "m": "metre", "cm": "centimetre", "mm": "millimetre", "km": "kilometre",
              "m2": "squareMetre", "ha": "hectare", "h": "hour-Time", "min": "minute-Time", "day": "day",
              "kWh": "kilowattHour", "MJ": "megajoule"}


def journal(agent: str | None = None) -> Document:
    """Everything in the journal, or what stands in one agent's book."""
    writer = _Writer()
    events = [writer.event(view) for view in reversed(list(_every_event(agent)))]
    promises = [writer.commitment(view) for view in ledger.commitments(agent, open_only=False)]
    wishes = [writer.intent(view) for view in ledger.intents(open_only=False)] if agent is None else []
    holders = [agent] if agent else [view.id for view in people.agents(gone=True)]
    resources = [writer.resource(view) for holder in holders for view in ledger.resources_of(holder)]
    processes = [writer.process(id) for id in sorted(writer.processes)]
    agreements = [writer.agreement(id) for id in sorted(writer.agreements)]
    return Document(CONTEXT, (
        *writer.agents(), *writer.specifications(), *writer.units_used(), *agreements, *wishes, *promises, *processes,
        *events, *resources))


def _every_event(agent: str | None) -> Iterator:
    before = None
    while page := ledger.events(agent=agent, before=before, count=2000):
        yield from page
        before = page[-1].seq


class _Writer:
    """Turns the ledger's views into the vocabulary, and remembers what they refer to."""

    def __init__(self) -> None:
        self.units: UnitTable = ledger.units()
        self.things = {view.id: view for view in ledger.specifications()}
        self.seen: dict[str, set[str]] = {"agent": set(), "specification": set(), "unit": set()}
        self.processes: set[str] = set()
        self.agreements: set[str] = set()

    def event(self, view) -> vf.EconomicEvent:
        sign = -1 if view.corrects else 1
        return vf.EconomicEvent(
            id=f"event:{view.id}", **self._flow(view, sign), has_point_in_time=view.at, created=view.recorded,
            resource_inventoried_as=_link("resource", view.resource),
            to_resource_inventoried_as=_link("resource", view.to_resource),
            input_of=self._process(view.input_of), output_of=self._process(view.output_of),
            realization_of=self._agreement(view.agreement), fulfills=_links("commitment", view.fulfills),
            satisfies=_links("intent", view.satisfies), corrects=_link("event", view.corrects),
            state=view.state or None, extras=(*self._extras(view), *_places(view)))

    def commitment(self, view) -> vf.Commitment:
        return vf.Commitment(
            id=f"commitment:{view.id}", **self._flow(view), due=view.due, created=view.made, finished=view.finished,
            input_of=self._process(view.input_of), output_of=self._process(view.output_of),
            clause_of=self._agreement(view.agreement), satisfies=_links("intent", view.satisfies),
            extras=self._extras(view))

    def intent(self, view) -> vf.Intent:
        return vf.Intent(id=f"intent:{view.id}", **self._flow(view), due=view.due, finished=view.finished,
                         extras=self._extras(view))

    def resource(self, view) -> vf.EconomicResource:
        return vf.EconomicResource(
            id=f"resource:{view.id}", conforms_to=self._see("specification", view.specification),
            primary_accountable=self._see("agent", view.accountable), name=view.name or None,
            tracking_identifier=view.tracking_identifier or None, state=view.state or None,
            contained_in=_links("resource", view.contained_in),
            accounting_quantity=self._measure(view.accounting, view.unit),
            onhand_quantity=self._measure(view.onhand, view.unit), extras=_places(view))

    def process(self, id: str) -> vf.Process:
        view = ledger.process(id)
        return vf.Process(id=f"process:{id}", name=view.name or view.recipe or None,
                          in_scope_of=self._see("agent", view.doer), has_beginning=view.begun, has_end=view.finished,
                          finished=view.finished is not None)

    def agreement(self, id: str) -> vf.Agreement:
        return vf.Agreement(id=f"agreement:{id}", name=ledger.agreement(id).name or None)

    def agents(self) -> list[vf.Agent]:
        return [_agent(view) for view in people.agents(ids=self.seen["agent"], gone=True)] + (
            [vf.Agent(id="agent:outside", name="Outside")] if "outside" in self.seen["agent"] else [])

    def specifications(self) -> list[vf.ResourceSpecification]:
        views = [self.things[id] for id in sorted(self.seen["specification"])]
        return [vf.ResourceSpecification(
            id=f"specification:{view.id}", name=view.name, note=view.note or None,
            default_unit_of_resource=self._see("unit", view.unit),
            default_unit_of_effort=self._see("unit", "h") if view.sort in ("work", "machine") else None,
            medium_of_exchange=True if view.sort == "money" else None,
            resource_classified_as=tuple(word for word in (view.sort, view.need_class) if word)) for view in views]

    def units_used(self) -> list[vf.Unit]:
        units = [self.units.get(id) for id in sorted(self.seen["unit"])]
        return [vf.Unit(id=f"unit:{unit.id}", label=unit.id, symbol=unit.symbol,
                        om_unit_identifier=OM2 + _OM2_NAMES[unit.id] if unit.id in _OM2_NAMES else None)
                for unit in units]

    def _flow(self, view, sign: int = 1) -> dict:
        unit = self.things[view.specification].unit
        effort = None if view.effort is None else self._measure(sign * view.effort, "h")
        return {
            "action": view.action, "provider": self._see("agent", view.provider),
            "receiver": self._see("agent", view.receiver),
            "resource_conforms_to": self._see("specification", view.specification),
            "resource_quantity": None if view.quantity is None else self._measure(sign * view.quantity, unit),
            "effort_quantity": effort}

    def _measure(self, amount: int, unit: str) -> vf.Measure:
        value = self.units.to_decimal(amount, unit)
        return vf.Measure(has_unit=self._see("unit", unit), has_numerical_value=_short(value))

    def _see(self, prefix: str, id: str) -> str | None:
        if id:
            self.seen[prefix].add(id)
        return _link(prefix, id)

    def _process(self, id: str) -> str | None:
        self.processes |= {id} - {""}
        return _link("process", id)

    def _agreement(self, id: str) -> str | None:
        self.agreements |= {id} - {""}
        return _link("agreement", id)

    def _extras(self, view) -> tuple:
        return (("commonstead:mode", view.mode.value),) if view.mode else ()


def _agent(view) -> vf.Agent:
    if view.nature == "person":
        return vf.Person(id=f"agent:{view.id}")
    if view.nature == "household":
        return vf.Organization(id=f"agent:{view.id}", classified_as=("household",))
    return vf.Organization(id=f"agent:{view.id}", name=view.name, note=view.purpose or None,
                           classified_as=tuple(word for word in ("association", view.kind) if word))


def _link(prefix: str, id: str) -> str | None:
    return f"{prefix}:{id}" if id else None


def _links(prefix: str, *ids: str) -> Iterable[str]:
    return tuple(f"{prefix}:{id}" for id in ids if id)


def _places(view) -> tuple:
    """Stage and location are words of ours; the standard wants nodes for them, which we do not have."""
    return tuple((f"commonstead:{name}", getattr(view, name)) for name in ("stage", "location") if getattr(view, name))


def _short(value: Decimal) -> Decimal:
    """Without the zeros at the end that only say how many decimals the journal keeps."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
