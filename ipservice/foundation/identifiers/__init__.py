"""Identifiers of the field: what they look like, their check characters, and what a wrong one probably meant."""
