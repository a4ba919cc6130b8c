"""On which line of a TOML file each field stands: "commonstead.parts.0.quantity" -> 12.

Python's own reader checks a file but forgets its lines; a problem without a line is no help in a file of a hundred
parts. This walks over a text that was found to be sound, and remembers where each key and each element begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKENS = re.compile(
    r'(?P<text>"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\')'
    r"|(?P<comment>#[^\n]*)|(?P<line>\n)|(?P<sign>[\[\]{},=.])|(?P<bare>[^\s\[\]{},=#\"'.]+)",
    re.DOTALL,
)


def line_index(text: str) -> dict[str, int]:
    """The line, from 1, of each field by its path; elements of lists by their place from 0."""
    return _Walk(text).lines


class _Walk:
    def __init__(self, text: str):
        self.lines: dict[str, int] = {}
        self.tables: dict[str, int] = {}  # path of a list of tables -> the place of the last one
        self.table = ""
        self._statements(list(_tokens(text)))

    def _statements(self, tokens: list[tuple[str, str, int]]) -> None:
        place = 0
        while place < len(tokens):
            kind, word, line = tokens[place]
            if kind == "line":
                place += 1
            elif word == "[" and kind == "sign":
                place = self._header(tokens, place, line)
            else:
                keys, place = _keys(tokens, place)
                path = _join(self.table, *keys)
                self.lines.setdefault(path, line)
                place = self._value(tokens, place + 1, path)

    def _header(self, tokens, place: int, line: int) -> int:
        listed = tokens[place + 1][1:2] == ("[",) and tokens[place + 1][0] == "sign"
        keys, place = _keys(tokens, place + 1 + listed)
        path = ""
        for key in keys[:-1]:
            path = self._last(_join(path, key))
        path = _join(path, keys[-1])
        self.lines.setdefault(path, line)
        if listed:
            self.tables[path] = self.tables.get(path, -1) + 1
        self.table = self._last(path)
        self.lines.setdefault(self.table, line)
        return place + 1 + listed

    def _last(self, path: str) -> str:
        return f"{path}.{self.tables[path]}" if path in self.tables else path

    def _value(self, tokens, place: int, path: str) -> int:
        """Over one value; returns the place of what comes after it."""
        open_: list[list] = []  # [sign, path, place of the element]
        while place < len(tokens):
            kind, word, line = tokens[place]
            if kind == "line" and not open_:
                return place
            top = open_[-1] if open_ else None
            if kind == "sign" and word in "}]":
                open_.pop()
            elif kind == "sign" and word == ",":
                top[2] += 1
            elif top and top[0] == "{" and kind in ("text", "bare"):
                keys, place = _keys(tokens, place)
                below = _join(top[1], *keys)
                self.lines.setdefault(below, line)
                place = self._inside(tokens, place + 1, below, open_)
                continue
            elif kind in ("text", "bare") or (kind == "sign" and word in "{["):
                here = f"{top[1]}.{top[2]}" if top else path
                self.lines.setdefault(here, line)
                if kind == "sign":
                    open_.append([word, here, 0])
            place += 1
        return place

    def _inside(self, tokens, place: int, path: str, open_: list[list]) -> int:
        """After `key =` in an inline table: a nested one is opened, a plain value is passed over."""
        while place < len(tokens) and tokens[place][0] == "line":
            place += 1
        kind, word, _ = tokens[place]
        if kind == "sign" and word in "{[":
            open_.append([word, path, 0])
            return place + 1
        while place < len(tokens) and not (tokens[place][0] == "sign" and tokens[place][1] in ",}]"):
            place += 1
        return place


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for match in _TOKENS.finditer(text):
        if match.lastgroup != "comment":
            yield match.lastgroup, match.group(), line
        line += match.group().count("\n")


def _keys(tokens, place: int) -> tuple[list[str], int]:
    """A dotted key, and the place of what comes after it."""
    keys = []
    while place < len(tokens) and (tokens[place][0] in ("text", "bare") or tokens[place][1] == "."):
        if tokens[place][0] != "sign":
            keys.append(tokens[place][1].strip("\"'"))
        place += 1
    return keys, place


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)
