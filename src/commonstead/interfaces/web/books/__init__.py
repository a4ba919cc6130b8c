"""Open books: an association's accounts in ordinary words, sharing out a pot, and how a circle is doing."""
