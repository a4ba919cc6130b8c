"""Designs as ValueFlows recipes, and the recipes of a ValueFlows file as designs.

A recipe process with its flows is a design: what is consumed are its parts, what is used its tools, work its skills,
what is produced what it makes. Processes that hand a thing on to each other are one design in several steps. The
standard has no word for a version, a licence or a status; those stand beside it as `commonstead:…`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from commonstead.core.making import Design, Part, Sentence, Step, Tool, slug
from commonstead.core.making.checking import amount_wrong, possible, unit_unknown
from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from ..valueflows.document import Document
from .amounts import read_unit
from .flow_groups import GIVEN, TAKEN, Group, by_process, groups_of, id_of, moves, says_some, verb_of

ASIDE = ("version", "licence", "status", "stage")
#: Recipes in one file: what somebody still reads through before they say yes.
MOST_RECIPES = 1_000
_MOST_PROBLEMS = 100  # told of one file: each design of it shows them


def designs_of(document: Document) -> tuple[tuple[Design, ...], tuple[Refusal, ...], tuple[Sentence, ...]]:
    """(designs, problems, remarks) of the recipes in a document."""
    reading = _Reading(document)
    repaired = tuple(
        Sentence("design.valueflows_notice", "{text}", {"text": notice.text}, line=notice.line)
        for notice in document.notices
        if notice.sort == "repaired"
    )
    designs = tuple(map(reading.design, groups_of(reading.processes, reading.flows)))
    return designs, tuple(reading.problems[:_MOST_PROBLEMS]), repaired


class _Reading:
    def __init__(self, document: Document):
        self.nodes = {node.id: node for node in document.nodes if node.id}
        self.processes = [node for node in document.nodes if isinstance(node, vf.RecipeProcess)]
        if len(self.processes) > MOST_RECIPES:
            raise Refused(_too_many(len(self.processes), self.processes[MOST_RECIPES].line))
        self.flows = by_process(document)
        self.named = {
            id_of(link): node.name
            for node in reversed(document.nodes)  # the first that names a process wins
            if isinstance(node, vf.Recipe) and node.name
            for link in node.recipe_includes
        }
        self.problems: list[Refusal] = []

    def design(self, group: Group) -> Design:
        made, taken = {}, {}
        tools, skills = [], {}
        for flow, goes_in in group.flows:
            verb = verb_of(flow)
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
            elif (goes_in and verb in TAKEN) or (not goes_in and verb in GIVEN):
                side = taken if goes_in else made
                side.setdefault(id_of(flow.resource_conforms_to), []).append(flow)
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
            if any(verb_of(flow) == "produce" for flow in out):  # changes of stage of what is made here are inside
                out = [flow for flow in out if verb_of(flow) not in ("modify", "dropoff")]
                into = [flow for flow in into if verb_of(flow) not in ("accept", "pickup")]
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
        return bool({id_of(flow.recipe_input_of) for flow in into} & {id_of(flow.recipe_output_of) for flow in out})

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
        node = self.nodes.get(id_of(link))
        if isinstance(node, vf.Unit):
            return (node.label or node.symbol or "").strip()
        word = id_of(link).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1]
        return word.split("-")[0].lower()

    def name(self, link) -> str:
        node = self.nodes.get(id_of(link))
        if node is not None and getattr(node, "name", None):
            return node.name
        return id_of(link).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]

    def _last(self, group: Group) -> vf.RecipeProcess:
        taken = {id_of(flow.resource_conforms_to) for flow, goes_in in group.flows if goes_in}
        for process in group.processes:
            given = {
                id_of(flow.resource_conforms_to) for flow, goes_in in self.flows.get(process.id, ()) if not goes_in
            }
            if given and not given & taken:
                return process
        return group.processes[0]

    def _in_order(self, group: Group) -> list[vf.RecipeProcess]:
        """First what takes nothing that the others give. Files often list recipes backwards, from the product."""

        givers: dict[str, set[str]] = {}  # by what they give
        for flow, goes_in in group.flows:
            if not goes_in and moves(flow, goes_in) and says_some(flow):
                givers.setdefault(id_of(flow.resource_conforms_to), set()).add(id_of(flow.recipe_output_of))

        def waits(process):
            return sum(
                bool(givers.get(id_of(flow.resource_conforms_to), set()) - {process.id})
                for flow, goes_in in self.flows.get(process.id, ())
                if goes_in and moves(flow, goes_in)
            )

        return sorted(group.processes, key=waits)

    def _recipe_name(self, group: Group) -> str:
        return next((self.named[process.id] for process in group.processes if process.id in self.named), "")

    def _days(self, group: Group) -> Decimal | None:
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


def _too_many(count: int, line: int) -> Refusal:
    return Refusal(
        "design.too_many_recipes",
        gettext_noop("{count} recipes are too many for one file, at most {most}. Split the file."),
        {"count": count, "most": MOST_RECIPES},
        field="RecipeProcess",
        line=line,
    )


def _sum(total: Decimal | None, amount: Decimal | None) -> Decimal | None:
    return None if total is None or amount is None else total + amount
