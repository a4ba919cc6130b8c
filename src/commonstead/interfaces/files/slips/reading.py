"""Slips and members out of a table or a few typed lines: text in, lines or refusals out. Nothing is looked up here.

Each line is read for itself, and each fault is told with its line and field; so a list of thirty slips comes back with
all that is wrong in it at once, not with the first fault alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

from commonstead.core.circulation.slip_lines import COLUMNS, MEMBER_COLUMNS, STATES, MemberLine, SlipLine
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.circulation.slip_files import Read

from .cells import read_amount, read_day, read_moment
from .sheet import LARGEST, MOST_LINES, Row, read_sheet

Answer = TypeVar("Answer")

#: Other words for columns, as people and other programs head them, in the two languages of the house.
_ALSO = {
    "payer": ("from", "paid by", "who pays", "de", "paga", "quien paga"),
    "payee": ("to", "paid to", "who is paid", "a", "para", "recibe", "quien recibe"),
    "amount": ("how much", "hours", "cantidad", "cuanto", "cuánto", "horas", "importe"),
    "day": ("date", "when", "fecha", "dia", "día", "cuando", "cuándo"),
    "category": ("what for", "what", "para que", "para qué", "concepto"),
    "note": ("notes", "nota"),
    "unit": ("unidad",),
    "state": ("estado",),
    "reason": ("motivo",),
    "name": ("member", "nombre", "miembro"),
    "since": ("joined", "desde"),
}
#: The order of a line without headings: “Ana; Bo; 1,5; garden; 3.11.”, and behind it what few slips have.
PLAIN_ORDER = ("payer", "payee", "amount", "category", "day", "note", "links_to")
_HOURS = {"h", "hour", "hours", "hora", "horas"}
_LONGEST = {"category": 60, "note": 500, "reason": 200, "links_to": 40, "id": 40, "payer": 200, "payee": 200,
            "together": 32, "booked_by": 200}


def read_slips(content: bytes | str, *, decimals: int, symbol: str, today: date, headed: bool = False) -> Read:
    """Slips of a file (headed: its first line must name the columns) or of typed lines. In lines without headings an
    empty day is that of the line above, and the first one's is today. Refused: what cannot be read at all, as
    `read_sheet`."""
    sheet = read_sheet(content, _headings(COLUMNS), ("payer", "payee", "amount"), () if headed else PLAIN_ORDER)
    lines, problems, half, day = [], [], [], None if sheet.headed else today
    for row in sheet.rows:
        found: list[Refusal] = list(row.wrong)
        slip = _slip(row, decimals, symbol, today, day, found)
        problems += [replace(refusal, line=row.line) for refusal in found]
        if slip is not None:
            lines.append(slip)
            day = None if sheet.headed else slip.day
        else:
            wrong = {refusal.field for refusal in found}
            half.append(SlipLine(row.line, *("" if side in wrong else row.cells.get(side, "")
                                             for side in ("payer", "payee")), 0))
    return Read(tuple(lines), tuple(problems), sheet.unknown, tuple(half))


def read_members(content: bytes | str, *, decimals: int, symbol: str, today: date) -> Read:
    """Members of a file. Refused: what cannot be read at all, as `read_sheet`."""
    sheet = read_sheet(content, _headings(MEMBER_COLUMNS), ("name",))
    lines, problems = [], []
    for row in sheet.rows:
        found: list[Refusal] = list(row.wrong)
        said = row.cells.get
        name = _told(found, lambda said=said: _word(said("name", ""), "name"))
        since = _told(found, lambda said=said: _if(said("since"), lambda text: read_day(text, today, "since")))
        own = [_told(found, lambda said=said, field=field: _if(
            said(field), lambda text: read_amount(text, decimals, symbol, field))) for field in ("line", "own_ceiling")]
        if not found and not name:
            found.append(Refusal("slips.name_missing", gettext_noop("The name is missing."), field="name"))
        problems += [replace(refusal, line=row.line) for refusal in found]
        if not found:
            lines.append(MemberLine(row.line, name, said("nature", "").casefold(), since, *own))
    return Read(tuple(lines), tuple(problems), sheet.unknown)


def _slip(row: Row, decimals: int, symbol: str, today: date, day: date | None,
          found: list[Refusal]) -> SlipLine | None:
    """One slip, or None with what is wrong with it in `found`."""
    def said(field: str) -> str:
        return row.cells.get(field, "")

    words = {field: _told(found, lambda field=field: _word(said(field), field)) for field in _LONGEST}
    for field in ("payer", "payee"):
        if words[field] == "":
            found.append(Refusal("slips.name_missing", gettext_noop("The name is missing."), field=field))
    amount = _told(found, lambda: read_amount(said("amount"), decimals, symbol))
    levy = _told(found, lambda: _if(said("levy"), lambda text: read_amount(text, decimals, symbol, "levy")))
    if amount is not None and levy is not None and levy >= amount:
        found.append(Refusal("slips.levy_too_large", gettext_noop("The levy takes the whole amount. Look at both."),
                             field="levy"))
    own_day = _told(found, lambda: _if(said("day"), lambda text: read_day(text, today))) or (
        None if said("day") else day)
    if own_day is None and not said("day"):
        found.append(Refusal("slips.day_missing", gettext_noop("The day is missing. Write it like {like}."),
                             {"like": today.isoformat()}, field="day"))
    moments = {field: _told(found, lambda field=field: _if(said(field), lambda text: read_moment(text, field)))
               for field in ("at", "paid", "settled")}
    due = _told(found, lambda: _if(said("due"), lambda text: read_day(text, today, "due")))
    state = said("state").casefold().replace(" ", "_") or "paid"
    found += _wrong_words(state, said("unit"), symbol)
    if found:
        return None
    return SlipLine(row.line, amount=amount, levy=levy, day=own_day, state=state, due=due, **words, **moments)


def _wrong_words(state: str, unit: str, symbol: str) -> list[Refusal]:
    found = []
    if state not in STATES:
        found.append(Refusal("slips.state_unknown", gettext_noop("“{state}” is not a state of a slip. It is one of: "
                                                                 "{states}."),
                             {"state": state[:30], "states": ", ".join(STATES)}, field="state"))
    same = unit.casefold() == symbol.casefold() or {unit.casefold(), symbol.casefold()} <= _HOURS
    if unit and not same:
        found.append(Refusal("slips.other_unit", gettext_noop(
            "This line counts in {unit}, and the circle in {symbol}. Nothing is converted: bring it into a circle of "
            "its own unit."), {"unit": unit[:30], "symbol": symbol}, field="unit"))
    return found


def _told(found: list[Refusal], read: Callable[[], Answer]) -> Answer | None:
    try:
        return read()
    except Refused as refused:
        found += refused.refusals
        return None


def _if(text: str | None, read: Callable):
    return read(text) if text else None


def _word(text: str, field: str) -> str:
    longest = _LONGEST.get(field, 200)
    if len(text) > longest:
        raise Refused(Refusal("slips.too_long", gettext_noop("This has more than {most} signs. Shorten it."),
                              {"most": longest}, field=field))
    return text


def _headings(columns: tuple[str, ...]) -> dict[str, str]:
    """Plain heading -> field: the column's own name, and what else it is called."""
    return {word.replace("_", " "): field for field in columns for word in (field, *_ALSO.get(field, ()))}


__all__ = ["LARGEST", "MOST_LINES", "read_members", "read_slips"]
