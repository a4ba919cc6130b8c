"""Writing the design commons: bring a design in, change it, fork it, say how far it got, make recipes of it.

Anyone may; there is no gate (Exodus 2829-3003, 6763). Nothing is ever changed in a version, so that what was built
can be looked up. A design that contains itself or makes something from nothing is kept apart, with the reason.
"""

from __future__ import annotations

import re
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from commonstead.core.making import STATUSES, Design, Origin, fingerprint, recipe_id, to_text
from commonstead.core.making.checking import faults
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town.ledger import queries as ledger
from commonstead.town.making.models import Design as DesignModel
from commonstead.town.making.models import DesignVersion, ModuleUse, QuarantinedDesign

from . import queries, recipe_making
from .views import Added, MadeRecipes


def add_design(design: Design, *, by: str = "") -> Added:
    """Bring a new design in. The same content again is harmless (outcome "same"). by: agent id.
    Refused: design.known_already (another design has the id), and all of `core.making.checking.faults`."""
    with transaction.atomic():
        _check(design)
        if DesignModel.objects.filter(id=design.id).exists():
            return _same(design) or _known_already(design)
        if apart := _keep_apart(design, by):
            return apart
        words = {"name": design.name.strip(), "status": design.status, "begun": timezone.now(), "by": by}
        row, made = DesignModel.objects.get_or_create(id=design.id, defaults=words)
        if not made:  # somebody was quicker
            return _same(design) or _known_already(design)
        return _write(row, design, 1, by)


def _known_already(design: Design):
    raise _refused(
        "known_already",
        gettext_noop(
            "There is a design {id} already, and it says something else. Revise that one, fork it, or give yours "
            "another id."
        ),
        "id",
        id=design.id,
    )


def revise_design(design_id: str, design: Design, *, by: str = "") -> Added:
    """A new version of a design. Its label is the document's, or the next free one. The content of any version there
    is again: nothing is written (outcome "same"). Refused: design.unknown, and as `add_design`."""
    with transaction.atomic():
        row = _row(design_id)
        design = replace(design, id=design_id)
        if not design.lineage and (newest := queries.design(design_id)):
            design = replace(design, lineage=newest.design.lineage)
        _check(design)
        if same := _same(design):
            return same
        if apart := _keep_apart(design, by):
            return apart
        row.name = design.name.strip()
        if design.status:
            row.status = design.status
        row.save(update_fields=["name", "status"])
        last = row.versions.order_by("-number").first()
        return _write(row, design, last.number + 1, by, last.version)


def fork_design(
    design_id: str, *, new_id: str, name: str, version: str | None = None, changes: Design | None = None, by: str = ""
) -> Added:
    """A design of one's own from a version of another: its lineage says so. changes: the document as it is from now
    on (its id, name and lineage are set here); none: as the other says. The status begins anew: unknown, as nobody
    has built the fork yet. Refused: design.unknown, and as `add_design`."""
    view = queries.design(design_id, version)
    if view is None:
        raise _unknown()
    origin = Origin(design_id, view.design.version)
    fork = replace(
        changes or view.design,
        id=new_id,
        name=name,
        version="",
        status=changes.status if changes else "",
        lineage=(origin, *view.design.lineage),
    )
    return add_design(fork, by=by)


def set_design_status(design_id: str, status: str, *, by: str = "") -> None:
    """Say how far a design got: one of STATUSES, "" for unknown. Anyone may: whoever built it knows.
    Refused: design.unknown, design.status_unknown."""
    if status and status not in STATUSES:
        raise _refused(
            "status_unknown",
            gettext_noop("{status} is no status. Choose one of: {statuses}."),
            "status",
            status=status,
            statuses=", ".join(STATUSES),
        )
    with transaction.atomic():
        row = _row(design_id)
        row.status = status
        row.save(update_fields=["status"])


def make_recipes_of(
    design_id: str,
    version: str | None = None,
    *,
    matches: dict[str, str] | None = None,
    add_things: bool = True,
    currency: str = "",
    days_per_period: int = 30,
) -> MadeRecipes:
    """The recipes of a version (the newest where none is named) and of its modules that are at hand, in the
    catalogue, not taken up. Asked again it finds those that are there. matches: part name -> the town's thing.
    add_things: what the town's list lacks is added to it, with the price of the bill where that is in `currency`.
    Refused: design.unknown, design.question_open (one for each answer that is missing), design.thing_missing, and as
    `town.making.commands.add_recipes` (units, loops without time, something from nothing)."""
    view = queries.design(design_id, version)
    if view is None:
        raise _unknown()
    return recipe_making.make(view.design, matches or {}, add_things, currency, days_per_period)


