"""Keys of the town: random, made on first use, kept in files that only their owner may read.

Losing `secret-key` signs everybody out; losing `audit-key` makes the saved livelihood audits unreadable.
Both are made whole under another name and then linked into place, so that of several processes that start
at once all read the same key.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path


def key_in(folder: Path, name: str) -> str:
    """The key kept in `folder/name`, made when it is not there yet (48 random bytes, url-safe base64)."""
    file = folder / name
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f".{name}.{secrets.token_hex(6)}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(base64.urlsafe_b64encode(secrets.token_bytes(48)) + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    try:
        os.link(fresh, file)
    except FileExistsError:
        pass  # another process was first: its key counts
    finally:
        fresh.unlink()
    return file.read_text(encoding="ascii").strip()
