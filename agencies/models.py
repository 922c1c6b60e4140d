"""Gathers the tables of the slices."""

from agencies.filings.models import *  # noqa: F403
from agencies.registry.models import *  # noqa: F403
