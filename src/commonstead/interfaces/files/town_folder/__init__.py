"""A town's folder: human-editable files that describe a town, read and written into an empty database."""
