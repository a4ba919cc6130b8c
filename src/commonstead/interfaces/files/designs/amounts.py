"""Amounts as people write them in bills of materials: "2 pcs", "1,5 m", "1/2", "12 Stk.", "€ 4,50", nothing at all.

What says nothing ("", "-", "tbd", "as needed") is unknown; what could be read in two ways or in none is a problem, so
that a slip never becomes an amount.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from commonstead.core.vocabulary.units import UNITS

_NOTHING = frozenset(
    [
        "?",
        "??",
        "-",
        "--",
        "–",
        "—",
        "n/a",
        "na",
        "n.a.",
        "none",
        "null",
        "nil",
        "tbd",
        "tba",
        "tbc",
        "todo",
        "xxx",
        "as_needed",
        "a/r",
        "ar",
        "nach_bedarf",
        "k.a.",
        "unbekannt",
        "s/n",
        "según_necesidad",
        "selon_besoin",
        "q.b.",
        "as_required",
        "unknown",
        "x",
    ]
)
#: How people write units -> (unit, factor).
_SPELLINGS = {
    "each": """each ea pc pcs pce pces piece pieces stk stck stück stueck st unit units no nos off x set sets kit kits
        ud uds unidad unidades u un pz pza pzas pieza piezas pezzo pezzi pièce pièces szt stuks stuk шт item items
        roll rolls sheet sheets rolle rollen blatt count qty""",
    "pair": "pair pairs pr paar paare par pares paire paires coppia",
    "dozen": "dozen doz dz dutzend docena douzaine",
    "mm": "mm millimeter millimeters millimetre millimetres milímetro milímetros",
    "cm": "cm centimeter centimeters centimetre centimetres zentimeter",
    "m": "m meter meters metre metres mtr mtrs lfm metro metros mètre mètres",
    "km": "km kilometer kilometre",
    "m2": "m2 m² sqm qm",
    "m3": "m3 m³ cbm",
    "g": "g gr gram grams gramm gramme grammes gramo gramos",
    "kg": "kg kilo kilos kilogram kilograms kilogramm kilogramme",
    "t": "t tonne tonnes",
    "lb": "lb lbs pound pounds",
    "l": "l liter liters litre litres litro litros ltr",
    "ml": "ml milliliter millilitre",
    "h": "h hr hrs hour hours std stunde stunden hora horas heure heures",
    "min": "min mins minute minutes minuto minutos",
    "day": "day days tag tage día días jour jours",
    "kWh": "kwh",
}
_UNITS = {word: (unit, Decimal(1)) for unit, words in _SPELLINGS.items() for word in words.split()} | {
    # Exact by definition: the international inch, foot, yard, ounce.
    **dict.fromkeys(('"', "”", "″", "in", "inch", "inches", "zoll"), ("mm", Decimal("25.4"))),
    **dict.fromkeys(("ft", "foot", "feet", "'"), ("m", Decimal("0.3048"))),
    **dict.fromkeys(("yd", "yard", "yards"), ("m", Decimal("0.9144"))),
    **dict.fromkeys(("oz", "ounce", "ounces"), ("g", Decimal("28.349523125"))),
}
_CURRENCIES = {
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "$": "USD",
    "usd": "USD",
    "us$": "USD",
    "£": "GBP",
    "gbp": "GBP",
    "chf": "CHF",
    "¥": "JPY",
    "jpy": "JPY",
    "cny": "CNY",
    "sek": "SEK",
    "dkk": "DKK",
    "nok": "NOK",
    "pln": "PLN",
    "cad": "CAD",
    "aud": "AUD",
    "inr": "INR",
    "mxn": "MXN",
    "brl": "BRL",
}
_FRACTIONS = {"½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅛": "1/8"}
_SHAPE = re.compile(
    r"(?:(?P<whole>\d+)\s+)?(?P<over>\d+)\s*/\s*(?P<under>\d+)|(?P<number>[-+−]?[\d.,'\u00a0\u202f ]*\d)"
)


#: An amount, its unit and a word; what is longer is a text that stands in the wrong column.
_LONGEST = 100


@dataclass(frozen=True)
class Amount:
    """value: None where nothing is said.  unit: the town's, "" where none is written.  problem: "" or why it cannot be
    read: "two_ways", "no_number", "range" or "unit".  was: the unit as written, where it was converted."""

    value: Decimal | None
    unit: str = ""
    problem: str = ""
    was: str = ""


def read_amount(text: str, decimal_comma: bool = False) -> Amount:
    """A quantity with or without its unit. decimal_comma: "1,234" is read as a little more than one; else it is a
    problem, as it may be a thousand."""
    written = _plain(text)
    if not written or written.casefold().replace(" ", "_") in _NOTHING:
        return Amount(None)
    if len(written) > _LONGEST:
        return Amount(None, problem="no_number")
    if re.fullmatch(r"\d[\d.,]*\s*(-|–|to|bis|…|\.\.)\s*\d[\d.,]*(\s*\w+)?", written):
        return Amount(None, problem="range")
    written = re.sub(r"^[x×]\s*(?=\d)", "", written)
    match = _SHAPE.match(written)
    if not match:
        return Amount(None, problem="no_number")
    value, problem = _number(match, decimal_comma)
    rest = written[match.end() :].strip().strip(".").strip("×").strip()
    if problem:
        return Amount(None, problem=problem)
    unit, factor = read_unit(rest) if rest else ("", Decimal(1))
    if rest and not unit:
        return Amount(None, problem="unit", was=rest)
    return Amount(value * factor, unit, was=rest if factor != 1 else "")


def read_unit(text: str) -> tuple[str, Decimal]:
    """(the town's unit, how many of it one of the written is); ("", 1) where it is none we know."""
    word = text.strip().strip(".").casefold()
    if word in _UNITS:
        return _UNITS[word]
    return next(
        ((unit.id, Decimal(1)) for unit in UNITS if word in (unit.id.casefold(), unit.symbol.casefold())),
        ("", Decimal(1)),
    )


def read_price(text: str, decimal_comma: bool = False) -> tuple[Decimal | None, str, str]:
    """(amount, currency "" if none is named, problem "" or as in Amount)."""
    written = _plain(text)
    if not written or written.casefold().replace(" ", "_") in _NOTHING:
        return None, "", ""
    if len(written) > _LONGEST:
        return None, "", "no_number"
    currency = ""
    for sign in sorted(_CURRENCIES, key=len, reverse=True):
        if sign in written.casefold():
            currency = _CURRENCIES[sign]
            written = re.sub(re.escape(sign), "", written, flags=re.IGNORECASE).strip()
            break
    match = re.fullmatch(_SHAPE, written.removesuffix(",-").removesuffix(".-").strip())
    if not match:
        return None, currency, "no_number"
    value, problem = _number(match, decimal_comma)
    return (None if problem else value), currency, problem


def currency_in(text: str) -> str:
    """The currency that a heading names, like "Price (EUR)", or ""."""
    words = re.split(r"[\s()\[\]/.,:]+", text.casefold())
    return next((code for sign, code in _CURRENCIES.items() if sign in words or (len(sign) == 1 and sign in text)), "")


def _plain(text: str) -> str:
    for sign, fraction in _FRACTIONS.items():
        text = text.replace(sign, f" {fraction}")
    return " ".join(text.replace("\u2212", "-").strip().strip("~≈").removeprefix("ca.").split())


def _number(match: re.Match, decimal_comma: bool) -> tuple[Decimal | None, str]:
    if match["over"]:
        if not int(match["under"]):
            return None, "no_number"
        return int(match["whole"] or 0) + Decimal(match["over"]) / Decimal(match["under"]), ""
    text = re.sub(r"[\s'\u00a0\u202f]", "", match["number"])
    points, commas = text.count("."), text.count(",")
    if points and commas:  # the last one divides
        last = max(text.rfind("."), text.rfind(","))
        text = re.sub(r"[.,]", "", text[:last]) + "." + text[last + 1 :]
    elif commas == 1:
        if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", text) and not decimal_comma:
            return None, "two_ways"
        text = text.replace(",", ".")
    elif commas > 1 or points > 1:
        groups = re.split(r"[.,]", text.lstrip("+-"))
        if any(len(group) != 3 for group in groups[1:]):
            return None, "no_number"
        text = re.sub(r"[.,]", "", text)
    try:
        return Decimal(text), ""
    except InvalidOperation:
        return None, "no_number"
