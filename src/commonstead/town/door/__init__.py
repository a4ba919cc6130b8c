"""The door: passkeys, single-use codes, and the one key with which an empty town is begun."""
