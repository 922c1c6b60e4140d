"""Gathers the tables of the slices."""

from publicservice.booking.models import *  # noqa: F403
from publicservice.campaigns.models import *  # noqa: F403
from publicservice.catalogue.models import *  # noqa: F403
from publicservice.coverage.models import *  # noqa: F403
from publicservice.network.models import *  # noqa: F403
from publicservice.rights_aid.models import *  # noqa: F403
