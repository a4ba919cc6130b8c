"""Reading what households spend: the Consumer Expenditure Survey's table of aggregate shares by fifths of income.

Each line: a class of spending, the aggregate of all households in million dollars, and the shares of each fifth in per
cent. Only the classes that our list (concordance.csv) names are taken; that they add up to all spending is checked.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import dataclass

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

TOTAL = "Annual aggregate expenditures"
HOUSEHOLDS = "Number of consumer units (in thousands)"
_FIFTHS = 5
_ROUNDING = 0.002


@dataclass(frozen=True)
class Spending:
    """items: {class: dollars a household and year}; fifth: 1 lowest to 5 highest, or None for all households."""

    items: dict[str, float]
    total: float
    fifth: int | None


def read_spending(content: bytes, items, fifth: int | None = None) -> Spending:
    """Dollars a household and year by class, for all households or one fifth; Refused with what is missing."""
    if fifth is not None and fifth not in range(1, _FIFTHS + 1):
        raise Refused(_refusal("fifth", gettext_noop("{given}: fifths of income are 1 (lowest) to 5 (highest)."),
                               given=fifth))
    rows = _rows(content)
    problems = [_refusal("missing", gettext_noop("spending: there is no line “{item}”."), item=item)
                for item in (*items, TOTAL, HOUSEHOLDS) if item not in rows]
    if problems:
        raise Refused(*problems)
    households = rows[HOUSEHOLDS][fifth or 0] * 1e3
    amounts = {item: _amount(rows[item], fifth) * 1e6 / households for item in items}
    total = _amount(rows[TOTAL], fifth) * 1e6 / households
    if abs(sum(amounts.values()) - total) > 0.01 * total:  # shares are published to a tenth of a per cent
        raise Refused(_refusal("sum", gettext_noop(
            "spending: the classes add up to {sum}, all spending is {total}. A class is missing or twice."),
            sum=f"{sum(amounts.values()):.0f}", total=f"{total:.0f}"))
    return Spending(amounts, total, fifth)


def _amount(row, fifth):
    return row[0] if fifth is None else row[0] * row[fifth] / 100


def _rows(content: bytes) -> dict[str, tuple[float, ...]]:
    import openpyxl  # takes a moment to load, and only this needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the published file has no style sheet
            sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        raise Refused(_refusal("not_xlsx", gettext_noop("spending: this is not an Excel file (.xlsx): {problem}."),
                               problem=str(error)[:80])) from None
    rows: dict[str, tuple[float, ...]] = {}
    for line in sheet.iter_rows(values_only=True):
        numbers = line[1 : 2 + _FIFTHS]
        if isinstance(line[0], str) and len(numbers) == 1 + _FIFTHS and all(
                isinstance(value, (int, float)) for value in numbers):
            rows.setdefault(line[0].strip(), tuple(float(value) for value in numbers))
    return rows


def _refusal(clause, template, **params) -> Refusal:
    return Refusal(f"input_output.{clause}", template, params, field="spending")
