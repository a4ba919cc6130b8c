"""Designs in members' words: amounts, cuts, alternatives, costs and questions as a page shows them.

What nobody knows is said as "not known yet", never shown as nought (Exodus 2727: what is open to all gets mended).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from commonstead.core.making.costs import Cost, CostLine
from commonstead.core.making.design import Cut, Design, Part
from commonstead.core.making.explode import Explosion, batches_for
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.ledger import queries as ledger

STATUS_WORDS = {
    "idea": gettext_lazy("an idea"),
    "drawn": gettext_lazy("drawn, not built yet"),
    "built_once": gettext_lazy("built once"),
    "built_often": gettext_lazy("built often"),
}
WHY_WORDS = {
    "no_price": gettext_lazy("no price known yet"),
    "no_quantity": gettext_lazy("nobody has said how much"),
    "module_missing": gettext_lazy("its own design is not here"),
    "other_unit": gettext_lazy("the price is for another unit"),
    "other_currency": gettext_lazy("the price is in another currency"),
    "no_length": gettext_lazy("the length is not known yet"),
    "many_pieces": gettext_lazy("too many pieces, or parts of pieces, for a cutting plan"),
}


STATE_WORDS = {
    "starter": gettext_lazy("comes back with the batch"),
    "missing": gettext_lazy("its own design is not here"),
    "module": gettext_lazy("has a design of its own"),
}


class Names:
    """The town's things, units and skills by name, fetched once for a page."""

    def __init__(self):
        self.units = ledger.units()
        self.goods = {spec.id: spec for spec in ledger.specifications()}

    def good(self, good_id: str) -> str:
        """What a thing is called."""
        return self.goods[good_id].name if good_id in self.goods else good_id.replace("-", " ")

    def skill(self, skill: str) -> str:
        """What a kind of work is called."""
        return wording.skill_word(self.goods, skill)

    def amount(self, quantity: Decimal | None, unit: str) -> str:
        """A quantity, or that nobody knows it."""
        if quantity is None:
            return _("not known yet")
        symbol = self.units.get(unit).symbol if unit in self.units else unit
        return wording.amount(quantity, symbol)

    def href(self, good_id: str) -> str:
        """Where a thing is told about; "" for what is not in the town's list."""
        return reverse("good", args=[good_id]) if good_id in self.goods else ""


@dataclass
class BillLine:
    """One line of a bill as a page shows it. parts: the lines below it, of a module."""

    name: str
    amount: str
    href: str = ""
    known: bool = True
    remark: str = ""
    cut: str = ""
    note: str = ""
    others: tuple[str, ...] = ()
    parts: list[BillLine] = field(default_factory=list)


def status_word(status: str) -> str:
    """How far a design has got."""
    return str(STATUS_WORDS.get(status, _("not said how far it is")))


def sentence(said) -> str:
    """A question, a difference or a refusal in the reader's language."""
    return wording.reason_of(said)


def bill(explosion: Explosion, names: Names) -> list[BillLine]:
    """The bill of materials as nested lines, level by level. Where a figure comes from stands apart (`origins`)."""
    top: list[BillLine] = []
    open_levels: list[list[BillLine]] = [top]
    for line in explosion.lines:
        del open_levels[line.level :]
        part = line.part
        shown = BillLine(
            name=part.name,
            amount=names.amount(line.quantity, line.unit),
            known=line.quantity is not None,
            cut=cut_words(part.cut, names),
            href=reverse("design", args=[part.design]) if line.state == "module" else "",
            note="" if _is_origin(part.note) else part.note,
            remark=str(STATE_WORDS.get(line.state, "")),
            others=tuple(other_words(one, part, names) for one in part.alternatives),
        )
        open_levels[-1].append(shown)
        open_levels.append(shown.parts)
    return top


def origins(design: Design) -> list[tuple[str, str]]:
    """(part, how its amount is known) of each line that says so."""
    return [(part.name, said_origin(part.note)) for part in design.parts if _is_origin(part.note)]


def said_origin(note: str) -> str:
    """An origin in words: "estimate: …" is the makers' own, "source: …" names a publication."""
    kind, _colon, rest = note.partition(":")
    if kind == "estimate":
        return _("our estimate: %(why)s") % {"why": rest.strip()}
    return rest.strip() if kind == "source" else note


def _is_origin(note: str) -> bool:
    return note.partition(":")[0] in ("estimate", "source", "definition")


def cut_words(cut: Cut | None, names: Names) -> str:
    """How long a piece is cut, and from what."""
    if cut is None:
        return ""
    length = _length(cut.length, cut.unit, names)
    if cut.tolerance:
        length = _("%(length)s, give or take %(tolerance)s") % {
            "length": length,
            "tolerance": _length(cut.tolerance, cut.unit, names),
        }
    if cut.stock_length:
        return _("cut to %(length)s, from lengths of %(stock)s") % {
            "length": length,
            "stock": _length(cut.stock_length, cut.unit, names),
        }
    return _("cut to %(length)s") % {"length": length}


