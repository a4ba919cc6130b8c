"""The audit's pages: five minutes on a phone, one class of need a step, and the mirror at the end."""
