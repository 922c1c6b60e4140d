"""Addresses of background work."""

from django.urls import path

from ipservice.jobs import portal

urlpatterns = [
    path("jobs/<int:job_id>/", portal.job_page, name="job"),
    path("admin/jobs/<int:job_id>/", portal.admin_job, name="admin_job"),
    path("jobs/<int:job_id>/progress/", portal.job_progress, name="job_progress"),
    path("jobs/<int:job_id>/cancel/", portal.job_cancel, name="job_cancel"),
    path("jobs/<int:job_id>/retry/", portal.job_retry, name="job_retry"),
]
