"""Words that a spreadsheet would take for a formula and run: guarded by an apostrophe, and read back without it."""

from __future__ import annotations

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def guarded(text: str) -> str:
    """The words as a cell may hold them."""
    return "'" + text if text.startswith(FORMULA_SIGNS) else text


def unguarded(text: str) -> str:
    """The words as they were."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_SIGNS) else text
