"""The inventory of personal data, and the terms that officials confirm."""

from ipservice.privacy.admin import terms

__all__ = ["terms"]
