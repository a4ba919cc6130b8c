"""A table of prices for the command line: one row a thing, by the headings that bills of materials use."""

from __future__ import annotations

from commonstead.core.making import Price
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop


def read_prices(data: bytes, name: str) -> dict[str, Price]:
    """Prices by the town's thing, the maker's number and the name. Refused: rows with problems, by line and field; a
    table without a column of prices."""
    from commonstead.interfaces.files.designs import read_design

    draft = read_design(data, name)
    problems = list(draft.problems)
    if not any(column.field == "price" for column in draft.columns):
        problems.append(
            Refusal(
                "design.no_price_column",
                gettext_noop("{name} has no column of prices. Head one “price”."),
                {"name": name},
                field="price",
            )
        )
    if problems:
        raise Refused(*problems)
    unit = any(column.field == "unit" for column in draft.columns)
    prices: dict[str, Price] = {}
    for part in draft.design.parts:
        if part.price is None:
            continue
        price = Price(part.price, part.price_unit or (part.unit if unit else ""), part.currency, name)
        for key in (part.name, part.number, part.good):
            if key:
                prices[key] = price
    return prices
