"""What rights aid knows: requests, the steps taken in them, their ratings."""

from publicservice.rights_aid.models.requests import AidRating, AidRequest, AidStep

__all__ = ["AidRating", "AidRequest", "AidStep"]
