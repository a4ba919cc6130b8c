"""From a ValueFlows file to the vocabulary. Nothing is dropped: what is not understood is kept and remarked.

Files in the wild use older spellings, undeclared prefixes and now and then a slip of the pen. A slip whose sense
is beyond doubt is repaired and reported by line; where it is not, the file is refused by line. The repairs are
two: a context key `h'@vocab'`, and a duration whose lines lack their colons (`time:unitType unit:Hour`).
"""

from __future__ import annotations

import difflib
import re
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from commonstead.core.vocabulary import valueflows as vf
from commonstead.core.vocabulary.actions import Action
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from .document import Context, Document, Notice
from .tree import MOST_PLACES, Block, Scalar, Tree, parse

_MOMENT = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)[Tt ](\d\d?):(\d\d)(?::(\d\d)(\.\d{1,6})?)?"
                     r" ?(Z|z|[-+]\d\d?(?::?\d\d)?)?\Z")
_VERBS = frozenset(Action)
_WITHOUT_COLONS = re.compile(r"\w+:\w+ \S+( \w+:\w+ \S+)+\Z")


def read_file(path: Path | str) -> Document:
    """The document in a file (UTF-8)."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise Refused(Refusal("valueflows.unreadable", gettext_noop("{path} cannot be read: {problem}."),
                              {"path": str(path), "problem": problem}))
    return read_text(text)


def read_text(text: str, most_places: int = MOST_PLACES) -> Document:
    """The document in a text, YAML-LD or JSON-LD."""
    root = parse(text, most_places)
    if isinstance(root, tuple):
        root = Block(((Scalar("@graph", True, 1), root),), 1)
    if not isinstance(root, Block):
        raise Refused(Refusal(
            "valueflows.not_a_document",
            gettext_noop("This is not a ValueFlows file: it should have a list of things under “@graph”."), line=1))
    return _Reader(root).document()


class _Reader:
    def __init__(self, root: Block):
        self.root = root
        self.notices: list[Notice] = []
        self.context = self._context(root.get("@context"))
        self._assumed: set[str] = set()

    def document(self) -> Document:
        graph = self.root.get("@graph")
        single = graph is None
        beside = tuple((key, value) for key, value in self.root.entries if key.text not in ("@context", "@graph"))
        if single:
            nodes, extras = (self.thing(Block(beside, self.root.line)),), ()
        else:
            places = graph if isinstance(graph, tuple) else (graph,)
            nodes = tuple(self._place(place) for place in places)
            extras = tuple((key.text, self.extra(value)) for key, value in beside)
        notices = tuple(sorted(self.notices, key=lambda notice: notice.line))
        return Document(self.context, nodes, notices, extras, single)

    def remark(self, sort: str, line: int, text: str) -> None:
        self.notices.append(Notice(sort, line, text))

    # -- the context

    def _context(self, tree: Tree | None) -> Context:
        vocabulary, prefixes = vf_address(), []
        if tree is None:
            self.remark("assumed", 1, "The file has no @context; its terms are taken as ValueFlows.")
            return Context(vocabulary)
        raw = self._repair_context(tree)
        line = tree[0].line if isinstance(tree, tuple) and tree else getattr(tree, "line", 1)
        for part in raw if isinstance(raw, tuple) else (raw,):
            if isinstance(part, str):
                self.remark("assumed", line, f"The context {part} lies elsewhere and is not fetched; "
                            "terms without prefix are taken as ValueFlows.")
            elif isinstance(part, dict):
                vocabulary = part.get("@vocab", vocabulary)
                prefixes += [(name, address) for name, address in part.items()
                             if isinstance(address, str) and not name.startswith("@")]
        for name, address in prefixes:
            if not address.endswith(("/", "#", ":", "?", "_")):
                self.remark("assumed", line, f"The prefix {name} stands for {address}, which ends in no separator; "
                            "ids join it as it is.")
        return Context(vocabulary, tuple(prefixes), raw)

    def _repair_context(self, tree: Tree) -> object:
        if isinstance(tree, tuple):
            return tuple(self._repair_context(part) for part in tree)
        if isinstance(tree, Scalar):
            return tree.value()
        entries = {}
        for key, value in tree.entries:
            name = key.text
            if name != "@vocab" and name.replace("'", "").endswith("@vocab"):
                self.remark("repaired", key.line, f"The key {name} is no key of a context; read as @vocab.")
                name = "@vocab"
            entries[name] = self._repair_context(value)
        return entries

    # -- things

    def thing(self, block: Block, expected: str = "") -> vf.Thing:
        """The thing that a block of keys and values states."""
        written = block.get("@type")
        cls = self._class(written, block, expected)
        values: dict[str, object] = {"line": block.line}
        spellings, extras, blanks = [], [], []
        if isinstance(written, Scalar):
            if cls is vf.Unknown:
                values["type"] = written.text
            elif written.text != cls.__name__:
                spellings.append(("@type", written.text))
        for key, value in block.entries:
            if key.text == "@id" and isinstance(value, Scalar):
                values["id"] = value.text
            elif key.text == "@type" and isinstance(written, Scalar):
                continue
            elif isinstance(value, Scalar) and value.value() is None:
                blanks.append(key.text)
            else:
                self._property(cls, key, value, values, spellings, extras)
        return cls(**values, spellings=tuple(spellings), extras=tuple(extras), blanks=tuple(blanks))

    def _class(self, written: Tree | None, block: Block, expected: str) -> type[vf.Thing]:
        if isinstance(written, Scalar):
            self._assume(written)
            cls = vf.CLASSES.get(self.context.local_name(written.text))
            if cls is None:
                self.remark("unknown", written.line, f"{written.text} is no class of ValueFlows 1.0; kept as it is.")
            return cls or vf.Unknown
        names = {self.context.local_name(key.text) for key, _ in block.entries}
        if written is None and [key.text for key, _ in block.entries] == ["@id"]:
            return vf.Reference
        if expected == "Amount" and written is None:
            return vf.Duration if names & {"unitType", "numericDuration"} else vf.Measure
        self.remark("unknown", block.line, "A thing without one @type; all it says is kept.")
        return vf.Unknown

    def _property(self, cls, key: Scalar, tree: Tree, values: dict, spellings: list, extras: list) -> None:
        self._assume(key)
        known = vf.properties(cls)
        name = self.context.local_name(key.text)
        if name not in known:
            name = next((term for term in known if name and term.lower() == name.lower()), name)
        field, range_ = known.get(name, ("", ""))
        if field and field not in values:
            fits, value = self._fit(range_, tree)
            if fits:
                values[field] = value
                if key.text != name:
                    spellings.append((field, key.text))
                    if self.context.expand(key.text) != self.context.expand(name):
                        self.remark("spelling", key.line, f"{key.text} is read as {name}.")
                return
            self.remark("unknown", key.line,
                        f"{key.text} of {_a(cls)} does not hold what it should; kept as it is.")
        elif not key.text.startswith("@") and cls is not vf.Unknown:
            near = difflib.get_close_matches(key.text, known, 1, 0.85)
            hint = f" Did you mean {near[0]}?" if near else ""
            self.remark("unknown", key.line,
                        f"{key.text} is no property of {_a(cls)} in ValueFlows 1.0; kept as it is.{hint}")
        extras.append((key.text, self.extra(tree)))

    # -- values

    def _fit(self, range_: str, tree: Tree) -> tuple[bool, object]:
        """Whether a tree holds what a property asks for, and its value."""
        if range_ in ("Texts", "Links"):
            parts = [self._fit(range_[:-1], part) for part in (tree if isinstance(tree, tuple) else (tree,))]
            return all(fits for fits, _ in parts), tuple(value for _, value in parts)
        if isinstance(tree, tuple):
            return False, None
        if isinstance(tree, Block):
            return range_ in ("Link", "Amount"), self.thing(tree, range_) if range_ in ("Link", "Amount") else None
        value = tree.value()
        if range_ in ("Text", "Link"):
            return True, tree.text
        if range_ == "Verb":
            verb = self.context.local_name(tree.text)
            return True, Action(verb) if tree.text == verb and verb in _VERBS else tree.text
        if range_ == "Number":
            return isinstance(value, Decimal) and value.is_finite(), value
        if range_ == "Flag":
            return isinstance(value, bool), value
        if range_ == "Moment":
            moment = read_moment(tree.text)
            return moment is not None, moment
        return self._repair_duration(tree)

    def _repair_duration(self, scalar: Scalar) -> tuple[bool, object]:
        """`time:unitType unit:Hour` on one line and `time:numericDuration 7` on the next: colons forgotten."""
        if not (scalar.plain and _WITHOUT_COLONS.match(scalar.text)):
            return False, None
        words = scalar.text.split(" ")
        entries = tuple((Scalar(term, True, scalar.line), Scalar(value, True, scalar.line))
                        for term, value in zip(words[::2], words[1::2], strict=True))
        if {self.context.local_name(key.text) for key, _ in entries} != {"unitType", "numericDuration"}:
            return False, None
        self.remark("repaired", scalar.line, f"“{scalar.text}” lacks its colons; read as "
                    + ", ".join(f"{key.text}: {value.text}" for key, value in entries) + ".")
        return True, self.thing(Block(entries, scalar.line), "Amount")

    def extra(self, tree: Tree) -> object:
        """A value that no property of the vocabulary takes, kept as it is."""
        if isinstance(tree, tuple):
            return tuple(self.extra(part) for part in tree)
        return self.thing(tree) if isinstance(tree, Block) else tree.value()

    def _assume(self, term: Scalar) -> None:
        prefix = self.context.undeclared(term.text)
        if prefix and prefix not in self._assumed:
            self._assumed.add(prefix)
            self.remark("assumed", term.line,
                        f"The prefix {prefix} is not declared; taken as {self.context.expand(prefix + ':')}.")

    def _place(self, place: Tree) -> vf.Thing:
        if isinstance(place, Block):
            return self.thing(place)
        raise Refused(Refusal(
            "valueflows.not_a_thing",
            gettext_noop("“@graph” should list things with an “@id” and an “@type”; this is not one."),
            line=getattr(place, "line", 0)))


def _a(cls: type) -> str:
    return f"{'an' if cls.__name__[0] in 'AEIOU' else 'a'} {cls.__name__}"


def vf_address() -> str:
    return Context().vocabulary


def read_moment(text: str) -> datetime | None:
    """A moment as files write it, also `2019-04-18T8:30:08-5:00`. None where it is none."""
    match = _MOMENT.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    try:
        return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
                        int(Decimal(fraction or 0) * 1_000_000), tzinfo=_zone(zone))
    except ValueError:
        return None


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return timezone.utc  # noqa: UP017 (a name that readers know)
    hours, _, minutes = text[1:].partition(":")
    if not minutes and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if text[0] == "-" else offset)
