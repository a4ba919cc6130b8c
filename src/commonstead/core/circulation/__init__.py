"""Circulation: what one owes another inside a town, and how that goes round."""
