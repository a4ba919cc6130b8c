"""Open Know-How 2 (TOML, also the OKH-LOSH manifests): read into a design, and written.

Source of the fields: the OKH-LOSH specification (OPEN-NEXT, continued by the Internet of Production Alliance).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

import tomli_w

from commonstead.core.making import Design, Part, slug
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from . import own_words
from .manifest import (
    BY_READINESS,
    LINKS,
    OWN,
    Problems,
    exact,
    licence_of,
    merged,
    origins,
    plain_number,
    text_of,
    tools_of,
)
from .own_words import quantity
from .text import MOST_PLACES
from .toml_lines import line_index

_READINESS = "technology-readiness-level"
_TAKEN = {
    "name",
    "version",
    "license",
    "licensor",
    "function",
    "documentation-language",
    "tool-list",
    "fork-of",
    "derivative-of",
    "variant-of",
    "keywords",
    OWN,
    *LINKS,
}


_LONG = re.compile(r"\d[\d_]{1000,}")
_LEAST = {status: f"OTRL-{level}" for level, status in reversed(BY_READINESS.items())}


def _ours(word: str, value: object) -> bool:
    """What writing puts there by itself: no need to keep it."""
    return (word, value) == ("okhv", "2.0") or (word == _READINESS and value in _LEAST.values())


def read_okh2(text: str) -> tuple[Design | None, Problems, tuple[str, ...]]:
    """(design, problems and remarks, files that the manifest points to as its bill). Refused: design.toml_broken."""
    if text.count("=") + text.count(",") > MOST_PLACES:  # each value stands behind one of them, or is the first
        raise Refused(
            Refusal(
                "design.manifest_too_large",
                gettext_noop("The manifest holds more than {most} values, and none does. Put the parts into a bill."),
                {"most": MOST_PLACES},
                field="file",
            )
        )
    try:
        table = tomllib.loads(text, parse_float=exact)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        raise Refused(
            Refusal(
                "design.toml_broken",
                gettext_noop("The manifest cannot be read as TOML: {problem}. Put that line right."),
                {"problem": str(error)},
                field="file",
                line=int(match[1]) if match else text.count("\n") + 1,
            )
        ) from None
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise Refused(number_long(text, "file", _LONG.search(text))) from None
    told = Problems(line_index(text))
    for path in _too_long(table):
        raise Refused(number_long(text, path, line=told.line_of(path)))
    name = text_of(table.get("name"))
    if not name:
        told.problem("name_missing", gettext_noop("Give the design a name of at most 120 characters."), "name")
    tools, list_at = tools_of(table.get("tool-list"))
    design = Design(
        id=slug(name) or "design",
        version=text_of(table.get("version")),
        name=name,
        purpose=text_of(table.get("function")),
        status=_status(table, told),
        licence=licence_of(text_of(table.get("license")), told),
        licensor=_licensor(table),
        lineage=origins(
            next((table[word] for word in ("fork-of", "derivative-of", "variant-of") if word in table), None)
        ),
        parts=_parts(table.get("part"), told),
        tools=tools,
        language=text_of(table.get("documentation-language")),
        keywords=tuple(text_of(word) for word in _list(table.get("keywords"))),
        links=(
            *((word, text_of(value)) for word in LINKS for value in _list(table.get(word)) if text_of(value)),
            *((("tool-list", list_at),) if list_at else ()),
        ),
        extras={word: _plain(value) for word, value in table.items() if word not in _TAKEN and not _ours(word, value)},
    )
    own = own_words.own_table(table.get(OWN), told)
    if "parts" in own:
        own["parts"] = merged(design, own["parts"])
    return replace(design, **own), told, tuple(text_of(value) for value in _list(table.get("bom")) if text_of(value))


def write_okh2(design: Design) -> str:
    """The manifest of a design, all of it in one file: what the standard has no field for is in its own table."""
    extras = {word: value for word, value in design.extras.items() if not isinstance(value, Mapping)}
    tables = {word: value for word, value in design.extras.items() if isinstance(value, Mapping)}
    readiness = _LEAST.get(design.status)
    found = {
        "okhv": "2.0",
        **extras,
        "name": design.name or design.id,
        "version": design.version,
        "license": design.licence,
        "licensor": design.licensor,
        "function": design.purpose,
        "documentation-language": design.language,
        "keywords": list(design.keywords),
        "fork-of": [origin.id for origin in design.lineage[:1]],
    }
    if readiness and _READINESS not in extras:
        found[_READINESS] = readiness
    for word, address in design.links:
        found[word] = address if word not in found else [*_list(found[word]), address]
    found |= tables | {OWN: own_words.own_table_of(design)}
    return tomli_w.dumps({word: value for word, value in found.items() if value not in ("", [], {}, None)})


def _status(table: Mapping, told: Problems) -> str:
    written = text_of(table.get(_READINESS))
    match = re.fullmatch(r"(OTRL|OTLR)[- ]?(\d)", written, re.IGNORECASE)
    if written and not match:
        told.remark(
            "readiness_unknown",
            gettext_noop("“{written}” is no level like OTRL-4; the status stays open."),
            _READINESS,
            written=written,
        )
    if not match:
        return ""
    status = BY_READINESS.get(int(match[2]), "")
    if match[1].upper() != "OTRL" or not status:
        told.remark(
            "readiness_read",
            gettext_noop("“{written}” is no level that we know by that spelling; it was read as: {status}."),
            _READINESS,
            written=written,
            status=status or "?",
        )
    return status


def _licensor(table: Mapping) -> str:
    names = [
        text_of(entry.get("name")) if isinstance(entry, Mapping) else text_of(entry)
        for entry in _list(table.get("licensor"))
    ]
    return ", ".join(filter(None, names))


def _parts(entries: object, told: Problems) -> tuple[Part, ...]:
    """The parts that the manifest describes by their drawings: without quantities, which are in the bill."""
    found = []
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        name = text_of(entry.get("name")) if isinstance(entry, Mapping) else ""
        if not name:
            told.problem(
                "part_nameless",
                gettext_noop("A part has no name. Name it, or take the line out."),
                f"part.{place}.name",
            )
            continue
        amount, unit = quantity(entry.get("quantity"), f"part.{place}.quantity", told)
        found.append(
            Part(
                name,
                quantity=amount,
                unit=unit or ("each" if amount is not None else ""),
                material=text_of(entry.get("material")),
                reference=_first(entry.get("source")),
                line=told.line_of(f"part.{place}"),
            )
        )
    return tuple(found)


def _first(value: object) -> str:
    return text_of(next(iter(_list(value)), ""))


def _list(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _too_long(value: object, path: str = "") -> Iterator[str]:
    """Where a whole number stands that has more digits than anything counts."""
    if isinstance(value, Mapping | list):
        for key, part in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _too_long(part, f"{path}.{key}" if path else str(key))
    elif isinstance(value, int) and value.bit_length() > 256:
        yield path


def number_long(text: str, field: str, match: re.Match | None = None, line: int = 0) -> Refusal:
    return Refusal(
        "design.number_long",
        gettext_noop("A number has more digits than can be read. Put it in quotes if it is a name."),
        field=field,
        line=line or (text.count("\n", 0, match.start()) + 1 if match else 0),
    )


def _plain(value: object) -> object:
    """As JSON keeps it."""
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return plain_number(value)
    return value.isoformat() if isinstance(value, datetime | date | time) else value
