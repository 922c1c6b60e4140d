"""审核询问: what the reviewer asks about single cells, answered one by one."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ipservice.drafts.door import keeps_input, open_draft
from supervision.survey.forms.boxes import shown, shown_text
from supervision.survey.models import CellQuestion
from supervision.survey.portal.overview import head
from supervision.survey.portal.place import Place, anchor, at_own_place
from supervision.survey.rules.reviewing import SHORTEST_REASON
from supervision.survey.rules.states import QuestionState, ReturnState
from supervision.survey.services import answers
from supervision.survey.services.questions import answer_question


class ConfirmForm(forms.Form):
    """The value is right as it is, and why."""

    question = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(
        label="确认无误的理由",
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"min_length": f"理由不少于 {SHORTEST_REASON} 个字，请写明数据为什么是这样。"},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_input
@at_own_place
def questions(request: HttpRequest, place: Place) -> HttpResponse:
    """Each question with the value then and now. A cell that was changed meanwhile counts as answered when sent."""
    asked = place.survey_return.questions.select_related("asked_by", "answered_by").order_by("-state", "id")
    draft = open_draft(request, f"survey_questions:{place.survey_return.pk}")
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        question = get_object_or_404(asked, pk=form.cleaned_data["question"])
        reason = form.cleaned_data["reason"]
        answer_question(question.pk, confirmed=True, text=reason, by=request.user, now=timezone.now())
        draft.discard()
        messages.success(request, "已记下：数据无误，理由将交审核人员。")
        return redirect(place.href("questions"))
    context = {
        **head(place, ("审核询问", "")),
        "rows": _rows(place, list(asked)),
        "form": form,
        "draft": draft,
        "can_answer": place.survey_return.state == ReturnState.RETURNED and place.may_fill,
    }
    return render(request, "supervision/survey/questions.html", context, status=422 if form.errors else 200)


def _rows(place: Place, asked: list[CellQuestion]) -> list[dict]:
    stored = answers.values_of(answers.read(place.survey_return.pk))
    sections = {item.code: section.code for section in place.questionnaire.sections for item in section.items}
    rows = []
    for question in asked:
        cell = place.questionnaire.cells.get(question.cell)
        if cell is None:
            continue
        now = shown(cell.item, stored.get(question.cell)) or "空白"
        then = shown_text(cell.item, question.value_then) or "空白"
        rows.append(
            {
                "question": question,
                "cell": cell,
                "now": now,
                "then": then,
                "is_changed": now != then,
                "is_open": question.state == QuestionState.ASKED,
                "href": place.href("section", sections[cell.item.code]) + anchor(question.cell),
            }
        )
    return rows
