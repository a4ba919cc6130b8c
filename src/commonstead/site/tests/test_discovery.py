"""Kinds are found by their folders; a folder that lies about itself is named."""

from __future__ import annotations

import sys
import types

import pytest

from commonstead.site import discovery
from commonstead.town import kinds


def package_in(tmp_path, monkeypatch, **folders: str) -> types.ModuleType:
    for name, manifest in folders.items():
        folder = tmp_path / "some_kinds" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
        if manifest:
            (folder / "kind.py").write_text(manifest)
    (tmp_path / "some_kinds" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    for known in [name for name in sys.modules if name.split(".")[0] == "some_kinds"]:
        monkeypatch.delitem(sys.modules, known)
    import some_kinds

    return some_kinds


MANIFEST = """
from commonstead.core.vocabulary.kind import Kind
KIND = Kind(slug={slug!r}, label="A quiet room", purpose="To be quiet", book_lines="9230", roles=(),
            allowed=frozenset())
"""


def test_a_folder_with_a_manifest_is_a_kind(tmp_path, monkeypatch):
    found = discovery.find_kinds(package_in(tmp_path, monkeypatch, quiet_room=MANIFEST.format(slug="quiet_room"),
                                            no_kind=""))
    assert [kind.slug for kind in found] == ["quiet_room"]


def test_a_folder_that_lies_about_its_name_is_named(tmp_path, monkeypatch):
    with pytest.raises(ValueError, match="loud_room"):
        discovery.find_kinds(package_in(tmp_path, monkeypatch, loud_room=MANIFEST.format(slug="quiet_room")))
    with pytest.raises(TypeError, match="KIND"):
        discovery.find_kinds(package_in(tmp_path / "again", monkeypatch, empty_room="KIND = None\n"))


def test_the_house_finds_its_own():
    slugs = {kind.slug for kind in kinds.every()}
    assert {"household", "garden", "garage_workshop"} <= slugs
