"""Files that somebody handed in and has not said yes to yet: kept for a day, one set a person, outside the database.

Nothing of them is part of the town until the one confirm. They lie in the town's var folder, readable by its owner
alone; the next set of the same person replaces them, and whatever is older than a day is swept out.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from pathlib import Path, PurePosixPath

from django.conf import settings

LONGEST_WAIT_SECONDS = 24 * 3600
#: Manifests, bills and a few module files: far more than any design has.
MOST_FILES = 40

Files = list[tuple[str, bytes]]


def keep(person_id: str, files: Files) -> None:
    """Keep these files for the person, instead of any that waited."""
    forget(person_id)
    _sweep()
    folder = _folder(person_id)
    folder.mkdir(parents=True, mode=0o700)
    names = []
    for place, (name, content) in enumerate(files[:MOST_FILES]):
        (folder / str(place)).write_bytes(content)
        names.append(plain_name(name))
    (folder / "names.json").write_text(json.dumps(names), encoding="utf-8")


def kept(person_id: str) -> Files:
    """The files that wait, with their names; [] when there are none."""
    folder = _folder(person_id)
    try:
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        return [(name, (folder / str(place)).read_bytes()) for place, name in enumerate(names)]
    except (OSError, ValueError):
        return []


def forget(person_id: str) -> None:
    """Throw away what waits. Harmless when nothing does."""
    shutil.rmtree(_folder(person_id), ignore_errors=True)


def plain_name(name: str) -> str:
    """The last part of a file's name, without anything that leads elsewhere."""
    last = PurePosixPath(name.replace("\\", "/")).name.strip()
    return "".join(letter for letter in last if letter.isprintable())[:120] or "bill.csv"


def _room() -> Path:
    return Path(settings.VAR) / "incoming"


def _folder(person_id: str) -> Path:
    return _room() / hashlib.sha256(person_id.encode()).hexdigest()[:32]


def _sweep() -> None:
    until = time.time() - LONGEST_WAIT_SECONDS
    for folder in _room().glob("*"):
        try:
            if os.stat(folder).st_mtime < until:
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue
