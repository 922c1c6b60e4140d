"""On the officials' first page, for people with a survey post: what waits for them in the year that is open."""

from datetime import date

from ipservice.portal.cards import Card, Number, Shown, Urgency
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services import outliers, rates
from supervision.survey.services.posts import areas_of


def _waiting(user, today: date) -> Shown | None:
    areas = areas_of(user)
    survey = Survey.objects.filter(state=SurveyState.OPEN).first() if areas else None
    if survey is None:
        return None
    returns = SurveyReturn.objects.visible_to(user).filter(survey=survey)
    state = ReturnState.DISTRICT_PASSED if areas.is_city else ReturnState.SUBMITTED
    home = f"/admin/survey/{survey.year}/"
    silent, is_late = rates.silent(returns).count(), today > survey.due_on
    return Shown(
        survey.title,
        (
            Number("待我审核", returns.filter(state=state).count(), f"{home}returns/?state={state}", unit="家"),
            Number("待审异常值", outliers.queue(user, survey).count(), f"{home}outliers/", unit="处"),
            Number(
                "逾期未报送" if is_late else "未报送",
                silent,
                f"{home}returns/?answered=no",
                unit="家",
                urgency=Urgency.OVERDUE if is_late else Urgency.STANDING,
            ),
        ),
        href=home,
        href_label="收集进度",
    )


WAITING = Card("survey.review", order=45, build=_waiting)
