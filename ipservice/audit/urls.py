"""Addresses of the history pages."""

from django.urls import path

from ipservice.audit.admin import histories

urlpatterns = [
    path("admin/history/<str:label>/<int:key>/", histories.history_page, name="history"),
]
