"""Everything that the checks of one return look at, gathered once, and what they find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from supervision.survey.models import SurveyReturn
from supervision.survey.rules.checking import CheckFinding, check
from supervision.survey.rules.definition import Questionnaire
from supervision.survey.rules.skipping import hidden_cells
from supervision.survey.services import last_year, register_facts
from supervision.survey.services.answers.reading import Stored, read_rows, values_of
from supervision.survey.services.definition import questionnaire_of


@dataclass(frozen=True)
class Standing:
    """One return as it stands: its answers, last year's figures, the register's facts."""

    questionnaire: Questionnaire
    stored: Mapping[str, Stored]
    last_year: Mapping[str, Decimal]
    register: Mapping[str, object]
    version: int = field(default=0)

    @cached_property
    def values(self) -> Mapping[str, Decimal | str]:
        return values_of(self.stored)

    @cached_property
    def hidden(self) -> frozenset[str]:
        """Cells that the skip rules take away."""
        return hidden_cells(self.questionnaire, self.values)

    @cached_property
    def findings(self) -> list[CheckFinding]:
        explanations = {cell: each.explanation for cell, each in self.stored.items() if each.explanation}
        return check(
            self.questionnaire,
            self.values,
            last_year=self.last_year,
            register=self.register,
            explanations=explanations,
        )

    @property
    def blocking(self) -> list[CheckFinding]:
        """What keeps the return from being sent: hard ones, and soft ones without a word of explanation."""
        return [finding for finding in self.findings if finding.stops]


def standing_of(survey_return: SurveyReturn) -> Standing:
    """A bounded number of statements, however many cells."""
    return Standing(
        questionnaire_of(survey_return.survey),
        read_rows(survey_return.pk),
        last_year.figures(survey_return),
        register_facts.facts(survey_return),
        survey_return.version,
    )
