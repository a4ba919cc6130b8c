"""The boundary engine: what can be made inside, the least-cash plan, slack, and what to bring inside next."""
