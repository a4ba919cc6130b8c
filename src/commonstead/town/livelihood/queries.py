"""What the livelihood app can be asked: a household's own audit, the average it starts from, and the town's sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from commonstead.core import livelihood as core
from commonstead.core.vocabulary.formulas import guarded
from commonstead.town.people import queries as people

from .access import only_its_own
from .models import Audit, NeedClass, NeedTemplate, TownSums
from .sealing import unseal


@dataclass(frozen=True, repr=False)
class AuditView:
    """A household's audit, opened for one of its own people."""

    audit: core.Audit
    updated: datetime
    done: bool
    counted_in: bool

    def __repr__(self) -> str:
        return "<AuditView, private>"


@dataclass(frozen=True)
class StepView:
    """One class of need, as the audit asks for it."""

    slug: str
    name: str


def audit_of(household: str, *, viewer: str) -> AuditView | None:
    """The audit of `household`, None when it has none yet. Refused to whoever does not live there."""
    only_its_own(household, viewer)
    row = Audit.objects.filter(household=household).first()
    if row is None:
        return None
    audit = core.read_audit(unseal(row.wrapped_key, household, row.sealed))
    return AuditView(audit, row.updated, row.done, row.counted_in)


def has_audit(household: str) -> bool:
    """Whether there is one, finished or not. It says nothing of what is in it; the door asks."""
    return Audit.objects.filter(household=household).exists()


def averages() -> tuple[core.AverageNeed, ...]:
    """The needs of the average household, in the order of the steps."""
    places = {row.slug: row.place for row in NeedClass.objects.all()}
    rows = sorted(NeedTemplate.objects.all(), key=lambda row: (places.get(row.need_class, 999), row.place, row.good))
    return tuple(
        core.AverageNeed(
            good=row.good, need_class=row.need_class, per_household=row.per_household, per_person=row.per_person,
            tier=row.tier, floor_share=row.floor_share,
            by_type={kind: Decimal(factor) for kind, factor in row.by_type.items()},
            met=tuple((mode, Decimal(share)) for mode, share in row.met), hours=row.hours, source=row.source)
        for row in rows
    )


def steps() -> tuple[StepView, ...]:
    """The classes of need that have something to ask, in order. A class without a name shows its slug."""
    known = {row.slug: row for row in NeedClass.objects.all()}
    asked = sorted((known[slug].place if slug in known else 999, place, good, slug)
                   for slug, place, good in NeedTemplate.objects.values_list("need_class", "place", "good"))
    used = dict.fromkeys(slug for _place, _own, _good, slug in asked)
    return tuple(StepView(slug, known[slug].name if slug in known else slug) for slug in used)


def households() -> tuple[tuple[int, str], ...]:
    """(size, type) of every household of the town. The type stays empty: it is a household's own affair."""
    return tuple((view.size, "") for view in people.agents(nature="household") if view.until is None)


def town_needs() -> core.TownNeeds | None:
    """Needs a month of the whole town by the last released sums, or None while there are none to show: fewer than
    five households agreed, or fewer than five have changed since sums that had to be hidden.

    Goods in `withheld` are not in it: fewer than five households need them, so the average stands for them."""
    row = TownSums.objects.filter(counted__gt=0).first()
    if row is None:
        return None
    needs: Mapping[str, Decimal] = MappingProxyType({good: Decimal(amount) for good, amount in row.needs.items()})
    return core.TownNeeds(needs, row.counted, row.households, tuple(row.withheld))


def assumed_needs() -> dict[str, Decimal]:
    """Needs a month of the whole town: by the audits' sums where there are any, else by the average."""
    needs = core.average_needs(averages(), households())
    measured = town_needs()
    return needs | dict(measured.needs) if measured else needs


def waiting_for_sums() -> tuple[int, int]:
    """How many finished audits agreed to be counted, and how many are needed at least."""
    return Audit.objects.filter(done=True, counted_in=True).count(), core.FEWEST_HOUSEHOLDS


def export_csv(household: str, *, viewer: str) -> str:
    """The audit as a table: one line for each way in which a need is met. Empty when there is no audit."""
    view = audit_of(household, viewer=viewer)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["class", "good", "mode", "by", "kind", "amount", "cash", "hours"])
    for entry in core.audit_as_dict(view.audit)["entries"] if view else ():
        for way in entry["ways"]:
            writer.writerow([entry["class"], entry["good"], way["mode"], guarded(way["by"]), way["kind"], way["amount"],
                             "" if way["cash"] is None else way["cash"], way["hours"]])
    return out.getvalue()


def export_dict(household: str, *, viewer: str) -> dict | None:
    """All that is held on the household in this app, as plain JSON values; None when nothing is."""
    view = audit_of(household, viewer=viewer)
    if view is None:
        return None
    return core.audit_as_dict(view.audit) | {
        "updated": view.updated.isoformat(), "done": view.done, "counted_in": view.counted_in}
