"""Addresses of the filings: the agency's own list and the officials' pages."""

from django.urls import path

from agencies.filings import admin, portal

app_name = "filings"

urlpatterns = [
    path("portal/filings/", portal.filings, name="own"),
    path("admin/filings/", admin.filings, name="filings"),
    path("admin/totals/", admin.totals, name="totals"),
    path("admin/year-sources/", admin.year_sources, name="year_sources"),
    path("admin/year-sources/<int:year>/", admin.year_source, name="year_source"),
]
