"""Addresses of static files carry eight digits of the file's hash, so that browsers keep them until they change.

Nothing is copied or listed beforehand: whitenoise serves the files where the packages keep them.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


@lru_cache(maxsize=2048)
def _digest(name: str) -> str:
    found = finders.find(name)
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:8] if found else ""


class HashedAddresses(StaticFilesStorage):
    """`css/a.css` becomes `/static/css/a.css?v=1f0c9a2e`; a name that no package has stays as it is."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        digest = _digest(name) if name and not name.endswith("/") else ""
        return f"{address}?v={digest}" if digest else address
