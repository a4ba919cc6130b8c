"""The folder designs/ and designs.toml: designs of the town as others exchange them, and what becomes of them here.

designs/ holds Open Know-How manifests (TOML or YAML) and the bills of materials that they name (CSV or tab-separated).
designs.toml says which of them become recipes of the catalogue, and what the town adds to those: what a batch costs
besides, how many there can be in a month, what has to be paid and to be there before one begins.
"""

from __future__ import annotations

from pathlib import Path

from commonstead.core.making import DraftDesign
from commonstead.core.vocabulary.refusal import Refused, gettext_noop

from ...designs import LARGEST, read_designs
from ..description import DesignDescription, DesignTerms, Good
from ..fields import Fields
from ..figures import Figures
from ..texts import Folder
from .known import Known

PLACE = "designs"
FILE = "designs.toml"
ENDINGS = (".toml", ".yml", ".yaml", ".csv", ".tsv")


def design_files(path: Path) -> list[Path]:
    """The files in a town's folder of designs, in order."""
    folder = Path(path) / PLACE
    return sorted(file for file in folder.iterdir() if file.is_file()) if folder.is_dir() else []


def read_town_designs(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, sources: Known, currency: str
) -> dict[str, DesignDescription]:
    """Every design of designs/, with what designs.toml adds."""
    found = _designs(folder)
    for description in found.values():
        _check_goods(folder, description, goods)
        _check_sources(folder, description, sources)
    terms = _terms(folder, figures, goods, currency, Known(found))
    return {id: DesignDescription(one.design, one.file, terms.get(id)) for id, one in found.items()}


def _designs(folder: Folder) -> dict[str, DesignDescription]:
    files: list[tuple[str, bytes]] = []
    for file in design_files(folder.path):
        name = f"{PLACE}/{file.name}"
        if file.suffix.casefold() not in ENDINGS:
            continue  # notes and drawings may lie beside
        if file.stat().st_size > LARGEST:
            folder.problems.add(
                name,
                0,
                "",
                "design_too_large",
                gettext_noop("This file is larger than {most} MB, and no design is. Split the bill into modules."),
                most=LARGEST // 1_000_000,
            )
            continue
        files.append((file.name, file.read_bytes()))
    found: dict[str, DesignDescription] = {}
    for draft in _drafts(folder, files):
        file = f"{PLACE}/{draft.name}"
        _say_problems(folder, draft, file)
        if draft.format in ("csv", "tsv"):
            folder.problems.add(
                file,
                0,
                "",
                "bill_alone",
                gettext_noop('No manifest beside it names this bill. Write a manifest with bom = "{name}".'),
                name=draft.name,
            )
        elif draft.design is not None:
            if draft.wants and not draft.design.parts:
                folder.problems.add(
                    file,
                    0,
                    "bom",
                    "bill_missing",
                    gettext_noop("There is no file {name} beside this manifest."),
                    name=", ".join(draft.wants),
                )
            if draft.design.id in found:
                folder.problems.add(
                    file,
                    0,
                    "id",
                    "design_twice",
                    gettext_noop("{other} describes a design {id} already. Give this one another id."),
                    other=found[draft.design.id].file,
                    id=draft.design.id,
                )
            found[draft.design.id] = DesignDescription(draft.design, file)
    return found


def _drafts(folder: Folder, files: list[tuple[str, bytes]]) -> tuple[DraftDesign, ...]:
    """All at once, so that bills find their manifests; one that cannot be read at all is named, and the rest read."""
    left = list(files)
    while left:
        try:
            return read_designs(left)
        except Refused as refused:
            broken = _broken(left)
            for refusal in refused.refusals:
                folder.problems.add(
                    f"{PLACE}/{broken or ''}".rstrip("/"),
                    refusal.line,
                    refusal.field,
                    refusal.clause.removeprefix("design."),
                    refusal.template,
                    **refusal.params,
                )
            if broken is None:
                return ()
            left = [one for one in left if one[0] != broken]
    return ()


def _broken(files: list[tuple[str, bytes]]) -> str | None:
    """The first file that cannot be read by itself."""
    for name, data in files:
        try:
            read_designs([(name, data)])
        except Refused:
            return name
    return None


def _say_problems(folder: Folder, draft: DraftDesign, file: str) -> None:
    for problem in draft.problems:
        folder.problems.add(
            file,
            problem.line,
            problem.field,
            problem.clause.removeprefix("design."),
            problem.template,
            **problem.params,
        )


def _check_goods(folder: Folder, description: DesignDescription, goods: dict[str, Good] | None) -> None:
    """What a design makes, takes and works with stands in goods.toml: names that nobody knows would come into the
    town's list by a slip."""
    known, design = Known(goods), description.design
    named = [("makes", good) for good in design.makes]
    named += [(f"part {part.name}", part.good) for part in design.parts if part.good]
    named += [(f"tool {tool.name}", tool.good) for tool in design.tools if tool.good]
    for where, good in named:
        if good not in known:
            folder.problems.add(
                description.file,
                0,
                where,
                "unknown_word",
                gettext_noop("There is no “{value}” here. Add it first, or mend the name."),
                value=good,
            )


def source_key(text: str) -> tuple[str, str]:
    """(key, what follows it) of a text like "source: key; what it says"; ("", "") of any other."""
    kind, colon, rest = text.partition(":")
    if kind != "source" or not colon:
        return "", ""
    key, semicolon, more = rest.strip().partition(";")
    return key.strip(), f"{semicolon}{more}"


def _check_sources(folder: Folder, description: DesignDescription, sources: Known) -> None:
    design = description.design
    said = [("sources", text, 0) for text in design.sources]
    said += [(f"part {part.name}", part.note, part.line) for part in design.parts]
    said += [(f"tool {tool.name}", tool.note, 0) for tool in design.tools]
    for where, text, line in said:
        key, _rest = source_key(text)
        if key and key not in sources:
            folder.problems.add(
                description.file,
                line,
                where,
                "unknown_word",
                gettext_noop("There is no “{value}” here. Add it first, or mend the name."),
                value=key,
            )


def _terms(
    folder: Folder, figures: Figures, goods: dict[str, Good] | None, currency: str, designs: Known
) -> dict[str, DesignTerms]:
    file = folder.toml(FILE, needed=False)
    if file is None:
        return {}
    unit_of = {id: good.unit for id, good in (goods or {}).items()}
    found = {}
    for id, table in file.tables():
        if id not in designs:
            table.problem(
                "",
                "design_unknown",
                gettext_noop("There is no design {id} in the folder designs. Put its manifest there first."),
                id=id,
            )
        found[id] = DesignTerms(
            recipes=table.flag("recipes", default=True),
            fee=figures.take(table, "fee", unit=currency),
            limit=figures.take(table, "limit"),
            outlay=figures.take(table, "outlay", unit=currency),
            outlay_goods=_goods_of(table, figures, Known(goods), unit_of),
            line=table.line(),
        )
        table.done()
    return found


def _goods_of(table: Fields, figures: Figures, known: Known, unit_of: dict[str, str]):
    part = table.sub("outlay_goods")
    found = {}
    for name in part.values if part else ():
        if name not in known:
            part.unknown(name, name, known)
        figure = figures.take(part, name, unit=unit_of.get(name))
        if figure:
            found[name] = figure
    return found
