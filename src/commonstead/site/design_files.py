"""Hands the files' door for designs down to the design commons, so that the pages can read and write files without
knowing that door. The door is opened only when somebody comes with a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commonstead.core.making import Design, DraftDesign
from commonstead.town.making.designs.formats import WrittenFile, install


def install_formats() -> None:
    install(_read, _write)


def _read(files: Sequence[tuple[str, bytes]], mapping: Mapping[str, str] | None) -> tuple[DraftDesign, ...]:
    from commonstead.interfaces.files.designs import read_designs

    return read_designs(files, mapping)


def _write(design: Design, format: str, by_id: Mapping[str, Design]) -> WrittenFile:
    from commonstead.interfaces.files.designs import write_design

    return WrittenFile(*write_design(design, format, by_id))
