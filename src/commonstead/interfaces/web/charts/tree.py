"""How could we make it? A tree from the thing wanted to what it takes, each place marked: here, bought, missing."""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Drawing, wrapped


@dataclass(frozen=True)
class Node:
    """label: a good or a recipe.  state: "have", "made", "bought", "missing" or "recipe".
    note: one short line.  href: where it leads (in the list beside the picture)."""

    label: str
    state: str
    note: str = ""
    href: str = ""
    children: tuple[Node, ...] = ()
    detail: str = ""


STYLES = {
    "have": "c-in-1", "made": "c-made", "bought": "c-outside", "missing": "c-missing", "recipe": "c-surface",
}
BOX, TALL, ACROSS, DOWN = 184, 44, 28, 12


def wide(root: Node, label: str, most_depth: int = 4) -> str:
    """Columns from left to right, a line for each dependence. As wide as the tree needs."""
    places: list[tuple[Node, int, float]] = []
    links: list[tuple[int, int]] = []

    def place(node: Node, depth: int, next_slot: float) -> tuple[int, float]:
        mine = len(places)
        places.append((node, depth, 0.0))
        kids = node.children if depth < most_depth else ()
        slots, slot = [], next_slot
        for child in kids:
            index, slot = place(child, depth + 1, slot)
            links.append((mine, index))
            slots.append(places[index][2])
        at = sum(slots[i] for i in (0, -1)) / 2 if slots else next_slot
        places[mine] = (node, depth, at)
        return mine, slot if slots else next_slot + 1

    _, slots = place(root, 0, 0.0)
    deepest = max(depth for _, depth, _ in places)
    drawing = Drawing((deepest + 1) * (BOX + ACROSS) - ACROSS + 4, slots * (TALL + DOWN), label)
    spots = [(2 + depth * (BOX + ACROSS), 2 + slot * (TALL + DOWN)) for _, depth, slot in places]
    for parent, child in links:
        (x1, y1), (x2, y2) = spots[parent], spots[child]
        x1, y1, y2 = x1 + BOX, y1 + TALL / 2, y2 + TALL / 2
        middle = (x1 + x2) / 2
        curve = f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        drawing.path(f"M{x1:.1f} {y1:.1f}{curve}", "c-rule", 1.25)
    for (node, _, _), (x, y) in zip(places, spots, strict=True):
        _box(drawing, node, x, y, BOX, TALL, 23)
    return drawing.svg()


def narrow(root: Node, label: str, most_depth: int = 5) -> str:
    """For phones: one under the other, set in by depth."""
    rows: list[tuple[Node, int]] = []

    def walk(node: Node, depth: int) -> None:
        rows.append((node, depth))
        if depth < most_depth:
            for child in node.children:
                walk(child, depth + 1)

    walk(root, 0)
    step, inset, width = 46, 16, 358
    drawing = Drawing(width, step * len(rows), label)
    parents: dict[int, int] = {}
    for place, (node, depth) in enumerate(rows):
        parents[depth] = place
        y = place * step + 2
        if depth:
            x = (depth - 1) * inset + 9
            start = parents[depth - 1] * step + 40
            drawing.path(f"M{x:.1f} {start:.1f}V{y + 19:.1f}H{depth * inset + 2:.1f}", "c-rule", 1.25)
        _box(drawing, node, depth * inset + 2, y, width - depth * inset - 4, 38, 40 - depth * 2)
    return drawing.svg()


def _box(drawing: Drawing, node: Node, x: float, y: float, width: float, tall: float, characters: int) -> None:
    radius = tall / 2 if node.state == "recipe" else 5
    characters -= 2 if node.state == "recipe" else 0
    drawing.rect(x, y, width, tall, STYLES[node.state], radius)
    ink = "c-on-accent" if node.state == "have" else "c-ink"
    soft = "c-on-accent" if node.state == "have" else "c-soft" if node.state != "bought" else "c-ink"
    inset = 14 if node.state == "recipe" else 9
    if node.note:
        drawing.text(x + inset, y + tall * 0.42, wrapped(node.label, characters, 1)[0], f"{ink} c-strong", 12.5)
        drawing.text(x + inset, y + tall * 0.80, wrapped(node.note, characters + 4, 1)[0], soft, 11)
    else:
        drawing.lines(x + inset, y + tall / 2, wrapped(node.label, characters, 2), f"{ink} c-strong", 12.5)
