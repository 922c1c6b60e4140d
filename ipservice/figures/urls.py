"""Addresses of the public figures."""

from django.urls import path

from ipservice.figures import public

app_name = "figures"

urlpatterns = [
    path("data/", public.overview, name="overview"),
    path("data/<str:key>/", public.figure, name="figure"),
    path("data/<str:key>.csv", public.figure_csv, name="csv"),
]
