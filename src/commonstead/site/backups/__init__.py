"""Backups: the whole town in one checksummed file, and back again, also to a chosen moment.

A backup is a tar file, compressed, of three members: `manifest.json` (when, of what, checksum), `README.txt`
(how to put it back) and the database, copied while the town goes on working. Keys are not in it: whoever
finds a backup cannot read the livelihood audits, which are sealed. They are kept apart (`backup --keys FILE`).

**A chosen moment.** The journal is append-only and ordered, so any backup made after a moment holds the
journal of that moment as a beginning of its own. Restoring to a moment takes the first backup made after it,
cuts the journal back to the last entry recorded up to it, rebuilds every stock from what is left and verifies
all chains. What is not in the journal (names, memberships, recipes, promises) stays as the backup has it; and
so nothing that a member had erased in between comes back.
"""
