"""Refusals: how every rule in the house says no.

A rule is a pure function that returns a `Refusal` or None. A refusal names the clause it rests on, so that
members can find, and move to change, the text behind it (Exodus 13378-13407: rules bind by consent).
The template is English with named gaps; doors translate the template and then fill the gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NOTHING: Mapping[str, object] = MappingProxyType({})


def gettext_noop(text: str) -> str:
    """Mark a sentence for translation without translating it (the doors do that)."""
    return text


@dataclass(frozen=True)
class Refusal:
    """Why something was not done.

    clause: dotted name of the rule, e.g. ``ledger.stock_not_below_floor``; stable, never shown alone.
    template: one plain sentence that says what is wrong and what to do, with ``{gaps}``.
    params: what fills the gaps.  field: the input at fault, or "".  line: its line in a file, or 0.
    """

    clause: str
    template: str
    params: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    field: str = ""
    line: int = 0

    @property
    def reason(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.params)


class Refused(Exception):
    """Raised by commands and readers; carries one or more refusals. Nothing was written.
    subject: what was refused, where one of many was (the pen puts the flow there)."""

    def __init__(self, *refusals: Refusal, subject: object = None):
        if not refusals:
            raise ValueError("Refused needs at least one Refusal")
        self.refusals = refusals
        self.subject = subject
        super().__init__("; ".join(refusal.reason for refusal in refusals))
