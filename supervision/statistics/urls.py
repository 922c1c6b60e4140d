"""Addresses of the annual statistics."""

urlpatterns: list = []
