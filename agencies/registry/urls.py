"""Addresses of the register: public pages, the agency's own pages, officials' pages, the API."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from agencies.registry.admin import acts, merges, offers, requests
from agencies.registry.admin import claims as claims_at_work
from agencies.registry.api import AgencyViewSet
from agencies.registry.portal import agency as own_agency
from agencies.registry.portal import claims, record, team
from agencies.registry.portal import offers as own_offers
from agencies.registry.public import agency, search

app_name = "agencies"

machines = SimpleRouter()
machines.register("agencies", AgencyViewSet)

urlpatterns = [
    path("agencies/", search.find, name="find"),
    path("agencies/<str:code>/", agency.show, name="agency"),
    path("api/v1/", include(machines.urls)),
    path("api/v1/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs/", SpectacularSwaggerSplitView.as_view(url_name="agencies:schema"), name="docs"),
    path("portal/agency/", own_agency.mine, name="mine"),
    path("portal/agency/requests/<int:request_id>/", own_agency.own_request, name="own_request"),
    path("portal/agency/requests/<int:request_id>/cancel/", own_agency.cancel_request, name="cancel_request"),
    path("portal/agency/requests/<int:request_id>/paper/", own_agency.request_paper, name="own_request_paper"),
    path("portal/agency/<str:code>/", own_agency.own, name="own"),
    path("portal/agency/<str:code>/record/", record.record, name="record"),
    path("portal/agency/<str:code>/services/", own_offers.own_offers, name="own_offers"),
    path("portal/agency/<str:code>/change/", own_agency.change, name="change"),
    path("portal/claims/", claims.mine, name="claims"),
    path("portal/claims/new/", claims.new, name="claim_new"),
    path("portal/claims/<int:claim_id>/", claims.show, name="claim"),
    path("portal/claims/<int:claim_id>/withdraw/", claims.withdraw, name="claim_withdraw"),
    path("portal/claims/<int:claim_id>/remark/", claims.remark, name="claim_remark"),
    path("admin/agencies/claims/", claims_at_work.inbox, name="work_claims"),
    path("admin/agencies/claims/<int:claim_id>/", claims_at_work.show, name="work_claim"),
    path("admin/agencies/requests/<int:request_id>/", requests.show, name="request"),
    path("admin/agencies/requests/<int:request_id>/paper/", requests.paper, name="request_paper"),
    path("admin/agencies/duplicates/", merges.candidates, name="duplicates"),
    path("admin/agencies/merge/", merges.merge, name="merge"),
    path("admin/agencies/merges/<int:merge_id>/undo/", merges.unmerge, name="unmerge"),
    path("admin/agencies/<int:agency_id>/history/", acts.history, name="history"),
    path("admin/agencies/<int:agency_id>/services/", offers.offers, name="offers"),
    path("admin/agencies/<int:agency_id>/<slug:name>/", acts.act, name="act"),
    path("portal/team/", team.team, name="team"),
    path("portal/team/invite/", team.invite, name="team_invite"),
    path("portal/team/<int:membership_id>/<slug:step>/", team.act, name="team_act"),
]
