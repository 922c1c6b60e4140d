"""The low-tech door: an official writes a request down for a person who calls or comes in, and it is kept as that."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ipservice.evidence.content import FileRefused
from ipservice.evidence.services import keep
from ipservice.foundation.errors import DomainError
from ipservice.jobs.idempotency import new_token
from ipservice.portal import work
from publicservice.booking.rules import codes
from publicservice.catalogue.admin.entries import for_officials
from publicservice.rights_aid.forms import (
    ContactForm,
    ElsewhereForm,
    EvidenceForm,
    FactsForm,
    KindForm,
    PlaceForm,
    RespondentForm,
)
from publicservice.rights_aid.services import filing


class EnterForm(ContactForm, PlaceForm, KindForm, RespondentForm, FactsForm, ElsewhereForm, EvidenceForm):
    """All questions at once; the caller has agreed on the telephone or on paper."""

    consent = forms.BooleanField(
        label="来电（来访）人已同意为办理本请求使用其姓名、联系方式和所述内容，并已告知保存期限",
        error_messages={"required": "请先向来电（来访）人说明并取得同意。"},
    )
    form_token = forms.CharField(max_length=64, widget=forms.HiddenInput)


@for_officials
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code is shown once, to be read out to the caller."""
    form = EnterForm(request.POST or None, request.FILES or None, initial={"form_token": new_token()})
    trail = [("维权援助", "/admin/rights-aid/"), ("代为登记", "")]
    if request.method == "POST" and form.is_valid() and (filed := _file(request, form)):
        messages.success(request, "已代为登记，请把查询码告诉来电（来访）人。")
        context = {"title": "已代为登记", "found": filed[0], "code": codes.shown(filed[1]), "trail": trail}
        return work.render(request, "publicservice/rights_aid/work/entered.html", context)
    context = {"title": "代为登记维权援助请求", "form": form, "trail": trail}
    return work.render(request, "publicservice/rights_aid/work/enter.html", context, 422 if form.errors else 200)


def _file(request: HttpRequest, form: EnterForm):
    """None with the refusal in the form."""
    said = dict(form.cleaned_data)
    consent, token, uploads = said.pop("consent"), said.pop("form_token"), said.pop("evidence")
    try:
        files = tuple(keep(upload, purpose=filing.PURPOSE, by=request.user) for upload in uploads)
        wanted = filing.Filing(**said, is_anonymous=False, files=files, is_consented=consent)
        return filing.file_once(token, wanted, by=request.user, today=timezone.localdate())
    except FileRefused as refused:
        form.add_error("evidence", refused.message)
    except DomainError as refused:
        form.add_error(None, refused.message)
    return None
