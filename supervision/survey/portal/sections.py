"""One part of the questionnaire: filled in, saved while typing, gone on from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ipservice.drafts import services as drafts
from ipservice.drafts.door import OpenDraft, keeps_input, open_draft, save_for_owner
from ipservice.foundation.errors import DomainError
from supervision.survey.forms.boxes import Told, lines_of
from supervision.survey.forms.posted import EXPLANATION, VALUE, Posted
from supervision.survey.forms.progress import findings_by_section, parts_of
from supervision.survey.portal.overview import head
from supervision.survey.portal.place import Place, anchor, at_own_place
from supervision.survey.rules.checking import REQUIRED, CheckFinding
from supervision.survey.rules.definition import Section, cells_of
from supervision.survey.rules.states import QuestionState, Via
from supervision.survey.rules.values import ValueFault, parse
from supervision.survey.services import answers, prefill
from supervision.survey.services.answers import Saved, StaleCell, Standing, standing_of

PAGE = "supervision/survey/section.html"


@dataclass(frozen=True)
class Attempt:
    """What a save left over: cells refused with their reasons, and the text that stands in them."""

    refused: Mapping[str, DomainError] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The form of one part. While one types it is saved by htmx; what cannot be stored is kept as a draft."""
    if request.headers.get("HX-Request") and not request.user.is_authenticated:
        is_kept = save_for_owner(request) is not None
        return render(request, "supervision/survey/_signed_out.html", {"is_kept": is_kept})
    return _signed_in(request, year, code=code)


@keeps_input
@at_own_place
def _signed_in(request: HttpRequest, place: Place, code: str) -> HttpResponse:
    part = place.section(code)
    if request.method == "POST":
        return _save(request, place, part)
    draft = open_draft(request, _draft_key(place, part))
    standing = standing_of(place.survey_return)
    attempt = _from_draft(draft, standing, part)
    is_checked = "checked" in request.GET
    return _page(request, place, (part, standing), attempt=attempt, draft=draft, is_checked=is_checked)


def _save(request: HttpRequest, place: Place, part: Section) -> HttpResponse:
    posted = Posted.read(request.POST)
    own = {cell.key for item in part.items for cell in cells_of(item)}
    values = {cell: text for cell, text in posted.values.items() if cell in own}
    words = {cell: text for cell, text in posted.explanations.items() if cell in own}
    now = timezone.localtime()
    saved = answers.save(
        place.survey_return.pk,
        values,
        explanations=words,
        by=request.user,
        via=Via.PAGE,
        seen_version=posted.seen_version,
        now=now,
    )
    attempt = Attempt(
        saved.refused,
        {cell: text for cell, text in values.items() if cell in saved.refused},
        {cell: text for cell, text in words.items() if cell in saved.refused},
    )
    draft = _keep_draft(request, place, part, attempt)
    if request.headers.get("HX-Request"):
        return _fragment(request, place, part, saved)
    if posted.accepted or posted.accepted_from:
        return _accept(request, place, part, posted)
    if saved.refused:
        return _page(request, place, (part, saved.standing), attempt=attempt, draft=draft, is_checked=True)
    return _go_on(request, place, part, saved)


def _accept(request: HttpRequest, place: Place, part: Section, posted: Posted) -> HttpResponse:
    """Fill in the offers that were taken; what the person has typed stays."""
    own = {cell.key for item in part.items for cell in cells_of(item)}
    standing = standing_of(place.survey_return)
    offers = prefill.offers(place.survey_return, standing.last_year)
    taken = {
        cell: offer.value
        for cell, offer in offers.items()
        if cell in own
        and cell not in standing.hidden
        and (cell in posted.accepted or (offer.origin in posted.accepted_from and cell not in standing.values))
    }
    saved = answers.save(
        place.survey_return.pk, taken, by=request.user, via=Via.PREFILL, seen_version=None, now=timezone.localtime()
    )
    messages.success(
        request, f"已采用 {len(saved.changed)} 格，请核对后继续。" if saved.changed else "没有可以采用的内容。"
    )
    first = anchor(saved.changed[0]) if saved.changed else ""
    return redirect(place.href("section", part.code) + first)


def _go_on(request: HttpRequest, place: Place, part: Section, saved: Saved) -> HttpResponse:
    """Stored. With something wrong in this part one stays with it once; the list of parts is always one tap away."""
    messages.success(request, f"已保存“{part.title}”。")
    if "leave" in request.POST:
        return redirect(place.href("overview"))
    found = findings_by_section(saved.standing, saved.findings).get(part.code, [])
    if "stay" in request.POST or any(finding.stops for finding in found):
        return redirect(place.href("section", part.code, checked=1) + "#top")
    return redirect(_following(place, part, saved.standing) or place.href("check"))


def _following(place: Place, part: Section, standing: Standing) -> str:
    """The next part that is asked."""
    codes = [state.section.code for state in parts_of(standing) if state.asked or state.section.code == part.code]
    later = codes[codes.index(part.code) + 1 :]
    return place.href("section", later[0]) if later else ""


