"""The health page: is the town well? For machines that watch; holds no personal data and no secret."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

import commonstead
from commonstead.town.ledger import queries as ledger
from commonstead.town.ledger.verify import Verification

LAST_VERIFY = "last-verify.json"


def health(request: HttpRequest) -> JsonResponse:
    """200 and "ok" while the database answers, is up to date and was whole when last verified; 503 otherwise."""
    answer: dict[str, object] = {"version": commonstead.__version__, "database": connection.vendor,
                                 "last_verify": last_verification(settings.VAR)}
    try:
        answer["status"] = "ok" if _up_to_date() else "waits for a migration"
        answer["journal"] = ledger.journal_reaches()
    except DatabaseError:
        answer["status"] = "no database"
    verified = answer["last_verify"]
    if answer["status"] == "ok" and verified and verified["problems"]:
        answer["status"] = "the ledger was not whole when last verified"
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503,
                        headers={"Cache-Control": "no-store"})


def remember_verification(var: Path, result: Verification) -> None:
    """Keep how `verify` ended, for the health page: numbers only."""
    var.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = json.dumps({"at": datetime.now(UTC).isoformat(timespec="seconds"), "events": result.events,
                       "entries": result.entries, "problems": len(result.problems)})
    part = var / f"{LAST_VERIFY}.part"
    part.write_text(text + "\n", encoding="ascii")
    part.replace(var / LAST_VERIFY)


def last_verification(var: Path) -> dict | None:
    """When `verify` last ran and what it counted; None while it never has."""
    try:
        return json.loads((var / LAST_VERIFY).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


@cache
def _no_migration_waits() -> None:
    """Nothing when the database is up to date, which then holds for this process; LookupError when it is not
    (an error is not remembered, so it is looked at anew)."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError


def _up_to_date() -> bool:
    try:
        _no_migration_waits()
    except LookupError:
        return False
    connection.ensure_connection()
    return True
