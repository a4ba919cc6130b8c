"""The bare tree of a YAML or JSON file, each place with its line, each scalar with the characters that were written.

Scalars follow YAML 1.2's core schema, as YAML-LD asks: `no` is a word, `2019-04-18` is text, `.5` is a number.
PyYAML's own resolver (YAML 1.1) would make a date of one and a truth value of the other.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import yaml

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?\Z")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
#: Aliases can make a small file unfold without end.
MOST_PLACES = 2_000_000
MOST_LEVELS = 100


@dataclass(frozen=True)
class Scalar:
    """One written value. plain: without quotes, so that it may be a number, a truth value or nothing."""

    text: str
    plain: bool
    line: int

    def value(self) -> str | Decimal | bool | None:
        """The value by YAML 1.2's core schema."""
        if not self.plain:
            return self.text
        if self.text in ("", "~", "null", "Null", "NULL"):
            return None
        if self.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return self.text.lower() == "true"
        if not _NUMBER.match(self.text):
            return self.text
        try:
            return Decimal(self.text)
        except InvalidOperation:  # an exponent beyond all numbers
            return self.text


@dataclass(frozen=True)
class Block:
    """Keys and values, in order."""

    entries: tuple[tuple[Scalar, Scalar | Block | tuple], ...]
    line: int

    def get(self, key: str):
        return next((value for name, value in self.entries if name.text == key), None)


class ExactDumper(yaml.SafeDumper):
    """Writes YAML that reads back as the same: words that look like a number or nothing (0E0, ~) are quoted."""


def _quoted_where_needed(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    looks_otherwise = Scalar(text, True, 0).value() != text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if looks_otherwise else None)


ExactDumper.add_representer(str, _quoted_where_needed)

Tree = Scalar | Block | tuple


def parse(text: str, most_places: int = MOST_PLACES) -> Tree:
    """The tree of a file. Refused with the line where the file is broken, says one key twice, or has more values than
    most_places, aliases unfolded: counted before any is."""
    if text.lstrip().startswith(("{", "[")):
        return _from_json(text)
    try:
        _check_size(text, most_places)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise Refused(_broken(problem, mark.line + 1 if mark else 0))
    if root is None:
        return Scalar("", True, 1)
    _Unfolded(most_places).size(root)
    return _tree(root)


def _check_size(text: str, most_places: int) -> None:
    """The C composer calls itself at each level and would take the whole process down; its events come one by one."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        if count > 3 * most_places:  # a value has a key at most, and an end
            raise Refused(_too_large(most_places, event.start_mark.line + 1))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_LEVELS:
            raise Refused(_too_deep(event.start_mark.line + 1))


class _Unfolded:
    """How many places and levels each node has with its aliases unfolded. Each node is counted once, so that the count
    itself is no work without end."""

    def __init__(self, most_places: int):
        self.most_places = most_places
        self.known: dict[int, tuple[int, int] | None] = {}

    def size(self, node: yaml.Node) -> tuple[int, int]:
        if id(node) in self.known:
            known = self.known[id(node)]
            if known is None:
                raise Refused(_broken("it holds itself", node.start_mark.line + 1))
            return known
        self.known[id(node)] = None
        parts = () if isinstance(node, yaml.ScalarNode) else node.value
        sizes = [self.size(part[1] if isinstance(part, tuple) else part) for part in parts]
        found = 1 + sum(places for places, _ in sizes), 1 + max((levels for _, levels in sizes), default=0)
        if found[0] > self.most_places:
            raise Refused(_too_large(self.most_places, node.start_mark.line + 1))
        if found[1] > MOST_LEVELS + 1:
            raise Refused(_too_deep(node.start_mark.line + 1))
        self.known[id(node)] = found
        return found


def _tree(node: yaml.Node) -> Tree:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        # PyYAML's C loader calls an unquoted scalar's style ""; its Python loader None.
        return Scalar(node.value, not node.style, line)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_tree(part) for part in node.value)
    entries = tuple((Scalar(_key(key), True, key.start_mark.line + 1), _tree(value)) for key, value in node.value)
    return _block(entries, line)


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise Refused(_broken("a key is a list or a table", node.start_mark.line + 1))
    return node.value


def _block(entries, line: int) -> Block:
    seen: set[str] = set()
    for key, _ in entries:
        if key.text in seen:
            raise Refused(Refusal(
                "valueflows.key_twice",
                gettext_noop("“{key}” is written twice in one place. Keep one, or list both values under it."),
                {"key": key.text}, field=key.text, line=key.line))
        seen.add(key.text)
    return Block(tuple(entries), line)


def _from_json(text: str) -> Tree:
    def refuse_constant(word):
        raise Refused(_broken(f"{word} is not a number", 0))

    def number(written):
        return Scalar(written, True, 0)

    def block(pairs):
        return _block([(Scalar(key, True, 0), _json_value(value)) for key, value in pairs], 0)

    try:
        return _json_value(json.loads(
            text, parse_float=number, parse_int=number, parse_constant=refuse_constant, object_pairs_hook=block))
    except json.JSONDecodeError as error:
        raise Refused(_broken(error.msg, error.lineno))


def _json_value(value) -> Tree:
    if isinstance(value, list):
        return tuple(_json_value(part) for part in value)
    if isinstance(value, str):
        return Scalar(value, False, 0)
    if value is None or isinstance(value, bool):
        return Scalar({None: "", True: "true", False: "false"}[value], True, 0)
    return value


def _too_deep(line: int) -> Refusal:
    return _broken(f"it is nested more than {MOST_LEVELS} levels deep", line)


def _too_large(most_places: int, line: int) -> Refusal:
    return _broken(f"it holds more than {most_places} values, aliases unfolded", line)


def _broken(problem: str, line: int) -> Refusal:
    return Refusal("valueflows.broken_file", gettext_noop("The file cannot be read here: {problem}."),
                   {"problem": problem}, line=line)
