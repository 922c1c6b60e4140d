"""What the network takes in by file."""

from publicservice.network.feeds.outlets import OUTLETS
from publicservice.network.feeds.parks import PARKS

__all__ = ["OUTLETS", "PARKS"]
