"""Addresses of the development report."""

urlpatterns: list = []
