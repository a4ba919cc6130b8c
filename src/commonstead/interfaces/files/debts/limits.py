"""A table of limits: member, lower, upper; also balance, currency. How far each balance may go down and up from here.

Without a balance it is 0: lower -200 leaves 200 to go down. A member beyond a limit already has no room on that side.
"""

from __future__ import annotations

from typing import BinaryIO

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .amounts import MOST_DECIMALS, Amounts
from .problems import Problems, refusal
from .reading import CurrencyDebts
from .rows import Rows

NEEDED, OPTIONAL = ("member", "lower", "upper"), ("balance", "currency")


def read_limits(stream: BinaryIO, name: str, currencies: tuple[CurrencyDebts, ...],
                ) -> tuple[dict[str, dict[str, tuple[int, int]]], tuple[Refusal, ...]]:
    """({currency: {member: (down, up)}} in smallest units, notes). Refused with line, column and remedy."""
    rows = Rows(stream, name, NEEDED, OPTIONAL)
    if len(currencies) > 1 and "currency" not in rows.has:
        raise Refused(refusal("limits_currency", gettext_noop(
            "{name}: the debts are in several currencies ({currencies}). Add the column currency to the limits."),
            "currency", 1, name=name, currencies=", ".join(one.currency for one in currencies)))
    decimals = {one.currency: one.decimals for one in currencies}
    known = {one.currency: set(one.debts.members) for one in currencies}
    found: dict[str, dict[str, tuple[int, int]]] = {one.currency: {} for one in currencies}
    seen: dict[tuple[str, str], int] = {}
    problems, amounts, strangers = Problems(), Amounts(name), 0
    for line, (member, lower, upper, balance, currency) in rows:
        currency = currency or (currencies[0].currency if len(currencies) == 1 else "")
        read = [amounts.read(text, field, line)
                for field, text in (("lower", lower), ("upper", upper), ("balance", balance or "0"))]
        wrong = next((one for one in read if isinstance(one, Refusal)), None) or _wrong(
            name, line, member, currency, read, decimals, seen)
        if wrong is not None:
            problems.add(wrong)
            continue
        seen[currency, member] = line
        if currency not in found or member not in known[currency]:
            strangers += 1
            continue
        low, high, at = (one[0] // 10 ** (MOST_DECIMALS - decimals[currency]) for one in read)
        found[currency][member] = (max(0, at - low), max(0, high - at))
    problems.refuse()
    notes = () if not strangers else (refusal("strangers", gettext_noop(
        "{name}: {count} lines are about members or currencies without debts; they play no part."),
        name=name, count=strangers),)
    return found, notes


def _wrong(name, line, member, currency, read, decimals, seen) -> Refusal | None:
    low, high, at = (one[0] for one in read)
    if not member:
        return refusal("name_missing", gettext_noop("{name}: {field} is empty. Write who it is."), "member", line,
                       name=name, field="member")
    if (currency, member) in seen:
        return refusal("limit_twice", gettext_noop(
            "{name}: {member} has limits in line {before} already. Leave one of the two lines out."), "member", line,
            name=name, member=member, before=seen[currency, member])
    if low > high:
        return refusal("limits_crossed", gettext_noop(
            "{name}: lower is above upper. Lower is how far the balance may fall, for instance -200."), "lower", line,
            name=name)
    if low > 0 and low > at:
        return refusal("lower_positive", gettext_noop(
            "{name}: lower is above the balance ({member}). Write how far the balance may fall, for instance -200, or "
            "write the balance into a column of its own."), "lower", line, name=name, member=member)
    most = decimals.get(currency, MOST_DECIMALS)
    if any(one[0] % 10 ** (MOST_DECIMALS - most) for one in read):
        return refusal("limit_decimals", gettext_noop(
            "{name}: these limits have more decimals than the debts have ({most}). Round them."), "lower", line,
            name=name, most=most)
    return None
