"""Addresses of booking: public pages and the API."""

from django.urls import path

from publicservice.booking import admin, api
from publicservice.booking.public import choosing, own, rating, telling_who

urlpatterns = [
    path("api/v1/booking/matters/", api.Matters.as_view(), name="api_booking_matters"),
    path("api/v1/booking/slots/", api.Slots.as_view(), name="api_booking_slots"),
    path("api/v1/booking/bookings/", api.Bookings.as_view(), name="api_bookings"),
    path("api/v1/booking/cancellations/", api.Cancellations.as_view(), name="api_booking_cancellations"),
    path("admin/bookings/", admin.desk, name="bookings_desk"),
    path("booking/", choosing.matters, name="booking"),
    path("booking/place/", choosing.places, name="booking_place"),
    path("booking/time/", choosing.times, name="booking_time"),
    path("booking/take/", choosing.take, name="booking_take"),
    path("booking/who/", telling_who.who, name="booking_who"),
    path("booking/check/", telling_who.check, name="booking_check"),
    path("booking/done/<slug:kind>/<int:key>/", telling_who.done, name="booking_done"),
    path("booking/find/", own.find, name="booking_find"),
    path("booking/mine/", own.mine, name="booking_mine"),
    path("booking/own/<int:key>/", own.show, name="booking_own"),
    path("booking/own/<int:key>/move/", own.move, name="booking_move"),
    path("booking/own/<int:key>/cancel/", own.cancel, name="booking_cancel"),
    path("booking/own/<int:key>/calendar.ics", own.calendar, name="booking_calendar"),
    path("booking/waiting/<int:key>/", own.waiting_page, name="booking_waiting"),
    path("booking/waiting/<int:key>/answer/", own.answer_offer, name="booking_offer"),
    path("booking/rate/<str:token>/", rating.rate, name="booking_rate"),
]
