"""What comes in about filings: one by one, or as the yearly summary."""

from agencies.filings.feeds.filings import FILINGS
from agencies.filings.feeds.summary import SUMMARY

__all__ = ["FILINGS", "SUMMARY"]
