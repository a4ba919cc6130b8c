"""Many futures, and calculations that go on in the background."""
