"""A land trust: land held for good, lent to those who use it."""
