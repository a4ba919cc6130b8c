"""A care circle: neighbours who look after children, elders and one another."""
