"""Pages for people and reference data."""

from ipservice.administration.admin import people, reference

__all__ = ["people", "reference"]
