"""Addresses of the incentives' slices."""

from django.urls import include, path

urlpatterns = [
    path("", include("incentives.awards.admin.urls")),
    path("", include("incentives.awards.urls")),
]
