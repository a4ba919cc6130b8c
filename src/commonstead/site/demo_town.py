"""The demo's own town: where its database lies, whether it is there whole, and making it from its folder.

It lives in a folder of its own under `var/demo`, apart from a real town's database, and runs with the defaults
of every setting: nothing that an operator set for a real town reaches it. A stamp is written last, so that a
loading that was interrupted is begun again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import commonstead
from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop
from commonstead.interfaces.files.town_folder import TownDescription, digest
from commonstead.site import town_loading

PACKAGE = Path(commonstead.__file__).resolve().parent
ROOT = PACKAGE.parent.parent
#: Settings that a demo keeps from its surroundings.
_KEPT = frozenset(
    {
        "COMMONSTEAD_VENV",
        "COMMONSTEAD_PYTHON",
        "COMMONSTEAD_LANGUAGE",
        "COMMONSTEAD_TIME_ZONE",
        "COMMONSTEAD_WORKERS",
        "COMMONSTEAD_LOG",
        "COMMONSTEAD_KINDS",
    }
)


@dataclass(frozen=True)
class DemoTown:
    """folder: the description.  home: where its database, keys and stamp lie."""

    folder: Path
    home: Path

    @property
    def stamp(self) -> dict | None:
        """What the database was made from, or None when it is not there whole."""
        if not (self.home / "town.sqlite3").is_file():
            return None
        try:
            return json.loads((self.home / "stamp.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def is_current(self) -> bool:
        """True when the folder is as it was when the database was made."""
        return bool(self.stamp) and self.stamp.get("folder") == digest(self.folder)


def demo_town(folder: str | None = None) -> DemoTown:
    """The demo of that folder, or of towns/demo in the checkout. Refused: demo.no_folder, demo.not_a_checkout."""
    path = Path(folder).expanduser().resolve() if folder else ROOT / "towns" / "demo"
    if not path.is_dir():
        raise Refused(
            Refusal(
                "demo.no_folder",
                gettext_noop("There is no folder {path}. Give the folder that holds the town's files."),
                {"path": path},
            )
            if folder
            else Refusal(
                "demo.not_a_checkout",
                gettext_noop(
                    "The demo town comes with the source, and {path} is not there. Run this from a checkout, or "
                    "name a town's folder with --town."
                ),
                {"path": path},
            )
        )
    var = Path(os.environ.get("COMMONSTEAD_VAR") or ROOT / "var").resolve()
    name = f"{path.name}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}"
    return DemoTown(path, var / "demo" / name)


def set_apart(town: DemoTown, name: str) -> None:
    """Let the settings, which are read after this, be those of this demo alone."""
    for key in list(os.environ):
        if key.startswith("COMMONSTEAD_") and key not in _KEPT:
            del os.environ[key]
    os.environ |= {
        "COMMONSTEAD_VAR": str(town.home),
        "COMMONSTEAD_DEMO": "1",
        "COMMONSTEAD_TOWN_NAME": name,
        "COMMONSTEAD_LOG": os.environ.get("COMMONSTEAD_LOG", "off"),
    }


def schema() -> str:
    """A fingerprint of the tables: a demo made with others is made anew."""
    total = hashlib.sha256()
    for file in sorted(PACKAGE.glob("**/migrations/*.py")):
        total.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read(town: DemoTown) -> TownDescription | None:
    """The town's description, checked against the kinds that this house knows; None when that was not to be had,
    and the reasons have been said."""
    from commonstead.site.discovery import find_kinds

    return town_loading.read(town.folder, {kind.slug: kind for kind in find_kinds()})


@contextmanager
def alone(town: DemoTown) -> Iterator[None]:
    """Nobody else makes or shows this demo meanwhile. Refused: demo.in_use."""
    from commonstead.site import serving

    in_use = Refused(
        Refusal(
            "demo.in_use",
            gettext_noop(
                "This demo is open in another window. Stop it there (Ctrl+C), and then run the same command again."
            ),
        )
    )
    if town.home.is_dir() and serving.is_served(town.home):
        raise in_use
    town.home.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(town.home.with_suffix(".lock"), "ab") as opened:
        try:
            import fcntl

            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:
            pass  # a system without these locks: two makers at once are unlikely enough
        except OSError:
            raise in_use from None
        yield


def make(town: DemoTown, description: TownDescription, say: Callable[[str], None]):
    """Make the database from nothing, work out the answers, and stamp it. `set_apart` comes first.
    Returns what was loaded."""
    before = digest(town.folder)
    if town.home.exists():
        shutil.rmtree(town.home)
    from commonstead.site import serving

    say("making the database")
    serving.prepare()
    loaded = town_loading.write(description, say)
    stamp = {"folder": before, "schema": schema(), "name": description.name, "events": loaded.events}
    unfinished = town.home / "stamp.json.unfinished"
    unfinished.write_text(json.dumps(stamp), encoding="utf-8")
    unfinished.rename(town.home / "stamp.json")
    return loaded
