"""Writing a design as a file in one of the formats that others read."""

from __future__ import annotations

from collections.abc import Mapping

from commonstead.core.making import Design
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

from ..valueflows.document import Document
from ..valueflows.writing import as_json
from .flows_out import document_of
from .okh1 import write_okh1
from .okh2 import write_okh2
from .tables import write_bill

#: format -> (ending, media type)
ENDINGS = {
    "okh2": ("-okh.toml", "application/toml"),
    "okh1": ("-okh.yml", "application/yaml"),
    "csv": ("-bom.csv", "text/csv"),
    "tsv": ("-bom.tsv", "text/tab-separated-values"),
    "valueflows": ("-recipe.json", "application/ld+json"),
}


def write_design(design: Design, format: str, by_id: Mapping[str, Design] | None = None) -> tuple[str, bytes, str]:
    """(file name, content in UTF-8, media type). Refused: design.format_unknown_to_write."""
    if format not in ENDINGS:
        raise Refused(
            Refusal(
                "design.format_unknown_to_write",
                gettext_noop("{format} is no format that designs are written in. Choose one of: {formats}."),
                {"format": format, "formats": ", ".join(ENDINGS)},
                field="format",
            )
        )
    ending, media_type = ENDINGS[format]
    text = {
        "okh2": lambda: write_okh2(design),
        "okh1": lambda: write_okh1(design),
        "csv": lambda: write_bom_csv(design),
        "tsv": lambda: write_bom_tsv(design),
        "valueflows": lambda: as_json(valueflows(design, by_id)),
    }[format]()
    return design.id + ending, text.encode(), media_type


def write_bom_csv(design: Design) -> str:
    """The bill of materials with commas."""
    return write_bill(design)


def write_bom_tsv(design: Design) -> str:
    """The bill of materials with tabs."""
    return write_bill(design, "\t")


def valueflows(design: Design, by_id: Mapping[str, Design] | None = None) -> Document:
    """The design and its modules at hand as a ValueFlows document."""
    return document_of(design, by_id)
