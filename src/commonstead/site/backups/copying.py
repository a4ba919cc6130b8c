"""Copying a town's database out of it and into it, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop


def copy_out(database: dict, to: Path) -> datetime:
    """A copy of the whole database as it stands at one instant; writers go on meanwhile. Returns a moment such
    that everything recorded up to it is in the copy.  database: Django's description of it."""
    if database["ENGINE"].endswith("sqlite3"):
        with closing(sqlite3.connect(f"file:{database['NAME']}?mode=rw", uri=True, timeout=20,
                                     isolation_level=None)) as source, closing(sqlite3.connect(to)) as target:
            source.execute("BEGIN IMMEDIATE")  # once we have the pen for an instant, nobody is half-way through
            complete_up_to = datetime.now(UTC)
            source.execute("ROLLBACK")
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")
    else:
        complete_up_to = datetime.now(UTC)
        _postgres("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")
    return complete_up_to


def copy_in(database: dict, source: Path) -> None:
    """Put a dump into the PostgreSQL database in one transaction, replacing what was there."""
    _postgres("pg_restore", database, "--clean", "--if-exists", "--no-owner", "--no-privileges",
              "--single-transaction", f"--dbname={database['NAME']}", str(source))


def check_sqlite(path: Path) -> None:
    """Refused when SQLite itself finds the copy broken."""
    try:
        with closing(sqlite3.connect(path)) as opened:
            said = opened.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Refused(Refusal("backup.broken_database", gettext_noop("The database in the backup is broken: {said}."),
                              {"said": said}))


def _postgres(program: str, database: dict, *words: str) -> None:
    """Run one of PostgreSQL's own programs; what is secret goes by environment, never on the command line."""
    found = shutil.which(program)
    if found is None:
        raise Refused(Refusal("backup.no_program", gettext_noop(
            "{program} was not found. Install PostgreSQL's client programs (Debian: postgresql-client)."),
            {"program": program}))
    address = {"PGHOST": database["HOST"], "PGPORT": database["PORT"], "PGUSER": database["USER"],
               "PGPASSWORD": database["PASSWORD"], "PGDATABASE": database["NAME"]}
    environment = {**os.environ, **{key: value for key, value in address.items() if value}}
    done = subprocess.run([found, *words], env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Refused(Refusal("backup.program_failed", gettext_noop("{program} failed: {said}"),
                              {"program": program, "said": done.stderr.strip()[-800:]}))
