"""A garage workshop: pooled tools and machines where neighbours repair and make things."""
