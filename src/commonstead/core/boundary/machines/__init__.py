"""What things cost once other things are made inside, and which machines make which machines."""
