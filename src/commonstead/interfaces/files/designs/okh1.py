"""Open Know-How 1 (YAML): read into a design, and written.

Source of the fields: The Open Know-How Manifest Specification Version 1.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import yaml

from commonstead.core.making import Design, slug
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from ..valueflows.tree import Block, ExactDumper, Scalar, Tree, parse
from . import own_words
from .manifest import LINKS, OWN, Problems, licence_of, merged, origins, plain_number, text_of, tools_of
from .text import MOST_PLACES

_TAKEN = {
    "title",
    "description",
    "intended-use",
    "version",
    "development-stage",
    "made",
    "made-independently",
    "license",
    "licensor",
    "documentation-language",
    "keywords",
    "tool-list",
    "derivative-of",
    "variant-of",
    OWN,
    *LINKS,
}


def read_okh1(text: str) -> tuple[Design | None, Problems, tuple[str, ...]]:
    """(design, problems and remarks, files that the manifest points to as its bill). Refused: design.yaml_broken."""
    try:
        root = parse(text, MOST_PLACES)
    except Refused as refused:
        raise Refused(
            *(
                Refusal("design.yaml_broken", each.template, each.params, each.field or "file", each.line)
                for each in refused.refusals
            )
        ) from None
    if not isinstance(root, Block):
        raise Refused(
            Refusal(
                "design.not_a_manifest",
                gettext_noop("This is no manifest: it should have fields like “title:” and “license:”."),
                field="file",
                line=1,
            )
        )
    told = Problems(_line_index(root))
    table = _plain(root)
    name = text_of(table.get("title"))
    if not name:
        told.problem("title_missing", gettext_noop("Give the design a title of at most 120 characters."), "title")
    version = root.get("version")
    tools, list_at = tools_of(table.get("tool-list"))
    use, description = text_of(table.get("intended-use")), text_of(table.get("description"))
    design = Design(
        id=slug(name) or "design",
        version=version.text.strip() if isinstance(version, Scalar) and version.value() is not None else "",
        name=name,
        purpose=use or description,
        note=description if use else "",
        status=_status(table),
        licence=licence_of(_licence(table.get("license")), told),
        licensor=_licensor(table.get("licensor")),
        lineage=origins(table.get("derivative-of") or table.get("variant-of")),
        tools=tools,
        language=text_of(table.get("documentation-language")),
        keywords=tuple(text_of(word) for word in _list(table.get("keywords"))),
        links=(
            *((word, _path(value)) for word in LINKS for value in _list(table.get(word)) if _path(value)),
            *((("tool-list", list_at),) if list_at else ()),
        ),
        extras={word: value for word, value in table.items() if word not in _TAKEN}
        | _more_of("license", table.get("license"), "hardware")
        | _more_of("licensor", table.get("licensor"), "name"),
    )
    own = own_words.own_table(_exact(root.get(OWN)), told)
    if "parts" in own:
        own["parts"] = merged(design, own["parts"])
    bill = tuple(path for path in (_path(value) for value in _list(table.get("bom"))) if path)
    return replace(design, **own), told, bill


def write_okh1(design: Design) -> str:
    """The manifest of a design; what the standard has no field for is in a table of its own."""
    stage = {"idea": "idea", "drawn": "design", "built_once": "prototype", "built_often": "production"}
    extras = dict(design.extras)
    found = {
        "title": design.name or design.id,
        "description": design.note or design.purpose,
        "intended-use": design.purpose if design.note else "",
        "keywords": list(design.keywords),
        **{word: value for word, value in extras.items() if not word.startswith(("license.", "licensor."))},
        "documentation-language": design.language,
        "version": design.version,
        "development-stage": stage.get(design.status, ""),
        "made": {"built_once": True, "built_often": True, "idea": False, "drawn": False}.get(design.status, ""),
        "made-independently": {"built_often": True, "built_once": False}.get(design.status, ""),
        "license": ({"hardware": design.licence} if design.licence else {}) | _grouped("license", extras),
        "licensor": ({"name": design.licensor} if design.licensor else {}) | _grouped("licensor", extras),
        "derivative-of": [
            {"title": origin.id, **({"version": origin.version} if origin.version else {})}
            for origin in design.lineage[:1]
        ],
        "tool-list": [tool.name for tool in design.tools],
    }
    for word, address in design.links:
        if word not in found or found[word] in ("", []):
            found[word] = address
        else:
            found[word] = [*_list(found[word]), address]
    found[OWN] = _yaml_numbers(own_words.own_table_of(design))
    kept = {word: value for word, value in found.items() if value not in ("", [], {}, None)}
    return "# Open Know-How manifest, version 1\n" + yaml.dump(
        kept, Dumper=ExactDumper, sort_keys=False, allow_unicode=True, width=110
    )


def _status(table: Mapping) -> str:
    """What the manifest says of how far it got: somebody else built it too, it was built, or the word for its stage.
    A word that we do not know says nothing."""
    if _yes(table.get("made-independently")):
        return "built_often"
    stage = text_of(table.get("development-stage")).casefold()
    if _yes(table.get("made")):
        return "built_once"
    return next((status for status, words in _STAGES.items() if any(word in stage for word in words)), "")


_STAGES = {
    "built_once": ("prototype", "prototyp", "prototipo", "proof of concept"),
    "built_often": ("production", "product", "serie", "mature", "finished"),
    "drawn": ("design", "development", "draft", "entwurf", "conception", "in progress"),
    "idea": ("idea", "ideation", "concept", "idee", "idée"),
}


def _yes(value: object) -> bool:
    """True, and the words for it that people write although YAML 1.2 takes them for words."""
    return value is True or text_of(value).casefold() in ("yes", "ja", "sí", "oui")


def _licence(value: object) -> str:
    return text_of(value.get("hardware")) if isinstance(value, Mapping) else text_of(value)


def _licensor(value: object) -> str:
    return text_of(value.get("name")) if isinstance(value, Mapping) else text_of(value)


def _more_of(word: str, value: object, but: str) -> dict[str, object]:
    """The other fields of a table whose main one has a place of its own."""
    more = {key: part for key, part in value.items() if key != but} if isinstance(value, Mapping) else {}
    return {f"{word}.{key}": part for key, part in more.items()}


def _grouped(word: str, extras: Mapping[str, object]) -> dict[str, object]:
    return {key.removeprefix(f"{word}."): value for key, value in extras.items() if key.startswith(f"{word}.")}


def _path(value: object) -> str:
    return text_of(value.get("path")) if isinstance(value, Mapping) else text_of(value)


def _list(value: object) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def _plain(tree: Tree | None) -> object:
    """As JSON keeps it."""
    if isinstance(tree, Block):
        return {key.text: _plain(value) for key, value in tree.entries}
    if isinstance(tree, tuple):
        return [_plain(part) for part in tree]
    value = tree.value() if tree is not None else None
    if isinstance(value, Decimal):
        number = plain_number(value)
        return float(number) if isinstance(number, int) and "." in tree.text else number
    return value


def _exact(tree: Tree | None) -> object:
    """As the file writes it: amounts as their digits."""
    if isinstance(tree, Block):
        return {key.text: _exact(value) for key, value in tree.entries}
    if isinstance(tree, tuple):
        return [_exact(part) for part in tree]
    return None if tree is None or tree.value() is None else tree.text


def _yaml_numbers(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _yaml_numbers(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_yaml_numbers(part) for part in value]
    if isinstance(value, Decimal):
        return float(value) if Decimal(repr(float(value))) == value else str(value)
    return value


def _line_index(root: Block) -> dict[str, int]:
    """The line of each field by its path, like "commonstead.parts.0.quantity"."""
    lines: dict[str, int] = {}

    def walk(tree: Tree, path: str) -> None:
        if isinstance(tree, Block):
            for key, value in tree.entries:
                below = f"{path}.{key.text}" if path else key.text
                lines.setdefault(below, key.line)
                walk(value, below)
        elif isinstance(tree, tuple):
            for place, part in enumerate(tree):
                lines.setdefault(f"{path}.{place}", _line(part))
                walk(part, f"{path}.{place}")

    walk(root, "")
    return lines


def _line(tree: Tree) -> int:
    return getattr(tree, "line", 0) or (_line(tree[0]) if isinstance(tree, tuple) and tree else 0)
