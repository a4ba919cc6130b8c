"""The address at which an empty town is set up; it holds a secret, so that no passer-by can take the town."""

from __future__ import annotations

from urllib.parse import urlencode, urljoin

from django.urls import reverse

from commonstead.town.door import commands as door


def setup_address(address: str) -> str | None:
    """The one-time address, or None when somebody can sign in already."""
    key = door.setup_key()
    return f"{urljoin(address, reverse('door-begin'))}?{urlencode({'key': key})}" if key else None
