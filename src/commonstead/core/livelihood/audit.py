"""An audit as a value: entries by need, each with the ways in which it is met, and how to read and write one.

Livelihood is a household's own affair (Exodus 991, 9222), so no value here shows what it holds when it is
printed or logged: their `repr` is mute on purpose. Amounts and hours are a month's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .iceberg_kinds import KIND_SLUGS
from .ways import HOUSEHOLD_TYPES, WAYS

LARGEST_AMOUNT = Decimal(1_000_000)  # catches a slipped key, far above any household's month
LONGEST_WORDS = 80
MOST_PEOPLE = 60


class _Mute:
    """Prints as its name only, so that no traceback or log line can carry a livelihood."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}, private>"


@dataclass(frozen=True, repr=False)
class Way(_Mute):
    """One way in which a need is met. mode: one of WAYS.  amount: in the good's unit.  by: whose work it is,
    in the household's own words.  kind: which part of the iceberg, where the mode alone does not tell (a
    purchase from a co-op).  cash: what is paid, None to reckon it at the shop's price.  hours: unpaid hours."""

    mode: str
    amount: Decimal
    by: str = ""
    kind: str = ""
    cash: Decimal | None = None
    hours: Decimal = Decimal(0)


@dataclass(frozen=True, repr=False)
class Entry(_Mute):
    """One need: a good, its class of need, and the ways in which it is met."""

    good: str
    need_class: str
    ways: tuple[Way, ...] = ()

    @property
    def amount(self) -> Decimal:
        """How much of it a month, in all ways together."""
        return sum((way.amount for way in self.ways), Decimal(0))

    @property
    def hours(self) -> Decimal:
        """Unpaid hours a month that go into it."""
        return sum((way.hours for way in self.ways), Decimal(0))

    def amount_by(self, modes: Iterable[str]) -> Decimal:
        """The part of it that comes in one of these modes."""
        wanted = frozenset(modes)
        return sum((way.amount for way in self.ways if way.mode in wanted), Decimal(0))


@dataclass(frozen=True, repr=False)
class Audit(_Mute):
    """How one household lives now. waged_hours: paid work of all its people together, a month.
    steps: the classes of need that the household has looked at; the rest is still the average."""

    size: int
    type: str
    entries: tuple[Entry, ...] = ()
    waged_hours: Decimal = Decimal(0)
    steps: tuple[str, ...] = ()

    def entry(self, good: str) -> Entry | None:
        """The entry for that good, if there is one."""
        return next((entry for entry in self.entries if entry.good == good), None)


def _text(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def audit_as_dict(audit: Audit) -> dict:
    """The audit as plain JSON values; `read_audit` takes it back unchanged."""
    return {
        "format": "commonstead-audit/1",
        "size": audit.size,
        "type": audit.type,
        "waged_hours": _text(audit.waged_hours),
        "steps": list(audit.steps),
        "entries": [
            {
                "good": entry.good,
                "class": entry.need_class,
                "ways": [
                    {"mode": way.mode, "amount": _text(way.amount), "by": way.by, "kind": way.kind,
                     "cash": None if way.cash is None else _text(way.cash), "hours": _text(way.hours)}
                    for way in entry.ways
                ],
            }
            for entry in audit.entries
        ],
    }


class _Reader:
    """Collects every refusal, so that a form shows them all at once."""

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    def refuse(self, clause: str, template: str, field: str, **params: object) -> None:
        self.refusals.append(Refusal(f"livelihood.{clause}", template, params, field=field))

    def number(self, value: object, field: str, largest: Decimal = LARGEST_AMOUNT) -> Decimal:
        """A number from 0 to `largest`. A decimal comma is understood; thousands marks are not."""
        text = str(value if value is not None else "").strip().replace(",", ".")
        if not text:
            return Decimal(0)
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.refuse("not_a_number", gettext_noop("“{text}” is not a number. Write digits, like 2.5."),
                        field, text=text)
            return Decimal(0)
        if number < 0 or number > largest:
            self.refuse("out_of_range", gettext_noop("{text} is out of range. Write a number from 0 to {largest}."),
                        field, text=text, largest=largest)
            return Decimal(0)
        return number.quantize(Decimal("0.0001")).normalize() if number else Decimal(0)

    def choice(self, value: object, known: Iterable[str], field: str) -> str:
        """One of a known set of words."""
        if value not in known:
            self.refuse("unknown_choice", gettext_noop("“{value}” is not one of the choices: {known}."),
                        field, value=value, known=", ".join(known))
        return str(value)

    def words(self, value: object, field: str) -> str:
        """A few free words."""
        text = " ".join(str(value or "").split())
        if len(text) > LONGEST_WORDS:
            self.refuse("too_long", gettext_noop("Please say it in at most {count} letters."),
                        field, count=LONGEST_WORDS)
        return text

    def way(self, raw: Mapping, field: str) -> Way:
        """One way from its plain values."""
        kind = raw.get("kind") or ""
        return Way(
            mode=self.choice(raw.get("mode"), WAYS, f"{field}.mode"),
            amount=self.number(raw.get("amount"), f"{field}.amount"),
            by=self.words(raw.get("by"), f"{field}.by"),
            kind=self.choice(kind, KIND_SLUGS, f"{field}.kind") if kind else "",
            cash=None if raw.get("cash") in (None, "") else self.number(raw.get("cash"), f"{field}.cash"),
            hours=self.number(raw.get("hours"), f"{field}.hours", Decimal(24 * 31 * MOST_PEOPLE)),
        )


def read_audit(raw: Mapping) -> Audit:
    """An Audit from plain values, or Refused with every problem at its field."""
    reader = _Reader()
    size = reader.number(raw.get("size", 1), "size", Decimal(MOST_PEOPLE))
    if size != size.to_integral_value() or size < 1:
        reader.refuse("size", gettext_noop("Say how many people live in the household, from 1 to {most}."), "size",
                      most=MOST_PEOPLE)
    entries, seen = [], set()
    for number, item in enumerate(raw.get("entries", ())):
        good = str(item.get("good") or "")
        field = f"entries.{good or number}"
        if not good or good in seen:
            reader.refuse("good_twice", gettext_noop("“{good}” stands here twice or has no name."), field, good=good)
        seen.add(good)
        ways = tuple(reader.way(way, f"{field}.ways.{place}") for place, way in enumerate(item.get("ways", ())))
        entries.append(Entry(good, str(item.get("class") or ""), ways))
    audit = Audit(
        size=int(size) if size.is_finite() else 1,
        type=reader.choice(raw.get("type"), HOUSEHOLD_TYPES, "type"),
        entries=tuple(entries),
        waged_hours=reader.number(raw.get("waged_hours"), "waged_hours", Decimal(24 * 31 * MOST_PEOPLE)),
        steps=tuple(str(step) for step in raw.get("steps", ())),
    )
    if reader.refusals:
        raise Refused(*reader.refusals)
    return audit
