"""Which recipe processes of a ValueFlows file are one design: those that hand things on to each other.

Every process and every thing is looked at once, and joined sets are kept as a forest (union-find), so that the work
grows with the file and not with its square.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from commonstead.core.vocabulary import valueflows as vf

from ..valueflows.document import Document

TAKEN = frozenset({"consume", "accept", "pickup", "combine", "cite"})
GIVEN = frozenset({"produce", "modify", "dropoff", "separate"})
#: What a process takes or gives: (flow, whether it goes in).
Ends = Sequence[tuple[vf.RecipeFlow, bool]]


@dataclass
class Group:
    """Recipe processes that hand things on to each other."""

    processes: list[vf.RecipeProcess] = field(default_factory=list)
    flows: list[tuple[vf.RecipeFlow, bool]] = field(default_factory=list)  # (flow, whether it goes in)


def groups_of(processes: Sequence[vf.RecipeProcess], flows: Mapping[str, Ends]) -> list[Group]:
    """Processes joined by whatever some of them give and others take. flows: by the id of their process."""
    sets = _Joined(len(processes))
    ends: dict[str, tuple[list[int], list[int]]] = {}
    for place, process in enumerate(processes):
        for flow, goes_in in flows.get(process.id, ()):
            if moves(flow, goes_in):
                ends.setdefault(id_of(flow.resource_conforms_to), ([], []))[goes_in].append(place)
    for given, taken in ends.values():
        if given and taken:
            for place in (*given, *taken):
                sets.join(given[0], place)
    groups: dict[int, Group] = {}
    for place, process in enumerate(processes):
        group = groups.setdefault(sets.root(place), Group())
        group.processes.append(process)
        group.flows += flows.get(process.id, ())
    return list(groups.values())


class _Joined:
    """Sets of places that are joined two by two (union-find)."""

    def __init__(self, count: int):
        self.above = list(range(count))

    def root(self, place: int) -> int:
        while self.above[place] != place:
            self.above[place] = place = self.above[self.above[place]]
        return place

    def join(self, one: int, other: int) -> None:
        one, other = self.root(one), self.root(other)
        self.above[max(one, other)] = min(one, other)


def by_process(document: Document) -> dict[str, list[tuple[vf.RecipeFlow, bool]]]:
    """The flows of each process: first those that go in."""
    into: dict[str, list] = {}
    out: dict[str, list] = {}
    for node in document.nodes:
        if isinstance(node, vf.RecipeFlow):
            into.setdefault(id_of(node.recipe_input_of), []).append((node, True))
            out.setdefault(id_of(node.recipe_output_of), []).append((node, False))
    return {process: into.get(process, []) + out.get(process, []) for process in into.keys() | out.keys()}


def moves(flow: vf.RecipeFlow, goes_in: bool) -> bool:
    return verb_of(flow) in (TAKEN if goes_in else GIVEN)


def says_some(flow: vf.RecipeFlow) -> bool:
    """Whether it is more than nothing, as far as anybody said."""
    return not isinstance(flow.resource_quantity, vf.Measure) or flow.resource_quantity.has_numerical_value != 0


def verb_of(flow: vf.RecipeFlow) -> str:
    return str(getattr(flow.action, "value", flow.action))


def id_of(link) -> str:
    return link.id if isinstance(link, vf.Thing) else link or ""
