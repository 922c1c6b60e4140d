"""Gathers the tasks of the slices."""
