"""The inventory of personal data, the terms that officials confirm, and what people agreed to."""

from ipservice.privacy.admin import consents, terms

__all__ = ["consents", "terms"]
