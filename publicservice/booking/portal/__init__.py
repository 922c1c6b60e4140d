"""The desk of an outlet: what its staff works on through the day."""
