"""Addresses of the register: public pages, the agency's own pages, officials' pages, the API."""

from django.urls import path

from agencies.registry.portal import team
from agencies.registry.public import agency, search

app_name = "agencies"

urlpatterns = [
    path("agencies/", search.find, name="find"),
    path("agencies/<str:code>/", agency.show, name="agency"),
    path("portal/team/", team.team, name="team"),
    path("portal/team/invite/", team.invite, name="team_invite"),
    path("portal/team/<int:membership_id>/<slug:step>/", team.act, name="team_act"),
]
