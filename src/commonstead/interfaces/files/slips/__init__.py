"""Slips as files: payments of a circle in and out as tables, its members, and its accounts for beancount."""

from .beancount import write_book
from .reading import LARGEST, MOST_LINES, read_members, read_slips
from .writing import write_table

__all__ = ["LARGEST", "MOST_LINES", "read_members", "read_slips", "write_book", "write_table"]
