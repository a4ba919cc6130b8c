"""REMEMBERS. Django apps with the same names as the core: models, commands (writes), queries (reads)."""
