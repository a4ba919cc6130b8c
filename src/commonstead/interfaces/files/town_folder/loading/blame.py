"""When a command refuses something that a folder says, the refusal names the file, and the line where it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from commonstead.core.vocabulary.refusal import Refusal, Refused

from ..problems import FileRefusal

NOWHERE: Mapping[str, int] = MappingProxyType({})


def said_in(file: str, refused: Refused, line: int = 0, lines: Mapping[str, int] = NOWHERE) -> Refused:
    """The same refusals, at their place in the folder: `line`, or the line of the first recipe that one names."""
    return Refused(
        *(
            refusal
            if isinstance(refusal, FileRefusal)
            else FileRefusal(
                refusal.clause,
                refusal.template,
                refusal.params,
                refusal.field,
                _line(refusal, lines) or line,
                file,
            )
            for refusal in refused.refusals
        )
    )


@contextmanager
def blaming(file: str, lines: Mapping[str, int] = NOWHERE) -> Iterator[None]:
    """Whatever is refused inside was said in that file. lines: where each recipe stands."""
    try:
        yield
    except Refused as refused:
        raise said_in(file, refused, lines=lines) from refused


def _line(refusal: Refusal, lines: Mapping[str, int]) -> int:
    named = refusal.params.get("recipes") or (refusal.params.get("recipe"),)
    return next((lines[recipe] for recipe in named if recipe in lines), 0)
