"""Addresses of the public service's slices."""

from django.urls import include, path

urlpatterns = [
    path("", include("publicservice.catalogue.urls")),
]
