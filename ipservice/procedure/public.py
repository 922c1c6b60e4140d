"""Public notices for everybody, in the form of a Chinese public paper, with the way to object."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from ipservice.documents import pdf
from ipservice.foundation.workdays import Calendar
from ipservice.lists.columns import Column, Kind
from ipservice.lists.pages import ListPage
from ipservice.procedure.forms import NoticeFilter
from ipservice.procedure.kinds import kind_of
from ipservice.procedure.models import Decision, PublicNotice, Stage
from ipservice.procedure.services import papers
from ipservice.procedure.services.decisions import stayed_codes
from ipservice.procedure.tables import shown
from ipservice.reference.calendar import working_calendar

VALIDITY = {
    Stage.ON_NOTICE: ("公示中", "info"),
    Stage.CONFIRMED: ("有效", "ok"),
    Stage.PUBLISHED: ("有效", "ok"),
    Stage.WITHDRAWN: ("已撤回", "danger"),
    Stage.REVOKED: ("已撤销", "danger"),
}


def _list_page(today: date, calendar: Calendar) -> ListPage:
    """The list as it reads ``today``; one look at the calendar serves every row."""
    return ListPage(
        name="notices",
        title="公示公告",
        columns=(
            Column("title", "标题", is_head=True, href=lambda row: f"/notices/{row.pk}/"),
            Column("index_number", "索引号"),
            Column("number", "发文字号"),
            Column("issuer", "发布机构"),
            Column("written_on", "成文日期", kind=Kind.DAY, sort=("written_on", "id")),
            Column("released_on", "发布日期", kind=Kind.DAY, sort=("released_on", "id")),
            Column("validity", "有效性", value=lambda row: validity(row)[0], tone=lambda row: validity(row)[1]),
            Column("left", "异议期", value=lambda row: objection_term(row, today, calendar)),
        ),
        order="-released_on",
        form=NoticeFilter,
        unit="件",
        empty_title="没有公示",
        empty_text="名单公示后会列在这里。",
    )


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Every notice, newest first, in the official order of columns."""
    page = _list_page(timezone.localdate(), working_calendar())
    return page.respond(request, _visible(request), "procedure/notices.html")


@require_safe
def notice_page(request: HttpRequest, notice_id: int) -> HttpResponse:
    """One notice as it was shown, with what became of it."""
    notice = get_object_or_404(_visible(request), pk=notice_id)
    decision = notice.decision
    today = timezone.localdate()
    context = {
        "notice": notice,
        "decision": decision,
        "head_rows": head_rows(notice),
        "paragraphs": [part for part in notice.basis.split("\n") if part.strip()],
        "table": shown(kind_of(decision).notice_table(decision), stayed_codes(decision)),
        "is_open": is_open(notice, today),
        "term": objection_term(notice, today, working_calendar()),
        "objections": notice.objections.order_by("id"),
        "ending": _ending(decision),
        "successor": _successor(decision),
        "check_code": papers.check_code(notice),
        "has_bundle": kind_of(decision).bundle is not None,
        "trail": [("公示公告", "/notices/"), (notice.title, "")],
    }
    return render(request, "procedure/notice.html", context)


@require_safe
def notice_bundle(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Inputs, rules and result in one file, for anybody to recompute."""
    notice = get_object_or_404(_visible(request), pk=notice_id)
    make = kind_of(notice.decision).bundle
    if make is None:
        raise Http404
    bundle = make(notice.decision)
    answer = HttpResponse(bundle.content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{bundle.file_name}"'
    return answer


@require_safe
def notice_paper(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The notice as PDF, with the code that opens how the list stands today."""
    notice = get_object_or_404(_visible(request), pk=notice_id)
    answer = HttpResponse(pdf.letter(papers.paper_of(notice)), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="notice-{notice.pk}.pdf"'
    return answer


def _visible(request: HttpRequest):
    """A notice is as public as its decision."""
    decisions = Decision.objects.visible_to(request.user)
    return PublicNotice.objects.filter(decision__in=decisions).select_related("decision__ruleset")


def is_open(notice: PublicNotice, today: date) -> bool:
    """Whether objections are taken in today."""
    return notice.decision.stage == Stage.ON_NOTICE and notice.first_day <= today <= notice.last_day


def objection_term(notice: PublicNotice, today: date, calendar: Calendar) -> str:
    """In words: days left with the last day, or that it is over."""
    if not is_open(notice, today):
        return "已结束"
    left = calendar.between(today, notice.last_day)
    last = f"{notice.last_day:%-m月%-d日}"
    return f"今天（{last}）截止" if left == 0 else f"还剩 {left} 个工作日，{last}截止"


def validity(notice: PublicNotice) -> tuple[str, str]:
    """The word of the column 有效性 and its tone."""
    return VALIDITY[Stage(notice.decision.stage)]


def head_rows(notice: PublicNotice) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    """The head table of a Chongqing public paper, two facts a row."""
    return [
        (("索引号", notice.index_number), ("发文字号", notice.number)),
        (("主题分类", notice.topic or "—"), ("体裁分类", notice.genre)),
        (("发布机构", notice.issuer), ("有效性", validity(notice)[0])),
        (("成文日期", f"{notice.written_on:%Y-%m-%d}"), ("发布日期", f"{notice.released_on:%Y-%m-%d}")),
    ]


def _ending(decision: Decision):
    """The step that took the list back, with its reason; None while it stands."""
    if decision.stage not in (Stage.WITHDRAWN, Stage.REVOKED):
        return None
    return decision.steps.order_by("-id").first()


def _successor(decision: Decision) -> PublicNotice | None:
    return PublicNotice.objects.filter(decision__redrawn_from=decision).first()
