"""A charter's text as blocks to draw: headings, clauses with their name and the rule they stand behind, lists.

Charters are written in a small part of Markdown: `## Heading`, `**Name** [rule.name].`, paragraphs, `- ` lists.
Refusals point to a clause by its rule's name, which becomes the anchor of its paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CLAUSE = re.compile(r"\*\*(?P<head>[^*]+)\*\*\s*(?:\[(?P<anchor>[\w.-]+)\])?\.?\s*(?P<text>.*)", re.S)


@dataclass(frozen=True)
class Block:
    """kind: "title", "heading", "clause", "list" or "text".  anchor: name of the rule that a clause stands behind."""

    kind: str
    text: str = ""
    head: str = ""
    anchor: str = ""
    items: tuple[str, ...] = ()


def read_charter(markdown: str) -> tuple[Block, ...]:
    """The charter's blocks in order."""
    return tuple(_block(part.strip()) for part in re.split(r"\n\s*\n", markdown) if part.strip())


def _block(part: str) -> Block:
    line = " ".join(part.split())
    if line.startswith("## "):
        return Block("heading", line[3:])
    if line.startswith("# "):
        return Block("title", line[2:])
    if part.startswith("- "):
        return Block("list", items=tuple(" ".join(item.split()) for item in re.split(r"\n?- ", part) if item.strip()))
    clause = _CLAUSE.fullmatch(line)
    if clause:
        return Block("clause", clause["text"], clause["head"], clause["anchor"] or "")
    return Block("text", line)
