"""Cheaper and cheaper: the cost of each good step by step, and which machines make which (Exodus 2390-2421)."""
