"""Addresses: the four doors. Each app gathers those of its slices, with their whole paths."""

from django.contrib import admin
from django.urls import include, path

from ipservice import health

PLUGGED = (
    "ipservice.portal.urls",
    "ipservice.drafts.urls",
    "ipservice.documents.urls",
    "ipservice.jobs.urls",
    "ipservice.evidence.urls",
    "ipservice.notices.urls",
    "ipservice.audit.urls",
    "ipservice.procedure.urls",
    "ipservice.bulk.urls",
    "ipservice.payments.urls",
    "ipservice.intake.urls",
    "ipservice.opendata.urls",
    "ipservice.figures.urls",
    "ipservice.administration.urls",
    "ipservice.privacy.urls",
    "agencies.urls",
    "publicservice.urls",
    "supervision.urls",
    "incentives.urls",
)

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("healthz/jobs", health.healthz_jobs, name="healthz_jobs"),
    *(path("", include(module)) for module in PLUGGED),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "ipservice.portal.errors.bad_request"
handler403 = "ipservice.portal.errors.forbidden"
handler404 = "ipservice.portal.errors.not_found"
handler500 = "ipservice.outages.server_error"
