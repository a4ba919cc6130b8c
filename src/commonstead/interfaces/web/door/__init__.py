"""The door's pages: come in by passkey or code, be a resident of the demo, begin an empty town, let somebody in."""
