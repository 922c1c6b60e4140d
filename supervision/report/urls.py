"""Addresses of the development report."""

from django.urls import path

from supervision.report import public
from supervision.report.admin import desk, words

urlpatterns = [
    path("reports/", public.published, name="reports"),
    path("reports/<int:year>/", public.report, name="report"),
    path("reports/<int:year>/figures/<slug:code>/", public.figure, name="report_figure"),
    path("reports/<int:year>/snapshot.csv", public.snapshot_csv, name="report_snapshot"),
    path("admin/reports/", desk.desk, name="reports_desk"),
    path("admin/reports/<int:year>/", desk.show, name="report_work"),
    path("admin/reports/<int:year>/print/", desk.print_again, name="report_print"),
    path("admin/reports/<int:year>/steps/<slug:step>/", desk.take_step, name="report_step"),
    path("admin/reports/revisions/<int:note_id>/", desk.explain, name="report_explain"),
    path("admin/reports/sections/<int:version_id>/", words.edit, name="report_section"),
    path("admin/reports/sections/<int:version_id>/compare/", words.compare, name="report_compare"),
]
