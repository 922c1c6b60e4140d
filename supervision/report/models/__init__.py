"""Tables of the development report."""

from supervision.report.models.editions import PrintedFigure, ReportEdition, RevisionNote
from supervision.report.models.reports import IndustryReport, SectionVersion
from supervision.report.models.snapshots import FrozenFigure, FrozenRow, Snapshot

__all__ = [
    "FrozenFigure",
    "FrozenRow",
    "IndustryReport",
    "PrintedFigure",
    "ReportEdition",
    "RevisionNote",
    "SectionVersion",
    "Snapshot",
]
