"""Clause 5.4: the half-hour service circle, its gaps, and where the next outlets add most."""
