"""A sentence with gaps, as questions, differences and remarks about designs are told.

The template is English; the doors translate it (gettext) and then fill the gaps, as they do with a `Refusal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Sentence:
    """clause: stable dotted name, never shown alone, like ``design.hours_unknown``.  template: plain words with
    ``{gaps}``.  params: what fills them.  field: what of the design it is about, like ``parts.3.quantity`` (places
    count from 0) or ``licence``.  line: its line in a file, 0 where there is none."""

    clause: str
    template: str
    params: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    field: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.params)
