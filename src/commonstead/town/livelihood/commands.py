"""What the livelihood app can be told: keep, count in, erase an audit; set the average household.

Saving and erasing never write to a log, and the sums are remade only as `core.livelihood.sums` allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from commonstead.core import livelihood as core
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.people import queries as people

from .access import only_its_own
from .models import Audit, NeedClass, NeedTemplate, TownSums
from .queries import averages, households
from .sealing import new_wrapped_key, seal, unseal


def save_audit(household: str, audit: core.Audit, *, by: str, done: bool | None = None,
               counted_in: bool | None = None) -> None:
    """Keep the audit of `household`, written by `by`, who lives there. None leaves a flag as it was."""
    only_its_own(household, by)
    core.read_audit(core.audit_as_dict(audit))  # refuses what a form would not have let through
    with transaction.atomic():
        row = Audit.objects.select_for_update().filter(household=household).first()
        if row is None:
            row = Audit(household=household, wrapped_key=new_wrapped_key(household), revision=0)
        row.sealed = seal(row.wrapped_key, household, core.audit_as_dict(audit))
        row.updated = timezone.now()
        row.revision += 1
        row.done = row.done if done is None else done
        row.counted_in = row.counted_in if counted_in is None else counted_in
        row.save()
        _remake_sums()


def save_draft(household: str, audit: core.Audit, *, by: str) -> None:
    """Keep a half-done audit, to come back to. A draft is never counted in the town's sums."""
    save_audit(household, audit, by=by, done=False)


def set_counted_in(household: str, counted_in: bool, *, by: str) -> None:
    """“Count us in the town's sums”, or no longer. Sums already released stay until five households have changed."""
    only_its_own(household, by)
    with transaction.atomic():
        Audit.objects.filter(household=household).update(counted_in=counted_in)
        _remake_sums()


def erase_audit(household: str, *, by: str) -> bool:
    """Destroy the audit and the only key that opens it. Says whether there was one."""
    only_its_own(household, by)
    with transaction.atomic():
        if connection.vendor == "sqlite":
            # SQLite then zeroes what it frees; otherwise the wrapped key would lie on in the file's free pages.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete=ON")
        erased, _ = Audit.objects.filter(household=household).delete()
        _remake_sums()
    return bool(erased)


def forget_with_person(person: str) -> None:
    """When a person is erased and nobody else lives in their household, its audit goes too: nobody could open it."""
    household = people.household_of(person)
    if household and {view.member for view in people.members_of(household)} <= {person}:
        erase_audit(household, by=person)


def _remake_sums() -> None:
    """Release new sums when that gives no household away; hide them when fewer than five are left.

    Over whom the last ones were made is remembered even then: the next release is held against that, or a
    household that steps out and another that steps in would be read off the difference."""
    here = {view.id for view in people.agents(nature="household") if view.until is None}
    rows = [row for row in Audit.objects.filter(done=True, counted_in=True) if row.household in here]
    now = {row.household: row.revision for row in rows}
    last = TownSums.objects.select_for_update().first()
    if len(now) < core.FEWEST_HOUSEHOLDS:
        TownSums.objects.update(counted=0, households=0, needs={}, withheld=[])
        return
    before = dict(last.revisions) if last else {}
    if now == before or core.may_release(before, now):
        return
    sums = core.sum_needs([_contribution(row) for row in rows], averages(), households())
    TownSums.objects.all().delete()
    TownSums.objects.create(
        made=timezone.now(), counted=sums.counted, households=sums.households, withheld=list(sums.withheld),
        needs={good: str(amount.quantize(Decimal("0.01"))) for good, amount in sums.needs.items()}, revisions=now)


def _contribution(row: Audit) -> core.Contribution:
    audit = core.read_audit(unseal(row.wrapped_key, row.household, row.sealed))
    return core.Contribution(row.household, row.revision, audit.size, audit.type,
                             {entry.good: entry.amount for entry in audit.entries})


def set_average(good: str, need_class: str, *, tier: int = 1, per_household: Decimal | str = 0,
                per_person: Decimal | str = 0, floor_share: Decimal | str | None = None,
                by_type: Mapping[str, Decimal | str] | None = None,
                met: Iterable[tuple[str, Decimal | str]] = (("sale", "1"),), hours: Decimal | str = 0,
                source: str = "", place: int = 0) -> None:
    """One need of the average household, as the town's folder gives it. Setting it again replaces it."""
    met = [(mode, Decimal(str(share))) for mode, share in met]
    unknown = [mode for mode, _ in met if mode not in core.WAYS]
    if unknown:
        raise Refused(Refusal("livelihood.unknown_choice",
                              gettext_noop("“{value}” is not one of the choices: {known}."),
                              {"value": unknown[0], "known": ", ".join(core.WAYS)}, field="met"))
    if met and abs(sum(share for _, share in met) - 1) > Decimal("0.001"):
        raise Refused(Refusal("livelihood.shares_of_one", gettext_noop(
            "The ways in which {good} is met must add up to 1; they add up to {sum}."),
            {"good": good, "sum": sum(share for _, share in met)}, field="met"))
    NeedTemplate.objects.update_or_create(good=good, defaults={
        "need_class": need_class, "tier": tier, "per_household": Decimal(str(per_household)),
        "per_person": Decimal(str(per_person)),
        "floor_share": None if floor_share is None else Decimal(str(floor_share)),
        "by_type": {kind: str(factor) for kind, factor in (by_type or {}).items()},
        "met": [[mode, str(share)] for mode, share in met], "hours": Decimal(str(hours)),
        "source": source, "place": place})


def set_class(slug: str, name: str, place: int = 0) -> None:
    """One class of need: its name and its place among the steps."""
    NeedClass.objects.update_or_create(slug=slug, defaults={"name": name, "place": place})


def drop_averages() -> None:
    """Forget the average household, before a town's folder is read anew."""
    NeedTemplate.objects.all().delete()
    NeedClass.objects.all().delete()
