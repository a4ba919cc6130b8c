"""The rows of a bill of materials: each a part, with what is wrong or remarkable about it by line and column."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from commonstead.core.making import Alternative, Column, Cut, Part, Sentence, slug
from commonstead.core.making.checking import amount_wrong, unit_unknown
from commonstead.core.vocabulary.formulas import unguarded
from commonstead.core.vocabulary.refusal import Refusal, gettext_noop
from commonstead.core.vocabulary.units import UNITS

from .amounts import currency_in, read_amount, read_price, read_unit
from .columns import bracket

_TEXTS = ("good", "maker", "number", "bought_at", "material", "sort", "reference", "note")


@dataclass
class Bill:
    """What a table says. separator: between its cells."""

    parts: list[Part] = field(default_factory=list)
    columns: tuple[Column, ...] = ()
    problems: list[Refusal] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
    separator: str = ","


class RowReader:
    """Reads the rows of one bill into it."""

    def __init__(self, bill: Bill, headings: list[str], decimal_comma: bool):
        self.bill, self.headings, self.decimal_comma = bill, headings, decimal_comma
        self.place = {column.field: place for place, column in enumerate(bill.columns) if column.field}
        self.counted_in_pieces: list[int] = []
        self.noted: set[int] = set()
        self.unread = [place for place, column in enumerate(bill.columns) if not column.field]

    def problem(self, name: str, template: str, what: str, line: int, **params) -> None:
        self.bill.problems.append(refusal(name, template, self._heading(what), line, **params))

    def unit_unknown(self, part: str, unit: str, what: str, line: int) -> None:
        self.bill.problems.append(unit_unknown(part, unit, self._heading(what), line))

    def _heading(self, what: str) -> str:
        return self.headings[self.place[what]] if what in self.place else what

    def row(self, line: int, cells: list[str]) -> None:
        width = len(self.headings)
        if len(cells) < width or any(cell.strip() for cell in cells[width:]):
            self.problem(
                "row_ragged",
                gettext_noop(
                    "This row has {found} cells, the heading has {wanted}. Put a cell with a comma or quote in it into "
                    "quotes, and leave no cell out."
                ),
                "row",
                line,
                found=len(cells),
                wanted=width,
            )
            return
        said = {what: unguarded(cells[place].strip()) for what, place in self.place.items()}
        before = len(self.bill.problems)
        part = self._part(said, cells, line)
        if len(self.bill.problems) == before:
            self.bill.parts.append(part)

    def _part(self, said: dict[str, str], cells: list[str], line: int) -> Part:
        name = " ".join(said.get("name", "").split())
        if not name:
            self.problem(
                "part_nameless",
                gettext_noop("This row has no name in the column {column}. Name the part, or take the row out."),
                "name",
                line,
                column=self._heading("name"),
            )
        quantity, unit = self._quantity(said, line)
        price, currency = self._price(said, line)
        design = slug(said.get("design", "")) or None
        sort, reference = said.get("sort", ""), said.get("reference", "")
        texts = {what: said.get(what, "") for what in _TEXTS}
        if design is None and sort.upper() in ("MOSH", "POSH"):  # modules and parts of open hardware (OKH-LOSH)
            design = _module(name, sort.upper(), reference)
        texts["note"] = self._note(said.get("note", ""), name, cells)
        return Part(
            name=name,
            quantity=quantity,
            unit=unit,
            design=design,
            price=price,
            currency=currency,
            price_unit=self._unit_of_price(said, line),
            cut=self._cut(said, line),
            designators=_designators(said.get("designators", "")),
            alternatives=tuple(
                Alternative(" ".join(other.split()))
                for other in re.split(r"[;|]", said.get("alternative", ""))
                if other.strip()
            ),
            line=line,
            **texts,
        )

    def _quantity(self, said: dict[str, str], line: int) -> tuple[Decimal | None, str]:
        written = said.get("quantity", "")
        amount = read_amount(written, self.decimal_comma)
        unit = amount.unit
        if said.get("unit"):
            unit, factor = read_unit(said["unit"])
            if not unit:
                self.unit_unknown(said.get("name", ""), said["unit"], "unit", line)
            elif amount.unit and amount.unit != unit:
                self.problem(
                    "unit_said_twice",
                    gettext_noop("The quantity says {a}, the unit says {b}. Keep one of the two."),
                    "unit",
                    line,
                    a=amount.unit,
                    b=unit,
                )
            elif factor != 1 and amount.value is not None and not amount.unit:
                amount = type(amount)(amount.value * factor, unit, was=said["unit"])
        self._amount_problem(amount, written, "quantity", line)
        if amount.was and not amount.problem:
            self.remark(
                "converted",
                gettext_noop("Line {line}: {written} was read as {value} {unit}."),
                line,
                written=f"{written} {said.get('unit', '')}".strip(),
                value=str(amount.value),
                unit=unit,
            )
        if amount.value is not None and not unit:
            unit = read_unit(bracket(self._heading("quantity")))[0]
            if not unit:
                unit = "each"
                self.counted_in_pieces.append(line)
        return amount.value, unit

    def _amount_problem(self, amount, written: str, what: str, line: int) -> None:
        written = _short(written)
        if amount.problem == "range":
            self.remark(
                "range",
                gettext_noop("Line {line}: {written} is a range, so the quantity is left open."),
                line,
                written=written,
            )
        elif amount.problem == "two_ways":
            self.problem(
                "number_two_ways",
                gettext_noop(
                    "“{written}” can be read in two ways. Write it without a comma, like {without} or {point}."
                ),
                what,
                line,
                written=written,
                without=written.replace(",", ""),
                point=written.replace(",", "."),
            )
        elif amount.problem == "unit":
            self.unit_unknown(written, amount.was, what, line)
        elif amount.problem:
            self.problem(
                "number_wrong",
                gettext_noop(
                    "“{written}” is no number. Write one like 2 or 1.5, or leave the cell empty if nobody knows."
                ),
                what,
                line,
                written=written,
            )
        elif amount.value is not None and amount.value < 0:
            self.bill.problems.append(amount_wrong(self._heading(what), self._heading(what), written, line))

    def _price(self, said: dict[str, str], line: int) -> tuple[Decimal | None, str]:
        written = said.get("price", "")
        price, currency, problem = read_price(written, self.decimal_comma)
        if problem or (price is not None and price < 0):
            written = _short(written)
            self.problem(
                "price_wrong",
                gettext_noop(
                    "“{written}” is no price. Write a number like 4.50, with a currency if you like, or leave the cell "
                    "empty."
                ),
                "price",
                line,
                written=written,
            )
        named = (
            said.get("currency", "") or currency or (currency_in(self._heading("price")) if price is not None else "")
        )
        return price, (currency_in(named) or named.upper()) if named else ""

    def _unit_of_price(self, said: dict[str, str], line: int) -> str:
        written = said.get("price_unit", "")
        unit = read_unit(written)[0] if written else ""
        if written and not unit:
            self.unit_unknown(said.get("name", ""), written, "price_unit", line)
        return unit

    def _cut(self, said: dict[str, str], line: int) -> Cut | None:
        if not said.get("length") and not said.get("stock_length"):
            return None
        unit = read_unit(said.get("length_unit") or bracket(self._heading("length")))[0]
        lengths: dict[str, Decimal | None] = {}
        for what in ("length", "tolerance", "stock_length", "kerf"):
            amount = read_amount(said.get(what, "").lstrip("±"), self.decimal_comma)
            self._amount_problem(amount, said.get(what, ""), what, line)
            own = amount.unit or read_unit(bracket(self._heading(what)))[0]
            unit = unit or own
            lengths[what] = _in_unit(amount.value, own, unit)
        if not unit:
            self.problem(
                "length_without_unit",
                gettext_noop(
                    "The length has no unit. Write it with one, like 180 mm, or in the heading, like Length (mm)."
                ),
                "length",
                line,
            )
        return Cut(lengths["length"], unit or "mm", lengths["tolerance"], lengths["stock_length"], lengths["kerf"])

    def _note(self, note: str, name: str, cells: list[str]) -> str:
        """The note, and what unread columns say beyond the name."""
        beyond = [place for place in self.unread if cells[place].strip() and " ".join(cells[place].split()) != name]
        self.noted.update(beyond)
        more = [f"{self.headings[place] or place + 1}: {cells[place].strip()}" for place in beyond]
        return "; ".join(filter(None, (note, *more)))

    def remark(self, name: str, template: str, line: int = 0, **params) -> None:
        self.bill.remarks.append(Sentence(f"design.{name}", template, {"line": line, **params}, line=line))

    def say_what_was_assumed(self) -> None:
        if "quantity" not in self.place:
            self.remark(
                "no_quantity_column",
                gettext_noop(
                    "No column is known to hold quantities, so all of them are open. Say which one does: "
                    "column=quantity."
                ),
            )
        if self.counted_in_pieces:
            self.remark(
                "counted_in_pieces",
                gettext_noop("{count} quantities have no unit and are counted in pieces."),
                count=len(self.counted_in_pieces),
            )
        names = [self.headings[place] or str(place + 1) for place in self.unread if place in self.noted]
        if names:
            self.remark(
                "columns_unread",
                gettext_noop("These columns were not understood; what they say is kept in the notes: {columns}."),
                columns=", ".join(names),
            )


def _in_unit(value: Decimal | None, own: str, unit: str) -> Decimal | None:
    if value is None or not own or own == unit or not unit:
        return value
    factor = UNITS.factor(own, unit)
    return value * factor.numerator / factor.denominator


def _module(name: str, sort: str, reference: str) -> str:
    """The id that a module will have when its own manifest is brought in: of the repository it is named for."""
    match = re.search(r"(?:github|gitlab|codeberg)\.\w+/[^/]+/([^/]+)", reference) if sort == "MOSH" else None
    return slug(match[1] if match else name)


def _short(text: str) -> str:
    """What was written, as far as a sentence can say it."""
    return text if len(text) <= 60 else text[:59] + "…"


def _designators(text: str) -> tuple[str, ...]:
    return tuple(word for word in re.split(r"[,;\s]+", text) if word)


def refusal(name: str, template: str, field: str, line: int, **params) -> Refusal:
    return Refusal(f"design.{name}", template, params, field=field, line=line)
