"""Writing a backup file and reading it again."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from commonstead.core.vocabulary.refusal import Refusal, Refused, gettext_noop

FORMAT = "commonstead-backup/1"
SUFFIX = ".commonstead.tgz"
DATABASE = {"sqlite": "town.sqlite3", "postgresql": "town.pgdump"}
CHUNK = 1 << 20
README = """This file is a backup of a Commonstead town.

Put it back with    ./commonstead restore THIS-FILE
or to a moment with ./commonstead restore THIS-FILE --to-moment "2026-03-01 14:05:00"

The town's keys are not in here. To read the livelihood audits again, put the file audit-key (it was kept
apart, see `./commonstead backup --keys FILE`) into the town's var folder before it is served.
"""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. made: a moment, with its time zone, up to which it holds everything."""

    format: str
    version: str
    engine: str
    made: str
    bytes: int
    sha256: str

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.made)


def pack(database: Path, to: Path, *, engine: str, version: str, made: datetime) -> Manifest:
    """Write `database` into a new backup file. It appears under its name only when it is whole and on disk."""
    manifest = Manifest(FORMAT, version, engine, made.isoformat(), database.stat().st_size, _sha256(database))
    part = to.with_name(to.name + ".part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        with tarfile.open(fileobj=opened, mode="w:gz", compresslevel=6) as tar:
            _add_text(tar, "manifest.json", json.dumps(asdict(manifest), indent=2) + "\n", made)
            _add_text(tar, "README.txt", README, made)
            tar.add(database, arcname=DATABASE[engine], filter=_nobody)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(to)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What the backup says of itself. Refused when the file is no backup, or of a kind that we do not know."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != "manifest.json":
                raise ValueError("no manifest")
            manifest = Manifest(**json.load(tar.extractfile(first)))
    except FileNotFoundError:
        raise Refused(Refusal("backup.no_file", gettext_noop("There is no file {file}."),
                              {"file": str(file)})) from None
    except (tarfile.TarError, OSError, EOFError, ValueError, TypeError):
        raise Refused(Refusal("backup.not_one", gettext_noop("{file} is not a backup of a town, or it is damaged."),
                              {"file": str(file)})) from None
    if manifest.format != FORMAT or manifest.engine not in DATABASE:
        raise Refused(Refusal("backup.other_format", gettext_noop(
            "{file} is a backup of the format {format}, which this version cannot read."),
            {"file": str(file), "format": manifest.format}))
    return manifest


def unpack(file: Path, to: Path) -> Manifest:
    """Write the database in the backup to `to`. Refused when its checksum is not the one in the manifest."""
    manifest = read_manifest(file)
    digest = hashlib.sha256()
    try:
        with tarfile.open(file, "r:gz") as tar, open(to, "wb") as opened:
            source = tar.extractfile(DATABASE[manifest.engine])
            while block := source.read(CHUNK):
                digest.update(block)
                opened.write(block)
            opened.flush()
            os.fsync(opened.fileno())
    except (tarfile.TarError, OSError, EOFError, KeyError):
        digest = None
    if digest is None or digest.hexdigest() != manifest.sha256:
        to.unlink(missing_ok=True)
        raise Refused(Refusal("backup.damaged", gettext_noop(
            "{file} is damaged: what is in it does not match its checksum. Take another backup."), {"file": str(file)}))
    return manifest


def _sha256(path: Path) -> str:
    with open(path, "rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _nobody(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """The file belongs to nobody in particular."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def _add_text(tar: tarfile.TarFile, name: str, text: str, made: datetime) -> None:
    content = text.encode()
    info = _nobody(tarfile.TarInfo(name))
    info.size, info.mtime = len(content), int(made.timestamp())
    tar.addfile(info, io.BytesIO(content))
