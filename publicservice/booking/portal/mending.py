"""差评整改: the bad ratings of one outlet, called back, put right, rated once more."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from publicservice.booking.models import Rectification
from publicservice.booking.portal.day import trail, workable
from publicservice.booking.rules.ratings import LEVELS, RatedItem
from publicservice.booking.rules.states import RectificationState
from publicservice.booking.services import ratings


class WordsForm(forms.Form):
    words = forms.CharField(min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, label: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


@require_safe
@login_required
def show(request: HttpRequest, outlet_id: int) -> HttpResponse:
    """Open ones first, by their term."""
    outlet = workable(request, outlet_id)
    rows = Rectification.objects.filter(rating__booking__outlet=outlet).select_related("rating")
    context = {
        "outlet": outlet,
        "rows": rows.order_by("mended_at", "call_back_by")[:200],
        "trail": trail(outlet, "差评整改"),
    }
    return render(request, "publicservice/booking/desk/mending.html", context)


@login_required
def work(request: HttpRequest, outlet_id: int, key: int) -> HttpResponse:
    """The next step of one: what was said on the telephone, then what was put right."""
    outlet = workable(request, outlet_id)
    rows = Rectification.objects.filter(rating__booking__outlet=outlet).select_related("rating__booking", "called_by")
    task = get_object_or_404(rows, pk=key)
    to_call = task.state == RectificationState.TO_CALL
    form = WordsForm(request.POST or None, label="回访情况" if to_call else "整改措施")
    if request.method == "POST" and form.is_valid():
        act = ratings.call_back if to_call else ratings.mend
        act(task.pk, form.cleaned_data["words"], by=request.user, now=timezone.now())
        messages.success(request, "回访已登记。" if to_call else "整改已登记，已请对方再次评价。")
        return redirect("desk_mending_work", outlet.pk, task.pk)
    context = {
        "outlet": outlet,
        "task": task,
        "levels": [(RatedItem.label_of(item), LEVELS[level]) for item, level in task.rating.levels.items()],
        "again": task.rating.booking.ratings.filter(round=2).first(),
        "form": form if task.state in (RectificationState.TO_CALL, RectificationState.TO_MEND) else None,
        "button": "登记回访" if to_call else "登记整改",
        "trail": trail(outlet, "差评整改"),
    }
    return render(request, "publicservice/booking/desk/mending_work.html", context)
