"""Addresses of the agencies' slices."""

from django.urls import include, path

urlpatterns = [
    path("", include("agencies.registry.urls")),
    path("", include("agencies.filings.urls")),
]
