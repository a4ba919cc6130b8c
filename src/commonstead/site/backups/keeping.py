"""Which backups are kept: all of two days, then one a day for two months, then one a month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .packing import SUFFIX

ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=62)
STAMP = "%Y%m%dT%H%M%S.%fZ"


def name_for(moment: datetime) -> str:
    """The file's name for a backup made at that moment."""
    return f"town-{moment.astimezone(UTC).strftime(STAMP)}{SUFFIX}"


def moment_of(file: Path) -> datetime | None:
    """When the backup with that name was made; None for a file that is none of ours."""
    try:
        return datetime.strptime(file.name, f"town-{STAMP}{SUFFIX}").replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[tuple[datetime, Path]]:
    """The backups in a folder, the oldest first."""
    return sorted((moment, file) for file in folder.glob(f"town-*{SUFFIX}") if (moment := moment_of(file)))


def superseded(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Those that may go. Of each day (later: month) the last one stays."""
    kept: dict[tuple, datetime] = {}
    everything = sorted(moments)
    for moment in everything:
        age = now - moment
        if age <= ALL_FOR:
            kept[("all", moment)] = moment
        elif age <= DAILY_FOR:
            kept[("day", moment.date())] = moment
        else:
            kept[("month", moment.year, moment.month)] = moment
    return set(everything) - set(kept.values())
