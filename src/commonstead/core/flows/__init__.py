"""From the journal to stocks and balances: effects of an event, hash chains, replay, who feeds whom."""
