"""One cell of a slip, as people write it: amounts with a comma or a point, days in many manners.

What could be read in two ways is not guessed: it is refused, and the sentence says how to write it.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

_PLAIN = re.compile(r"\d{1,15}([.,]\d*)?|[.,]\d+", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(([.,'’])\d{3})(\2\d{3})*([.,]\d{1,2})", re.ASCII)
_TWO_WAYS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_POINTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.?\s?(\d{4}|\d{2})?", re.ASCII)
_STROKES = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", re.ASCII)


def read_amount(text: str, decimals: int, symbol: str, field: str = "amount") -> int:
    """An amount in the unit's steps. Refused: slips.amount_missing, slips.no_amount, slips.amount_two_ways,
    slips.amount_negative, slips.too_many_decimals, slips.amount_zero."""
    said = "".join(text.split())
    if symbol and said.casefold().endswith(symbol.casefold()):
        said = said[:-len(symbol)]
    if not said:
        _refuse("slips.amount_missing", gettext_noop("The amount is missing. Write it, like 1.5."), field)
    if said[0] in "-−":
        _refuse("slips.amount_negative", gettext_noop(
            "“{said}” is below zero. To undo a payment, take it back; to pay the other way, swap the two."), field,
            said=said[:30])
    if _TWO_WAYS.fullmatch(said):
        _refuse("slips.amount_two_ways", gettext_noop(
            "“{said}” can be read in two ways. Write it without a sign for thousands, like 1240 or 1.24."), field,
            said=said[:30])
    if grouped := _GROUPED.fullmatch(said):
        if grouped[4][0] == grouped[2]:
            _no_amount(said, field)
        said = re.sub(r"[.,'’]", "", said[:-len(grouped[4])]) + grouped[4]
    if not _PLAIN.fullmatch(said):
        _no_amount(said, field)
    steps = Decimal(said.replace(",", ".")).scaleb(decimals)
    if steps != steps.to_integral_value():
        _refuse("slips.too_many_decimals", gettext_noop(
            "“{said}” has more decimals than can be counted here ({decimals}). Round it."), field, said=said[:30],
            decimals=decimals)
    if steps == 0 and field == "amount":
        _refuse("slips.amount_zero", gettext_noop("Write an amount above zero."), field)
    return int(steps)


def read_day(text: str, today: date, field: str = "day") -> date:
    """A day: 2026-11-03, 3.11.2026, 3.11. (the last one that was), 13/11/2026. Refused: slips.no_day,
    slips.day_two_ways, slips.day_ahead (of a slip's own day)."""
    said = " ".join(text.split())[:30]
    if found := _ISO.fullmatch(said[:10]) if _ISO.match(said) else None:
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := _POINTS.fullmatch(said):
        parts = _year(found[3], int(found[2]), int(found[1]), today), int(found[2]), int(found[1])
    elif found := _STROKES.fullmatch(said):
        first, second = int(found[1]), int(found[2])
        if first <= 12 and second <= 12 and first != second:
            _refuse("slips.day_two_ways", gettext_noop(
                "“{said}” can be two days. Write the year first, like {like}, or with points, like 3.11.2026."), field,
                said=said, like=today.isoformat())
        month, of_month = (second, first) if first > 12 else (first, second)
        parts = _year(found[3], month, of_month, today), month, of_month
    else:
        parts = (0, 0, 0)
    try:
        day = date(*parts)
    except ValueError:
        day = None
    if day is None or day.year < 1900:
        _refuse("slips.no_day", gettext_noop("“{said}” is not a day. Write it like {like}."), field, said=said,
                like=today.isoformat())
    if day > today and field == "day":
        _refuse("slips.day_ahead", gettext_noop("{day} is still to come. Write the day on which it happened."), field,
                day=day.isoformat())
    return day


def read_moment(text: str, field: str) -> datetime:
    """A moment as programs write it, with its time zone. Refused: slips.no_moment."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        _refuse("slips.no_moment", gettext_noop(
            "“{said}” is not a moment like 2026-11-03T12:00:00+00:00. Leave it empty if you do not know it."), field,
            said=text.strip()[:40])
    return moment


def _year(said: str | None, month: int, of_month: int, today: date) -> int:
    """The year that was written, or that of the last such day."""
    if said:
        return int(said) if len(said) == 4 else 2000 + int(said)
    return today.year if (month, of_month) <= (today.month, today.day) else today.year - 1


def _no_amount(said: str, field: str) -> None:
    _refuse("slips.no_amount", gettext_noop("“{said}” is not an amount. Write digits, like 1.5."), field,
            said=said[:30])


def _refuse(clause: str, template: str, field: str, **params) -> None:
    raise Refused(Refusal(clause, template, params, field=field))
