"""Debts around the town: written down, put on the table, set off; and what crosses between circles (S24)."""
