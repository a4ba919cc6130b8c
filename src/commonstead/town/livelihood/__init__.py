"""The livelihood audit of each household, kept encrypted, visible to that household alone."""
