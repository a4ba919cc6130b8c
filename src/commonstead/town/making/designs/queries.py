"""What the design commons can be asked. Everybody may see all of it: designs are nobody's (Exodus 6763, 7187)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Max

from commonstead.core.making import Design, Difference, Loop, Origin, difference, find_loop, from_text, spdx
from commonstead.core.vocabulary.refusal import Refusal
from commonstead.town.making.models import Design as DesignModel
from commonstead.town.making.models import DesignRecipe, DesignVersion, ModuleUse, QuarantinedDesign

from .views import DesignRow, DesignView, QuarantineView, UseRow, VersionRow


def designs(status: str | None = None, makes: str | None = None) -> tuple[DesignRow, ...]:
    """All designs by name, each by its newest version; those of one status, or that make one good."""
    rows = _newest_versions()
    versions = Counter(DesignVersion.objects.values_list("design_id", flat=True))
    forks = Counter(DesignVersion.objects.exclude(forked_from=None).values_list("forked_from__design_id", "design_id"))
    used = Counter(ModuleUse.objects.filter(version__in=[row.id for row in rows]).values_list("module", flat=True))
    recipes = Counter(DesignRecipe.objects.values_list("version_id", flat=True))
    forked = Counter(origin for origin, _ in {pair for pair in forks if pair[0] != pair[1]})
    found = []
    for row in rows:
        design = from_text(row.document)
        if (status is not None and row.design.status != status) or (makes is not None and makes not in design.makes):
            continue
        found.append(
            DesignRow(
                row.design_id,
                row.design.name,
                design.purpose,
                row.design.status,
                spdx(design.licence),
                row.version,
                versions[row.design_id],
                used[row.design_id],
                forked[row.design_id],
                design.forked_from,
                tuple(design.makes),
                recipes[row.id],
                row.at,
                row.by,
            )
        )
    return tuple(sorted(found, key=lambda row: (row.name.casefold(), row.id)))


def design(design_id: str, version: str | None = None) -> DesignView | None:
    """One version of a design (the newest where none is named), or None."""
    rows = DesignVersion.objects.filter(design=design_id).select_related("design").order_by("-number")
    newest = rows.first()
    row = newest if version is None else rows.filter(version=version).first()
    if row is None:
        return None
    recipes = tuple(DesignRecipe.objects.filter(version=row).order_by("id").values_list("recipe_id", flat=True))
    read = replace(from_text(row.document), status=row.design.status)
    return DesignView(read, row.number, row.id == newest.id, recipes, row.at, row.by, row.fingerprint)


def versions(design_id: str) -> tuple[VersionRow, ...]:
    """All versions, newest first, each with the forks that were made from it."""
    rows = DesignVersion.objects.filter(design=design_id).order_by("-number").prefetch_related("forks")
    return tuple(
        VersionRow(
            row.version,
            row.number,
            row.at,
            row.by,
            tuple(Origin(fork.design_id, fork.version) for fork in row.forks.all() if fork.design_id != design_id),
        )
        for row in rows
    )


def modules_used_by(design_id: str) -> tuple[UseRow, ...]:
    """Where a design is used as a module: the designs that take it, by name; those whose newest version does first."""
    newest = {row.id for row in _newest_versions()}
    found: dict[str, UseRow] = {}
    uses = ModuleUse.objects.filter(module=design_id).select_related("version__design").order_by("-version__number")
    for use in uses:
        row = use.version
        if row.design_id not in found:
            found[row.design_id] = UseRow(row.design_id, row.design.name, row.version, row.id in newest)
    return tuple(sorted(found.values(), key=lambda use: (not use.newest, use.name.casefold())))


def at_hand(of: Design | None = None) -> dict[str, Design]:
    """Designs by id, for `core.making.explode` and its like: those that one design reaches through its modules, each
    in the version that the design pins, else in its newest; or, without a design, the newest of all."""
    if of is None:
        return {row.design_id: from_text(row.document) for row in _newest_versions()}
    pinned = {part.design: part.design_version for part in of.parts if part.design and part.design_version}
    found: dict[str, Design] = {}
    wanted = set(of.modules)
    while wanted:
        for row in _newest_versions(wanted):
            version = pinned.get(row.design_id, "")
            chosen = row.design.versions.filter(version=version).first() if version else None
            found[row.design_id] = from_text((chosen or row).document)
        known = wanted | set(found)
        wanted = {module for id in wanted & set(found) for module in found[id].modules} - known - {of.id}
    return found


def compare(
    design_id: str, other_id: str, version: str | None = None, other_version: str | None = None
) -> tuple[Difference, ...] | None:
    """What the other does otherwise than the first, in sentences; None where one of them is not here."""
    first, second = design(design_id, version), design(other_id, other_version)
    return None if first is None or second is None else difference(first.design, second.design)


def origin_of_recipe(recipe_id: str) -> Origin | None:
    """The design and version that a recipe was made from, or None."""
    row = DesignRecipe.objects.filter(recipe=recipe_id).select_related("version").first()
    return Origin(row.version.design_id, row.version.version) if row else None


def quarantined() -> tuple[QuarantineView, ...]:
    """What is kept apart, newest first."""
    hand = at_hand()
    return tuple(_quarantined(row, hand) for row in QuarantinedDesign.objects.order_by("-at", "-id"))


def _quarantined(row: QuarantinedDesign, hand: dict[str, Design]) -> QuarantineView:
    read = from_text(row.document)
    reasons = tuple(Refusal(**reason) for reason in row.reasons)
    return QuarantineView(row.id, read, reasons, loop_in(read, hand), row.at, row.by)


def loop_in(read: Design, hand: dict[str, Design]) -> Loop | None:
    """The ring of modules that a design would close among those at hand, or None."""
    return find_loop(read, {**hand, read.id: read})


def _newest_versions(ids: Iterable[str] | None = None) -> list[DesignVersion]:
    rows = DesignModel.objects.annotate(last=Max("versions__number")).values_list("id", "last")
    last = dict(rows if ids is None else rows.filter(id__in=list(ids)))
    versions = DesignVersion.objects.filter(design__in=last).select_related("design").order_by("design_id", "number")
    return [row for row in versions if row.number == last[row.design_id]]
