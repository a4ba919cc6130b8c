"""The road map: what to start, when, and what pays for it (Exodus 8839-8843)."""
