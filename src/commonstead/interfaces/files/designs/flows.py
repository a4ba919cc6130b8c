"""Designs as ValueFlows recipes, and the recipes of a ValueFlows file as designs.

A recipe process with its flows is a design: what is consumed are its parts, what is used its tools, work its skills,
what is produced what it makes. Processes that hand a thing on to each other are one design in several steps. The
standard has no word for a version, a licence or a status; those stand beside it as `commonstead:…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from commonstead.core.making import Design, Part, Sentence, Step, Tool, slug
from commonstead.core.making.checking import amount_wrong, possible, unit_unknown
from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop

from ..valueflows.document import Document
from .amounts import read_unit

_TAKEN = frozenset({"consume", "accept", "pickup", "combine", "cite"})
_GIVEN = frozenset({"produce", "modify", "dropoff", "separate"})
ASIDE = ("version", "licence", "status", "stage")


@dataclass
class _Group:
    """Recipe processes that hand things on to each other."""

    processes: list[vf.RecipeProcess] = field(default_factory=list)
    flows: list[tuple[vf.RecipeFlow, bool]] = field(default_factory=list)  # (flow, whether it goes in)


def designs_of(document: Document) -> tuple[tuple[Design, ...], tuple[Refusal, ...], tuple[Sentence, ...]]:
    """(designs, problems, remarks) of the recipes in a document."""
    reading = _Reading(document)
    repaired = tuple(
        Sentence("design.valueflows_notice", "{text}", {"text": notice.text}, line=notice.line)
        for notice in document.notices
        if notice.sort == "repaired"
    )
    return tuple(map(reading.design, reading.groups())), tuple(reading.problems), repaired


class _Reading:
    def __init__(self, document: Document):
        self.nodes = {node.id: node for node in document.nodes if node.id}
        self.flows = [node for node in document.nodes if isinstance(node, vf.RecipeFlow)]
        self.processes = [node for node in document.nodes if isinstance(node, vf.RecipeProcess)]
        self.problems: list[Refusal] = []

    def groups(self) -> list[_Group]:
        flows = {
            process.id: [(flow, True) for flow in self.flows if _id(flow.recipe_input_of) == process.id]
            + [(flow, False) for flow in self.flows if _id(flow.recipe_output_of) == process.id]
            for process in self.processes
        }
        groups: list[_Group] = []
        for process in self.processes:
            mine = {(_id(flow.resource_conforms_to)) for flow, goes_in in flows[process.id] if _moves(flow, goes_in)}
            near = [group for group in groups if mine & _handed_on(group, flows[process.id])]
            joined = _Group([process], list(flows[process.id]))
            for group in near:
                joined = _Group(group.processes + joined.processes, group.flows + joined.flows)
                groups.remove(group)
            groups.append(joined)
        return groups

    def design(self, group: _Group) -> Design:
        made, taken = {}, {}
        tools, skills = [], {}
        for flow, goes_in in group.flows:
            verb = _verb(flow)
            if goes_in and verb == "work":
                skill = slug(self.name(flow.resource_conforms_to)) or "work"
                skills[skill] = _sum(skills.get(skill, Decimal(0)), self.amount(flow.effort_quantity, flow)[0])
            elif goes_in and verb == "use":
                tools.append(
                    Tool(
                        self.name(flow.resource_conforms_to),
                        hours=self.amount(flow.effort_quantity, flow)[0],
                        note=flow.note or "",
                    )
                )
            elif (goes_in and verb in _TAKEN) or (not goes_in and verb in _GIVEN):
                side = taken if goes_in else made
                side.setdefault(_id(flow.resource_conforms_to), []).append(flow)
        produced, used = self._net(made, taken)
        head = group.processes[-1] if len(group.processes) == 1 else self._last(group)
        product = self.name(produced[0][0]) if produced else ""
        alone = len(group.processes) == 1
        name = self._recipe_name(group) or (head.name if alone else product or head.name) or product or "design"
        aside = {word: str(value) for word in ASIDE for term, value in head.extras if term == f"commonstead:{word}"}
        return Design(
            id=slug(next((str(value) for term, value in head.extras if term == "commonstead:design"), "") or name),
            name=name,
            purpose=head.note or "",
            version=aside.get("version", ""),
            licence=aside.get("licence", ""),
            status=aside.get("status", ""),
            stage=aside.get("stage", ""),
            makes={self._product(thing): amount for thing, amount, _ in produced},
            makes_units={self._product(thing): unit for thing, _, unit in produced if unit},
            parts=tuple(used),
            tools=tuple(tools),
            skills=skills,
            steps=tuple(
                Step(process.name or "", process.note or "" if len(group.processes) > 1 else "")
                for process in self._in_order(group)
            )
            if len(group.processes) > 1
            else (),
            days=self._days(group),
        )

    def _net(self, made: Mapping, taken: Mapping) -> tuple[list, list[Part]]:
        """What comes out of the group as a whole, and what goes into it. A thing handed on inside is neither; one that
        a process takes and gives back grown (a starter) is both."""
        produced, used = [], []
        for thing in dict.fromkeys((*made, *taken)):
            out, into = list(made.get(thing, ())), list(taken.get(thing, ()))
            if any(_verb(flow) == "produce" for flow in out):  # changes of stage of what is made here are inside
                out = [flow for flow in out if _verb(flow) not in ("modify", "dropoff")]
                into = [flow for flow in into if _verb(flow) not in ("accept", "pickup")]
            given, unit = self._total(out)
            wanted, own = self._total(into)
            more = None if given is None or wanted is None else given - wanted
            inside = bool(out and into) and not self._one_process(out, into)
            if out and (not inside or more is None or more > 0) and given != 0:
                produced.append((thing, more if inside else given, unit))
            if into and (not inside or more is None or more < 0) and wanted != 0:
                used.append(self._part(thing, into, -more if inside and more is not None else wanted, own))
        return produced, used

    def _one_process(self, out: list, into: list) -> bool:
        return bool({_id(flow.recipe_input_of) for flow in into} & {_id(flow.recipe_output_of) for flow in out})

    def _part(self, thing: str, flows: list, amount, unit: str) -> Part:
        flow = flows[0]
        design = next((str(value) for term, value in flow.extras if term == "commonstead:design"), None)
        return Part(
            self.name(thing),
            good=self._good(thing),
            quantity=amount,
            unit=unit,
            design=design,
            note=flow.note or "",
            line=flow.line,
        )

    def _product(self, thing: str) -> str:
        return self._good(thing) or slug(self.name(thing))

    def _good(self, thing: str) -> str:
        return thing.removeprefix("specification:") if thing.startswith("specification:") else ""

    def _total(self, flows: Iterable[vf.RecipeFlow]) -> tuple[Decimal | None, str]:
        total, unit = Decimal(0), ""
        for flow in flows:
            amount, own = self.amount(flow.resource_quantity, flow)
            if unit and own and own != unit:
                self.problems.append(
                    Refusal(
                        "design.unit_mixed",
                        gettext_noop("{design} counts {good} in {a} on one line and in {b} on another. Use one unit."),
                        {"design": "", "good": self.name(flow.resource_conforms_to), "a": unit, "b": own},
                        field="resourceQuantity",
                        line=flow.line,
                    )
                )
            unit, total = unit or own, _sum(total, amount)
        return total, unit

    def amount(self, measure, flow: vf.RecipeFlow) -> tuple[Decimal | None, str]:
        """(amount, the town's unit) of a measure; what has a unit that we do not know is a problem by line."""
        if not isinstance(measure, vf.Measure) or measure.has_numerical_value is None:
            return None, ""
        if not possible(measure.has_numerical_value):
            self.problems.append(
                amount_wrong(
                    "hasNumericalValue",
                    self.name(flow.resource_conforms_to),
                    measure.has_numerical_value,
                    measure.line or flow.line,
                )
            )
            return None, ""
        written = self._unit(measure.has_unit)
        unit, factor = ("each", Decimal(1)) if written in ("one", "unit", "") else read_unit(written)
        if not unit:
            self.problems.append(
                unit_unknown(self.name(flow.resource_conforms_to), written, "hasUnit", measure.line or flow.line)
            )
        return measure.has_numerical_value * factor, unit

    def _unit(self, link) -> str:
        node = self.nodes.get(_id(link))
        if isinstance(node, vf.Unit):
            return (node.label or node.symbol or "").strip()
        word = _id(link).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1]
        return word.split("-")[0].lower()

    def name(self, link) -> str:
        node = self.nodes.get(_id(link))
        if node is not None and getattr(node, "name", None):
            return node.name
        return _id(link).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]

    def _last(self, group: _Group) -> vf.RecipeProcess:
        taken = {_id(flow.resource_conforms_to) for flow, goes_in in group.flows if goes_in}
        for process in group.processes:
            given = {
                _id(flow.resource_conforms_to)
                for flow, goes_in in group.flows
                if not goes_in and _id(flow.recipe_output_of) == process.id
            }
            if given and not given & taken:
                return process
        return group.processes[0]

    def _in_order(self, group: _Group) -> list[vf.RecipeProcess]:
        """First what takes nothing that the others give. Files often list recipes backwards, from the product."""

        def waits(process):
            given = {
                _id(flow.resource_conforms_to)
                for flow, way in group.flows
                if not way and _moves(flow, way) and _id(flow.recipe_output_of) != process.id and _some(flow)
            }
            return sum(
                _id(flow.resource_conforms_to) in given
                for flow, way in group.flows
                if way and _moves(flow, way) and _id(flow.recipe_input_of) == process.id
            )

        return sorted(group.processes, key=waits)

    def _recipe_name(self, group: _Group) -> str:
        ids = {process.id for process in group.processes}
        recipes = (node for node in self.nodes.values() if isinstance(node, vf.Recipe))
        return next(
            (node.name for node in recipes if node.name and ids & {_id(link) for link in node.recipe_includes}), ""
        )

    def _days(self, group: _Group) -> Decimal | None:
        total = Decimal(0)
        for process in group.processes:
            duration = process.has_duration
            if isinstance(duration, vf.Measure):
                value, written = duration.has_numerical_value, self._unit(duration.has_unit)
            elif isinstance(duration, vf.Duration):
                value, written = duration.numeric_duration, self._unit(duration.unit_type)
            else:
                return None
            unit, factor = read_unit(written)
            per_day = {"day": Decimal(1), "h": Decimal(24), "min": Decimal(1440)}.get(unit)
            if value is None or per_day is None or not possible(value):
                return None
            total += value * factor / per_day
        return round(total, 4).normalize() + 0


def _moves(flow: vf.RecipeFlow, goes_in: bool) -> bool:
    return _verb(flow) in (_TAKEN if goes_in else _GIVEN)


def _handed_on(group: _Group, flows: list[tuple[vf.RecipeFlow, bool]]) -> set[str]:
    """Things that the group makes and these flows take, or the other way round."""

    def things(pairs, goes_in):
        return {_id(flow.resource_conforms_to) for flow, way in pairs if way == goes_in and _moves(flow, way)}

    return (things(group.flows, False) & things(flows, True)) | (things(group.flows, True) & things(flows, False))


def _some(flow: vf.RecipeFlow) -> bool:
    """Whether it is more than nothing, as far as anybody said."""
    return not isinstance(flow.resource_quantity, vf.Measure) or flow.resource_quantity.has_numerical_value != 0


def _verb(flow: vf.RecipeFlow) -> str:
    return str(getattr(flow.action, "value", flow.action))


def _sum(total: Decimal | None, amount: Decimal | None) -> Decimal | None:
    return None if total is None or amount is None else total + amount


def _id(link) -> str:
    return link.id if isinstance(link, vf.Thing) else link or ""
