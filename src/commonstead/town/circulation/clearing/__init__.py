"""Debts around the town, set off once in a while (S24): what is kept, who takes part, the rounds, the batch."""
