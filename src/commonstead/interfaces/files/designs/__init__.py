"""Designs as files: Open Know-How 1 (YAML) and 2 (TOML), bills of materials (CSV, TSV), ValueFlows recipes."""

from .okh1 import write_okh1
from .okh2 import write_okh2
from .reading import read_design, read_designs
from .text import LARGEST, read_stream
from .writing import ENDINGS, valueflows, write_bom_csv, write_bom_tsv, write_design

__all__ = [
    "ENDINGS",
    "LARGEST",
    "read_design",
    "read_designs",
    "read_stream",
    "valueflows",
    "write_bom_csv",
    "write_bom_tsv",
    "write_design",
    "write_okh1",
    "write_okh2",
]
