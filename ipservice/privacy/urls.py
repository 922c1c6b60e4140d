"""Where officials see what is kept of people, and people what they have agreed to."""

from django.urls import path

from ipservice.privacy import portal
from ipservice.privacy.admin import pages

urlpatterns = [
    path("admin/privacy/", pages.inventory, name="privacy_inventory"),
    path("admin/privacy/reveal/", pages.reveal, name="privacy_reveal"),
    path("account/consents/", portal.own_consents, name="own_consents"),
    path("account/consents/<int:consent_id>/withdraw/", portal.withdraw, name="withdraw_consent"),
]
