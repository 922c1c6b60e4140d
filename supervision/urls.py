"""Addresses of the slices of the supervision."""

from django.urls import include, path

urlpatterns = [
    path("", include("supervision.survey.urls")),
    path("", include("supervision.statistics.urls")),
    path("", include("supervision.report.urls")),
]
