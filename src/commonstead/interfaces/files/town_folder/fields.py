"""Taking typed values out of a table or a row, noting each problem where it stands.

Every `take` method returns a usable value (or None) even when the input is wrong, so that reading goes on
and all problems come out at once. `done()` reports keys that nobody asked for.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from commonstead.core.vocabulary.refusal import gettext_noop

from .problems import Problems

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_MISSING = object()


def nearest(word: str, known: Collection[str]) -> str:
    """The known word that is closest, or "" when none is close."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.75)
    return close[0] if close else ""


class Fields:
    """One table of a TOML file or one row of a CSV file."""

    def __init__(
        self,
        problems: Problems,
        file: str,
        path: tuple,
        values: dict,
        line_of: Callable[[tuple], int],
        from_csv: bool = False,
    ):
        self.problems, self.file, self.path, self.values = problems, file, path, values
        self._line_of, self._from_csv = line_of, from_csv
        self._asked: set[str] = set()

    def line(self, key: str | int = "") -> int:
        """The line of a key, or of the table."""
        return self._line_of((*self.path, key) if key != "" else self.path)

    def label(self, key: str = "") -> str:
        """How a field is called in messages: flour.buy."""
        parts = [str(part) for part in self.path] + ([key] if key else [])
        return ".".join(parts)

    def problem(self, key: str, name: str, template: str, /, **params: object) -> None:
        """Note a problem with one field."""
        self.problems.add(self.file, self.line(key), self.label(key), name, template, **params)

    def raw(self, key: str) -> object:
        """The value as it stands, or a mark for missing. An empty CSV cell is missing."""
        self._asked.add(key)
        value = self.values.get(key, _MISSING)
        return _MISSING if self._from_csv and value == "" else value

    def has(self, key: str) -> bool:
        return self.raw(key) is not _MISSING

    def lacks(self, key: str, needed: bool) -> None:
        """Note that a field is missing, when it is needed."""
        if needed:
            self.problem(key, "missing", gettext_noop("{field} is missing. Add it."), field=key)

    def text(self, key: str, needed: bool = True, longest: int = 0) -> str:
        """A text; "" when missing."""
        value = self.raw(key)
        if value is _MISSING:
            self.lacks(key, needed)
            return ""
        if not isinstance(value, str):
            self.problem(key, "not_text", gettext_noop("{field} should be text between double quotes."), field=key)
            return ""
        if needed and not value.strip():
            self.problem(key, "empty", gettext_noop("{field} is empty. Write something."), field=key)
        if longest and len(value) > longest:
            self.problem(
                key,
                "too_long",
                gettext_noop("{field} has {length} characters; {longest} are the most. Shorten it."),
                field=key,
                length=len(value),
                longest=longest,
            )
        return value.strip()

    def slug(self, key: str, needed: bool = True) -> str:
        """An id: small letters, digits, hyphens."""
        value = self.text(key, needed)
        if value:
            self.check_slug(value, key)
        return value

    def check_slug(self, value: str, key: str = "") -> bool:
        if SLUG.match(value) and len(value) <= 60:
            return True
        self.problem(
            key,
            "not_a_slug",
            gettext_noop("“{value}” cannot be an id. Use small letters a to z, digits and single hyphens, at most 60."),
            value=value,
        )
        return False

    def choice(self, key: str, known: Collection[str], default: str | None = None, needed: bool = True) -> str:
        """One of the known words."""
        if not self.has(key) and (default is not None or not needed):
            return default or ""
        value = self.text(key)
        if value and value not in known:
            self.unknown(key, value, known)
            return default or ""
        return value

    def unknown(self, key: str, value: str, known: Collection[str]) -> None:
        """Note a word that is none of the known ones."""
        close = nearest(value, known)
        if close:
            self.problem(
                key,
                "unknown_word",
                gettext_noop("There is no “{value}” here. Did you mean “{close}”?"),
                value=value,
                close=close,
            )
        elif len(known) <= 20:
            self.problem(
                key,
                "unknown_word",
                gettext_noop("There is no “{value}” here. Use one of: {known}."),
                value=value,
                known=", ".join(sorted(known)),
            )
        else:
            self.problem(
                key,
                "unknown_word",
                gettext_noop("There is no “{value}” here. Add it first, or mend the name."),
                value=value,
            )

    def flag(self, key: str, default: bool | None = None) -> bool:
        """true or false; in CSV yes or no."""
        value = self.raw(key)
        if value is _MISSING:
            self.lacks(key, default is None)
            return bool(default)
        known = {"yes": True, "no": False} if self._from_csv else {True: True, False: False}
        if isinstance(value, bool) or (self._from_csv and value in known):
            return known[value]
        words = (
            gettext_noop("{field} should be yes or no.")
            if self._from_csv
            else gettext_noop("{field} should be true or false, without quotes.")
        )
        self.problem(key, "not_a_flag", words, field=key)
        return bool(default)

    def whole(self, key: str, default: int | None = None, least: int = 0) -> int:
        """A whole number."""
        value = self.raw(key)
        if value is _MISSING:
            self.lacks(key, default is None)
            return default or 0
        if self._from_csv and re.fullmatch(r"-?\d+", str(value)):
            value = int(str(value))
        if isinstance(value, bool) or not isinstance(value, int):
            self.problem(key, "not_whole", gettext_noop("{field} should be a whole number, like 12."), field=key)
            return default or 0
        if value < least:
            self.problem(
                key,
                "too_small",
                gettext_noop("{field} is {value}; it should be at least {least}."),
                field=key,
                value=value,
                least=least,
            )
        return value

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """A plain number, 0 or more (in CSV, and in the few TOML fields that are not figures)."""
        value = self.raw(key)
        if value is _MISSING:
            self.lacks(key, default is None)
            return default or Decimal(0)
        return self._decimal(key, value) if self._is_number(key, value) else (default or Decimal(0))

    def _is_number(self, key: str, value: object) -> bool:
        if self._from_csv or isinstance(value, str):
            text = str(value).strip()
            if re.fullmatch(r"-?\d{1,3}([.,]\d{3})*,\d+|-?\d+,\d+", text):
                self.problem(
                    key,
                    "decimal_comma",
                    gettext_noop("“{value}” has a decimal comma. Write numbers with a point, like 2.5."),
                    value=text,
                )
                return False
            try:
                finite = Decimal(text).is_finite() and self._from_csv
            except InvalidOperation:
                finite = False
        else:
            finite = not isinstance(value, bool) and isinstance(value, int | Decimal) and Decimal(value).is_finite()
        if not finite:
            self.problem(
                key,
                "not_a_number",
                gettext_noop("“{value}” is not a number. Write digits and at most one decimal point, without quotes."),
                value=value,
            )
        return finite

    def _decimal(self, key: str, value: object) -> Decimal:
        number = Decimal(str(value).strip())
        if number < 0:
            self.problem(key, "negative", gettext_noop("{value} is below zero. Write 0 or more."), value=number)
            return Decimal(0)
        return number

    def day(self, key: str) -> date | None:
        """A date like 2025-04-01."""
        value = self.raw(key)
        if value is _MISSING:
            self.lacks(key, True)
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.problem(
            key, "not_a_date", gettext_noop("{field} should be a date like 2025-04-01, without quotes."), field=key
        )
        return None

    def sub(self, key: str) -> Fields | None:
        """The table under a key, or None when there is none."""
        value = self.raw(key)
        if value is _MISSING:
            return None
        if not isinstance(value, dict):
            self.problem(key, "not_a_table", gettext_noop("{field} should be a table: name = value pairs."), field=key)
            return None
        return Fields(self.problems, self.file, (*self.path, key), value, self._line_of)

    def tables(self, besides: Collection[str] = ()) -> Iterator[tuple[str, Fields]]:
        """Every table directly under this one, by id, but for those named."""
        for key in self.values:
            if key in besides:
                continue
            table = self.sub(key)
            if table is not None:
                table.check_slug(key)
                yield key, table

    def rows(self, key: str) -> list[Fields]:
        """The elements of an array of tables."""
        value = self.raw(key)
        if value is _MISSING:
            return []
        if not isinstance(value, list) or not all(isinstance(element, dict) for element in value):
            self.problem(key, "not_rows", gettext_noop("{field} should be a list of tables."), field=key)
            return []
        return [
            Fields(self.problems, self.file, (*self.path, key, index), element, self._line_of)
            for index, element in enumerate(value)
        ]

    def done(self) -> None:
        """Report keys that nobody asked for."""
        for key in self.values:
            if key not in self._asked:
                close = nearest(key, self._asked)
                template = (
                    gettext_noop("“{key}” is not a field here. Did you mean “{close}”?")
                    if close
                    else gettext_noop("“{key}” is not a field here. Take it out; the fields are: {known}.")
                )
                self.problem(key, "unknown_field", template, key=key, close=close, known=", ".join(sorted(self._asked)))
