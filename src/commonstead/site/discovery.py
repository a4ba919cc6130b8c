"""Finding the kinds of commons: every folder under `commons/` that declares KIND in its `kind.py`.

This is the one place that looks for kinds. It hands each manifest down to the town's registry; nobody below
imports a kind, so that a folder can be added or removed without touching another.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from types import ModuleType

from commonstead import commons
from commonstead.core.vocabulary.kind import Kind
from commonstead.town import kinds


def find_kinds(package: ModuleType = commons) -> tuple[Kind, ...]:
    """The manifests of all folders in the package, by slug. A folder's name must be its kind's slug."""
    found = []
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if not module.ispkg:
            continue
        name = f"{package.__name__}.{module.name}.kind"
        if importlib.util.find_spec(name) is None:
            continue  # a folder without a manifest is no kind
        kind = getattr(importlib.import_module(name), "KIND", None)
        if not isinstance(kind, Kind):
            raise TypeError(f"{name} must declare KIND, a commonstead.core.vocabulary.kind.Kind")
        if kind.slug != module.name:
            raise ValueError(f"{name} declares the slug {kind.slug!r}; it must be the folder's name, {module.name!r}")
        found.append(kind)
    return tuple(found)


def load_kinds(package: ModuleType = commons) -> tuple[Kind, ...]:
    """Find the kinds and register each. Harmless when done again."""
    found = find_kinds(package)
    for kind in found:
        kinds.register(kind)
    return found