def _length(value: Decimal | None, unit: str, names: Names) -> str:
    """A length as it stands on a drawing: not rounded."""
    if value is None:
        return _("a length not known yet")
    symbol = names.units.get(unit).symbol if unit in names.units else unit
    return f"{wording.number(value, max(0, -value.normalize().as_tuple().exponent))}\u00a0{symbol}"


def other_words(one, part: Part, names: Names) -> str:
    """What may stand in for a part."""
    words = one.name
    if one.quantity is not None:
        words = _("%(name)s, %(amount)s") % {"name": words, "amount": names.amount(one.quantity, one.unit or part.unit)}
    return f"{words} ({one.note})" if one.note else words


def needs_table(cost: Cost, names: Names, currency: str) -> Table:
    """What has to be bought or found for one batch, over all levels, with what it costs."""
    rows = []
    for line in cost.lines:
        need = line.need
        several = need.lines > 1 and need.good
        name = names.good(need.good) if several else need.name
        rows.append(
            (
                Cell(
                    name,
                    names.href(need.good),
                    note=ngettext("%(n)s line of the bill", "%(n)s lines of the bill", need.lines) % {"n": need.lines}
                    if several
                    else "",
                ),
                names.amount(need.quantity, need.unit)
                if not line.cutting
                else ngettext("%(n)s length of %(stock)s", "%(n)s lengths of %(stock)s", line.cutting.needed)
                % {"n": line.cutting.needed, "stock": _length(need.cut.stock_length, need.cut.unit, names)},
                wording.money(line.cost, cost.currency or currency)
                if line.cost is not None
                else str(WHY_WORDS.get(line.why, line.why)),
            )
        )
    total = (
        Cell(_("Known so far") if cost.unknown else _("All together")),
        "",
        wording.money(cost.known, cost.currency or currency),
    )
    return Table(
        _("What to buy or find"),
        (Column(_("What")), Column(_("How much"), True), Column(_("Costs"), True)),
        tuple(rows),
        total if rows else (),
        caption_hidden=True,
        dense=True,
    )


def cutting_plans(cost: Cost, names: Names) -> list[dict]:
    """For each thing that is cut from stock: how many lengths, and what is cut from each."""
    return [_cutting(line, names) for line in cost.lines if line.cutting]


def _cutting(line: CostLine, names: Names) -> dict:
    plan, need = line.cutting, line.need
    unit = need.cut.unit
    bars = []
    for number, bar in enumerate(plan.bars, start=1):
        pieces = " + ".join(wording.number(piece, max(0, -piece.normalize().as_tuple().exponent)) for piece in bar)
        left = plan.stock_length - sum(bar, Decimal(0)) - plan.kerf * len(bar)
        bars.append(
            (_("Length %(n)s") % {"n": number}, f"{pieces}\u00a0{unit}", _length(max(left, Decimal(0)), unit, names))
        )
    return {
        "name": names.good(need.good) if need.good else need.name,
        "needed": plan.needed,
        "stock": _length(plan.stock_length, unit, names),
        "proven": plan.proven,
        "fewer": plan.within_tolerance if plan.within_tolerance < plan.needed else 0,
        "table": Table(
            _("What is cut from each length"),
            (Column(_("From")), Column(_("Pieces")), Column(_("Left over"), True)),
            tuple(bars),
            caption_hidden=True,
        ),
    }


def makes(design: Design, names: Names) -> list[tuple[str, str, str]]:
    """(name, amount, address) of what one batch gives."""
    return [
        (
            names.good(good),
            names.amount(amount, design.makes_units.get(good, "") or _unit_of(good, names)),
            names.href(good),
        )
        for good, amount in design.makes.items()
    ]


def _unit_of(good: str, names: Names) -> str:
    return names.goods[good].unit if good in names.goods else ""


def hours(value: Decimal | None) -> str:
    """Hours, or that nobody knows them."""
    return _("hours not known yet") if value is None else wording.amount(value, "h")


def whole_hours(design: Design) -> tuple[Decimal, bool]:
    """(hours of work that are known, whether that is all of them)."""
    known = [value for value in design.skills.values() if value is not None]
    return sum(known, Decimal(0)), bool(design.skills) and len(known) == len(design.skills)


def hours_of_modules(explosion: Explosion, at_hand: Mapping[str, Design]) -> Decimal:
    """Hours of work that go into the modules of one batch, as far as they are known."""
    total = Decimal(0)
    for line in explosion.lines:
        module = at_hand.get(line.part.design or "") if line.state == "module" else None
        if module is not None:
            batches, _problem = batches_for(module, line.part, line.quantity)
            total += (batches or 0) * whole_hours(module)[0]
    return total
