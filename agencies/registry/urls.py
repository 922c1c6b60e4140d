"""Addresses of the register: public pages, the agency's own pages, officials' pages, the API."""

from django.urls import path

from agencies.registry.public import agency, search

app_name = "agencies"

urlpatterns = [
    path("agencies/", search.find, name="find"),
    path("agencies/<str:code>/", agency.show, name="agency"),
]
