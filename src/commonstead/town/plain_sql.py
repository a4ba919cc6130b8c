"""Plain SQL for the paths that must be quick, on both databases alike.

The object-relational layer takes five times as long to build a statement as the database takes to run it. Where
every event passes (the pen, and what it asks about people) statements are written out; elsewhere they are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True)
class Rows:
    """Rows for one table.  also: what stands at the end, like ON CONFLICT or RETURNING.  found: column → an expression
    with one %s, for what the database itself finds by the value that stands in the row."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence]
    also: str = ""
    found: Mapping[str, str] = field(default_factory=dict)

    def statement(self, rows: Sequence[Sequence]) -> tuple[str, list]:
        """The INSERT of some of the rows, and its values."""
        one = f"({', '.join(self.found.get(column, '%s') for column in self.columns)})"
        return (f"INSERT INTO {self.table} ({', '.join(self.columns)}) VALUES {', '.join([one] * len(rows))} "
                f"{self.also}",
                [value for row in rows for value in row])


@dataclass(frozen=True)
class Change:
    """One statement that changes rows of a table, its values in the order of its %s."""

    table: str
    said: str
    values: Sequence
    also = ""

    @property
    def rows(self) -> list[Sequence]:
        return [self.values]

    def statement(self, rows: Sequence[Sequence]) -> tuple[str, list]:
        """As that of `Rows`."""
        return self.said, [value for row in rows for value in row]


def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence], *, also: str = "") -> list[tuple]:
    """Insert rows, a hundred a statement; returns what RETURNING gives, in no promised order."""
    return write(Rows(table, columns, list(rows), also))


def upserted(table: str, columns: Sequence[str], key: str, changing: Sequence[str], rows: Iterable[Sequence]) -> Rows:
    """Rows that set the changing columns of those that are there. The other columns are needed only because a row
    might not be there."""
    return Rows(table, columns, list(rows),
                f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in changing)}")


def write(*parts: Rows | Change) -> list[tuple]:
    """Write to several tables, in this order; returns what the one RETURNING among them gives, in no promised order.
    PostgreSQL takes what is short in one statement, which costs it and the sender less than one a table; an expression
    that looks into an earlier table of the same statement then sees what that part returns."""
    answers = []
    with connection.cursor() as cursor:
        for statement, values in _statements([part for part in parts if part.rows]):
            cursor.execute(statement, values)
            if cursor.description:
                answers += cursor.fetchall()
    return answers


def _statements(parts: Sequence[Rows | Change]) -> Iterator[tuple[str, list]]:
    """The parts, each a hundred rows a statement; neighbours that are short as one, where the database can."""
    short: list[tuple[Rows | Change, str, list]] = []
    for part in parts:
        for start in range(0, len(part.rows), _ROWS_AT_ONCE):
            statement, values = part.statement(part.rows[start:start + _ROWS_AT_ONCE])
            together = len(values) + sum(len(more) for _, _, more in short) <= _VALUES_TOGETHER
            new = part.table not in {other.table for other, _, _ in short}
            if connection.vendor != "postgresql" or not (together and new):
                yield from _joined(short)
                short = []
            short.append((part, statement, values))
    yield from _joined(short)


#: The driver remembers how it read a statement of at most so many values, and reads a longer one anew each time.
_VALUES_TOGETHER = 50


def _joined(short: Sequence[tuple[Rows | Change, str, list]]) -> Iterator[tuple[str, list]]:
    """One alone as it is; several as WITH table AS (INSERT …), …: a name there hides the table of that name from the
    parts that read it."""
    if len(short) == 1:
        yield short[0][1:]
    elif short:
        named = ", ".join(f"{part.table} AS ({statement})" for part, statement, _ in short)
        told = next((f"SELECT * FROM {part.table}" for part, _, _ in short if "RETURNING" in part.also), "SELECT")
        yield f"WITH {named} {told}", [value for _, _, values in short for value in values]


def for_update(order: str) -> str:
    """The end of a SELECT that locks what it reads, in a fixed order. SQLite locks the whole database at the
    beginning of the transaction and needs no more."""
    return f"ORDER BY {order} FOR UPDATE" if connection.features.has_select_for_update else f"ORDER BY {order}"


def stored(moment: datetime) -> object:
    """A moment as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(moment)
