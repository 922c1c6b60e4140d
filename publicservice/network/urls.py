"""Addresses of the network: public pages, the pages of an outlet's people, officials' pages."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from publicservice.network.admin import assessments, gaps
from publicservice.network.admin import outlets as desk
from publicservice.network.api import OutletViewSet
from publicservice.network.portal import hours as own_hours
from publicservice.network.portal import outlets as own
from publicservice.network.public import outlets

app_name = "outlets"

machines = SimpleRouter()
machines.register("outlets", OutletViewSet)

urlpatterns = [
    path("api/v1/", include(machines.urls)),
    path("outlets/", outlets.find, name="find"),
    path("outlets/<int:outlet_id>/", outlets.show, name="outlet"),
    path("portal/outlets/", own.mine, name="mine"),
    path("portal/outlets/<int:outlet_id>/", own.work, name="work"),
    path("portal/outlets/<int:outlet_id>/hours/", own_hours.show, name="hours"),
    path("portal/outlets/<int:outlet_id>/hours/change/", own_hours.change, name="hours_change"),
    path("portal/outlets/<int:outlet_id>/hours/<int:version_id>/restore/", own_hours.restore, name="hours_restore"),
    path("portal/outlets/<int:outlet_id>/exceptions/new/", own_hours.add_exception, name="exception"),
    path(
        "portal/outlets/<int:outlet_id>/exceptions/<int:exception_id>/end/",
        own_hours.end_exception,
        name="exception_end",
    ),
    path("admin/outlets/", desk.desk, name="desk"),
    path("admin/outlets/new/", desk.edit, name="desk_new"),
    path("admin/outlets/gaps/", gaps.show, name="gaps"),
    path("admin/outlets/assessments/<int:assessment_id>/", assessments.show, name="assessment"),
    path("admin/outlets/assessments/<int:assessment_id>/<slug:name>/", assessments.step, name="assessment_step"),
    path("admin/outlets/<int:outlet_id>/", desk.show, name="desk_outlet"),
    path("admin/outlets/<int:outlet_id>/change/", desk.edit, name="desk_edit"),
    path("admin/outlets/<int:outlet_id>/add/<slug:name>/", desk.add, name="desk_add"),
    path("admin/outlets/<int:outlet_id>/step/<slug:name>/", desk.step, name="desk_step"),
    path("admin/outlets/<int:outlet_id>/assess/<int:year>/", assessments.begin, name="assess"),
    path("admin/outlets/<int:outlet_id>/qualifications/<int:row_id>/end/", desk.end_qualification, name="desk_end"),
    path("admin/outlets/<int:outlet_id>/windows/<int:row_id>/close/", desk.close_window, name="desk_close_window"),
    path("admin/outlets/<int:outlet_id>/staff/<int:row_id>/end/", desk.end_post, name="desk_end_post"),
]
