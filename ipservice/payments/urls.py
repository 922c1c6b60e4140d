"""Addresses of the desk."""

from django.urls import path

from ipservice.payments.admin import desk

urlpatterns = [
    path("admin/payments/list/<str:group>/", desk.desk, name="payment_desk"),
    path("admin/payments/list/<str:group>/batches/", desk.batch_make, name="payment_batch_make"),
    path(
        "admin/payments/list/<str:group>/batches/<int:batch_id>/approve/",
        desk.batch_approve,
        name="payment_batch_approve",
    ),
    path(
        "admin/payments/list/<str:group>/batches/<int:batch_id>/sheet.xlsx",
        desk.batch_sheet,
        name="payment_batch_sheet",
    ),
    path("admin/payments/list/<str:group>/paid/", desk.payments_paid, name="payments_paid"),
    path("admin/payments/list/<str:group>/returned/", desk.payment_returned, name="payment_returned"),
    path(
        "admin/payments/list/<str:group>/recoveries/<int:recovery_id>/",
        desk.recovery_received,
        name="payment_recovery_received",
    ),
]
