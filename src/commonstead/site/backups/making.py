"""Making backups: one now, or one after the other while the town is served."""

from __future__ import annotations

import os
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path

import commonstead

from . import copying, keeping, packing

LOOK_EVERY_SECONDS = 5


def engine_of(database: dict) -> str:
    """"sqlite" or "postgresql"."""
    return "sqlite" if database["ENGINE"].endswith("sqlite3") else "postgresql"


def make_backup(database: dict, folder: Path, to: Path | None = None) -> tuple[Path, packing.Manifest]:
    """Copy the database into a new backup file: `to`, or one named after the moment in `folder`."""
    target_folder = to.parent if to else folder
    target_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = target_folder / f".copy-{secrets.token_hex(6)}"
    try:
        made = copying.copy_out(database, copy)
        target = to or target_folder / keeping.name_for(made)
        manifest = packing.pack(copy, target, engine=engine_of(database), version=commonstead.__version__, made=made)
    finally:
        copy.unlink(missing_ok=True)
    return target, manifest


def keep_making(database: dict, folder: Path, minutes: int) -> None:
    """A backup every so many minutes in which something was written; ends when the process that began it ends."""
    parent = os.getppid()
    watch = _Watch(database)
    due = time.monotonic() + minutes * 60
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY_SECONDS)
        if time.monotonic() < due:
            continue
        due = time.monotonic() + minutes * 60
        if watch.something_was_written():
            make_backup(database, folder)
            prune(folder, datetime.now(UTC))


def prune(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups that later ones have superseded, and return them."""
    dated = dict(keeping.backups_in(folder))
    gone = [dated[moment] for moment in sorted(keeping.superseded(dated, now))]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


class _Watch:
    """Tells whether others wrote to an SQLite database since it was last asked; of PostgreSQL it assumes so."""

    def __init__(self, database: dict):
        self._connection = None
        if engine_of(database) == "sqlite":
            import sqlite3

            self._connection = sqlite3.connect(database["NAME"], timeout=20, isolation_level=None)
        self._seen = self._version()

    def _version(self) -> int:
        return self._connection.execute("PRAGMA data_version").fetchone()[0] if self._connection else 0

    def something_was_written(self) -> bool:
        if self._connection is None:
            return True
        before, self._seen = self._seen, self._version()
        return before != self._seen
