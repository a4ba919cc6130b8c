"""Put a backup back, whole or to a chosen moment. See commonstead.site.backups."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

HELP = "Put a backup back, whole or to a chosen moment."


def arguments(parser):
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE",
                        help="the backup (default, with --to-moment: the first one in var/backups made after it)")
    parser.add_argument("--to-moment", metavar="TIME", help="like '2026-03-01 14:05:00', in the town's time zone "
                        "unless it says another")
    parser.add_argument("--force", action="store_true", help="replace the town that stands there; it is kept beside")


def run(args):
    # Django is set up only after the backup is unpacked, so the settings are read as a plain module.
    from commonstead.site import serving
    from commonstead.site.backups import restoring
    from commonstead.site.settings import DATABASES, OPTIONS, VAR

    if serving.is_served(VAR):
        raise Refused(Refusal("backup.being_served", gettext_noop(
            "The town is being served. Stop it first (Ctrl+C where `./commonstead serve` runs), then restore.")))
    moment = _moment(args.to_moment, OPTIONS["time_zone"]) if args.to_moment else None
    if args.file is None and moment is None:
        print("Say which backup: ./commonstead restore FILE, or to when: --to-moment TIME.")
        return 2
    database, folder = DATABASES["default"], VAR / "backups"
    file = args.file or restoring.backup_for(moment, folder)
    if database["ENGINE"].endswith("sqlite3"):
        done = restoring.restore_sqlite(file.resolve(), Path(database["NAME"]), moment=moment, force=args.force)
    else:
        done = restoring.restore_postgresql(file.resolve(), database, folder, moment=moment, force=args.force)
    print(f"Restored from {file}, made {done.made:%Y-%m-%d %H:%M:%S %Z}.")
    print(f"{done.entries:,} journal entries, all verified.")
    if moment:
        print(f"{done.cut:,} entries recorded after {moment.isoformat(' ', 'seconds')} were left out.")
    if done.kept:
        print(f"What stood there before is kept in {done.kept}.")
    return 0


def _moment(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(Refusal("backup.no_moment", gettext_noop(
            "“{text}” is no moment. Write it like 2026-03-01 14:05:00."), {"text": text}, field="to-moment")) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
