"""The state of collection in one year, for the area of the person who looks: rates, what waits, who is silent."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.lists.wording import count
from ipservice.portal import work
from ipservice.reference.calendar import working_calendar
from supervision.survey.admin.access import for_survey_people, year_or_404
from supervision.survey.models import Survey, SurveyReturn
from supervision.survey.rules.states import ReturnState, SurveyState
from supervision.survey.services import outliers, rates
from supervision.survey.services.return_steps import has_city_post

SHOWN = 8


@for_survey_people
@require_safe
def board(request: HttpRequest, year: int) -> HttpResponse:
    survey = year_or_404(year)
    returns = SurveyReturn.objects.visible_to(request.user).filter(survey=survey)
    found = rates.board(returns)
    flags = outliers.queue(request.user, survey)
    is_city = has_city_post(request.user)
    silent = rates.silent(returns).select_related("district").order_by("due_on", "district__code", "agency_name")
    context = {
        "title": survey.title,
        "survey": survey,
        "is_open": survey.state == SurveyState.OPEN,
        "working_days": _working_days(survey),
        "board": found,
        "breakdowns": (("按类型", "kind", found.by_kind), ("按规模", "size_class", found.by_size)),
        "figures": _figures(survey, found, flags.count(), is_city=is_city),
        "flags": flags[:SHOWN],
        "silent": silent[:SHOWN],
        "trail": [("统计调查", "/admin/survey/"), (f"{survey.year}年度", "")],
    }
    return work.render(request, "supervision/survey/review/board.html", context)


def _working_days(survey: Survey) -> int:
    """To the last day; negative once it has passed."""
    return working_calendar().between(timezone.localdate(), survey.due_on)


def _figures(survey: Survey, board: rates.Board, flags: int, *, is_city: bool) -> list[dict]:
    home = f"/admin/survey/{survey.year}/returns/"
    return [
        _mine(board.total, home, is_city=is_city),
        {
            "label": "待审异常值",
            "value": count(flags),
            "unit": "处",
            "href": f"/admin/survey/{survey.year}/outliers/",
            "tone": "warn" if flags else "",
            "note": "按对全市总数的影响排序",
        },
        {
            "label": "未报送",
            "value": count(board.total.silent),
            "unit": "家",
            "href": f"{home}?answered=no",
            "tone": "danger" if board.total.silent and timezone.localdate() > survey.due_on else "",
            "note": f"应报 {count(board.total.due)} 家，免报 {count(board.total.excused)} 家",
        },
        _plain("退回更正中", board.total.returned, f"{home}?state={ReturnState.RETURNED}"),
        _plain("已通过", board.total.accepted, f"{home}?state={ReturnState.ACCEPTED}"),
    ]


def _mine(total: rates.Rate, home: str, *, is_city: bool) -> dict:
    """What waits for this person's own step."""
    waiting = total.passed if is_city else total.submitted
    state = ReturnState.DISTRICT_PASSED if is_city else ReturnState.SUBMITTED
    return {
        **_plain("待我审核", waiting, f"{home}?state={state}"),
        "tone": "warn" if waiting else "",
        "note": "区县已通过，待市级审核" if is_city else "机构已提交，待区县审核",
    }


def _plain(label: str, value: int, href: str) -> dict:
    return {"label": label, "value": count(value), "unit": "家", "href": href}
