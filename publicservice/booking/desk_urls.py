"""Addresses of the desk of an outlet."""

from django.urls import path

from publicservice.booking.portal import caller, consultation, day, figures, mending, schedules

urlpatterns = [
    path("portal/outlets/<int:outlet_id>/day/", day.show, name="desk_day"),
    path("portal/outlets/<int:outlet_id>/day/check-in/", day.check_in, name="desk_check_in"),
    path("portal/outlets/<int:outlet_id>/day/walk-in/", day.walk_in, name="desk_walk_in"),
    path("portal/outlets/<int:outlet_id>/day/next/", day.call_next, name="desk_next"),
    path("portal/outlets/<int:outlet_id>/day/book/", caller.book, name="desk_book"),
    path("portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/", consultation.show, name="desk_booking"),
    path(
        "portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/transfer/",
        consultation.transfer,
        name="desk_transfer",
    ),
    path("portal/outlets/<int:outlet_id>/bookings/<int:booking_id>/<slug:name>/", day.act, name="desk_act"),
    path("portal/outlets/<int:outlet_id>/follow-ups/<int:follow_up_id>/", consultation.finish, name="desk_follow_up"),
    path("portal/outlets/<int:outlet_id>/schedules/", schedules.show, name="desk_schedules"),
    path("portal/outlets/<int:outlet_id>/schedules/new/", schedules.write, name="desk_schedule_new"),
    path("portal/outlets/<int:outlet_id>/schedules/<int:schedule_id>/", schedules.write, name="desk_schedule"),
    path("portal/outlets/<int:outlet_id>/schedules/<int:schedule_id>/rest/", schedules.rest, name="desk_rest"),
    path("portal/outlets/<int:outlet_id>/ratings/", mending.show, name="desk_mending"),
    path("portal/outlets/<int:outlet_id>/ratings/<int:key>/", mending.work, name="desk_mending_work"),
    path("portal/outlets/<int:outlet_id>/figures/", figures.show, name="desk_figures"),
]
