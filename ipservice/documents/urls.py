"""Addresses of the public check page."""

from django.urls import path

from ipservice.documents import public

urlpatterns = [
    path("check/", public.check, name="check"),
    path("check/<str:code>/", public.check_paper, name="check-paper"),
]
