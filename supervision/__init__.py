"""Measure six: the year in figures, and later the supervision of the service industry."""
