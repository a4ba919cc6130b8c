"""Finding the kinds of commons: every folder under `commons/` that declares KIND in its `kind.py`, and the same in
folders that the operator names (the option `kinds`), so that a town may have kinds of its own.

This is the one place that looks for kinds. It hands each manifest, with the charter that lies beside it, down to
the town's registry; nobody below imports a kind, so that a folder can be added or removed without touching another.
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from commonstead import commons
from commonstead.core.vocabulary.kind import Kind
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.town import kinds

#: Where the modules of the operator's own folders live among Python's.
OWN = "commonstead_kinds_of_this_town"


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
        found.append(_with_texts(kind, Path(sys.modules[name].__file__).parent))
    return tuple(found)


def _with_texts(kind: Kind, folder: Path) -> Kind:
    """The manifest with the texts of `charter.md`, of its translations like `charter.es.md`, and of `seed.toml`."""
    charter, seed = folder / "charter.md", folder / "seed.toml"
    translated = ((path.name.split(".")[1], path.read_text(encoding="utf-8"))
                  for path in sorted(folder.glob("charter.*.md")))
    text = charter.read_text(encoding="utf-8") if charter.is_file() else ""
    return replace(kind, charter=text, charters=tuple(translated),
                   seed=seed.read_text(encoding="utf-8") if seed.is_file() else "")


def load_kinds(package: ModuleType = commons) -> tuple[Kind, ...]:
    """Find the kinds and register each. Harmless when done again."""
    found = find_kinds(package)
    for kind in found:
        kinds.register(kind)
    return found


def load_kinds_from(folders: Iterable[str | Path]) -> tuple[Kind, ...]:
    """Find and register the kinds in folders of the operator's own; each folder holds folders of kinds.
    Refused: site.no_kinds_folder."""
    paths = [str(Path(folder).resolve()) for folder in folders]
    for path in paths:
        if not Path(path).is_dir():
            raise Refused(Refusal("site.no_kinds_folder",
                                  gettext_noop("{folder} should hold kinds of commons, and there is no such folder."),
                                  {"folder": path}, field="kinds"))
    if not paths:
        return ()
    package = sys.modules.setdefault(OWN, ModuleType(OWN, "Kinds of commons that this town brought along."))
    package.__path__ = list(dict.fromkeys([*getattr(package, "__path__", ()), *paths]))
    importlib.invalidate_caches()
    return load_kinds(package)
