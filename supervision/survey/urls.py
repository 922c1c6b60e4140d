"""Addresses of the survey: the agencies' own pages and the officials'."""

urlpatterns: list = []
