"""Addresses of campaigns: public pages, who takes part, the officials' desk."""

from django.urls import path

from publicservice.campaigns import portal, public
from publicservice.campaigns.admin import desk

urlpatterns = [
    path("campaigns/", public.announced, name="campaigns"),
    path("campaigns/<int:campaign_id>/", public.show, name="campaign"),
    path("portal/campaigns/", portal.mine, name="campaigns_own"),
    path("portal/campaigns/<int:campaign_id>/", portal.show, name="campaign_own"),
    path("admin/campaigns/", desk.desk, name="campaigns_desk"),
    path("admin/campaigns/new/", desk.write, name="campaign_new"),
    path("admin/campaigns/<int:campaign_id>/", desk.show, name="campaign_work"),
    path("admin/campaigns/<int:campaign_id>/write/", desk.write, name="campaign_write"),
    path("admin/campaigns/<int:campaign_id>/problems/", desk.enter_problem, name="campaign_problem"),
    path("admin/campaigns/<int:campaign_id>/steps/<slug:step>/", desk.take_step, name="campaign_step"),
    path("admin/campaigns/helps/<int:help_id>/", desk.decide, name="campaign_help"),
    path("admin/campaigns/problems/<int:problem_id>/", desk.solve_problem, name="campaign_solve"),
]
