"""Making a town of a folder, as `demo` and `load` both do it: read, say all that is wrong, write, say what is there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from commonstead.core.vocabulary.kind import Kind
from commonstead.core.vocabulary.refusal import Refused
from commonstead.interfaces.files.town_folder import TownDescription, read_folder


def read(folder: Path, kinds: Mapping[str, Kind]) -> TownDescription | None:
    """The town's description; None when something is wrong with it, and then all of that has been said."""
    try:
        return read_folder(folder, kinds=kinds)
    except Refused as refused:
        say_all(refused)
        count = len(refused.refusals)
        say(f"{count} problem{'s' if count > 1 else ''} in {folder}. Nothing was loaded.")
        return None


def write(description: TownDescription, say_step: Callable[[str], None], *, audits: bool = True, year: bool = True):
    """Write the town into the database that is set up, and work out its answers. Returns what was loaded."""
    from commonstead.interfaces.files.town_folder.loading.town import load_town
    from commonstead.town.boundary import commands as boundary

    loaded = load_town(description, say_step, audits=audits, year=year)
    boundary.compute_answers(lambda stage: say_step(f"working out the boundary: {stage}"))
    return loaded


def say_loaded(loaded) -> None:
    """What is there now, and which rhythms of the year lacked something."""
    say(
        f"{loaded.people} people in {loaded.households} households, {loaded.associations} associations, "
        f"{loaded.things} things, {loaded.recipes} recipes, {loaded.events} events."
    )
    if loaded.short:
        most = ", ".join(
            f"line {line} ({count} times)"
            for line, count in sorted(loaded.short.items(), key=lambda item: (-item[1], item[0]))[:5]
        )
        say(
            f"In the year some things lacked, so these rhythms of year.toml did not happen whole: {most}"
            + (" and others." if len(loaded.short) > 5 else ".")
        )


def say_all(refused: Refused) -> None:
    for refusal in refused.refusals:
        say(refusal.reason)


def progress(step: str) -> None:
    """One step of a longer work, on a line that the next one replaces where somebody watches."""
    if sys.stderr.isatty():
        print(f"\r\033[K  {step}", end="", file=sys.stderr, flush=True)
        if step.endswith("."):
            print(file=sys.stderr)
    else:
        print(f"  {step}", file=sys.stderr, flush=True)


def say(text: str) -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    print(text, file=sys.stderr, flush=True)
