"""The one way to a kept file: asked by number, answered as an attachment that no browser will run."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ipservice.audit.services import record
from ipservice.evidence.models import StoredFile
from ipservice.evidence.services import may_open, open_file

SANDBOX = "default-src 'none'; sandbox"


@require_safe
def download(request: HttpRequest, file_id: int) -> FileResponse:
    """A file one may not see does not exist."""
    stored = get_object_or_404(StoredFile, pk=file_id)
    if not may_open(request.user, stored):
        raise Http404
    record(
        "evidence.open",
        f"下载文件“{stored.name}”",
        subject=("stored_file", stored.pk),
        by=request.user if request.user.is_authenticated else None,
    )
    answer = FileResponse(open_file(stored), as_attachment=True, filename=stored.name, content_type=stored.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = SANDBOX
    answer["Cache-Control"] = "private, no-store"
    return answer
