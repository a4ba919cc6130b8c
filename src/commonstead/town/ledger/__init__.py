"""The ledger: one pen (`commands.record_event`), one journal, and the caches that it keeps in step."""
