"""The address at which an empty town is set up; it holds a secret, so that no passer-by can take the town."""

from __future__ import annotations

from urllib.parse import urlencode


def setup_address(address: str) -> str | None:
    """The one-time address, or None when somebody can sign in already. `address`: where the town answers."""
    from commonstead.town.door.commands import setup_key

    key = setup_key()
    return f"{address}door/begin?{urlencode({'key': key})}" if key else None
