"""The officials' door to the money path: tables to look at, and the desk on which a list is paid."""

from ipservice.payments.admin import tables

__all__ = ["tables"]
