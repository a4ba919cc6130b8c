"""One need as a form: what it shows for an entry, and the entry that comes back.

A household says one main way and, if it likes, parts that come otherwise. An entry that was not touched
comes back exactly as it was, whatever the form could show of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from commonstead.core.livelihood import ICEBERG_KINDS, OWN, WAYS, Entry, Way
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.web.forms import numbers
from commonstead.interfaces.web.wording import reason_of

from .goods import GoodView
from .words import KIND_WORDS, WAY_WORDS

LARGEST = Decimal(1_000_000)
FINEST = Decimal("0.0001")
KINDS = tuple(kind.slug for kind in ICEBERG_KINDS if kind.asked and not kind.above)


@dataclass
class NeedForm:
    """The fields of one need as text, with what is wrong by field. parts: (mode, per cent) pairs."""

    good: GoodView
    amount: str = ""
    mode: str = "sale"
    parts: list[tuple[str, str]] = field(default_factory=list)
    hours: str = ""
    by: str = ""
    kind: str = ""
    cash: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.good.id

    @property
    def open(self) -> bool:
        """Whether the fields behind the fold hold something wrong."""
        return bool(set(self.errors) - {"amount"})

    @property
    def part_lines(self):
        """(place, mode, share, error) for each part, and one empty line to add another."""
        lines = [*self.parts, ("", "")]
        return [(place, mode, share, self.errors.get(f"part.{place}", "")) for place, (mode, share) in enumerate(lines)]

    @property
    def summary(self) -> str:
        """What stands behind the fold, in a few words."""
        said = [f"{share} % {WAY_WORDS[mode]}" for mode, share in self.parts if mode in WAY_WORDS]
        if self.hours:
            said.append(_("%(hours)s hours") % {"hours": self.hours})
        return ", ".join(str(word) for word in said)

    ways = tuple((mode, WAY_WORDS[mode]) for mode in ("sale", *(way for way in WAYS if way != "sale")))
    kinds = tuple((slug, KIND_WORDS[slug]) for slug in KINDS)


def text(value: Decimal | None) -> str:
    """A number as a household would type it: whole above a hundred, two decimals above one."""
    if not value:
        return ""
    rounded = value.quantize(Decimal(1) if value >= 100 else Decimal("0.01") if value >= 1 else FINEST)
    shown = format(rounded, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def shown(entry: Entry, good: GoodView) -> NeedForm:
    """The form for an entry."""
    ways = [way for way in entry.ways if way.amount] or list(entry.ways[:1])
    if not ways:
        return NeedForm(good)
    main = max(ways, key=lambda way: way.amount)
    total = entry.amount
    parts = [(way.mode, text((way.amount / total * 100).quantize(Decimal("0.1")))) for way in ways if way is not main]
    return NeedForm(good, text(total), main.mode, parts, text(entry.hours), main.by, main.kind, text(main.cash))


def taken(post: Mapping[str, str], entry: Entry, good: GoodView) -> tuple[Entry, NeedForm]:
    """The entry that the household sent, and the form as it filled it in, with what is wrong."""
    before = shown(entry, good)
    form = _filled(post, good, len(before.parts) + 1)
    same = (form.amount, form.mode, form.parts, form.hours, form.by, form.kind, form.cash) == (
        before.amount, before.mode, before.parts, before.hours, before.by, before.kind, before.cash)
    if same or f"{good.id}.amount" not in post:
        return entry, before
    return _entry(form, entry), form


def _filled(post: Mapping[str, str], good: GoodView, lines: int) -> NeedForm:
    def said(name: str) -> str:
        return " ".join(post.get(f"{good.id}.{name}", "").split())

    parts = [(said(f"part.{place}.mode"), said(f"part.{place}.share").rstrip(" %")) for place in range(lines)]
    return NeedForm(good, said("amount"), said("mode"), [part for part in parts if part[0] and part[1]],
                    said("hours"), said("by"), said("kind"), said("cash"))


def _entry(form: NeedForm, before: Entry) -> Entry:
    total = _number(form, "amount", form.amount, LARGEST)
    hours = _number(form, "hours", form.hours, Decimal(9999))
    cash = _number(form, "cash", form.cash, LARGEST) if form.cash else None
    if form.mode not in WAYS:
        form.errors["mode"] = _("Choose one of the ways.")
    if form.kind and form.kind not in KINDS:
        form.errors["kind"] = _("Choose one of the places.")
    if len(form.by) > 80:
        form.errors["by"] = _("Please say it in at most 80 letters.")
    known = {way.mode: way for way in before.ways}
    ways, left = [], Decimal(100)
    for place, (mode, share) in enumerate(form.parts):
        part = _number(form, f"part.{place}", share, Decimal(100))
        left -= part
        if mode not in WAYS or mode == form.mode or mode in {way.mode for way in ways}:
            form.errors[f"part.{place}"] = _("Choose a way that does not stand here yet.")
            continue
        old = known.get(mode)
        ways.append(Way(mode, _part(total, part), by=old.by if old else "", kind=old.kind if old else ""))
    if left < 0:
        form.errors["part.0"] = _("The parts add up to more than 100 %.")
    if form.errors:
        return before
    main = Way(form.mode, _part(total, left), form.by, form.kind, cash)
    return Entry(before.good, before.need_class, _with_hours([main, *ways], hours))


def _part(total: Decimal, percent: Decimal) -> Decimal:
    return (total * percent / 100).quantize(FINEST)


def _with_hours(ways: list[Way], hours: Decimal) -> tuple[Way, ...]:
    """The unpaid hours stand with our own part, where there is one, else with the main way."""
    worker = next((way for way in ways if way.mode == OWN), ways[0])
    return tuple(
        Way(way.mode, way.amount, way.by, way.kind, way.cash, hours if way is worker else Decimal(0)) for way in ways)


def _number(form: NeedForm, name: str, said: str, largest: Decimal) -> Decimal:
    """A number from 0 on; nothing counts as 0. What is wrong is noted at its field."""
    if not said:
        return Decimal(0)
    try:
        return numbers.read_number(said, most=largest)
    except Refused as refused:
        form.errors[name] = reason_of(refused.refusals[0])
        return Decimal(0)
