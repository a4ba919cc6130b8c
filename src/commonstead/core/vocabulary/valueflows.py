"""The nouns of ValueFlows 1.0 as frozen values, for exchanging files with other programs.

The town's own ledger keeps its models; these classes are what a ValueFlows file says, term by term. Names of
classes are the standard's, names of fields are its properties in Python's spelling (`resource_conforms_to` is
`resourceConformsTo`). Nothing that a file says is dropped: what a class does not know stands in `extras`, a
property without a value in `blanks`, and another spelling of a known property in `spellings`.

Source: the ontology's release 1.0.0 (classes, properties and their domains). `AgentRelationship`,
`AgentRelationshipRole`, `Scenario` and a process's `hasDuration` are not in that release; files use them, so
they are here too.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache

from .actions import Action


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Anything a file speaks of. id: as the file writes it, "" where it has none.
    spellings: (field, term) where the file uses another spelling than the standard's.
    extras: (term, value) that this class does not know.  blanks: terms written without a value.
    line: where it stands in its file, 0 where unknown; not part of what is said."""

    id: str = ""
    spellings: tuple[tuple[str, str], ...] = ()
    extras: tuple[tuple[str, object], ...] = ()
    blanks: tuple[str, ...] = ()
    line: int = dataclasses.field(default=0, compare=False)


@dataclass(frozen=True, kw_only=True)
class Reference(Thing):
    """A node that only points elsewhere by its id."""


@dataclass(frozen=True, kw_only=True)
class Unknown(Thing):
    """A node of a type that ValueFlows does not have, or of none. All it says stands in `extras`."""

    type: str = ""


@dataclass(frozen=True, kw_only=True)
class Measure(Thing):
    """A number with its unit."""

    has_unit: Link = None
    has_numerical_value: Number = None


@dataclass(frozen=True, kw_only=True)
class Duration(Thing):
    """A stretch of time in the spelling of OWL-Time, which older files use for `hasDuration`."""

    unit_type: Link = None
    numeric_duration: Number = None


@dataclass(frozen=True, kw_only=True)
class Named(Thing):
    name: Text = None
    note: Text = None


@dataclass(frozen=True, kw_only=True)
class Agent(Named):
    image: Text = None
    primary_location: Link = None


@dataclass(frozen=True, kw_only=True)
class Person(Agent):
    pass


@dataclass(frozen=True, kw_only=True)
class Organization(Agent):
    classified_as: Texts = ()


@dataclass(frozen=True, kw_only=True)
class EcologicalAgent(Organization):
    pass


@dataclass(frozen=True, kw_only=True)
class AgentRelationshipRole(Thing):
    role_label: Text = None
    inverse_role_label: Text = None
    note: Text = None


@dataclass(frozen=True, kw_only=True)
class AgentRelationship(Thing):
    subject: Link = None
    relationship: Link = None
    object: Link = None
    in_scope_of: Link = None
    note: Text = None


@dataclass(frozen=True, kw_only=True)
class SpatialThing(Named):
    long: Number = None
    lat: Number = None
    alt: Number = None
    mappable_address: Text = None
    has_detailed_geometry: Link = None


@dataclass(frozen=True, kw_only=True)
class Unit(Thing):
    label: Text = None
    symbol: Text = None
    om_unit_identifier: Text = None
    classified_as: Texts = ()


@dataclass(frozen=True, kw_only=True)
class ResourceSpecification(Named):
    image: Text = None
    image_list: Text = None
    resource_classified_as: Texts = ()
    default_unit_of_resource: Link = None
    default_unit_of_effort: Link = None
    substitutable: Flag = None
    medium_of_exchange: Flag = None


@dataclass(frozen=True, kw_only=True)
class ProcessSpecification(Named):
    image: Text = None


@dataclass(frozen=True, kw_only=True)
class BatchLotRecord(Thing):
    batch_lot_code: Text = None
    expiration_date: Moment = None


@dataclass(frozen=True, kw_only=True)
class EconomicResource(Named):
    image: Text = None
    image_list: Text = None
    conforms_to: Link = None
    classified_as: Texts = ()
    tracking_identifier: Text = None
    primary_accountable: Link = None
    accounting_quantity: Amount = None
    onhand_quantity: Amount = None
    unit_of_effort: Link = None
    stage: Link = None
    state: Text = None
    current_location: Link = None
    current_virtual_location: Text = None
    current_currency_location: Text = None
    contained_in: Links = ()
    contains: Links = ()
    of_batch_lot: Link = None


@dataclass(frozen=True, kw_only=True)
class Flowing(Thing):
    """What recipe flows, intents, commitments, events and claims have in common."""

    action: Verb = None
    resource_conforms_to: Link = None
    resource_classified_as: Texts = ()
    resource_quantity: Amount = None
    effort_quantity: Amount = None
    note: Text = None


@dataclass(frozen=True, kw_only=True)
class RecipeFlow(Flowing):
    recipe_input_of: Link = None
    recipe_output_of: Link = None
    recipe_clause_of: Link = None
    recipe_reciprocal_clause_of: Link = None
    stage: Link = None
    state: Text = None


