"""The health page: is the town well? For machines that watch; holds no personal data and no secret."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

import commonstead


def health(request: HttpRequest) -> JsonResponse:
    """200 and "ok" while the database answers and is up to date, 503 otherwise."""
    answer: dict[str, object] = {"version": commonstead.__version__, "database": connection.vendor}
    try:
        answer["status"] = "ok" if _up_to_date() else "behind"
    except DatabaseError:
        answer["status"] = "no database"
    return JsonResponse(answer, status=200 if answer["status"] == "ok" else 503,
                        headers={"Cache-Control": "no-store"})


def _up_to_date() -> bool:
    """No migration waits."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
