"""Addresses of the annual statistics."""

from django.urls import path

from supervision.statistics import admin, public

DESK = "admin/statistics/"
DATA = "data/statistics/<int:year>/"

urlpatterns = [
    path(DATA, public.overview, name="statistics"),
    path(f"{DATA}tables.xlsx", public.as_workbook, name="statistics_xlsx"),
    path(f"{DATA}data.csv", public.as_csv, name="statistics_csv"),
    path(f"{DATA}dictionary.csv", public.dictionary, name="statistics_dictionary"),
    path(f"{DATA}<str:code>/", public.table, name="statistics_table"),
    path(DESK, admin.years, name="statistics_years"),
    path(f"{DESK}<int:year>/", admin.year, name="statistics_year"),
    path(f"{DESK}runs/<int:run_id>/", admin.run, name="statistics_run"),
    path(f"{DESK}runs/<int:run_id>/tables.xlsx", admin.as_workbook, name="statistics_run_xlsx"),
    path(f"{DESK}runs/<int:run_id>/data.csv", admin.as_csv, name="statistics_run_csv"),
    path(f"{DESK}runs/<int:run_id>/tables/<str:code>/", admin.table, name="statistics_run_table"),
    path(f"{DESK}runs/<int:run_id>/proofs/<int:proof_id>/", admin.proof, name="statistics_proof"),
    path(f"{DESK}runs/<int:run_id>/compare/<int:other_id>/", admin.compare, name="statistics_compare"),
    path(f"{DESK}runs/<int:run_id>/steps/<slug:step>/", admin.take_step, name="statistics_step"),
]
