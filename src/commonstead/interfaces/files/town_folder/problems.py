"""Collecting every problem of a folder before saying no: a coordinator mends all of them at once."""

from __future__ import annotations

from dataclasses import dataclass

from commonstead.core.vocabulary.refusal import Refusal, Refused


@dataclass(frozen=True)
class FileRefusal(Refusal):
    """A refusal that also knows the file. `reason` names file, line and field before the sentence."""

    file: str = ""

    @property
    def sentence(self) -> str:
        """The sentence alone."""
        return self.template.format(**self.params)

    @property
    def place(self) -> str:
        """Where to look, as editors understand it: goods.toml:12: flour.buy."""
        line = f":{self.line}" if self.line else ""
        named = f": {self.field}" if self.field else ""
        return f"{self.file}{line}{named}"

    @property
    def reason(self) -> str:
        return f"{self.place}: {self.sentence}"


class Problems:
    """A list that grows while a folder is read, and refuses in the end if it is not empty."""

    def __init__(self) -> None:
        self.found: list[FileRefusal] = []

    def add(self, file: str, line: int, field: str, name: str, template: str, /, **params: object) -> None:
        """Note one problem. `name` completes the clause, template is a marked sentence with gaps."""
        clause = f"town_folder.{name}"
        refusal = FileRefusal(clause=clause, template=template, params=params, field=field, line=line, file=file)
        if refusal not in self.found:
            self.found.append(refusal)

    def __len__(self) -> int:
        return len(self.found)

    def refuse_if_any(self) -> None:
        """Raise Refused with all problems, by file and line."""
        if self.found:
            raise Refused(*sorted(self.found, key=lambda found: (found.file, found.line, found.field)))
