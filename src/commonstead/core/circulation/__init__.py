"""Circulation: what circles agree on, and how debts fall against each other (Exodus 8090, 9002-9065, 12308)."""
