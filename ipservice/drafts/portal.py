"""Where pages save what is being typed: by htmx while typing, by a button without JavaScript."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from ipservice.drafts.door import save_for_owner


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    is_kept = save_for_owner(request) is not None
    if request.headers.get("HX-Request"):
        context = {"is_kept": is_kept, "at": timezone.localtime()}
        return render(request, "components/draft_state.html", context)
    if is_kept:
        messages.success(request, "草稿已保存，可以离开本页，下次打开时继续填写。")
    else:
        messages.error(request, "草稿没有保存：页面打开过久或账号已切换。请复制已填写的内容，重新打开页面。")
    back = request.headers.get("Referer", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/portal/")