def let_out_of_quarantine(quarantine_id: int, *, by: str = "") -> Added:
    """Try again to add a design that was kept apart, as what closed its loop may have changed; when it is sound it
    leaves the quarantine. Refused: design.unknown, and as `add_design`."""
    row = QuarantinedDesign.objects.filter(id=quarantine_id).first()
    if row is None:
        raise _unknown()
    with transaction.atomic():
        read = next(view.design for view in queries.quarantined() if view.id == quarantine_id)
        known = DesignModel.objects.filter(id=read.id).exists()
        added = revise_design(read.id, read, by=by) if known else add_design(read, by=by)
        if added.outcome != "quarantined":
            row.delete()
    return added


def forget_quarantined(quarantine_id: int) -> None:
    """Throw away what was kept apart. Harmless when it is gone."""
    QuarantinedDesign.objects.filter(id=quarantine_id).delete()


def try_design(design: Design) -> tuple[str, tuple[Refusal, ...]]:
    """What `add_design` or `revise_design` would do, without writing: ("new", "new_version", "same", "quarantined" or
    "refused", and why)."""
    if wrong := faults(design, ledger.units()):
        return "refused", wrong
    known = DesignModel.objects.filter(id=design.id).exists()
    if known and _same(design):
        return "same", ()
    reasons = recipe_making.unsound(design)
    return ("quarantined", reasons) if reasons else ("new_version" if known else "new", ())


def _check(design: Design) -> None:
    if wrong := faults(design, ledger.units()):
        raise Refused(*wrong)


def _same(design: Design) -> Added | None:
    row = DesignVersion.objects.filter(design=design.id, fingerprint=fingerprint(design)).first()
    return Added("same", row.design_id, row.version) if row else None


def _keep_apart(design: Design, by: str) -> Added | None:
    reasons = recipe_making.unsound(design)
    if not reasons:
        return None
    QuarantinedDesign.objects.update_or_create(
        fingerprint=fingerprint(design),
        defaults={
            "design": design.id,
            "name": design.name.strip(),
            "document": to_text(design),
            "reasons": [recipe_making.as_json(reason) for reason in reasons],
            "at": timezone.now(),
            "by": by,
        },
    )
    return Added("quarantined", design.id, "", reasons, queries.loop_in(design, queries.at_hand(design)))


def _write(row: DesignModel, design: Design, number: int, by: str, last: str = "") -> Added:
    label = _label(row, design.version, last)
    design = replace(design, version=label)
    origin = design.forked_from
    version = DesignVersion.objects.create(
        design=row,
        number=number,
        version=label,
        fingerprint=fingerprint(design),
        licence=design.licence[:200],
        forked_from=DesignVersion.objects.filter(design=origin.id, version=origin.version).first() if origin else None,
        document=to_text(design),
        at=timezone.now(),
        by=by,
    )
    ModuleUse.objects.bulk_create([ModuleUse(version=version, module=module) for module in design.modules])
    return Added("added", row.id, label)


def _label(row: DesignModel, wanted: str, last: str) -> str:
    """The label that is wanted, if it is free; else the one after the last: 1.0 → 1.1, 3 → 4, draft → draft.1."""
    used = set(row.versions.values_list("version", flat=True))
    label = wanted or last or "1"
    while label in used:
        match = re.search(r"(\d+)$", label)
        label = f"{label[: match.start()]}{int(match.group()) + 1}" if match else f"{label}.1"
    return label[:40]


def _row(design_id: str) -> DesignModel:
    row = DesignModel.objects.select_for_update().filter(id=design_id).first()
    if row is None:
        raise _unknown()
    return row


def _unknown() -> Refused:
    return _refused("unknown", gettext_noop("There is no such design here."), "design")


def _refused(name: str, template: str, field: str, /, **params) -> Refused:
    return Refused(Refusal(f"design.{name}", template, params, field=field))


__all__ = [
    "add_design",
    "forget_quarantined",
    "fork_design",
    "let_out_of_quarantine",
    "make_recipes_of",
    "recipe_id",
    "revise_design",
    "set_design_status",
    "try_design",
]
