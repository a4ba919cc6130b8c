"""Looking closer at what things cost: overhead, peaks, before and after, cost per livelihood (Exodus 1558-1564)."""
