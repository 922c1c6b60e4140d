"""What comes into the register by file: agencies and branches, attorneys, standing."""

from agencies.registry.feeds.agencies import AGENCIES
from agencies.registry.feeds.attorneys import ATTORNEYS
from agencies.registry.feeds.standings import STANDINGS

__all__ = ["AGENCIES", "ATTORNEYS", "STANDINGS"]
