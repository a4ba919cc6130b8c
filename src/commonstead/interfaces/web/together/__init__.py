"""With another town: who could send what to whom (Exodus 2962)."""
