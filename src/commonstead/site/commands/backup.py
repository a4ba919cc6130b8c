"""Back up the town while it works. See commonstead.site.backups."""

from __future__ import annotations

import os
from pathlib import Path

HELP = "Write the whole town into one checksummed file, while it works."


def arguments(parser):
    parser.add_argument("--to", type=Path, metavar="FILE", help="where to (default: the folder backups in var)")
    parser.add_argument("--keys", type=Path, metavar="FILE",
                        help="write the town's keys into this file instead; keep it apart from the backups")
    parser.add_argument("--every", type=int, metavar="MINUTES",
                        help="go on making backups where something was written, and thin out old ones")


def run(args):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonstead.site.settings")
    from django.conf import settings

    from commonstead.site.backups import making

    database, folder = settings.DATABASES["default"], settings.VAR / "backups"
    if args.keys:
        return _write_keys(args.keys, settings)
    if making.engine_of(database) == "sqlite" and not Path(database["NAME"]).exists():
        print(f"There is no town in {database['NAME']} yet, so there is nothing to back up.")
        return 1
    if args.every:
        making.keep_making(database, folder, max(1, args.every))
        return 0
    file, manifest = making.make_backup(database, folder, args.to)
    print(f"Backed up to {file} ({file.stat().st_size:,} bytes, checksum {manifest.sha256[:16]}…).")
    print("The keys are not in it; without audit-key the livelihood audits stay sealed. Keep them apart, once:")
    print("  ./commonstead backup --keys FILE")
    return 0


def _write_keys(file: Path, settings) -> int:
    """Both keys, as lines that can stand in commonstead.toml."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(f'secret_key = "{settings.SECRET_KEY}"\naudit_key = "{settings.AUDIT_KEY}"\n')
    print(f"The keys are in {file}, readable by you alone. Its two lines may stand in commonstead.toml as they are.")
    return 0
