"""How much we depend, and how much goes round: by class, kind of household, association (Exodus 7422-7453)."""
