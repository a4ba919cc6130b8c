"""Plain SQL for the paths that must be quick, on both databases alike.

The object-relational layer takes five times as long to build a statement as the database takes to run it. Where
every event passes (the pen, and what it asks about people) statements are written out; elsewhere they are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

_ROWS_AT_ONCE = 100


def select(statement: str, **params) -> list[tuple]:
    """All rows. The statement names its parameters, `%(name)s`; a set or list among them stands for a list in
    brackets, as after IN, and an empty one finds nothing."""
    flat = {}
    for name, value in params.items():
        if isinstance(value, set | frozenset | list | tuple):
            if not value:
                return []
            items = {f"{name}_{place}": item for place, item in enumerate(sorted(value))}
            flat |= items
            statement = statement.replace(f"%({name})s", f"({','.join(f'%({key})s' for key in items)})")
        else:
            flat[name] = value
    with connection.cursor() as cursor:
        cursor.execute(statement, flat)
        return cursor.fetchall()


def change(statement: str, **params) -> None:
    """One statement that changes rows, its parameters named as in `select`."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence], *, also: str = "") -> list[tuple]:
    """Insert rows, a hundred a statement. also: what stands at the end, like ON CONFLICT or RETURNING; returns
    what the latter gives, in no promised order."""
    rows, answers = list(rows), []
    one = f"({','.join(['%s'] * len(columns))})"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start:start + _ROWS_AT_ONCE]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one] * len(some))} {also}",
                [value for row in some for value in row])
            if "RETURNING" in also:
                answers += cursor.fetchall()
    return answers


def upsert(table: str, columns: Sequence[str], key: str, changing: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Set the changing columns of rows that are there, in as few statements as an insert takes. The other
    columns are needed only because a row might not be there."""
    insert(table, columns, rows,
           also=f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in changing)}")


def for_update(order: str) -> str:
    """The end of a SELECT that locks what it reads, in a fixed order. SQLite locks the whole database at the
    beginning of the transaction and needs no more."""
    return f"ORDER BY {order} FOR UPDATE" if connection.features.has_select_for_update else f"ORDER BY {order}"


def stored(moment: datetime) -> object:
    """A moment as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)
