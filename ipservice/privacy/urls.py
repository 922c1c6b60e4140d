"""Where officials see what is kept of people, and ask for it in clear."""

from django.urls import path

from ipservice.privacy.admin import pages

urlpatterns = [
    path("admin/privacy/", pages.inventory, name="privacy_inventory"),
    path("admin/privacy/reveal/", pages.reveal, name="privacy_reveal"),
]
