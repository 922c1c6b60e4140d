"""Addresses of the half-hour circle: public pages and the officials' desk."""

from django.urls import path

from publicservice.coverage import public
from publicservice.coverage.admin import circle, scenarios, siting

DESK = "admin/coverage/"

urlpatterns = [
    path("coverage/", public.overview, name="coverage"),
    path("coverage/nearest/", public.nearest, name="coverage_nearest"),
    path(DESK, circle.overview, name="coverage_desk"),
    path(f"{DESK}siting/", siting.runs, name="coverage_siting"),
    path(f"{DESK}siting/<int:run_id>/", siting.run, name="coverage_siting_run"),
    path(f"{DESK}siting/<int:run_id>/plan/", siting.plan, name="coverage_siting_plan"),
    path(f"{DESK}scenarios/", scenarios.plans, name="coverage_scenarios"),
    path(f"{DESK}scenarios/<int:scenario_id>/", scenarios.plan, name="coverage_scenario"),
    path(f"{DESK}scenarios/<int:scenario_id>/changes/", scenarios.add, name="coverage_change"),
    path(f"{DESK}scenarios/<int:scenario_id>/changes/<int:change_id>/drop/", scenarios.drop, name="coverage_drop"),
    path(f"{DESK}scenarios/<int:scenario_id>/compute/", scenarios.compute, name="coverage_compute"),
]
