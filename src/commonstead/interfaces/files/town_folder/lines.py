"""Where each key of a TOML text stands. The standard reader gives values without lines, so this small
scanner walks the text once and notes the line of every table, key and array element."""

from __future__ import annotations

import re

Path = tuple["str | int", ...]

_HEADER = re.compile(r"^\s*(\[\[|\[)\s*(.+?)\s*(\]\]|\])\s*(#.*)?$")
_KEY_PART = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\'[^\']*\'|[A-Za-z0-9_-]+)\s*')


class Lines:
    """Answers `of(path)`: the line of that table, key or array element, or of the nearest thing around it."""

    def __init__(self, text: str):
        self._known: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._scan(text)

    def of(self, *path: str | int) -> int:
        """The line of the longest known beginning of `path`; 0 when nothing of it is known."""
        for end in range(len(path), 0, -1):
            if path[:end] in self._known:
                return self._known[path[:end]]
        return 0

    def _scan(self, text: str) -> None:
        table: Path = ()
        scanner = _Values(self._note)
        for number, line in enumerate(text.splitlines(), start=1):
            if scanner.inside:
                scanner.feed(line, number)
                continue
            header = _HEADER.match(line)
            if header and header[1] + header[3] in ("[]", "[[]]"):
                table = self._open(split_key(header[2])[0], number, repeated=header[1] == "[[")
                continue
            parts, end = split_key(line)
            if parts and line[end : end + 1] == "=":
                self._note((*table, *parts), number)
                scanner.start((*table, *parts))
                scanner.feed(line[end + 1 :], number)

    def _open(self, parts: Path, number: int, repeated: bool) -> Path:
        """Enter a table; [[x]] counts its elements, and [x.y] belongs to the latest x."""
        path: Path = ()
        for position, part in enumerate(parts):
            path = (*path, part)
            if repeated and position == len(parts) - 1:
                self._counts[path] = self._counts.get(path, -1) + 1
            if path in self._counts:
                path = (*path, self._counts[path])
        self._note(path, number)
        return path

    def _note(self, path: Path, number: int) -> None:
        for end in range(1, len(path) + 1):
            self._known.setdefault(path[:end], number)


class _Values:
    """Follows a value over lines: strings, arrays and inline tables, noting where array elements begin."""

    def __init__(self, note):
        self._note = note
        self._path: Path = ()
        self._brackets: list[str] = []
        self._element = 0
        self._fresh = False
        self._string = ""

    @property
    def inside(self) -> bool:
        """True while the value goes on in the next line."""
        return bool(self._brackets) or len(self._string) == 3

    def start(self, path: Path) -> None:
        self._path, self._brackets, self._string, self._element = path, [], "", 0

    def feed(self, line: str, number: int) -> None:
        at = 0
        while at < len(line):
            if self._string:
                at = self._leave_string(line, at)
                continue
            character = line[at]
            if character == "#":
                return
            if self._fresh and len(self._brackets) == 1 and not character.isspace() and character != "]":
                self._note((*self._path, self._element), number)
                self._fresh = False
            if character in "\"'":
                self._string = character * 3 if line.startswith(character * 3, at) else character
                at += len(self._string)
                continue
            self._bracket(character)
            at += 1
        if len(self._string) == 1:
            self._string = ""  # a string left open is the standard reader's to report

    def _bracket(self, character: str) -> None:
        if character in "[{":
            self._brackets.append(character)
            self._fresh = self._brackets == ["["]
        elif character in "]}" and self._brackets:
            self._brackets.pop()
        elif character == "," and self._brackets == ["["]:
            self._element += 1
            self._fresh = True

    def _leave_string(self, line: str, at: int) -> int:
        """The place after the string's end, or the line's end."""
        while at < len(line):
            if line[at] == "\\" and self._string[0] == '"':
                at += 2
            elif line.startswith(self._string, at):
                at += len(self._string)
                self._string = ""
                return at
            else:
                at += 1
        return at


def split_key(text: str) -> tuple[Path, int]:
    """The parts of a dotted key at the beginning of `text`, and where it ends."""
    parts: list[str] = []
    at = 0
    while True:
        found = _KEY_PART.match(text, at)
        if not found:
            return tuple(parts), at
        word = found[1]
        parts.append(word[1:-1] if word[0] in "\"'" else word)
        at = found.end()
        if text[at : at + 1] != ".":
            return tuple(parts), at
        at += 1
