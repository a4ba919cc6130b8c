"""When a command refuses something that a folder says, the refusal names the file, and the line where it is known."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from commonstead.core.vocabulary.refusal import Refused

from ..problems import FileRefusal


def said_in(file: str, refused: Refused, line: int = 0) -> Refused:
    """The same refusals, at their place in the folder."""
    return Refused(
        *(
            refusal
            if isinstance(refusal, FileRefusal)
            else FileRefusal(refusal.clause, refusal.template, refusal.params, refusal.field, line, file)
            for refusal in refused.refusals
        )
    )


@contextmanager
def blaming(file: str) -> Iterator[None]:
    """Whatever is refused inside was said in that file."""
    try:
        yield
    except Refused as refused:
        raise said_in(file, refused) from refused
