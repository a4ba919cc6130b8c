"""Every published ValueFlows example is read and written back, and says the same: quad by quad.

The comparison is a second opinion: it reads the files on its own, as bare text, and shares no code with the reader.
A quad is (place in the file, subject, predicate, object): the place, because examples state one resource several
times, before and after an event, and those statements must not melt together.
"""

import dataclasses
import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from commonstead.interfaces.files.valueflows import as_json, as_yaml, read_file, read_text
from commonstead.interfaces.files.valueflows.document import walk

ROOT = Path(__file__).resolve().parents[6]
FOLDER = ROOT.parent / "shared" / "data" / "production" / "valueflows"
FILES = sorted(FOLDER.glob("*.yaml"))
needs_files = pytest.mark.skipif(not FILES, reason=f"no ValueFlows examples in {FOLDER}")

#: Where a file's author slipped, and how the slip is read. Nothing else may be repaired.
REPAIRS = {("ex-production-03.yaml", 4), *(("ex-production-08.yaml", line) for line in (94, 121, 177, 209))}

OM2, TIME = "http://www.ontology-of-units-of-measure.org/resource/om-2/", "http://www.w3.org/2006/time#"
PREFIXES = {"vf": "http://w3id.org/valueflows/ont/vf#", "om2": OM2, "time": TIME,
            "skos": "http://www.w3.org/2004/02/skos/core#"}
NUMBERS = {"hasNumericalValue", "numericDuration"}
MOMENTS = {"due", "created", "hasBeginning", "hasEnd", "hasPointInTime"}
MOMENT = re.compile(r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)([+-])(\d+):(\d+)$")


def quads(text: str) -> set[tuple[str, ...]]:
    """What a YAML or JSON file says, read with nothing but a YAML parser that knows only text."""
    root = yaml.load(text, Loader=yaml.BaseLoader)
    names = dict(PREFIXES)
    for part in root["@context"]:
        names |= {key.replace("h'@vocab'", "@vocab"): value for key, value in part.items()}
    said: set[tuple[str, ...]] = set()

    def address(term: str) -> str:
        if term.startswith("@") or "://" in term:
            return term
        prefix, colon, rest = term.partition(":")
        if not colon:
            return names["@vocab"] + term
        return names[prefix] + rest if prefix in names else term

    def value(term: str, written: str) -> str:
        name = re.split("[#/:]", address(term))[-1]
        if written in ("", "null"):
            return "(nothing)"
        if name in NUMBERS:
            return str(Decimal(written).normalize())
        if name in MOMENTS and MOMENT.match(written):
            *clock, sign, hours, minutes = MOMENT.match(written).groups()
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            return f"{datetime(*map(int, clock))} {-offset if sign == '-' else offset}"
        return address(written) if term in ("@id", "@type") or (":" in written and " " not in written) else written

    def node(block: dict, place: str) -> str:
        subject = address(block["@id"]) if "@id" in block else "_:" + place
        for term, written in block.items():
            for number, part in enumerate(written if isinstance(written, list) else [written]):
                if isinstance(part, str) and term == "time:hasDuration":
                    part = dict(re.findall(r"(\w+:\w+) (\S+)", part))
                inner = f"{place}/{term}" + (f"/{number}" if isinstance(part, dict) and "@id" not in part else "")
                told = node(part, inner) if isinstance(part, dict) else value(term, part)
                said.add((top, subject, address(term), told))
        return subject

    for number, block in enumerate(root["@graph"]):
        top = str(number)
        node(block, top)
    return said


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("write", [as_yaml, as_json])
def test_an_example_is_written_back_without_loss_of_meaning(path, write):
    document = read_file(path)
    original, written = quads(path.read_text()), quads(write(document))
    assert original == written
    assert len(original) > 8
    assert read_text(write(document)) == document, "reading what was written gives the same document"


@needs_files
def test_only_the_known_slips_are_repaired_and_each_is_reported():
    repaired = {(path.name, notice.line)
                for path in FILES for notice in read_file(path).notices if notice.sort == "repaired"}
    assert repaired == REPAIRS


@needs_files
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_kept_as_an_extra_is_listed_by_its_line(path):
    document = read_file(path)
    lines = path.read_text().splitlines()
    listed = {re.match(r"(\S+) ", notice.text)[1] for notice in document.notices if notice.sort == "unknown"}
    kept = {term for thing in document.nodes for inner in walk(thing) for term, _ in inner.extras}
    assert kept == listed
    for notice in document.notices:
        if notice.sort == "unknown":
            assert notice.text.split()[0] in lines[notice.line - 1]


@needs_files
def test_every_node_of_the_examples_has_a_class_of_the_vocabulary():
    things = [thing for path in FILES for node in read_file(path).nodes for thing in walk(node)]
    assert not [thing for thing in things if type(thing).__name__ == "Unknown"]
    assert len({type(thing).__name__ for thing in things}) >= 20


@needs_files
@pytest.mark.parametrize("lost", ["extras", "blanks", "note", "action", "resource_quantity", "has_input"])
def test_the_comparison_sees_what_is_lost(lost):
    """The second opinion is worth something: drop one field of one node anywhere and the quads differ."""
    seen = 0
    for path in FILES:
        document = read_file(path)
        for place, thing in enumerate(document.nodes):
            empty = () if isinstance(getattr(thing, lost, None), tuple) else None
            if getattr(thing, lost, empty) == empty:
                continue
            less = (*document.nodes[:place], dataclasses.replace(thing, **{lost: empty}), *document.nodes[place + 1:])
            assert quads(as_yaml(dataclasses.replace(document, nodes=less))) != quads(path.read_text()), (path, thing)
            seen += 1
            break
    assert seen
