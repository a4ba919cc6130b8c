"""A storehouse: cast-offs, surplus and parts, kept until somebody needs them."""
