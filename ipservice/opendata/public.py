"""开放数据: a release at its permanent address, its bytes as given out, and in what two releases differ."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ipservice.opendata import services, verify_release
from ipservice.opendata.models import Release, ReleaseFile
from ipservice.pagecache.marks import kept_under

FOR_EVER = "public, max-age=31536000, immutable"
SHOWN_DIFFERENCES = 500
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
Version = tuple[int, int]


@require_safe
@kept_under("figures")
def release(request: HttpRequest, version: Version) -> HttpResponse:
    """The files with their checksums, how to cite and to verify them, and what was corrected later."""
    found = _published(version)
    others = Release.objects.published().exclude(pk=found.pk)
    context = {
        "release": found,
        "files": found.files.defer("content"),
        "corrections": found.corrections.published(),
        "others": others.defer("manifest"),
        "address": request.build_absolute_uri(request.path),
    }
    return render(request, "opendata/release.html", context)


@require_safe
def manifest(request: HttpRequest, version: Version) -> HttpResponse:
    found = _published(version)
    return _bytes(request, bytes(found.manifest), found.manifest_sha256, verify_release.MANIFEST)


@require_safe
def file(request: HttpRequest, version: Version, name: str) -> HttpResponse:
    """The same bytes on every day; a browser that has them is told so without reading them again."""
    held = ReleaseFile.objects.filter(release=_published(version), name=f"{name}.csv")
    kept = get_object_or_404(held.defer("content"))
    if _has(request, kept.sha256):
        return _unchanged(kept.sha256)
    return _bytes(request, bytes(kept.content), kept.sha256, kept.name)


@require_safe
@kept_under("figures")
def difference(request: HttpRequest, version: Version, other: Version) -> HttpResponse:
    """Line by line what ``version`` has otherwise than ``other``."""
    after, before = _published(version), _published(other)
    found = services.differences_between(before, after)
    context = {"before": before, "after": after, "count": len(found), "found": found[:SHOWN_DIFFERENCES]}
    return render(request, "opendata/difference.html", context)


@require_safe
def script(request: HttpRequest) -> HttpResponse:
    """The program that verifies a release without this portal."""
    path = Path(verify_release.__file__)
    attached = {"Content-Disposition": f'attachment; filename="{path.name}"'}
    return HttpResponse(path.read_bytes(), content_type="text/x-python", headers=attached)


def _published(version: Version) -> Release:
    year, number = version
    found = Release.objects.published().filter(year=year, number=number).first()
    if found is None:
        raise Http404
    return found


def _bytes(request: HttpRequest, content: bytes, sha256: str, name: str) -> HttpResponse:
    if _has(request, sha256):
        return _unchanged(sha256)
    answer = HttpResponse(content, content_type=TYPES[name.rsplit(".", 1)[-1]])
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return _lasting(answer, sha256)


def _has(request: HttpRequest, sha256: str) -> bool:
    return f'"{sha256}"' in request.headers.get("If-None-Match", "")


def _unchanged(sha256: str) -> HttpResponse:
    return _lasting(HttpResponse(status=304), sha256)


def _lasting(answer: HttpResponse, sha256: str) -> HttpResponse:
    answer["ETag"] = f'"{sha256}"'
    answer["Cache-Control"] = FOR_EVER
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
