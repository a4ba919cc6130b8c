"""How an amount of the journal is written in a sentence: as a plain number in its unit."""

from __future__ import annotations

from commonstead.core.vocabulary.units import Unit


def shown_in(unit: Unit, amount: int) -> str:
    """An integer at that unit's decimals, without needless zeros: 1250 at three decimals is "1.25"."""
    sign, digits = ("-", -amount) if amount < 0 else ("", amount)
    whole, part = divmod(digits, 10 ** unit.decimals)
    tail = f"{part:0{unit.decimals}d}".rstrip("0") if unit.decimals else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"
