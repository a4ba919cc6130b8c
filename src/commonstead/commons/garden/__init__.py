"""A garden: shared land where neighbours grow food. Copy this folder to add a kind of your own."""
