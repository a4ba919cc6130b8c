"""The town's designs, and the recipes that some of them become, with what the town adds to those."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from commonstead.core.making import Design
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.making import commands as making
from commonstead.town.making.designs import commands as designs
from commonstead.town.making.designs import queries

from ..description import DesignDescription, DesignTerms, Figure, TownDescription
from ..reading.designs import FILE, source_key
from .blame import said_in


def write_designs(town: TownDescription) -> None:
    """Every design; then recipes of those that designs.toml names. Originals before forks, so that a fork knows the
    version that it was made from."""
    for one in sorted(town.designs.values(), key=lambda one: len(one.design.lineage)):
        try:
            added = designs.add_design(_cited(town, one.design))
        except Refused as refused:
            raise said_in(one.file, refused) from refused
        if added.outcome == "quarantined":
            raise said_in(one.file, Refused(*added.reasons))
    for one in town.designs.values():
        if one.terms and one.terms.recipes:
            _write_recipes(town, one, one.terms)


def _write_recipes(town: TownDescription, one: DesignDescription, terms: DesignTerms) -> None:
    try:
        made = designs.make_recipes_of(
            one.design.id, add_things=False, currency=town.currency, days_per_period=town.days_per_period
        )
        own = [recipe for recipe in made.recipes if queries.origin_of_recipe(recipe).id == one.design.id]
        if not own:
            raise Refused(
                Refusal("town_folder.no_recipe", gettext_noop("No recipe came of this design."), field="recipes")
            )
        for recipe in own:
            making.set_terms(
                recipe,
                fee=_value(terms.fee),
                limit=_value(terms.limit),
                outlay=_value(terms.outlay),
                outlay_goods=_lines(town, terms.outlay_goods),
                source="; ".join(town.cite(figure) for figure in (terms.fee, terms.limit, terms.outlay) if figure),
            )
    except Refused as refused:
        raise said_in(FILE, refused, line=terms.line) from refused


def _cited(town: TownDescription, design: Design) -> Design:
    """The design with publications named in full: outside this folder nobody knows the keys of its sources.toml."""

    def said(text: str) -> str:
        key, rest = source_key(text)
        return f"source: {town.sources[key].citation}{rest}" if key else text

    return replace(
        design,
        sources=tuple(said(text) for text in design.sources),
        parts=tuple(replace(part, note=said(part.note)) for part in design.parts),
        tools=tuple(replace(tool, note=said(tool.note)) for tool in design.tools),
    )


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def _lines(town: TownDescription, goods: Mapping[str, Figure]) -> dict[str, making.Line]:
    return {name: making.Line(figure.value, source=town.cite(figure)) for name, figure in goods.items()}
