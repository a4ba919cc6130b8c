"""The journal cannot be changed, not even by a slip in the database shell: triggers refuse it.

`create` and `drop` are called by the migration; besides it only tests drop them, to forge the journal and see
`verify` find it. Whoever owns the database can drop them too: against that stand the hash chains.
"""

TABLES = ("ledger_economicevent", "ledger_bookentry")
_SAY = "the journal is append-only: take an entry back with a reversing event"


def create(connection) -> None:
    """Put the triggers on both tables. connection: a Django connection or a migration's."""
    _run(connection, _SQLITE_CREATE if connection.vendor == "sqlite" else _POSTGRES_CREATE)


def drop(connection) -> None:
    """Take the triggers away; harmless where there are none."""
    _run(connection, _SQLITE_DROP if connection.vendor == "sqlite" else _POSTGRES_DROP)


def _run(connection, statements) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_SQLITE_CREATE = tuple(
    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_SAY}'); END"
    for table in TABLES for verb in ("update", "delete"))
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table in TABLES for verb in ("update", "delete"))
_POSTGRES_CREATE = (
    "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$",
    *(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
      "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()" for table in TABLES))
_POSTGRES_DROP = tuple(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES)
