"""A tool library: tools lent by the day."""
