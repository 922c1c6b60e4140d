"""Addresses of open data. A release is ``/data/v2027.1/``, now and for ever."""

from django.urls import path, register_converter

from ipservice.opendata import admin, public


class VersionConverter:
    """``v2027.1`` as (2027, 1)."""

    regex = r"v[0-9]{4}\.[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> tuple[int, int]:
        year, number = value[1:].split(".")
        return int(year), int(number)

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(VersionConverter, "release")

app_name = "opendata"

urlpatterns = [
    path("data/verify_release.py", public.script, name="script"),
    path("data/<release:version>/", public.release, name="release"),
    path("data/<release:version>/manifest.json", public.manifest, name="manifest"),
    path("data/<release:version>/<str:name>.csv", public.file, name="file"),
    path("data/<release:version>/since/<release:other>/", public.difference, name="difference"),
    path("admin/open-data/", admin.releases, name="work_releases"),
    path("admin/open-data/make/", admin.make, name="work_make"),
    path("admin/open-data/<int:release_id>/", admin.release, name="work_release"),
    path("admin/open-data/<int:release_id>/publish/", admin.publish, name="work_publish"),
    path("admin/open-data/<int:release_id>/discard/", admin.discard, name="work_discard"),
]
