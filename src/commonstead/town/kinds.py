"""The registry of kinds. The site discovers the folders under `commons/` and hands each KIND down here."""

from __future__ import annotations

from commonstead.core.vocabulary.kind import Kind

_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Registering the same manifest again is harmless; another under its slug is an error."""
    known = _kinds.get(kind.slug)
    if known is not None and known != kind:
        raise ValueError(f"the kind {kind.slug} is declared twice")
    _kinds[kind.slug] = kind


def get(slug: str) -> Kind | None:
    """The kind with that slug, or None: its folder may have been removed, its data stays readable."""
    return _kinds.get(slug)


def every() -> tuple[Kind, ...]:
    """All known kinds by slug."""
    return tuple(_kinds[slug] for slug in sorted(_kinds))
