"""Recipes: how things are made, several ways for one good, adopted or still in the catalogue."""
