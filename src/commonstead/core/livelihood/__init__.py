"""The livelihood audit: what a household needs, how each need is met, and what lies below the waterline."""
