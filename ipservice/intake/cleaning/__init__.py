"""Columns of cells turned into values and remarks: the ordinary at once, the rest one distinct text at a time."""
