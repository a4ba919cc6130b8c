"""A kitchen: neighbours who cook, bake and preserve for one another."""
