"""Address of the drafts."""

from django.urls import path

from ipservice.drafts import portal

urlpatterns = [path("drafts/", portal.save, name="save-draft")]
