"""The documented API: reading what one may see, recording an event."""