def _fragment(request: HttpRequest, place: Place, part: Section, saved: Saved) -> HttpResponse:
    """What the page learns from a save in the background."""
    found = findings_by_section(saved.standing, saved.findings).get(part.code, [])
    hidden = [item.code for item in part.items if cells_of(item)[0].key in saved.standing.hidden]
    context = {
        **head(place),
        "part": part,
        "saved": saved,
        "at": timezone.localtime(),
        "hidden": " ".join(hidden),
        "held": " ".join(cell for cell, refused in saved.refused.items() if isinstance(refused, StaleCell)),
        "problems": _problems(place, saved.standing, saved.refused, _told_now(found)),
    }
    return render(request, "supervision/survey/_saved.html", context)


def _told_now(findings: list[CheckFinding]) -> list[CheckFinding]:
    """What is not answered yet is no fault while one is still typing."""
    return [finding for finding in findings if finding.code != REQUIRED and finding.stops]


def _page(
    request: HttpRequest,
    place: Place,
    filled: tuple[Section, Standing],
    *,
    attempt: Attempt,
    draft: OpenDraft,
    is_checked: bool,
) -> HttpResponse:
    part, standing = filled
    found = findings_by_section(standing, standing.findings).get(part.code, [])
    findings = found if is_checked else [finding for finding in found if finding.code != REQUIRED]
    asked = place.survey_return.questions.exclude(state=QuestionState.SETTLED)
    told = Told(
        typed=attempt.typed,
        words=attempt.words,
        refused={cell: refused.message for cell, refused in attempt.refused.items()},
        stale=frozenset(cell for cell, refused in attempt.refused.items() if isinstance(refused, StaleCell)),
        offers=prefill.offers(place.survey_return, standing.last_year) if place.may_fill else {},
        questions={question.cell: question for question in asked},
        open_cells=answers.open_cells(place.survey_return),
        is_locked=not place.may_fill,
        findings=findings,
    )
    lines = lines_of(part, standing, told)
    context = {
        **head(place, (f"{part.code} {part.title}", "")),
        "part": part,
        "lines": lines,
        "standing": standing,
        "parts": [(state, place.href("section", state.section.code)) for state in parts_of(standing)],
        "problems": _problems(place, standing, attempt.refused, [one for one in findings if one.stops]),
        "offered": _offered(lines),
        "following": _following(place, part, standing),
        "draft": draft,
        "is_checked": is_checked,
        "has_last": any(box.last for line in lines for box in line.boxes),
    }
    return render(request, PAGE, context, status=422 if attempt.refused and request.method == "POST" else 200)


def _problems(
    place: Place, standing: Standing, refused: Mapping[str, DomainError], findings: list[CheckFinding]
) -> list[tuple[str, str, str]]:
    """The summary on top: (address, what is wrong, what would be right)."""
    rows = [
        (anchor(cell), fault.message, "") for cell, fault in refused.items() if cell in standing.questionnaire.cells
    ]
    return rows + [(anchor(finding.anchor), finding.message, finding.cure) for finding in findings]


def _offered(lines: list) -> list[tuple[str, str, list]]:
    """Offers of empty cells by their source: (origin, source in words, boxes)."""
    groups: dict[tuple[str, str], list] = {}
    for line in lines:
        for box in line.boxes:
            if box.offer and not line.is_hidden and box.value is None:
                groups.setdefault((box.offer.origin, box.offer.source), []).append(box)
    return [(origin, source, boxes) for (origin, source), boxes in groups.items()]


def _draft_key(place: Place, part: Section) -> str:
    return f"survey:{place.survey_return.pk}:{part.code}"


def _keep_draft(request: HttpRequest, place: Place, part: Section, attempt: Attempt) -> OpenDraft:
    """Text that was not stored is kept for this person until it is; nothing else is."""
    key = _draft_key(place, part)
    if not attempt.typed and not attempt.words:
        drafts.discard(request.user, key)
        return open_draft(request, key)
    left = QueryDict(mutable=True)
    for prefix, texts in ((VALUE, attempt.typed), (EXPLANATION, attempt.words)):
        for cell, text in texts.items():
            left[prefix + cell] = text
    drafts.save(request.user, key, left, now=timezone.now())
    return open_draft(request, key)


def _from_draft(draft: OpenDraft, standing: Standing, part: Section) -> Attempt:
    """What this person had typed and what was not stored; why it cannot be is found out afresh."""
    own = {cell.key: cell for item in part.items for cell in cells_of(item)}
    kept = {
        name: text if isinstance(text, str) else ",".join(filter(None, text)) for name, text in draft.initial.items()
    }
    typed = {name.removeprefix(VALUE): text for name, text in kept.items() if name.startswith(VALUE)}
    words = {name.removeprefix(EXPLANATION): text for name, text in kept.items() if name.startswith(EXPLANATION)}
    refused: dict[str, DomainError] = {}
    for cell, text in typed.items():
        if cell in own:
            try:
                parse(own[cell].item, text)
            except ValueFault as fault:
                refused[cell] = fault
    return Attempt(
        refused,
        {cell: text for cell, text in typed.items() if cell in own},
        {cell: text for cell, text in words.items() if cell in own},
    )
