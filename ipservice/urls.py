"""Addresses: the four doors. Each app gathers those of its slices."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
