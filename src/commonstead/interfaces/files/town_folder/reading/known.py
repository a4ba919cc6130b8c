"""The ids that other files may refer to. When the file that lists them could not be read, everything counts
as known: one broken file should not drown the rest in messages about missing names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


class Known:
    """A set of ids, or everything."""

    def __init__(self, ids: Iterable[str] | None):
        self._ids = None if ids is None else frozenset(ids)

    def __contains__(self, id: object) -> bool:
        return self._ids is None or id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids or ())

    def __len__(self) -> int:
        return len(self._ids or ())

    def __or__(self, other: Known) -> Known:
        if self._ids is None or other._ids is None:
            return Known(None)
        return Known(self._ids | other._ids)
