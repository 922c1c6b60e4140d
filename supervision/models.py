"""Gathers the tables of the slices."""

from supervision.report.models import *  # noqa: F403
from supervision.statistics.models import *  # noqa: F403
from supervision.survey.models import *  # noqa: F403
