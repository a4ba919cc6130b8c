"""Putting a backup back, whole or to a chosen moment. An existing town is never overwritten unasked, and what
stood there before is kept beside it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.site import settings

from . import copying, keeping, making, packing


@dataclass(frozen=True)
class Restored:
    """made: when the backup was made.  cut: journal entries after the moment, left out.  entries: those that
    remain.  kept: where the town that stood there before is now, or None."""

    made: datetime
    cut: int
    entries: int
    kept: Path | None


def backup_for(moment: datetime, folder: Path) -> Path:
    """The first backup in the folder that was made at or after the moment."""
    for made, file in keeping.backups_in(folder):
        if made >= moment:
            return file
    raise Refused(Refusal("backup.none_after", gettext_noop(
        "There is no backup in {folder} that was made after {moment}. Make one now with `./commonstead backup`: "
        "it holds the journal of every moment before it."),
        {"folder": str(folder), "moment": moment.isoformat(" ", "seconds")}))


def restore_sqlite(file: Path, town: Path, *, moment: datetime | None, force: bool) -> Restored:
    """Make the town's database from the backup. Everything is done and verified on a copy; only then it takes
    its place. Django must not have been set up: the copy is opened as the town's database."""
    manifest = _readable(file, "sqlite", moment)
    if town.exists() and not force:
        raise Refused(Refusal("backup.town_exists", gettext_noop(
            "There is a town in {town} already. With --force the backup takes its place, and the old one is kept "
            "beside it."), {"town": str(town)}))
    town.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = town.with_name(f".restoring-{secrets.token_hex(6)}.sqlite3")
    try:
        packing.unpack(file, copy)
        copying.check_sqlite(copy)
        settings.DATABASES["default"]["NAME"] = str(copy)
        cut, entries = _bring_to(moment)
        kept = _set_aside(town) if town.exists() else None
        copy.replace(town)
    finally:
        for leftover in (copy, *_beside(copy)):
            leftover.unlink(missing_ok=True)
    return Restored(manifest.moment, cut, entries, kept)


def restore_postgresql(file: Path, database: dict, folder: Path, *, moment: datetime | None, force: bool) -> Restored:
    """Put the backup into the PostgreSQL database. What stands there is backed up first."""
    manifest = _readable(file, "postgresql", moment)
    kept = None
    if _has_tables(database):
        if not force:
            raise Refused(Refusal("backup.town_exists", gettext_noop(
                "There is a town in {town} already. With --force the backup takes its place, and a backup of the "
                "old one is made first."), {"town": str(database["NAME"])}))
        kept, _ = making.make_backup(database, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = folder / f".restoring-{secrets.token_hex(6)}"
    try:
        packing.unpack(file, copy)
        copying.copy_in(database, copy)
    finally:
        copy.unlink(missing_ok=True)
    cut, entries = _bring_to(moment)
    return Restored(manifest.moment, cut, entries, kept)


def _readable(file: Path, engine: str, moment: datetime | None) -> packing.Manifest:
    manifest = packing.read_manifest(file)
    if manifest.engine != engine:
        raise Refused(Refusal("backup.other_engine", gettext_noop(
            "{file} is a backup of a town on {theirs}, and the settings name {ours}. Set `database` accordingly."),
            {"file": str(file), "theirs": manifest.engine, "ours": engine}, field="database"))
    if moment and moment > manifest.moment:
        raise Refused(Refusal("backup.before_moment", gettext_noop(
            "This backup was made on {made}, before {moment}; it knows nothing of what came later. Take one that "
            "was made after that moment."),
            {"made": manifest.made, "moment": moment.isoformat(" ", "seconds")}, field="to-moment"))
    return manifest


def _bring_to(moment: datetime | None) -> tuple[int, int]:
    """Bring the opened database up to date, cut its journal, rebuild and verify. Returns (cut, remaining)."""
    from commonstead.site import serving

    serving.prepare()
    from django.db import connections

    from commonstead.town.ledger import restoring

    try:
        cut = restoring.cut_back(moment) if moment else 0
        entries = restoring.verify_or_refuse()
    finally:
        connections.close_all()
    return cut, entries


def _beside(database: Path) -> list[Path]:
    return [database.with_name(database.name + ending) for ending in ("-wal", "-shm", "-journal")]


def _set_aside(town: Path) -> Path:
    """Rename the town's database, with the files that belong to it, and return its new place."""
    kept = town.with_name(f"{town.name}.before-{datetime.now(UTC).strftime(keeping.STAMP)}-{secrets.token_hex(3)}")
    for old, new in zip([town, *_beside(town)], [kept, *_beside(kept)], strict=True):
        if old.exists():
            old.rename(new)
    return kept


def _has_tables(database: dict) -> bool:
    import psycopg

    with psycopg.connect(dbname=database["NAME"], user=database["USER"] or None, password=database["PASSWORD"] or None,
                         host=database["HOST"] or None, port=database["PORT"] or None) as opened:
        return opened.execute("SELECT to_regclass('django_migrations')").fetchone()[0] is not None