@dataclass(frozen=True, kw_only=True)
class Scheduled(Flowing):
    """Flows between a provider and a receiver, at a time."""

    provider: Link = None
    receiver: Link = None
    resource_inventoried_as: Link = None
    has_beginning: Moment = None
    has_end: Moment = None
    has_point_in_time: Moment = None
    input_of: Link = None
    output_of: Link = None
    stage: Link = None
    state: Text = None


@dataclass(frozen=True, kw_only=True)
class Intent(Scheduled):
    name: Text = None
    image: Text = None
    image_list: Text = None
    available_quantity: Amount = None
    minimum_quantity: Amount = None
    due: Moment = None
    finished: Flag = None
    planned_within: Link = None


@dataclass(frozen=True, kw_only=True)
class Commitment(Scheduled):
    due: Moment = None
    created: Moment = None
    finished: Flag = None
    planned_within: Link = None
    independent_demand_of: Link = None
    clause_of: Link = None
    reciprocal_clause_of: Link = None
    satisfies: Links = ()


@dataclass(frozen=True, kw_only=True)
class EconomicEvent(Scheduled):
    image: Text = None
    created: Moment = None
    to_resource_inventoried_as: Link = None
    to_location: Link = None
    realization_of: Link = None
    reciprocal_realization_of: Link = None
    fulfills: Links = ()
    satisfies: Links = ()
    settles: Links = ()
    corrects: Link = None


@dataclass(frozen=True, kw_only=True)
class Claim(Flowing):
    provider: Link = None
    receiver: Link = None
    due: Moment = None
    created: Moment = None
    finished: Flag = None
    triggered_by: Link = None


@dataclass(frozen=True, kw_only=True)
class RecipeProcess(Named):
    image: Text = None
    process_conforms_to: Link = None
    process_classified_as: Texts = ()
    has_duration: Amount = None
    has_recipe_input: Links = ()
    has_recipe_output: Links = ()


@dataclass(frozen=True, kw_only=True)
class RecipeExchange(Named):
    recipe_stipulates: Links = ()
    recipe_stipulates_reciprocal: Links = ()


@dataclass(frozen=True, kw_only=True)
class Recipe(Named):
    primary_output: Link = None
    recipe_includes: Links = ()


@dataclass(frozen=True, kw_only=True)
class Process(Named):
    based_on: Link = None
    classified_as: Texts = ()
    in_scope_of: Link = None
    planned_within: Link = None
    has_duration: Amount = None
    has_beginning: Moment = None
    has_end: Moment = None
    finished: Flag = None
    has_input: Links = ()
    has_output: Links = ()


@dataclass(frozen=True, kw_only=True)
class Plan(Named):
    due: Moment = None
    created: Moment = None
    plan_includes: Links = ()
    has_independent_demand: Links = ()


@dataclass(frozen=True, kw_only=True)
class Scenario(Named):
    has_beginning: Moment = None
    has_end: Moment = None


@dataclass(frozen=True, kw_only=True)
class Agreement(Named):
    created: Moment = None
    stipulates: Links = ()
    stipulates_reciprocal: Links = ()
    realizes: Links = ()
    realizes_reciprocal: Links = ()
    bundled_in: Link = None


@dataclass(frozen=True, kw_only=True)
class AgreementBundle(Named):
    created: Moment = None
    bundles: Links = ()


@dataclass(frozen=True, kw_only=True)
class Proposal(Named):
    purpose: Text = None
    has_beginning: Moment = None
    has_end: Moment = None
    created: Moment = None
    unit_based: Flag = None
    eligible_location: Link = None
    publishes: Links = ()
    reciprocal: Links = ()
    proposed_to: Links = ()
    listed_in: Links = ()


@dataclass(frozen=True, kw_only=True)
class ProposalList(Named):
    created: Moment = None
    lists: Links = ()
    proposed_to: Links = ()


#: What may stand in a property. Read from the annotations above, so the classes stay the one source.
Text = str | None
Texts = tuple[str, ...]
Link = str | Thing | None
Links = tuple[str | Thing, ...]
Moment = datetime | None
Number = Decimal | None
Flag = bool | None
Amount = Measure | Duration | None
Verb = Action | str | None
RANGES = ("Text", "Texts", "Link", "Links", "Moment", "Number", "Flag", "Amount", "Verb")

CLASSES: dict[str, type[Thing]] = {
    cls.__name__: cls
    for cls in (
        Agent, Person, Organization, EcologicalAgent, AgentRelationshipRole, AgentRelationship, SpatialThing, Unit,
        Measure, Duration, ResourceSpecification, ProcessSpecification, BatchLotRecord, EconomicResource, RecipeFlow,
        RecipeProcess, RecipeExchange, Recipe, Process, EconomicEvent, Intent, Commitment, Claim, Agreement,
        AgreementBundle, Plan, Scenario, Proposal, ProposalList,
    )
}


def term_of(field_name: str) -> str:
    """`resource_conforms_to` as the standard writes it: `resourceConformsTo`."""
    first, *rest = field_name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def properties(cls: type[Thing]) -> dict[str, tuple[str, str]]:
    """The properties that a class knows: the standard's term -> (field, range as annotated)."""
    return {term_of(field.name): (field.name, field.type) for field in dataclasses.fields(cls) if field.type in RANGES}
