"""A household: people who live together and pool what they have."""
