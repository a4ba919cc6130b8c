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


#: SQLite's INSERT OR REPLACE deletes the row in its way without asking the DELETE trigger; so ask before inserting.
_TAKEN = {"ledger_economicevent": "seq = NEW.seq OR id = NEW.id OR idempotency_key = NEW.idempotency_key "
                                  "OR corrects = NEW.corrects",
          "ledger_bookentry": "id = NEW.id OR (book = NEW.book AND position = NEW.position) "
                              "OR (book = NEW.book AND event_id = NEW.event_id)"}
_SQLITE_CREATE = (
    *(f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} BEGIN SELECT RAISE(ABORT, '{_SAY}'); END"
      for table in TABLES for verb in ("update", "delete")),
    *(f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) "
      f"BEGIN SELECT RAISE(ABORT, '{_SAY}'); END" for table, taken in _TAKEN.items()))
_SQLITE_DROP = tuple(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
                     for table in TABLES for verb in ("update", "delete", "replace"))
_POSTGRES_CREATE = (
    "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SAY}'; END $$",
    *(f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
      "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()" for table in TABLES))
_POSTGRES_DROP = tuple(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}" for table in TABLES)
