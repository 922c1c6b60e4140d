"""Officials' pages of the record: entries, and the history of single rows."""

from ipservice.audit.admin.entries import AuditEntryAdmin

__all__ = ["AuditEntryAdmin"]
