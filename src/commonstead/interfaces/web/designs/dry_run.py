"""What bringing a design in would do, for the page: columns, unclear lines, the bill as it was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commonstead.core.making import PART_FIELDS, DraftDesign
from commonstead.interfaces.web import wording
from commonstead.interfaces.web.components import Cell, Column, Table
from commonstead.town.making.designs import commands
from commonstead.town.making.designs.formats import FORMATS

from .telling import Names, cut_words, sentence

MOST_LINES = 40
FIELD_WORDS = {
    "name": gettext_lazy("name of the part"),
    "quantity": gettext_lazy("how much or how many"),
    "unit": gettext_lazy("unit"),
    "good": gettext_lazy("thing of the town's list"),
    "designators": gettext_lazy("where it sits on the board"),
    "maker": gettext_lazy("maker"),
    "number": gettext_lazy("maker's part number"),
    "price": gettext_lazy("price of one"),
    "price_unit": gettext_lazy("unit of the price"),
    "currency": gettext_lazy("currency"),
    "bought_at": gettext_lazy("where to get it"),
    "material": gettext_lazy("material"),
    "sort": gettext_lazy("sort of part"),
    "reference": gettext_lazy("reference"),
    "design": gettext_lazy("its own design (module)"),
    "note": gettext_lazy("note"),
    "length": gettext_lazy("length it is cut to"),
    "length_unit": gettext_lazy("unit of the length"),
    "tolerance": gettext_lazy("tolerance of the length"),
    "stock_length": gettext_lazy("length of the stock"),
    "kerf": gettext_lazy("what the saw takes"),
    "alternative": gettext_lazy("what may stand in for it"),
    "position": gettext_lazy("place in the bill"),
}
HOW_WORDS = {
    "guessed": gettext_lazy("guessed by its heading"),
    "told": gettext_lazy("as you said"),
    "unknown": gettext_lazy("not read"),
}
OUTCOME_WORDS = {
    "new": gettext_lazy("A new design would be added."),
    "new_version": gettext_lazy("A new version would be added; the ones before stay as they are."),
    "same": gettext_lazy("This is here already, just as it is. Nothing would be doubled."),
    "quarantined": gettext_lazy("It would be kept apart: nothing could be planned or built from it as it stands."),
    "refused": gettext_lazy("It cannot be added as it stands."),
}


@dataclass
class Tried:
    """One draft as the page shows it."""

    place: int
    draft: DraftDesign
    format: str
    outcome: str
    outcome_words: str
    reasons: list[str]
    problems: Table | None
    remarks: Table | None
    columns: list[dict]
    lines: Table | None
    more: int
    addable: bool
    asks_name: bool


def mapping_of(post: Mapping[str, str]) -> dict[str, str]:
    """heading -> field, as somebody chose on the page."""
    mapping = {}
    for key, heading in post.items():
        if key.startswith("heading."):
            chosen = post.get(f"column.{key.removeprefix('heading.')}", "")
            mapping[heading] = chosen if chosen in PART_FIELDS else ""
    return mapping


def tried(draft: DraftDesign, place: int) -> Tried:
    """What adding this draft would do. Writes nothing."""
    names = Names()
    outcome, reasons = commands.try_design(draft.design) if draft.addable else ("refused", ())
    lines = draft.design.parts if draft.design else ()
    return Tried(
        place,
        draft,
        FORMATS.get(draft.format, draft.format),
        outcome,
        str(OUTCOME_WORDS[outcome]),
        [wording.reason_of(reason) for reason in reasons],
        _told(_("What must be put right first"), draft.problems, wording.reason_of),
        _told(_("What was read otherwise, or is unclear"), draft.remarks, sentence),
        _columns(draft, place),
        _bill(lines[:MOST_LINES], names) if lines else None,
        max(0, len(lines) - MOST_LINES),
        draft.addable and outcome != "refused",
        draft.format in ("csv", "tsv"),
    )


def _columns(draft: DraftDesign, place: int) -> list[dict]:
    return [
        {
            "id": f"{place}.{number}",
            "heading": column.heading,
            "field": column.field,
            "how": str(HOW_WORDS.get(column.how, column.how)),
            "choices": [("", _("not read"))] + [(field, str(FIELD_WORDS.get(field, field))) for field in PART_FIELDS],
        }
        for number, column in enumerate(draft.columns)
    ]


def _told(caption: str, said, words) -> Table | None:
    """Sentences with the line and the field that they are about."""
    if not said:
        return None
    rows = tuple(
        (
            Cell(_("Line %(line)s") % {"line": one.line} if one.line else _("The file")),
            Cell(one.field or "–"),
            Cell(words(one)),
        )
        for one in said
    )
    return Table(caption, (Column(_("Where")), Column(_("Field")), Column(_("What"))), rows, caption_hidden=True)


def _bill(parts, names: Names) -> Table:
    rows = []
    for part in parts:
        about = "; ".join(
            filter(
                None,
                (
                    cut_words(part.cut, names),
                    part.maker and f"{part.maker} {part.number}".strip(),
                    part.design and _("module: %(design)s") % {"design": part.design},
                ),
            )
        )
        rows.append(
            (Cell(part.name, note=about), names.amount(part.quantity, part.unit), str(part.line) if part.line else "–")
        )
    return Table(
        _("The bill as it was understood"),
        (Column(_("Part")), Column(_("How much"), True), Column(_("Line"), True)),
        tuple(rows),
        caption_hidden=True,
    )
