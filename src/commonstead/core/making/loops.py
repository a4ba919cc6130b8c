"""Modules that contain themselves. A bill that takes its own product and gives it back grown (curd, sourdough) is
legal; every other loop would never end, or make something from nothing, and is named link by link so that it can be
drawn and kept apart (docs/decisions/0013-designs.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..vocabulary.refusal import Refusal, Refused, gettext_noop
from .design import Design


@dataclass(frozen=True, slots=True)
class Loop:
    """designs: ids around the loop, the first not repeated.  parts: the name of the part by which each contains the
    next, and the last the first."""

    designs: tuple[str, ...]
    parts: tuple[str, ...]

    @property
    def drawn(self) -> str:
        """a → (its part) b → (its part) a"""
        links = zip(self.parts, (*self.designs[1:], self.designs[0]), strict=True)
        return self.designs[0] + "".join(f" → ({part}) {design}" for part, design in links)


def find_loop(design: Design, by_id: Mapping[str, Design]) -> Loop | None:
    """A loop of modules that can be reached from a design, or None. Own products given back are none."""
    done: set[str] = set()
    way: list[tuple[str, str]] = []  # (design, the part by which it leads on)
    stack = [(design.id, iter(_links(design)))]
    while stack:
        here, links = stack[-1]
        link = next(links, None)
        if link is None:
            done.add(here)
            stack.pop()
            if way:
                way.pop()
            continue
        part, target = link
        open_ids = [id for id, _ in stack]
        if target in open_ids:
            ring = [*way[open_ids.index(target) :], (here, part)]
            return Loop(tuple(id for id, _ in ring), tuple(name for _, name in ring))
        module = by_id.get(target)
        if module is not None and target not in done:
            way.append((here, part))
            stack.append((target, iter(_links(module))))
    return None


def check_loops(design: Design, by_id: Mapping[str, Design]) -> None:
    """Refused: design.contains_itself, with the loop (params: loop drawn, designs, parts)."""
    if loop := find_loop(design, by_id):
        raise Refused(refusal_of(loop))


def refusal_of(loop: Loop) -> Refusal:
    """What a loop is refused or kept apart with; params hold it drawn, and its designs and parts."""
    return Refusal(
        "design.contains_itself",
        gettext_noop(
            "A module contains itself: {loop}. Take it out of one of these bills, or, if it is a starter that comes "
            "back, say that more of it is made than goes in."
        ),
        {"loop": loop.drawn, "designs": loop.designs, "parts": loop.parts},
        field="parts",
    )


def _links(design: Design) -> list[tuple[str, str]]:
    return [(part.name, part.design) for part in design.parts if part.design and not design.starter(part)]
