"""Check a paper: type or scan its code and see how things stand now, not when it was printed."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ipservice.documents import codes, services
from ipservice.documents.errors import DemonstrationGone, SubjectGone, UnknownCheckCode


class CheckForm(forms.Form):
    code = forms.CharField(
        label="核验码",
        max_length=40,
        help_text="文书末尾的 16 位字母和数字，不区分大小写，横线可以不填。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )

    def clean_code(self) -> str:
        code = codes.read(self.cleaned_data["code"])
        if len(code) != codes.LENGTH:
            raise forms.ValidationError(f"核验码应为 {codes.LENGTH} 位，现在是 {len(code)} 位。请对照文书检查。")
        return code


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    form = CheckForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("check-paper", code=form.cleaned_data["code"])
    return render(request, "public/check.html", {"form": form})


@require_safe
@never_cache
def check_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The live record behind a paper. An unknown code and a record no longer public are answered in words, 404."""
    today = timezone.localdate()
    try:
        paper = services.find(code)
        record = services.look_up(paper, today=today)
    except (UnknownCheckCode, DemonstrationGone, SubjectGone) as refusal:
        form = CheckForm()
        return render(request, "public/check.html", {"form": form, "refusal": refusal.message}, status=refusal.status)
    return render(request, "public/check_paper.html", {"paper": paper, "record": record, "now": timezone.now()})
