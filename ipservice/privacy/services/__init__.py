"""Seeing personal data in clear for a stated reason, and ending it when its term is over."""
