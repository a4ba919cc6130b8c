"""A clearing's answer as JSON, and back: figures in the table's own currency, lists in its smallest unit.

Figures are numbers of at most 15 digits (`MOST`), so their text is exact, and reading them as floating numbers loses
nothing either. `decimals` says how many the smallest unit has; `fallen` follows the debts of that currency as they
stand in the table, the lists under `by_member` and `proof` follow `by_member.member`.
"""

from __future__ import annotations

import json
from decimal import Decimal

FIGURES = ("gross", "cleared", "net_internal_debt", "credit_drawn")


def exact(amount: int, decimals: int) -> int | float:
    """The number whose text is exactly this many smallest units."""
    return int(amount) if not decimals else float(Decimal(int(amount)).scaleb(-decimals))


def told(amount: int, part) -> str:
    """As people read it: 1,234.50."""
    return f"{Decimal(int(amount)).scaleb(-part.decimals):,f}"


def exact_document(part, answer) -> dict:
    """The whole answer to the debts of one currency."""
    document = answer.document()
    figures = {name: exact(document[name], part.decimals) for name in FIGURES}
    return {**document, **figures, "currency": part.currency, "decimals": part.decimals}


def in_smallest_units(document: dict, decimals: int) -> dict:
    """Such an answer, read back with figures as `Decimal`: the document that core checks. ValueError where a figure
    is finer than the unit."""
    figures = {}
    for name in FIGURES:
        amount = Decimal(document[name]).scaleb(decimals)
        if amount != amount.to_integral_value():
            raise ValueError(f"{name} has more decimals than the debts")
        figures[name] = int(amount)
    return {**document, **figures}


def written(documents: list[dict]) -> str:
    """One answer as it is, several (one a currency) as a list; a line for each entry, however long its list is."""
    texts = ["{\n" + ",\n".join(
        f' {json.dumps(name)}: {json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))}'
        for name, value in document.items()) + "\n}" for document in documents]
    return texts[0] if len(texts) == 1 else '{"format": "clearings/1", "answers": [\n' + ",\n".join(texts) + "\n]}"
