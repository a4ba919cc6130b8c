"""The design commons: how things are made, free to copy, use and fork (Exodus 3235-3295)."""
