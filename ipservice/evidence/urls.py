"""Addresses of kept files."""

from django.urls import path

from ipservice.evidence import public

urlpatterns = [path("files/<int:file_id>/", public.download, name="evidence_file")]
