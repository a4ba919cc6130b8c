"""What is wrong with a table, each with line, column and remedy; many are told at once, but not a million."""

from __future__ import annotations

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

MOST_TOLD = 20


def refusal(clause: str, template: str, field: str = "", line: int = 0, /, **params: object) -> Refusal:
    """A refusal about a table of debts."""
    return Refusal(f"debts.{clause}", template, params, field=field, line=line)


class Problems:
    """Grows while a table is read, and refuses at its end, or as soon as enough was found."""

    def __init__(self) -> None:
        self.found: list[Refusal] = []

    def add(self, one: Refusal) -> None:
        """Note one; Refused when it is one too many."""
        self.found.append(one)
        if len(self.found) >= MOST_TOLD:
            self.found.append(refusal("more", gettext_noop(
                "Reading stopped here; there may be more. Mend these first."), "", one.line))
            self.refuse()

    def refuse(self) -> None:
        """Refused with all that was found, if anything was."""
        if self.found:
            raise Refused(*self.found)
