"""Looking closer at what things cost: overhead, peaks, before and after, and what a livelihood takes to begin."""
