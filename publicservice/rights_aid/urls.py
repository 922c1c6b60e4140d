"""Addresses of rights aid: public pages, the officials' desk, the outlets' desk."""

from django.urls import path

from publicservice.rights_aid import portal
from publicservice.rights_aid.admin import desk, entering
from publicservice.rights_aid.public import filing, tracking

urlpatterns = [
    path("rights-aid/", filing.start, name="rights_aid"),
    path("rights-aid/new/", filing.ask, name="rights_aid_new"),
    path("rights-aid/track/", tracking.track, name="rights_aid_track"),
    path("rights-aid/complete/", tracking.complete, name="rights_aid_complete"),
    path("rights-aid/rate/<str:token>/", tracking.rate, name="rights_aid_rate"),
    path("portal/rights-aid/", portal.desk, name="rights_aid_own_desk"),
    path("portal/rights-aid/own/", portal.mine, name="rights_aid_mine"),
    path("portal/rights-aid/own/<int:request_id>/", portal.my_request, name="rights_aid_my_request"),
    path("portal/rights-aid/<int:request_id>/", portal.show, name="rights_aid_own"),
    path("admin/rights-aid/", desk.desk, name="rights_aid_desk"),
    path("admin/rights-aid/new/", entering.enter, name="rights_aid_enter"),
    path("admin/rights-aid/<int:request_id>/", desk.show, name="rights_aid_request"),
    path("admin/rights-aid/<int:request_id>/<slug:step>/", desk.take_step, name="rights_aid_step"),
]
