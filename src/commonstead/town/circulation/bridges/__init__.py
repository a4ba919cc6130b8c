"""Two circles that trade: mirror accounts, a ceiling at each end, and a chain of what crossed."""
