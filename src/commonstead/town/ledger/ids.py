"""Random ids and salts: nothing in the journal can be guessed from them, and they say nothing about anybody."""

import secrets


def new_id() -> str:
    """A random id of 16 hexadecimal digits."""
    return secrets.token_hex(8)


def new_salt() -> str:
    """What is hashed before a text, so that short texts cannot be guessed from their hash."""
    return secrets.token_hex(16)
