"""The answers of one agency: read, saved as one goes, sent; and which cells are open to it."""

from supervision.survey.services.answers.opening import open_cells
from supervision.survey.services.answers.reading import Stored, read, values_of
from supervision.survey.services.answers.refusals import (
    CellLocked,
    ExplanationTooLong,
    NotReady,
    OnlyAdministratorSends,
    StaleCell,
    UnknownCell,
)
from supervision.survey.services.answers.saving import Saved, save
from supervision.survey.services.answers.standing import Standing, standing_of
from supervision.survey.services.answers.submitting import submit

__all__ = [
    "CellLocked",
    "ExplanationTooLong",
    "NotReady",
    "OnlyAdministratorSends",
    "Saved",
    "StaleCell",
    "Standing",
    "Stored",
    "UnknownCell",
    "open_cells",
    "read",
    "save",
    "standing_of",
    "submit",
    "values_of",
]
