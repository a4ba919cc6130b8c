"""Reading designs from files: which format it is, a manifest together with its bill, and drafts as the answer.

Reading writes nothing anywhere. What cannot be read at all is refused; what can be read with problems comes back as a
draft that names each of them by line and field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from commonstead.core.making import Column, Design, DraftDesign, Part, Sentence, slug
from commonstead.core.making.checking import faults
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from ..valueflows.reading import read_text as read_valueflows
from .bom import read_bill
from .flows import designs_of
from .manifest import Problems, merged
from .okh1 import read_okh1
from .okh2 import read_okh2
from .text import MOST_PLACES, check_manifest, decode, nested_too_deeply


@dataclass(frozen=True)
class _Text:
    name: str
    text: str
    encoding: str
    remarks: tuple[Sentence, ...]
    format: str


def read_design(
    data: bytes, name: str, mapping: Mapping[str, str] | None = None, beside: Sequence[tuple[str, bytes]] = ()
) -> DraftDesign:
    """One design. beside: files that belong to it, like the bill of a manifest. mapping: column -> field of a part.
    Refused: what cannot be read at all; design.several_designs where the file holds more than one."""
    drafts = read_designs([(name, data), *beside], mapping)
    if len(drafts) > 1:
        raise Refused(
            Refusal(
                "design.several_designs",
                gettext_noop("{name} holds {count} designs: {designs}. Read them one by one."),
                {
                    "name": name,
                    "count": len(drafts),
                    "designs": ", ".join(draft.design.name for draft in drafts if draft.design),
                },
                field="file",
            )
        )
    return drafts[0]


def read_designs(
    files: Sequence[tuple[str, bytes]], mapping: Mapping[str, str] | None = None
) -> tuple[DraftDesign, ...]:
    """(name, content) of files that were handed in together. A single manifest takes the single bill beside it as its
    own; of several, each bill goes to the manifest that names it. The rest are designs by themselves."""
    texts = [_text(name, data) for name, data in files]
    bills = [text for text in texts if text.format in ("csv", "tsv")]
    manifests = [text for text in texts if text.format in ("okh1", "okh2")]
    drafts: list[DraftDesign] = []
    for text in manifests:
        design, told, wanted = _structured(text, read_okh1 if text.format == "okh1" else read_okh2)
        own = _bill_of(wanted, bills, len(manifests) == 1 and len(bills) == 1)
        bills = [bill for bill in bills if bill is not own]
        drafts.append(_manifest_draft(text, design, told, wanted, own, mapping))
    drafts += [_bill_draft(text, mapping) for text in bills]
    for text in texts:
        if text.format == "valueflows":
            drafts += _flow_drafts(text)
    return tuple(drafts)


def _structured(text: _Text, read):
    """What a reader of nested text makes of it; a file that is nested without end is refused, not followed."""
    if not text.text.lstrip().startswith(("{", "[")):
        check_manifest(text.text, text.name)
    try:
        return read(text.text)
    except RecursionError:
        raise Refused(nested_too_deeply(text.name)) from None


def _text(name: str, data: bytes) -> _Text:
    text, encoding, remarks = decode(data, name)
    return _Text(name, text, encoding, remarks, format_of(name, text))


def format_of(name: str, text: str) -> str:
    """By content, then by the file's ending: "okh1", "okh2", "csv", "tsv" or "valueflows". Refused:
    design.format_unknown."""
    ending = name.rsplit(".", 1)[-1].casefold() if "." in name else ""
    if ending in ("json", "jsonld") or "@context" in text[:2000] or "@graph" in text[:2000]:
        return "valueflows"
    if ending == "toml" or re.search(r"^okhv\s*=", text, re.MULTILINE):
        return "okh2"
    if ending in ("yml", "yaml"):
        return "okh1"
    first = next((line for line in text.splitlines() if line.strip()), "")
    if ending in ("csv", "tsv", "txt", "tab") or any(first.count(sign) for sign in "\t;,"):
        bare = re.sub(r'"[^"]*"', "", first)
        return "tsv" if bare.count("\t") > max(bare.count(","), bare.count(";")) else "csv"
    if re.search(r"^title:", text, re.MULTILINE):
        return "okh1"
    raise Refused(
        Refusal(
            "design.format_unknown",
            gettext_noop(
                "{name} is no design that can be read here: hand in an Open Know-How manifest (.toml, .yml), a bill of "
                "materials (.csv, .tsv) or a ValueFlows file (.json, .yaml)."
            ),
            {"name": name},
            field="file",
        )
    )


def _bill_of(wanted: tuple[str, ...], bills: list[_Text], only: bool) -> _Text | None:
    """The bill that a manifest names (a folder or a prefix before its name does not matter), or the only one."""
    for path in wanted:
        last = path.rstrip("/").rsplit("/", 1)[-1].casefold()
        for bill in bills:
            if bill.name.rsplit("/", 1)[-1].casefold().endswith(last):
                return bill
    return bills[0] if only else None


def _manifest_draft(
    text: _Text,
    design: Design | None,
    told: Problems,
    wanted: tuple[str, ...],
    own: _Text | None,
    mapping: Mapping[str, str] | None,
) -> DraftDesign:
    problems, remarks, columns, rows = list(told.problems), [*text.remarks, *told.remarks], (), 0
    if own is not None:
        bill = read_bill(own.text, mapping)
        problems += bill.problems
        remarks += [*own.remarks, *bill.remarks]
        columns, rows = bill.columns, len(bill.parts)
        design = replace(design, parts=merged(design, tuple(bill.parts)))
    elif wanted and not any(part.quantity is not None for part in design.parts):
        remarks.append(
            Sentence(
                "design.bill_missing",
                gettext_noop(
                    "The manifest names {bill} as its bill of materials. Hand it in together with the manifest."
                ),
                {"bill": ", ".join(wanted)},
                field="bom",
                line=told.line_of("bom"),
            )
        )
    return DraftDesign(
        text.name,
        text.format,
        text.encoding,
        design,
        _with_faults(problems, design),
        tuple(remarks),
        columns,
        rows,
        () if own is not None else wanted,
    )


def _bill_draft(text: _Text, mapping: Mapping[str, str] | None) -> DraftDesign:
    bill = read_bill(text.text, mapping)
    name = (
        re.sub(
            r"[-_. ]*(s?bom|stückliste|stueckliste|parts)$",
            "",
            text.name.rsplit("/", 1)[-1].rsplit(".", 1)[0],
            flags=re.IGNORECASE,
        )
        or text.name
    )
    parts: tuple[Part, ...] = tuple(bill.parts)
    design = Design(
        id=slug(name) or "design", name=" ".join(re.split(r"[-_]+", name)).strip().capitalize(), parts=parts
    )
    columns: tuple[Column, ...] = bill.columns
    return DraftDesign(
        text.name,
        "tsv" if bill.separator == "\t" else "csv",
        text.encoding,
        design,
        _with_faults(bill.problems, design),
        (*text.remarks, *bill.remarks),
        columns,
        len(parts),
    )


def _flow_drafts(text: _Text) -> list[DraftDesign]:
    designs, problems, remarks = _structured(text, lambda said: designs_of(read_valueflows(said, MOST_PLACES)))
    if not designs:
        raise Refused(
            Refusal(
                "design.no_recipe",
                gettext_noop("{name} holds no recipe: it has no RecipeProcess. Hand in a file with recipes."),
                {"name": text.name},
                field="file",
            )
        )
    return [
        DraftDesign(
            text.name,
            "valueflows",
            text.encoding,
            design,
            _with_faults(problems, design),
            (*text.remarks, *remarks),
            (),
            len(design.parts),
        )
        for design in designs
    ]


def _with_faults(problems: Sequence[Refusal], design: Design | None) -> tuple[Refusal, ...]:
    """The problems of reading, and those of the design that no line has told yet."""
    if design is None:
        return tuple(problems)
    told = {(problem.clause, problem.line) for problem in problems}
    more = [
        fault
        for fault in faults(design)
        if (fault.clause, fault.line) not in told
        and not (fault.clause in ("design.name_missing", "design.id_wrong") and problems)
    ]
    return (*problems, *more)
