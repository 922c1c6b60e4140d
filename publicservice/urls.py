"""Addresses of the public service's slices."""

from django.urls import include, path

urlpatterns = [
    path("", include("publicservice.network.urls")),
    path("", include("publicservice.catalogue.urls")),
    path("", include("publicservice.coverage.urls")),
    path("", include("publicservice.booking.urls")),
    path("", include("publicservice.booking.desk_urls")),
    path("", include("publicservice.rights_aid.urls")),
    path("", include("publicservice.campaigns.urls")),
]
