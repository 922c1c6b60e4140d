"""Addresses of bulk actions."""

from django.urls import path

from ipservice.bulk import admin

app_name = "bulk"

urlpatterns = [
    path("admin/bulk/<slug:code>/run/", admin.run, name="run"),
    path("admin/bulk/results/<int:run_id>/", admin.result, name="result"),
    path("admin/bulk/results/<int:run_id>/undo/", admin.undo, name="undo"),
]
