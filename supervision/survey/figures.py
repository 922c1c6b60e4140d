"""How many answered the yearly survey, as named figures: counts of returns, never an answer (rows 6.73, 6.12)."""

from datetime import date

from django.db.models import Count, Q

from ipservice.figures import registry
from ipservice.figures.registry import Figure, Table, Value
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.states import ReturnState
from supervision.survey.services import rates

CLAUSE = "措施（六）11"
SOURCE = "年度统计调查填报名单"
DEFINITION = "已提交过的机构占应填报的机构；免予填报的不计入应填报的。"


def register_figures() -> None:
    """Called when the app is ready."""
    for figure in (RESPONSE, RESPONSE_BY_DISTRICT):
        registry.register(figure)


def response(day: date) -> Table:
    """One value a survey year that was opened, the latest first."""
    due = ~Q(returns__state=ReturnState.EXCUSED)
    years = (
        Survey.objects.announced()
        .filter(is_demo=False)
        .annotate(
            due=Count("returns", filter=due),
            answered=Count("returns", filter=due & Q(returns__submitted_at__isnull=False)),
        )
        .order_by("-year")
    )
    return Table([Value((f"{one.year}年度",), None, one.answered, one.due) for one in years], as_of=day, source=SOURCE)


def response_by_district(day: date) -> Table:
    """The districts of the latest year that was opened."""
    latest = Survey.objects.announced().filter(is_demo=False).first()
    found = rates.board(SurveyReturn.objects.filter(survey=latest)) if latest else None
    values = [Value((one.label,), None, one.answered, one.due) for one in found.by_district] if found else []
    return Table(values, as_of=day, source=SOURCE, edition=f"{latest.year}年度" if latest else "")


RESPONSE = Figure(
    key="survey.response_rate",
    title="年度统计调查报送率",
    unit="",
    clause=CLAUSE,
    definition=DEFINITION,
    dimensions=("统计年度",),
    read=response,
    numerator="已提交过的机构",
    denominator="应填报的机构",
    part_unit="家",
)
RESPONSE_BY_DISTRICT = Figure(
    key="survey.response_by_district",
    title="各区县年度统计调查报送率",
    unit="",
    clause=CLAUSE,
    definition=DEFINITION,
    dimensions=("区县",),
    read=response_by_district,
    numerator="已提交过的机构",
    denominator="应填报的机构",
    part_unit="家",
    is_public=False,
)
